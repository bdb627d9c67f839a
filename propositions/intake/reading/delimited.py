"""Which rows and cells a file of comma-separated, semicolon-separated or tab-separated values holds."""

import csv
import io

from lis.engine.checks import Check
from propositions.intake.reading.paper import Cell, Grid, Line
from propositions.intake.vocabulary import vocabulary

_DELIMITERS = (",", ";", "\t")
_MOST_CELLS = 500_000


def grid_of(text: str) -> Grid | None:
    """The values in ``text``, by the first delimiter under which a row heads a table of propositions, or ``None``."""
    for delimiter in _DELIMITERS:
        if delimiter not in text:
            continue
        lines = _lines(text, delimiter)
        heading = next((i for i, line in enumerate(lines) if _heads(line)), None)
        if heading is None:
            continue
        if delimiter == "\t" and not _regular(lines[heading:]):
            continue  # pasted from Word, where a cell of several paragraphs breaks its row: another reader's work
        return Grid("the file", tuple(lines), _quote_checks(text))
    return None


def _lines(text: str, delimiter: str) -> list[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines: list[Line] = []
    cells = 0
    start = 1
    try:
        for record in reader:
            cells += len(record)
            if cells > _MOST_CELLS:
                return []  # commas in prose: no paper has a table of so many cells
            where = f"line {start}"
            row = tuple(Cell(value, where, formula=value.lstrip().startswith("=")) for value in record)
            lines.append(Line(row, where))
            start = reader.line_num + 1
    except csv.Error:  # a single value of more than 128 KiB: this delimiter is the wrong one, or a quote never closes
        return []
    return lines


def _heads(line: Line) -> bool:
    return vocabulary().match([cell.text for cell in line.cells]) is not None


def _regular(lines: list[Line]) -> bool:
    width = len(lines[0].cells)
    return all(len(line.cells) == width for line in lines if any(cell.text.strip() for cell in line.cells))


def _quote_checks(text: str) -> tuple[Check, ...]:
    if text.count('"') % 2 == 0:
        return ()
    return (
        Check(
            "open-quote",
            "A quotation mark in the file is never closed, so rows may have run together. Compare the number of rows.",
        ),
    )
