"""Which characters of a paper may be kept, and how its white space is made even."""

import re
from collections.abc import Iterable

from lis.engine.checks import Check

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
# Each kind: the characters, and how an officer would call them.
_UNWANTED = {
    "control-characters": (re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]"), "control characters"),
    "broken-characters": (re.compile("[\ud800-\udfff]"), "broken halves of characters"),
    "direction-characters": (
        re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"),
        "hidden characters that turn the direction of writing",
    ),
    "invisible-characters": (
        re.compile("[\u00ad\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]"),
        "invisible characters",
    ),
}
_ANY = re.compile("|".join(pattern.pattern for pattern, _ in _UNWANTED.values()))
_PLACES_SHOWN = 3


class Cleaner:
    """Takes out of a paper what must not be stored, and remembers where it was."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def text(self, text: str, where: str) -> str:
        """``text`` with LF line ends and without unwanted characters; ``where`` is named if any were found."""
        text = _BREAKS.sub("\n", text)
        if not _ANY.search(text):
            return text
        for code, (pattern, _) in _UNWANTED.items():
            if pattern.search(text):
                self._found.setdefault(code, []).append(where)
        return _ANY.sub("", text)

    def lines(self, text: str) -> str:
        """The same for a whole text, naming the lines."""
        text = _BREAKS.sub("\n", text)
        if not _ANY.search(text):
            return text
        return "\n".join(self.text(line, f"line {number}") for number, line in enumerate(text.split("\n"), 1))

    def checks(self) -> tuple[Check, ...]:
        """One warning for each kind of character that was taken out."""
        return tuple(
            Check(
                code,
                f"We took out {_UNWANTED[code][1]} at {places(where)}. Check that the words there read as they should.",
                where=where[0],
            )
            for code, where in self._found.items()
        )


def tidy(text: str) -> str:
    """``text`` with single spaces, no blank lines and no blanks at the ends of lines; quotes and dashes stay."""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """``text`` on one line, as a title that was wrapped in its cell must be."""
    return " ".join(text.split())


def places(names: Iterable[str]) -> str:
    """``cell B2, cell B3, cell B4 and 5 more``."""
    unique = list(dict.fromkeys(names))
    shown, rest = unique[:_PLACES_SHOWN], len(unique) - _PLACES_SHOWN
    if rest > 0:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
