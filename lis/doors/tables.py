"""How a list leaves the service as a table: one writer behind CSV, XLSX, JSONL and DOCX."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from lis.engine.canonical import clean_text
from lis.engine.clock import LONDON

from .table_documents import write_document

CHUNK = 64 * 1024
SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767
CUT = " … (too long for one cell: the CSV and JSON files have all of it)"
# The same rows give the same bytes: nobody can read from a file when, or by whom, it was made.
FIXED_TIME = (1980, 1, 1, 0, 0, 0)

# What a spreadsheet reads as the beginning of a formula, also behind blanks and marks that nobody sees.
_UNSEEN = "[\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]*"
_FORMULA = re.compile(_UNSEEN + "[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
# Characters that no XML file may hold, besides those that are cleaned everywhere.
_NO_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True)
class Column:
    """One column: ``key`` in JSON, ``heading`` for people, and how to get its value from a row.

    A value is text, a whole number, a ``Decimal``, a date, an aware moment, a truth value, nothing, or a list of these.
    """

    key: str
    heading: str
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class TableFormat:
    """One kind of file that a table can be written as."""

    name: str
    content_type: str
    extension: str
    write: Callable[[list[Column], Iterable[Any], str], Iterator[bytes]]


class UnknownFormat(ValueError):
    """A table was asked for in a format that the service does not write."""


def write_table(
    format: str, columns: Iterable[Column], rows: Iterable[Any], *, title: str, stream: bool = True
) -> tuple[str, Iterator[bytes], str]:
    """Write ``rows`` as a file of ``format``: its content type, its bytes in pieces, and its file name's extension.

    ``format`` is "csv", "xlsx", "jsonl" or "docx", else ``UnknownFormat`` is raised. With ``stream`` the rows are read
    while the file is sent; without it the file is complete, or has failed, before the first byte leaves.
    """
    kind = FORMATS.get(format)
    if kind is None:
        raise UnknownFormat(f"A table can be had as {', '.join(FORMATS)}, not as “{format}”.")
    pieces = kind.write(list(columns), rows, clean_text(title))
    if not stream:
        pieces = iter([b"".join(pieces)])
    return kind.content_type, pieces, kind.extension


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might calculate ``text`` instead of showing it."""
    return _FORMULA.match(text) is not None


def escape_formula(text: str) -> str:
    """``text`` so that a spreadsheet shows it: an apostrophe in front of whatever could be a formula."""
    return f"'{text}" if is_formula(text) else text


def _csv(columns: list[Column], rows: Iterable[Any], title: str) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    buffer.write("\ufeff")  # without this mark Excel takes UTF-8 for an older alphabet
    writer.writerow([escape_formula(clean_text(column.heading)) for column in columns])
    for row in rows:
        writer.writerow([_csv_value(column.value(row)) for column in columns])
        if buffer.tell() >= CHUNK:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _csv_value(value: Any) -> Any:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    return escape_formula(_iso(value) if isinstance(value, dt.date) else text_of(value))


def _jsonl(columns: list[Column], rows: Iterable[Any], title: str) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    for row in rows:
        line = {column.key: _json_value(column.value(row)) for column in columns}
        buffer.write(json.dumps(line, ensure_ascii=False) + "\n")
        if buffer.tell() >= CHUNK:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _json_value(value: Any) -> Any:
    match value:
        case None | bool() | int():
            return value
        case list() | tuple():
            return [_json_value(item) for item in value]
        case dt.date():
            return _iso(value)
        case Decimal():
            return str(value)
    return clean_text(str(value))


def _xlsx(columns: list[Column], rows: Iterable[Any], title: str) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:25] or "Table"
    sheet, used, sheets = None, SHEET_ROWS, 0
    for row in rows:
        if used == SHEET_ROWS:
            sheets += 1
            sheet, used = _sheet(book, f"{name} {sheets}" if sheets > 1 else name, columns), 1
        sheet.append([_cell(sheet, column.value(row)) for column in columns])
        used += 1
    if sheet is None:
        _sheet(book, name, columns)
    with tempfile.TemporaryFile() as made, tempfile.TemporaryFile() as plain:
        book.save(made)
        _without_traces(made, plain, title)
        yield from _pieces(plain)


def _sheet(book: Workbook, name: str, columns: list[Column]) -> Any:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = max(14, min(50, len(column.heading) + 4))
    headings = [_cell(sheet, column.heading) for column in columns]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    return sheet


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    match value:
        case None:
            return cell
        case int() | Decimal() if not isinstance(value, bool):
            cell.value = value
        case dt.datetime():
            cell.value = value.astimezone(LONDON).replace(tzinfo=None)
            cell.number_format = "yyyy-mm-dd hh:mm"
        case dt.date():
            cell.value = value
            cell.number_format = "yyyy-mm-dd"
        case _:
            text = _NO_XML.sub("", text_of(value))
            if len(text) > CELL_CHARACTERS:
                text = text[: CELL_CHARACTERS - len(CUT)] + CUT
            cell.value = text
            # Set after the value, since a value that begins with "=" makes the cell a formula. The quote prefix keeps
            # it text when somebody edits the cell.
            cell.data_type = "s"
            cell.quotePrefix = is_formula(text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _without_traces(made: IO[bytes], plain: IO[bytes], title: str) -> None:
    """Copy the workbook in ``made`` to ``plain`` without the program's name, an author or any time."""
    replaced = {"docProps/core.xml": core_properties(title), "docProps/app.xml": APP_PROPERTIES}
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(plain, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, FIXED_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            with target.open(member, "w", force_zip64=True) as out:
                if name in replaced:
                    out.write(replaced[name].encode())
                    continue
                with source.open(name) as content:
                    while piece := content.read(CHUNK):
                        out.write(piece)


def _docx(columns: list[Column], rows: Iterable[Any], title: str) -> Iterator[bytes]:
    headings = [_NO_XML.sub("", clean_text(column.heading)) for column in columns]
    lines = ([_NO_XML.sub("", text_of(column.value(row))) for column in columns] for row in rows)
    with tempfile.TemporaryFile() as made:
        write_document(made, _NO_XML.sub("", title), headings, lines, core_properties(title), FIXED_TIME)
        yield from _pieces(made)


def text_of(value: Any) -> str:
    """``value`` as a person reads it in a table."""
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case list() | tuple():
            return "; ".join(text_of(item) for item in value)
        case dt.datetime():
            local = value.astimezone(LONDON)
            return f"{local.day} {local:%B %Y, %H:%M %Z}"
        case dt.date():
            return f"{value.day} {value:%B %Y}"
    return clean_text(str(value))


def core_properties(title: str) -> str:
    """The document properties of a new file: what it is called and its language; no author, no time."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(_NO_XML.sub('', title))}</dc:title><dc:creator></dc:creator>"
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


APP_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"></Properties>'
)


def _iso(value: dt.date) -> str:
    """A date as 2019-07-11; a moment in London's time with its offset, as 2019-07-11T09:30:00+01:00."""
    return value.astimezone(LONDON).isoformat(timespec="seconds") if isinstance(value, dt.datetime) else str(value)


def _emptied(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(CHUNK):
        yield piece


_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMATS = {
    kind.extension: kind
    for kind in (
        TableFormat("CSV", "text/csv; charset=utf-8", "csv", _csv),
        TableFormat("Excel (XLSX)", f"{_OFFICE}spreadsheetml.sheet", "xlsx", _xlsx),
        TableFormat("JSON, one line a row", "application/jsonl; charset=utf-8", "jsonl", _jsonl),
        TableFormat("Word (DOCX)", f"{_OFFICE}wordprocessingml.document", "docx", _docx),
    )
}
