"""How the spreadsheet is written that goes out to be filled: locked columns, lists to choose from, nothing hidden."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lis.doors.tables import CELL_CHARACTERS, is_formula, text_of, without_traces

from .columns import ASKS, FILLED, HEADINGS, HOW, INSTRUCTIONS, KEPT, LISTS, NAMES, WIDTHS

TITLE = "Asks to fill"
_TO_FILL = PatternFill("solid", start_color="FDF1E1")
_HEAD = PatternFill("solid", start_color="E3EFF0")


def workbook(rows: Iterable[dict[str, Any]], stances: list[str], programmes: list[str]) -> bytes:
    """A workbook of ``rows`` (values by column name), with the labels of stances and the names of programmes."""
    book = Workbook()
    sheet = book.active
    sheet.title = ASKS
    last = _asks(sheet, list(rows))
    _lists(book.create_sheet(LISTS), stances, programmes)
    _instructions(book.create_sheet(HOW))
    _choices(sheet, "stance", "A", len(stances), last)
    _choices(sheet, "programme", "B", len(programmes), last)
    with tempfile.TemporaryFile() as made:
        book.save(made)
        plain = io.BytesIO()
        without_traces(made, plain, TITLE)
    return plain.getvalue()


def _asks(sheet: Worksheet, rows: list[dict[str, Any]]) -> int:
    """Write the headings and a line for each row; answers the number of the last line."""
    sheet.append(HEADINGS)
    for number, name in enumerate(NAMES, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[name]
        heading = sheet.cell(1, number)
        heading.font, heading.fill = Font(bold=True), _HEAD
        heading.alignment = Alignment(wrap_text=True, vertical="top")
    for line, row in enumerate(rows, 2):
        for number, name in enumerate(NAMES, 1):
            _write(sheet, line, number, row.get(name))
            if number > len(KEPT):
                sheet.cell(line, number).protection = Protection(locked=False)
                sheet.cell(line, number).fill = _TO_FILL
    sheet.freeze_panes = "B2"
    # Without a password: it keeps from slips, and whoever changes a locked cell all the same is told at the upload.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.autoFilter = sheet.protection.sort = False
    return max(2, len(rows) + 1)


def _write(sheet: Worksheet, line: int, column: int, value: Any) -> None:
    cell = sheet.cell(line, column)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, int):
        cell.value = value
        return
    text = text_of(value)[:CELL_CHARACTERS]
    if not text:
        return
    cell.value = text
    # After the value, which would make a formula of what begins with "=".
    cell.data_type, cell.quotePrefix = "s", is_formula(text)


def _choices(sheet: Worksheet, name: str, letter: str, count: int, last: int) -> None:
    """Offer in a column's cells the entries of one column of the sheet of lists."""
    if not count:
        return
    rule = DataValidation(
        type="list", formula1=f"{LISTS}!${letter}$2:${letter}${count + 1}", allow_blank=True, showErrorMessage=True,
        errorTitle="Not in the list", error="Choose one of the entries of the list.",
    )  # fmt: skip
    sheet.add_data_validation(rule)
    column = get_column_letter(NAMES.index(name) + 1)
    rule.add(f"{column}2:{column}{last}")


def _lists(sheet: Worksheet, stances: list[str], programmes: list[str]) -> None:
    for column, (heading, entries) in enumerate(((FILLED[0][1], stances), (FILLED[4][1], programmes)), 1):
        for line, entry in enumerate([heading, *entries], 1):
            _write(sheet, line, column, entry)
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 48
    sheet.protection.sheet = True


def _instructions(sheet: Worksheet) -> None:
    for line, sentence in enumerate(INSTRUCTIONS, 1):
        _write(sheet, line, 1, sentence)
    sheet.column_dimensions["A"].width = 100
    sheet.protection.sheet = True
