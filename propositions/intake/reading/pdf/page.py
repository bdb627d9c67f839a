"""What lies on one page of a PDF: words with their places, the lines that they make, the lines drawn between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from pdfplumber.utils import extract_words

_GAP = 0.2  # of the letters' size: a wider one parts two words
_WIDE, _CLOSE = 0.7, 0.37  # a wide one parts two columns; where a table is set close, a smaller one may
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass(frozen=True)
class Word:
    """One word, measured in points from the top left. ``blank`` is how wide the blank is that the file has after it."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    letter: float  # how wide its first letter is
    blank: float = 0.0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class TextLine:
    """Words that stand beside each other."""

    words: tuple[Word, ...]
    page: int

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @cached_property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @cached_property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)

    @property
    def blank(self) -> float:
        """How wide the blank is that the file has at the end of the line, 0 if it has none."""
        return self.words[-1].blank

    @cached_property
    def segments(self) -> list["TextLine"]:
        """The line taken apart where words are far apart, as columns are."""
        return self._parted(_WIDE)

    @cached_property
    def close_segments(self) -> list["TextLine"]:
        """The line taken apart where words may stand in two columns of a table that is set close."""
        return self._parted(_CLOSE)

    def _parted(self, gap: float) -> list["TextLine"]:
        pieces: list[list[Word]] = [[self.words[0]]]
        for before, word in pairwise(self.words):
            if word.x0 - before.x1 > gap * min(word.size, before.size):
                pieces.append([])
            pieces[-1].append(word)
        return [TextLine(tuple(piece), self.page) for piece in pieces]


@dataclass(frozen=True)
class Rule:
    """A drawn line that lies flat, or the upper or lower edge of a shaded box."""

    x0: float
    x1: float
    y: float


@dataclass(frozen=True)
class Box:
    """One cell between drawn lines with its words; ``row`` and ``column`` are its first, the spans count from there."""

    x0: float
    top: float
    x1: float
    bottom: float
    row: int
    column: int
    row_span: int
    column_span: int
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Boxes:
    """Cells that touch each other: a table with lines, or anything else that is drawn as one."""

    columns: tuple[float, ...]  # the edges, one more than there are columns
    rows: tuple[float, ...]
    cells: tuple[Box, ...]

    @property
    def words(self) -> list[Word]:
        return [word for cell in self.cells for word in cell.words]


@dataclass
class Page:
    """One page. ``words`` are those outside the boxes, ``turned`` what is written sideways."""

    number: int
    width: float
    height: float
    words: list[Word]
    boxes: list[Boxes] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    turned: str = ""


def words_of(characters: Sequence[dict[str, Any]]) -> list[Word]:
    """The words that ``characters``, as pdfplumber has them, make up: parted by blanks and by gaps."""
    words: list[Word] = []
    pieces = extract_words(
        list(characters), keep_blank_chars=True, x_tolerance_ratio=_GAP, return_chars=True, expand_ligatures=False
    )
    for piece in pieces:
        run: list[dict[str, Any]] = []
        for character in piece["chars"]:
            if not character["text"].isspace():
                run.append(character)
            elif run:
                words.append(_word(run, character["x1"] - character["x0"]))
                run = []
        if run:
            words.append(_word(run, 0.0))
    return words


def _word(run: Sequence[dict[str, Any]], blank: float) -> Word:
    return Word(
        text="".join(character["text"] for character in run).translate(_LIGATURES),
        x0=min(character["x0"] for character in run),
        x1=max(character["x1"] for character in run),
        top=min(character["top"] for character in run),
        bottom=max(character["bottom"] for character in run),
        size=max(character["size"] for character in run),
        bold="bold" in run[0]["fontname"].casefold(),
        letter=run[0]["x1"] - run[0]["x0"],
        blank=blank,
    )


def lines_of(words: Iterable[Word], page: int) -> list[TextLine]:
    """``words`` in lines from top to bottom; what is raised or lowered a little stays in its line."""
    lines: list[list[Word]] = []
    highest: Word | None = None
    for word in sorted(words, key=lambda word: (word.middle, word.x0)):
        if highest is not None and _beside(highest, word):
            lines[-1].append(word)
            highest = max(highest, word, key=lambda one: one.bottom - one.top)
        else:
            lines.append([word])
            highest = word
    return [TextLine(tuple(sorted(line, key=lambda word: word.x0)), page) for line in lines]


def _beside(one: Word, other: Word) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > min(one.bottom - one.top, other.bottom - other.top) / 2
