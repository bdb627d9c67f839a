"""Which words of a text were added and which were removed, for the eye and for the ear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SAME, ADDED, REMOVED = "same", "added", "removed"
_TOKEN = re.compile(r"\s+|\w+(?:['’.,-]\w+)*|[^\w\s]")
# Two blocks of more words than this are told as replaced as a whole: comparing them word by word takes seconds.
LONGEST_PRODUCT = 4_000_000
# An unchanged word no longer than this between two changes is read as part of the change.
SHORT_WORD = 6


class Piece(NamedTuple):
    kind: str
    text: str


@dataclass(frozen=True)
class WordDiff:
    """The way from one text to another as a list of pieces that were kept, added or removed."""

    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.kind != SAME for piece in self.pieces)

    @cached_property
    def added(self) -> list[str]:
        return [piece.text.strip() for piece in self.pieces if piece.kind == ADDED and piece.text.strip()]

    @cached_property
    def removed(self) -> list[str]:
        return [piece.text.strip() for piece in self.pieces if piece.kind == REMOVED and piece.text.strip()]

    @property
    def in_words(self) -> str:
        """The changes as a sentence: "Added: “by 2030”. Removed: “soon”.", or that only spacing or nothing changed."""
        told = [
            f"{label}: {'; '.join(f'“{text}”' for text in texts)}."
            for label, texts in (("Added", self.added), ("Removed", self.removed))
            if texts
        ]
        return " ".join(told) or ("Only the spacing has changed." if self.changed else "Nothing has changed.")

    @property
    def html(self) -> SafeString:
        """The text with ``<ins>`` and ``<del>``, whose hidden words say the same to a screen reader."""
        return format_html_join("", "{}", ((_marked(piece),) for piece in self.pieces))


def word_diff(old: str, new: str) -> WordDiff:
    """What became of ``old`` in ``new``. Paragraphs are matched first, then the words of those that differ."""
    pieces: list[Piece] = []
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left, right = "".join(before[a:b]), "".join(after[c:d])
        pieces += [Piece(SAME, left)] if kind == "equal" else _by_word(left, right)
    return WordDiff(tuple(_joined(pieces)))


def _by_word(old: str, new: str) -> list[Piece]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) * len(after) > LONGEST_PRODUCT:
        return [Piece(REMOVED, old), Piece(ADDED, new)]
    runs = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        runs.append((kind == "equal", before[a:b], after[c:d]))
    return [piece for run in _grouped(runs) for piece in _pieces(*run)]


Run = tuple[bool, Sequence[str], Sequence[str]]


def _grouped(runs: list[Run]) -> list[Run]:
    """The runs, with a short unchanged one between two changes made part of them: phrases, not confetti."""
    grouped: list[Run] = []
    for position, (same, old, new) in enumerate(runs):
        between = 0 < position < len(runs) - 1
        if same and not (between and _is_short(old)):
            grouped.append((True, old, new))
        elif grouped and not grouped[-1][0]:
            _, old_before, new_before = grouped[-1]
            grouped[-1] = (False, [*old_before, *old], [*new_before, *new])
        else:
            grouped.append((False, old, new))
    return grouped


def _is_short(tokens: Sequence[str]) -> bool:
    text = "".join(tokens)
    words = re.findall(r"\w+", text)
    return "\n" not in text and len(words) < 2 and all(len(word) <= SHORT_WORD for word in words)


def _pieces(same: bool, old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    if same:
        return [Piece(SAME, "".join(old))]
    return [Piece(REMOVED, "".join(old)), Piece(ADDED, "".join(new))]


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Without empty pieces, neighbours of one kind as one."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return joined


def _marked(piece: Piece) -> SafeString | str:
    if piece.kind == SAME or not piece.text.strip():
        return piece.text if piece.kind != REMOVED else ""
    words = piece.text.strip()
    before, _, after = piece.text.partition(words)
    tag = "ins" if piece.kind == ADDED else "del"
    hidden = '<span class="govuk-visually-hidden">{}</span>'
    marked = f"{{}}<{tag}>{hidden}{{}}{hidden}</{tag}>{{}}"
    return format_html(marked, before, f"[{piece.kind}: ", words, "]", after)
