"""How text, or the parts that were found in a file, become a paper: tables by their headings, the rest as blocks."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from lis.engine.checks import Check
from propositions.intake.reading import delimited
from propositions.intake.reading.blocks import blocks_of
from propositions.intake.reading.clean import Cleaner, one_line, tidy
from propositions.intake.reading.paper import (
    CSV,
    PARAGRAPH,
    SPREADSHEET,
    TEXT,
    Grid,
    Paper,
    Table,
    UnreadablePaper,
)
from propositions.intake.reading.safety import refuse_markup
from propositions.intake.reading.tables import find_tables
from propositions.intake.reading.text import decode, parts_of, refuse_binary

MAX_LINES = 50_000
_LONGEST_NAME = 120

Part = Grid | tuple[str, str]


def from_bytes(name: str, content: bytes, at: datetime) -> Paper:
    """The paper in ``content``, which is text. Raises ``UnreadablePaper``."""
    text, checks = decode(content)
    return from_text(name, text, content, checks, at)


def from_text(name: str, text: str, content: bytes, checks: tuple[Check, ...], at: datetime) -> Paper:
    """The paper in ``text``, which came as ``content``. Raises ``UnreadablePaper``."""
    refuse_binary(text)
    refuse_markup(text)
    if text.count("\n") > MAX_LINES:
        raise UnreadablePaper(
            f"This paper has more than {MAX_LINES:,} lines. Copy the part that holds the table and paste that."
        )
    cleaner = Cleaner()
    text = cleaner.lines(text)
    checks = (*checks, *cleaner.checks())
    if not text.strip():
        raise UnreadablePaper("This paper holds no words. Choose the file again, or paste the table as text.")
    if grid := delimited.grid_of(text):
        return assembled(name, CSV, content, [grid], checks, at)
    parts: list[Part] = [
        part if isinstance(part, Grid) else (PARAGRAPH if part.startswith("\t") else "", part)
        for part in parts_of(text)
    ]
    return assembled(name, TEXT, content, parts, checks, at)


def assembled(
    name: str, kind: str, content: bytes, parts: Iterable[Part], checks: tuple[Check, ...], at: datetime
) -> Paper:
    """The paper made of ``parts``. Raises ``UnreadablePaper`` when there is nothing in them."""
    tables: list[Table] = []
    prose: list[tuple[str, str]] = []
    for part in parts:
        if isinstance(part, Grid):
            found, other = find_tables(part)
            tables.extend(found)
            prose.extend((PARAGRAPH, one_line(words)) for words in other)
        else:
            prose.append(part)
    found_blocks = blocks_of(prose, wrapped=kind == TEXT)
    if not tables and not found_blocks:
        raise UnreadablePaper("This paper holds no words. Choose the file again, or paste the table as text.")
    return Paper(
        name=one_line(tidy(Cleaner().text(name, "")))[:_LONGEST_NAME],
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        read_at=at.isoformat(),
        tables=tuple(tables),
        blocks=found_blocks,
        checks=(*_table_checks(tables, kind), *checks),
    )


def _table_checks(tables: list[Table], kind: str) -> list[Check]:
    if not tables:
        instead = "rows" if kind in (CSV, SPREADSHEET) else "paragraphs"
        return [
            Check(
                "no-table",
                "We found no table of propositions: none has headings such as Proposition, What, Why, How and Ask. "
                f"Add such headings and upload the paper again, or tick the {instead} that you want to use.",
            )
        ]
    if len(tables) > 1:
        return [
            Check(
                "several-tables",
                f"We found {len(tables)} tables of propositions. Choose the one to import; the others can follow.",
            )
        ]
    return []
