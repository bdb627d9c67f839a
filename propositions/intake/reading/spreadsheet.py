"""Which rows and cells the sheets of an Excel workbook hold, formulas not calculated."""

import io
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from lis.engine.checks import Check
from propositions.intake.reading.clean import Cleaner
from propositions.intake.reading.paper import Cell, Grid, Line, UnreadablePaper

MAX_ROWS = 5_000
MAX_COLUMNS = 100


def grids_of(content: bytes, cleaner: Cleaner) -> tuple[Grid, ...]:
    """A grid for each sheet. Hidden sheets are read and named as hidden; hidden rows are marked."""
    book = load_workbook(io.BytesIO(content), data_only=False, read_only=False, keep_links=False)
    return tuple(_grid(sheet, cleaner) for sheet in book.worksheets if sheet.max_row)


def _grid(sheet: Worksheet, cleaner: Cleaner) -> Grid:
    title = cleaner.text(sheet.title, "the name of a sheet")
    name = f"sheet “{title}”"
    height, width = sheet.max_row, sheet.max_column  # each looks at every cell when it is asked
    if height > MAX_ROWS or width > MAX_COLUMNS:
        raise UnreadablePaper(
            f"The {name} reaches to row {height} and column {width}; we read up to {MAX_ROWS} rows "
            f"and {MAX_COLUMNS} columns. Copy the table into a new workbook and upload that."
        )
    spans, joins, covered = _merged(sheet, height)
    lines = []
    for row in range(1, height + 1):
        cells = []
        for column in range(1, width + 1):
            at = (row, column)
            cell = sheet.cell(*joins.get(at, at))
            where = f"cell {sheet.cell(row, column).coordinate}"
            cells.append(
                Cell(
                    text="" if at in covered else cleaner.text(_shown(cell.value), f"{where} of the {name}"),
                    where=where,
                    joined=at in joins,
                    covered=at in covered,
                    span=spans.get(at, 1),
                    formula=cell.data_type == "f",
                )
            )
        lines.append(Line(tuple(cells), f"row {row} of the {name}", bool(sheet.row_dimensions[row].hidden)))
    return Grid(f"{name} (hidden)" if sheet.sheet_state != "visible" else name, tuple(lines), _checks(sheet, name))


def _merged(
    sheet: Worksheet, height: int
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """How wide merged cells are, which cells continue one above, which lie under one to their left."""
    spans: dict[tuple[int, int], int] = {}
    joins: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        width = area.max_col - area.min_col + 1
        for row in range(area.min_row, min(area.max_row, height) + 1):
            spans[row, area.min_col] = width
            if row > area.min_row:
                joins[row, area.min_col] = (area.min_row, area.min_col)
            covered.update((row, column) for column in range(area.min_col + 1, min(area.max_col, MAX_COLUMNS) + 1))
    return spans, joins, covered


def _shown(value: Any) -> str:
    """``value`` as a person would write it; a formula as it was typed."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
    text = getattr(value, "text", value)  # an array formula keeps its words in ``text``
    return str(text)


def _checks(sheet: Worksheet, name: str) -> tuple[Check, ...]:
    checks = []
    if sheet.sheet_state != "visible":
        checks.append(
            Check(
                "hidden-sheet",
                f"The {name} is hidden in the workbook. Make sure that it is meant to be imported.",
                where=name,
            )
        )
    columns = sorted(letter for letter, column in sheet.column_dimensions.items() if column.hidden)
    if columns:
        checks.append(
            Check(
                "hidden-columns",
                f"Columns are hidden in the {name}, from {', '.join(columns)} on; we read them. Check what they hold.",
                where=name,
            )
        )
    return tuple(checks)
