"""Which type and which departments the words of an ask suggest to the officer, and by which cue."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

_LONGEST_SHORT_CUE = 5


@dataclass(frozen=True)
class Suggestion:
    """What a cue suggests: ``value`` is an ask type or the code of a department, ``cue`` the words that said so."""

    value: str
    cue: str


@dataclass(frozen=True)
class Cues:
    """The words that suggest a type or a department, as reference data has them.

    ``types`` maps an ask type to its cues. ``departments`` pairs a code with the names it goes by. ``former`` maps
    the name of a department that is closed to the codes of its successors, for a warning. ``type_labels`` and
    ``department_names`` are what a column may call a type or a department beside that; an ask is not searched for them.
    """

    types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    departments: tuple[tuple[str, tuple[str, ...]], ...] = ()
    type_names: tuple[str, ...] = ()
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    type_labels: Mapping[str, str] = field(default_factory=dict)
    department_names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, vocabularies: Mapping[str, Any], codes: Iterable[str] = ()) -> "Cues":
        """The cues in the vocabularies of the reference data; ``codes`` says how departments write themselves."""
        written = {code.casefold(): code for code in codes}
        types = {name: tuple(cues) for name, cues in vocabularies["ask_type_cues"].items()}
        names = vocabularies["department_cues"]["names"]
        return cls(
            types=types,
            departments=tuple((written.get(name.casefold(), name), (name,)) for name in names),
            type_names=tuple(vocabularies.get("ask_types", types)),
        )

    def type_of(self, ask: str) -> Suggestion | None:
        """The type with the most cues in ``ask``; of equals, the one that the reference data names first.

        Only the ask's own words count: What and How say what the area will do, not what it wants of Government, and
        a cue in them would mark every ask of the proposition alike.
        """
        best: Suggestion | None = None
        most = 0
        for name, cues in self.types.items():
            found = [cue for cue in cues if _cue_pattern(cue).search(ask)]
            if len(found) > most:
                best, most = Suggestion(name, ", ".join(found)), len(found)
        return best

    def departments_of(self, ask: str) -> tuple[Suggestion, ...]:
        """The departments that ``ask`` names, in the order in which it names them."""
        found: dict[str, tuple[int, str]] = {}
        for code, names in self.departments:
            for name in names:
                if (match := _name_pattern(name).search(ask)) and match.start() < found.get(code, (len(ask), ""))[0]:
                    found[code] = (match.start(), match[0])
        return tuple(Suggestion(code, words) for code, (_, words) in sorted(found.items(), key=lambda item: item[1]))

    def former_in(self, ask: str) -> tuple[Suggestion, ...]:
        """The closed departments that ``ask`` names; ``value`` lists their successors."""
        known = {name.casefold() for _, names in self.departments for name in names}
        return tuple(
            Suggestion(", ".join(successors), name)
            for name, successors in self.former.items()
            if name.casefold() not in known and _name_pattern(name).search(ask)
        )

    def department_named(self, name: str) -> str:
        """The code of the department that a column calls ``name``, or ``""``."""
        said = " ".join(name.split()).casefold()
        known = (code for code, names in self.departments if said in {code.casefold(), *(n.casefold() for n in names)})
        other = (code for called, code in self.department_names.items() if called.casefold() == said)
        return next(known, "") or next(other, "")

    def type_named(self, name: str) -> str:
        """The ask type that a column calls ``name``, or ``""``."""
        said = " ".join(name.split()).casefold()
        known = (known for known in (*self.type_names, *self.types) if known.casefold() == said)
        other = (code for label, code in self.type_labels.items() if label.casefold() == said)
        return next(known, "") or next(other, "")


@cache
def _cue_pattern(cue: str) -> re.Pattern[str]:
    """A cue is the start of a word in any case ("evaluat"); a short one in capitals ("EZ") is that word itself."""
    words = r"\s+".join(map(re.escape, cue.split()))
    if cue.isupper() and len(cue) <= _LONGEST_SHORT_CUE:
        return re.compile(rf"(?<!\w){words}(?!\w)")
    return re.compile(rf"(?<!\w){words}", re.IGNORECASE)


@cache
def _name_pattern(name: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, name.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
