"""One plain sentence about something that is missing or odd, and how much it matters."""

from dataclasses import dataclass

WARNING = "warning"
STOP = "stop"


@dataclass(frozen=True)
class Check:
    """A finding of a rule: a ``stop`` keeps a step from being taken, a ``warning`` is shown and no more.

    ``code`` names the rule for programs, ``sentence`` says to a person what is wrong and what to do, ``where``
    names the row, section or field that it is about. ``texts`` are what has to be compared before going on: of each
    part its name, the person's own text and the text as it stands now.
    """

    code: str
    sentence: str
    severity: str = WARNING
    waivable: bool = False
    where: str = ""
    # Of the words that it is about: a waiver holds for these and no others.
    pin: str = ""
    texts: tuple[tuple[str, str, str], ...] = ()

    @property
    def both_texts(self) -> list[dict[str, str]]:
        """``texts`` by the names under which a page or a program reads them."""
        return [{"label": label, "yours": yours, "now": now} for label, yours, now in self.texts]

    @property
    def stops(self) -> bool:
        return self.severity == STOP
