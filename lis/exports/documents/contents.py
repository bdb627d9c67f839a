"""What a document holds, before it is Word or PDF: text only, never markup."""

from __future__ import annotations

from dataclasses import dataclass

STRONG, ADDED, REMOVED = "strong", "added", "removed"


@dataclass(frozen=True)
class Run:
    """A piece of text in one style: plain (""), strong, added or removed."""

    text: str
    style: str = ""


Paragraph = tuple[Run, ...]
# What stands in one cell of a table, line by line.
Cell = tuple[Paragraph, ...]


@dataclass(frozen=True)
class Heading:
    """A heading below the title: level 2 or 3."""

    level: int
    text: str


@dataclass(frozen=True)
class Table:
    """A table with a caption and one row of headings, which comes again on every page."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Document:
    """A whole document in English: its title, which is its first heading, and what follows in order of reading.

    ``foot`` stands at the foot of every page.
    """

    title: str
    blocks: tuple[Heading | Paragraph | Table, ...]
    foot: str = ""
