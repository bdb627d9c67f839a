"""How the lines of a cell or paragraph flow together: what is one word, one sentence, one ask, what is a guess."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from propositions.intake.reading.pdf.page import TextLine
from propositions.intake.reading.pdf.spelling import Spelling

BROKEN, HYPHEN, BEGUN, READ_ON = "broken-word", "hyphen", "ask-begun", "ask-read-on"
_PARTS = (BEGUN, READ_ON)
_HYPHENS = "-\u2010\u00ad"
_BULLET = re.compile(r"[•·▪■●◦○‣⁃►➢✓\uf0b7*]|[-–—]\s")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[ivxl]{1,4}|[a-z])\)\s|\d{1,2}\.\s")
_OPEN = re.compile(
    r"(?:[,&(/–—]|\b(?:a|about|across|after|against|an|and|are|around|as|at|be|before|between|by|can|for|from|in|into|is|"
    r"its|may|not|of|on|or|our|over|than|that|the|their|this|through|to|towards|under|upon|via|when|where|which|while|"
    r"who|will|with|within|without))$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…][”’\"')\]]*$")
_CLOSING = re.compile(r"[.,;:!?)\]”’]|[-/’'][^\W\d_]")
_CLIPPED = re.compile(r"(?:s|t|d|m|re|ve|ll)\b")  # what may follow an apostrophe
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_SAMPLES = 5  # pairs of lines that must speak for a habit
_SPACED_OUT = 1.15  # of the usual distance between lines: more parts two paragraphs
_BLANK = 0.32  # of the letters' size, where the file itself has no blank
_HAIR = 0.5  # points by which two measures may differ for no reason


@dataclass(frozen=True)
class Placed:
    """A line and the left edge of the column that it stands in, so that columns compare over pages."""

    line: TextLine
    left: float

    @property
    def end(self) -> float:
        return self.line.x1 - self.left


@dataclass(frozen=True)
class Measure:
    """How far the lines of a column reach (``seen``) and can reach (``limit``), and how far apart they are.

    ``leading`` is counted in sizes of the letters.
    """

    seen: float
    limit: float
    leading: float

    @classmethod
    def of(cls, cells: Sequence[Sequence[Placed]], limit: float | None = None) -> "Measure":
        """The measure of one column with its ``cells``, or of text as a single one."""
        seen = max((placed.end for cell in cells for placed in cell), default=0.0)
        if limit is not None:
            seen = min(seen, limit)
        return cls(seen, seen if limit is None else limit, leading_of(cells))


def leading_of(cells: Iterable[Sequence[Placed]]) -> float:
    """The usual distance from line to line inside ``cells``, counted in sizes of the letters."""
    distances = [
        (below.line.bottom - above.line.bottom) / below.line.size
        for cell in cells
        for above, below in pairwise(cell)
        if above.line.page == below.line.page and below.line.size
    ]
    near = [distance for distance in distances if 0.5 < distance < 2.5]
    return median(near) if near else 1.2


@dataclass(frozen=True)
class Habits:
    """What the whole paper shows of how it was set: its words, hyphens put in at ends of lines, blanks left there."""

    spelling: Spelling
    hyphenates: bool
    writes_blanks: bool

    @classmethod
    def of(cls, flows: Iterable[tuple[Sequence[Placed], Measure]]) -> "Habits":
        words: list[str] = []
        hyphens: list[tuple[str, str]] = []
        blanks = [0, 0]
        for placed, measure in flows:
            for one in placed:
                words.extend(_whole_words(one.line))
            for above, below in pairwise(placed):
                if not below.line.text[:1].islower():
                    continue
                if above.line.text[-1] in _HYPHENS:
                    hyphens.append((_last_of(above.line.text).rstrip(_HYPHENS), _first(below.line)))
                elif _room(above, measure) > below.line.words[0].letter + _blank(above.line):
                    blanks[bool(above.line.blank)] += 1
        spelling = Spelling.of(words)
        kept = [spelling.keeps_hyphen(one, other)[0] for one, other in hyphens]
        without, with_blank = blanks
        return cls(
            spelling,
            hyphenates=kept.count(False) > kept.count(True),
            writes_blanks=with_blank >= _SAMPLES and with_blank >= 9 * without,
        )


@dataclass(frozen=True)
class Flowed:
    """The paragraphs that lines make up, and what was guessed, each kind with the words that were read."""

    paragraphs: tuple[str, ...]
    guesses: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Joint:
    """How a line is joined to the one above: with ``glue``, or not at all when that is None."""

    glue: str | None
    cut: int = 0  # characters of the line above that go
    guess: str = ""  # what kind of guess that is


_NEW, _ON = _Joint(None), _Joint(" ")


def flow(lines: Sequence[Placed], measure: Measure, habits: Habits, *, apart: bool = False) -> Flowed:
    """The paragraphs in ``lines``. Where they do not show it, ``apart`` says that each may be an ask of its own."""
    paragraphs = [lines[0].line.text] if lines else []
    guessed: list[tuple[str, int, int]] = []  # the kind, in which paragraph, at which letter
    for above, below in pairwise(lines):
        joint = _joint(above, below, _last_of(paragraphs[-1]), measure, habits)
        if joint.guess in _PARTS and not apart:
            joint = _NEW if joint.guess == BEGUN and above.line.page != below.line.page else _ON
        if joint.glue is None:
            paragraphs.append("")
        else:
            paragraphs[-1] = f"{paragraphs[-1][: -joint.cut or None]}{joint.glue}"
        if joint.guess:
            guessed.append((joint.guess, len(paragraphs) - 1, len(paragraphs[-1])))
        paragraphs[-1] += below.line.text
    guesses: dict[str, list[str]] = {}
    for kind, number, at in guessed:
        read = _start_of(paragraphs[number][at:]) if kind in _PARTS else _around(paragraphs[number], at)
        guesses.setdefault(kind, []).append(read)
    return Flowed(tuple(paragraphs), {kind: tuple(dict.fromkeys(read)) for kind, read in guesses.items()})


def _around(text: str, at: int) -> str:
    """The word of ``text`` at the letter ``at``, or the two words on both sides of a blank there."""
    before, after = text[:at].rstrip(), text[at:]
    return text[len(before) - len(before.split()[-1]) : at] + after.split()[0]


def reads_on(above: TextLine, below: TextLine) -> bool:
    """Whether the words of ``below`` look as though they went on with those of ``above``."""
    return below.text[:1].islower() or bool(_CLOSING.match(below.text)) or bool(_OPEN.search(above.text))


def _joint(above: Placed, below: Placed, word: str, measure: Measure, habits: Habits) -> _Joint:
    """How ``below`` joins ``above``, which ends in ``word``, some of it perhaps from lines before."""
    before, after = above.line.text, below.line.text
    room = _room(above, measure)
    if (
        _BULLET.match(after)
        or (_NUMBERED.match(after) and not _OPEN.search(before))
        or _is_spaced_out(above, below, measure)
    ):
        return _NEW
    if _CLOSING.match(after) or (before[-1] in "’'" and _CLIPPED.match(after)):
        return _ON if above.line.blank else _Joint("")
    first = below.line.words[0]
    if above.end + _blank(above.line) + first.x1 - first.x0 + _HAIR <= measure.seen:
        return _NEW  # the next word had room in the line above: somebody ended the line there
    if before[-1] in _HYPHENS and len(before) > 1:
        return _hyphen(above.line, below.line, word, habits, room)
    if before[-1] == "/" and not above.line.blank:
        return _Joint("")
    if after[0].islower() or after[0].isdigit() or (before.isupper() and _first(below.line).isupper()):
        return _word(above.line, below.line, word, habits, room)
    return _sentence(above.line, below.line, habits, room)


def _is_spaced_out(above: Placed, below: Placed, measure: Measure) -> bool:
    if above.line.page != below.line.page:
        return False
    return below.line.bottom - above.line.bottom > _SPACED_OUT * measure.leading * below.line.size + 0.5


def _hyphen(above: TextLine, below: TextLine, word: str, habits: Habits, room: float) -> _Joint:
    """The hyphen belongs to the word, or was put in where the line ends."""
    one, other = word.rstrip(_HYPHENS), _first(below)
    kept, dropped = _Joint("", guess=HYPHEN), _Joint("", cut=1, guess=HYPHEN)
    if above.text[-1] == "\u00ad":
        return dropped
    if not one:  # a dash between words
        return _Joint("" if habits.writes_blanks and not above.blank and room > _blank(above) else " ", guess=HYPHEN)
    if not other[:1].islower() or not one[-1:].isalpha():
        return _Joint("")
    keeps, sure = habits.spelling.keeps_hyphen(one, other)
    if keeps and sure:
        return _Joint("")
    return kept if keeps or (keeps is None and not habits.hyphenates) else dropped


def _word(above: TextLine, below: TextLine, one: str, habits: Habits, room: float) -> _Joint:
    """The line goes on, or ``one``, a word too long for the column, was broken without a hyphen."""
    other = _first(below)
    no_blank = habits.writes_blanks and not above.blank and room > _blank(above) + _HAIR
    if len(above.words) > 1 or above.blank or room > below.words[0].letter + _HAIR or not one[-1:].isalnum():
        return _NEW if no_blank else _ON
    cut = len(below.words) == 1 and not below.blank
    broken, sure = habits.spelling.is_one_word(re.split(r"[/-]", one)[-1], other, cut=cut)
    return _Joint("" if broken or no_blank else " ", guess="" if sure or no_blank else BROKEN)


def _sentence(above: TextLine, below: TextLine, habits: Habits, room: float) -> _Joint:
    """A capital letter begins the line: it goes on with a name, or something new begins."""
    before = above.text
    if _OPEN.search(before) or before.count("(") > before.count(")") or before.count("“") > before.count("”"):
        return _ON
    if habits.writes_blanks:
        if above.blank:
            return _ON
        if room > _blank(above) + _HAIR:
            return _NEW
    if _ENDED.search(before):
        return _Joint(None, guess=BEGUN)
    is_name = _last_of(before)[:1].isupper() or _first(below).isupper() or below.text[0] in "“‘(£&"
    return _Joint(" ", guess=READ_ON) if is_name else _Joint(None, guess=BEGUN)


def _room(placed: Placed, measure: Measure) -> float:
    return measure.limit - placed.end


def _blank(line: TextLine) -> float:
    return line.blank or _BLANK * line.size


def _last_of(text: str) -> str:
    return text.split()[-1].lstrip("“‘\"'(")


def _first(line: TextLine) -> str:
    """The letters with which ``line`` begins."""
    found = _LETTERS.match(line.text)
    return found[0] if found else ""


def _whole_words(line: TextLine) -> Iterable[str]:
    """The words of ``line`` that no end of a line can have broken."""
    inner = line.words[1:] if line.blank else line.words[1:-1]
    return (found for word in inner for found in {*_WORD.findall(word.text), *_LETTERS.findall(word.text)})


def _start_of(text: str) -> str:
    words = text.split()
    return " ".join(words[:4]) + ("…" if len(words) > 4 else "")
