"""The ledger of an ask as a document that can be kept: the same words as on its page, with the head of its chain."""

from __future__ import annotations

from lis.doors.word_diff import ADDED as ADDED_WORDS
from lis.doors.word_diff import REMOVED as REMOVED_WORDS
from lis.doors.word_diff import SAME, Piece
from lis.exports.documents import ADDED, REMOVED, STRONG, Document, Heading, Paragraph, Run, Table

from .checking import HOW_TO_CHECK
from .entries import AREA, GOVERNMENT, SIDES, Entry, Ledger, Words


def document_of(ledger: Ledger, title: str, sentence: str) -> Document:
    """The whole document; ``sentence`` says where the ask is, ``title`` is that of its proposition."""
    rows = tuple(_row(entry) for entry in ledger.entries)
    return Document(
        f"Ledger of {ledger.ask.ref}: {title}",
        (
            (Run(sentence),),
            (Run("Head of this ledger: ", STRONG), Run(ledger.head.in_words)),
            Heading(2, "What happened"),
            Table(f"What happened to {ledger.ask.ref}", (SIDES[AREA], SIDES[GOVERNMENT]), rows),
            Heading(2, "How to check this"),
            *((Run(line),) for line in HOW_TO_CHECK),
        ),
        foot=f"{ledger.ask.ref}, event {ledger.head.number}, {ledger.head.hash}",
    )


def _row(entry: Entry) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """One event in the column of its side; what the service does by itself concerns both and stands on the left."""
    told = tuple(_lines(entry))
    return ((), told) if entry.side == GOVERNMENT else (told, ())


def _lines(entry: Entry) -> list[Paragraph]:
    lines: list[Paragraph] = [(Run(f"{entry.number}. {entry.moment}", STRONG),), (Run(entry.done),)]
    lines += [(Run(mandate.text),) for mandate in entry.mandates]
    if entry.version:
        lines.append((Run(f"On version {entry.version}"),))
    for words in entry.words:
        label = Run(words.label, STRONG)
        lines += [(label, Run(f" {words.after}"))] if words.is_short else [(label,), _moved(words)]
    lines.append((Run(f"Seal {entry.seal}"),))
    return lines


def _moved(words: Words) -> Paragraph:
    """New words as they are; of changed ones what was added and removed, marked in words as well."""
    if not words.before:
        return (Run(words.after),)
    return tuple(run for piece in words.diff.pieces for run in _told(piece))


def _told(piece: Piece) -> list[Run]:
    """As the page has it: "[added: by 2030]", with the blanks around it outside."""
    words = piece.text.strip()
    if piece.kind == SAME or not words:
        return [Run(piece.text)] if piece.kind != REMOVED_WORDS else []
    before, _, after = piece.text.partition(words)
    marked = Run(f"[{piece.kind}: {words}]", ADDED if piece.kind == ADDED_WORDS else REMOVED)
    return [run for run in (Run(before), marked, Run(after)) if run.text]
