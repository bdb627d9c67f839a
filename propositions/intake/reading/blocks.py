"""Which headings, paragraphs and bullets prose and flattened slides fall into, so that an officer may tick them."""

import re
from collections.abc import Iterable, Iterator

from propositions.intake.reading.clean import one_line
from propositions.intake.reading.paper import BULLET, HEADING, PARAGRAPH, Block, UnreadablePaper
from propositions.intake.vocabulary import vocabulary

MAX_BLOCKS = 10_000
_BULLETS = "•·▪■●◦○‣⁃►➢✓\uf0b7"
_BULLET = re.compile(rf"[{_BULLETS}]")
_DASHED = re.compile(r"^\s*[-–—*]\s+(?=\S)")
_ONLY_MARKS = re.compile(rf"[\s{_BULLETS}–—*-]*")
_OPENING = re.compile(r"\s(?=We will\s)")
_TRAILING_DASH = re.compile(r"(?<=:)\s*[-–—]$")
_QUOTES, _ENDS = "”’\"')", ".!?:;"
_LISTED = re.compile(r"\((?:[ivxl]+|[a-z])\)\s+\S")  # (i), (a): the marks of a board's recommendations
_FILE = re.compile(r"\S+\.\w{2,4}$")
_LONGEST_HEADING = 12  # words
_SHORTEST_WORDS = 3  # letters on average: scraps of a picture read as text have fewer
_LONG_LINE = 60  # characters: a shorter line was not broken for want of room


def blocks(text: str) -> tuple[Block, ...]:
    """``text`` in blocks numbered from 1; bullets stand under the line that leads to them, else under the heading.

    Nothing is guessed silently: every word of the text is in one block, in its order, and only marks of bullets go.
    """
    return blocks_of((("", line) for line in text.split("\n")), wrapped=True)


def blocks_of(lines: Iterable[tuple[str, str]], *, wrapped: bool) -> tuple[Block, ...]:
    """The same for lines whose file may say that they are a ``"heading"``, ``"paragraph"`` or ``"bullet"``.

    ``wrapped`` says that a paragraph may have been broken into several lines, as in plain text.
    """
    apart = ((kind, line.strip()) for kind, paragraph in lines for line in paragraph.split("\n"))
    whole = list(_unwrapped(apart) if wrapped else apart)
    # In flattened slides a line is a slide: what the last slide was headed says nothing about the next.
    slides = sum(not kind and _has_inner_bullet(line) for kind, line in whole) > 1
    found: list[Block] = []
    heading = leader = 0
    for kind, line in whole:
        if slides:
            heading = leader = 0
        pieces = list(_pieces(kind, line))
        for piece, text in pieces:
            number = len(found) + 1
            if number > MAX_BLOCKS:
                raise UnreadablePaper(
                    f"This paper has more than {MAX_BLOCKS} paragraphs. Copy the pages that matter into a new document."
                )
            if piece == HEADING:
                found.append(Block(number, piece, text))
                heading = leader = number
            elif piece == BULLET:
                found.append(Block(number, piece, text, leader))
            else:
                found.append(Block(number, PARAGRAPH, text, heading))
                if text.endswith(":") or (len(pieces) > 1 and slides):
                    leader = number
    return tuple(found)


def _unwrapped(lines: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Join a line that was broken for want of room: a long one without an end, and a small letter next."""
    kind, kept = "", [""]
    for next_kind, line in lines:
        if not kind and not next_kind and _is_open(kept[-1]) and line[:1].islower() and not _FILE.match(line):
            kept.append(line)
            continue
        yield kind, " ".join(kept)
        kind, kept = next_kind, [line]
    yield kind, " ".join(kept)


def _is_open(line: str) -> bool:
    return len(line) >= _LONG_LINE and line.rstrip(_QUOTES)[-1:] not in _ENDS


def _has_inner_bullet(line: str) -> bool:
    """Whether words stand before and after a bullet."""
    bullet = _BULLET.search(line)
    return bool(bullet and line[: bullet.start()].strip() and line[bullet.end() :].strip())


def _pieces(kind: str, line: str) -> Iterator[tuple[str, str]]:
    if _ONLY_MARKS.fullmatch(line):
        return
    if kind or _LISTED.match(line):
        yield kind or BULLET, one_line(_BULLET.sub(" ", line))
        return
    if dashed := _DASHED.match(line):
        line = "•" + line[dashed.end() :]
    lead, *bullets = _BULLET.split(line)
    yield from _lead(one_line(lead))
    for bullet in bullets:
        if words := one_line(bullet):
            yield BULLET, words


def _lead(text: str) -> Iterator[tuple[str, str]]:
    """What stands before the bullets: "Life Sciences We will ... by:" is a heading and the line that leads on."""
    text = _TRAILING_DASH.sub("", text)
    if not text:
        return
    if opening := _OPENING.search(text):
        before = text[: opening.start()]
        if _is_heading(before):
            yield HEADING, before
            yield PARAGRAPH, text[opening.end() :]
            return
    yield (HEADING if _is_heading(text) else PARAGRAPH), text


def _is_heading(text: str) -> bool:
    words = text.split()
    return (
        len(words) <= _LONGEST_HEADING
        and sum(map(len, words)) >= _SHORTEST_WORDS * len(words)
        and text[0].isupper()
        and text.rstrip(_QUOTES)[-1:] not in (*_ENDS, ",")
        and not text.startswith("We will ")
        and not vocabulary().is_placeholder(text)
    )
