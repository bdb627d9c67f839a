"""How the bytes of an upload become a paper, in this process or in a child that may use only so much."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from lis.engine.checks import Check
from propositions.intake.reading import delimited, spreadsheet, word
from propositions.intake.reading.blocks import blocks_of
from propositions.intake.reading.clean import Cleaner, one_line, tidy
from propositions.intake.reading.paper import (
    CSV,
    PARAGRAPH,
    SPREADSHEET,
    TEXT,
    WORD,
    Grid,
    Paper,
    Table,
    UnreadablePaper,
)
from propositions.intake.reading.safety import PACKAGE, check_size, kind_of, refuse_markup
from propositions.intake.reading.tables import find_tables
from propositions.intake.reading.text import decode, parts_of, refuse_binary
from propositions.intake.stored import from_data

SECONDS = 30
MAX_LINES = 50_000
MAX_PASTED = 512 * 1024
_ROOT = Path(__file__).resolve().parents[3]
_SMALL_TEXT = 64 * 1024  # read in this process: a paper of 20 pages costs a blink
_LONGEST_NAME = 120

_CANNOT_OPEN = (
    "We could not open this file; it may be damaged. Open it in Word or Excel, save it again under a new name and "
    "upload that copy, or paste the table as text."
)
_TOO_HEAVY = (
    "This file takes too long or too much memory to open. Copy the table into a new document and upload that, or paste "
    "the table as text."
)

Part = Grid | tuple[str, str]


def read_upload(name: str, content: bytes, *, at: datetime) -> Paper:
    """The paper in ``content``; ``name`` is only repeated, never believed. Raises nothing but ``UnreadablePaper``."""
    kind = kind_of(content)
    cleaner = Cleaner()
    checks: tuple[Check, ...] = ()
    parts: list[Part]
    if kind == TEXT:
        text, checks = decode(content)
        return _from_text(name, text, content, checks, at)
    try:
        if kind == WORD:
            parts, checks = word.contents_of(content, cleaner)
        else:
            parts = list(spreadsheet.grids_of(content, cleaner))
    except UnreadablePaper:
        raise
    except MemoryError as error:
        raise UnreadablePaper(_TOO_HEAVY) from error
    except Exception as error:  # what python-docx and openpyxl raise for broken files is not a closed list
        raise UnreadablePaper(_CANNOT_OPEN) from error
    return _paper(name, kind, content, parts, (*checks, *cleaner.checks()), at)


def read_pasted(text: str, *, at: datetime) -> Paper:
    """The paper in words that were pasted into a form. Raises nothing but ``UnreadablePaper``."""
    content = text.encode("utf-8", "surrogatepass")
    check_size(content)
    if len(content) > MAX_PASTED:
        raise UnreadablePaper(
            f"This text is longer than {MAX_PASTED // 1024} KB. Paste only the table, or upload the paper as a file."
        )
    return _from_text("Pasted text", text, content, (), at)


def read_upload_safely(name: str, content: bytes, *, at: datetime) -> Paper:
    """The same as ``read_upload``, in a child process with limits on memory and time unless it is a short text.

    The child is given neither the environment nor a file of ours: only the bytes, and it answers in JSON.
    """
    check_size(content)
    if len(content) <= _SMALL_TEXT and not content.startswith(PACKAGE):
        return read_upload(name, content, at=at)
    head = json.dumps({"name": name, "at": at.isoformat()}).encode() + b"\n"
    try:
        child = subprocess.run(
            [sys.executable, "-m", "propositions.intake.reading"],
            input=head + content,
            capture_output=True,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "PATH": os.defpath},
            timeout=SECONDS,
            check=False,
        )
        answer = json.loads(child.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:  # too slow, or stopped before it could answer
        raise UnreadablePaper(_TOO_HEAVY) from error
    if "unreadable" in answer:
        raise UnreadablePaper(answer["unreadable"])
    return from_data(Paper, answer["paper"])


def _from_text(name: str, text: str, content: bytes, checks: tuple[Check, ...], at: datetime) -> Paper:
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
        return _paper(name, CSV, content, [grid], checks, at)
    parts: list[Part] = [
        part if isinstance(part, Grid) else (PARAGRAPH if part.startswith("\t") else "", part)
        for part in parts_of(text)
    ]
    return _paper(name, TEXT, content, parts, checks, at)


def _paper(name: str, kind: str, content: bytes, parts: list[Part], checks: tuple[Check, ...], at: datetime) -> Paper:
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
