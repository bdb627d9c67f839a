"""Papers for the tests: real ones where they are at hand, kept ones, and rows as Word, CSV and Excel."""

import csv
import io
import os
import tomllib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from openpyxl import Workbook

from propositions.intake.cues import Cues
from propositions.intake.preview import Preview
from propositions.intake.previewing import preview_of
from propositions.intake.reading.apart import read_pasted
from propositions.intake.reading.paper import Paper
from propositions.intake.reading.upload import read_upload

ROOT = Path(__file__).resolve().parents[3]
AT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
LANCASHIRE = "003_1ba465ff8dfd2d70.txt"
CHESHIRE_WARRINGTON = "000_b5aa2eccb720468d.txt"
WEST_MIDLANDS = "001_3498851bbdbf86e2.txt"
INNOVATION_AUDIT = "004_4d55cbc2caa9445a.txt"

NARROW = 2.4  # centimetres: a word of twelve letters fills a line

Rows = Sequence[Sequence[str]]


def real(name: str) -> bytes:
    """The bytes of a real paper; the test is skipped where the papers are not at hand."""
    folder = Path(os.environ.get("SOURCE_DOCUMENTS") or "../shared/source-documents")
    path = (folder if folder.is_absolute() else ROOT / folder) / name
    if not path.is_file():
        pytest.skip("The real papers are not at hand: SOURCE_DOCUMENTS names no folder that holds them.")
    return path.read_bytes()


def kept(name: str) -> bytes:
    """The bytes of a paper that lies beside the tests."""
    return (Path(__file__).parent / "kept" / name).read_bytes()


def read(content: bytes, name: str = "paper") -> Paper:
    return read_upload(name, content, at=AT)


def pasted(text: str) -> Paper:
    return read_pasted(text, at=AT)


def previewed(paper: Paper, table: int = 0) -> Preview:
    return preview_of(paper, reference_cues(), table=table)


def reference_cues() -> Cues:
    """The cues of the reference data, with departments as they write themselves."""
    path = ROOT / "lis" / "frameworks" / "reference" / "vocabularies.toml"
    return Cues.of(
        tomllib.loads(path.read_text(encoding="utf-8")),
        codes=["BEIS", "MHCLG", "Defra", "DIT", "DfE", "DfT", "DWP", "HMT", "DHSC", "DCMS"],
    )


def rows_of(paper: Paper, table: int = 0) -> list[list[str]]:
    """Headings and rows of a table, to be written in another format."""
    found = paper.tables[table]
    fields = ["title", "what", "why", "how", "ask"]
    return [list(found.headings), *([row.fields[name] for name in fields] for row in found.rows)]


def as_word(rows: Rows) -> bytes:
    document = Document()
    document.add_paragraph("Asks of Government")
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            lines = text.split("\n")
            cell.text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)
    return word_bytes(document)


def as_narrow_word(parts: Iterable[str | Rows], *, lines: bool, footer: str) -> bytes:
    """Paragraphs and tables one after the other; tables in narrow columns, with lines or without, headings repeated."""
    document = Document()
    style = document.styles["Normal"]
    style.font.size = Pt(11)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(4), 1
    document.sections[0].footer.paragraphs[0].text = footer
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            _narrow_table(document, part, "Table Grid" if lines else "Normal Table")
    return word_bytes(document)


def _narrow_table(document, rows: Rows, style: str) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style=style)
    table.autofit = False
    for column in table.columns:
        column.width = Cm(NARROW)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.width = Cm(NARROW)
            cell.text, *more = text.split("\n")
            for paragraph in more:
                cell.add_paragraph(paragraph)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def word_bytes(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def as_excel(rows: Rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    return excel_bytes(book)


def excel_bytes(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def codes(checks) -> list[str]:
    return [check.code for check in checks]
