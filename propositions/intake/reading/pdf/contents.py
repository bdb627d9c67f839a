"""Which paragraphs and tables a PDF holds, page by page and over the ends of pages, with all that was guessed."""

from collections.abc import Sequence
from dataclasses import replace

from lis.engine.checks import Check
from propositions.intake.reading.clean import Cleaner, places
from propositions.intake.reading.paper import PARAGRAPH, Cell, Doubt, Grid, Line
from propositions.intake.reading.pdf.flow import BEGUN, BROKEN, HYPHEN, READ_ON, Flowed, Habits, Measure, Placed, flow
from propositions.intake.reading.pdf.opening import pages_of
from propositions.intake.reading.pdf.page import TextLine
from propositions.intake.reading.pdf.placing import Layout, lay_out
from propositions.intake.reading.pdf.prose import body_size, measure_of, paragraphs
from propositions.intake.reading.pdf.stitching import PagedTable, Row, heading_texts

Paragraph = tuple[str, str]
_GUESSED = {
    BROKEN: "may hold words that a narrow column broke; we read {}. Check these words.",
    HYPHEN: "has hyphens at the ends of lines; we read {}. Check these words.",
    BEGUN: "does not show where an ask ends; we began a new one at {}. Merge what is one ask.",
    READ_ON: "does not show where an ask ends; we read on at {}. Split what are two asks.",
}


def contents_of(content: bytes, cleaner: Cleaner) -> tuple[list[Grid | Paragraph], tuple[Check, ...]]:
    """Every paragraph and every table in the order of reading. Raises ``UnreadablePaper``."""
    pages, checks = pages_of(content)
    layout = lay_out(pages)
    size, measure = body_size(layout.prose), measure_of(layout.prose)
    habits = Habits.of([([Placed(line, 0.0) for line in layout.prose], measure), *_cells(layout)])

    parts: list[Grid | Paragraph] = []
    hyphens: list[str] = []
    for item in layout.items:
        if isinstance(item, PagedTable):
            name = _name(item, layout.tables)
            parts.append(_Gridder(item, name, habits, cleaner).grid(layout.floors))
        else:
            found, guessed = paragraphs(item, measure, habits, size)
            parts.extend((kind, cleaner.text(text, f"page {item[0].page}")) for kind, text in found)
            hyphens.extend(guessed)
    parts.extend((PARAGRAPH, cleaner.text(page.turned, f"page {page.number}")) for page in pages if page.turned)
    return parts, (*checks, *_running_check(layout.running), *_hyphen_check(hyphens))


def _cells(layout: Layout) -> list[tuple[Sequence[Placed], Measure]]:
    return [
        (piece.placed, measure)
        for table in layout.tables
        for fragment in table.fragments
        for strip in fragment.strips
        for piece, measure in zip(strip.pieces, table.measures, strict=True)
    ]


def _name(table: PagedTable, tables: Sequence[PagedTable]) -> str:
    """How an officer finds ``table``: by its page, and by its number there if it is not the first."""
    page = table.fragments[0].page
    number = [one for one in tables if one.fragments[0].page == page].index(table) + 1
    return f"the table on page {page}" if number == 1 else f"table {number} on page {page}"


class _Gridder:
    """Makes the grid of one table."""

    def __init__(self, table: PagedTable, name: str, habits: Habits, cleaner: Cleaner) -> None:
        self._table, self._name, self._habits, self._cleaner = table, name, habits, cleaner

    def grid(self, floors: dict[int, float]) -> Grid:
        first = self._table.fragments[0]
        lines: list[Line] = []
        for row in (*(Row([strip]) for strip in first.strips[: first.heading]), *self._table.rows(floors)):
            lines.append(self._line(row, lines[-1] if lines else None))
        if head := self._table.head:
            texts = heading_texts(head)
            line = lines[first.heading - 1]
            cells = (replace(cell, text=text, doubts=()) for cell, text in zip(line.cells, texts, strict=True))
            lines[first.heading - 1] = replace(line, cells=tuple(cells))
        return Grid(self._name, tuple(lines), tuple(self._checks()))

    def _line(self, row: Row, above: Line | None) -> Line:
        where = _pages(row.pages)
        texts = [cell.text for cell in above.cells] if above else [""] * self._table.width
        cells = [self._cell(row, column, texts[column], where) for column in range(self._table.width)]
        return Line(tuple(cells), where, doubts=tuple(dict.fromkeys(row.doubts)))

    def _cell(self, row: Row, column: int, above: str, where: str) -> Cell:
        pieces = row.pieces(column)
        first = pieces[0]
        if first.covered:
            return Cell(where=where, covered=True)
        if first.joined and not any(piece.lines for piece in pieces):
            return Cell(above, where, joined=True, span=first.span)
        placed = [one for piece in pieces for one in piece.placed]
        measure = self._table.measures[column]
        if first.span > 1:
            measure = Measure.of([placed], first.right - first.left)
        flowed = flow(placed, measure, self._habits, apart=column in self._table.asks)
        text = self._cleaner.text("\n".join(flowed.paragraphs), where)
        return Cell(text, where, span=first.span, doubts=tuple(_doubts(flowed)))

    def _checks(self) -> list[Check]:
        table, first = self._table, self._table.fragments[0]
        checks = []
        if not first.lined_columns:
            checks.append(
                Check(
                    "columns-without-lines",
                    f"The table on page {first.page} has no lines between its columns; we went by the gaps between "
                    "words. Check which words stand under which heading.",
                    where=self._name,
                )
            )
        if table.repeated:
            checks.append(
                Check(
                    "repeated-headings",
                    f"The headings stand again on {_pages(table.repeated)}; we skipped them. "
                    "Check the rows on either side.",
                    where=self._name,
                )
            )
        last = table.fragments[-1]
        if last.ends_before is not None:
            checks.append(
                Check(
                    "table-end",
                    f"We took the table to end on page {last.page} before “{_short(last.ends_before.text)}”. If those "
                    "words belong to it, add them to the last row.",
                    where=self._name,
                )
            )
        return checks


def _doubts(flowed: Flowed) -> list[Doubt]:
    return [Doubt(kind, _GUESSED[kind].format(_quoted(read))) for kind, read in flowed.guesses.items()]


def _running_check(lines: Sequence[TextLine]) -> list[Check]:
    if not lines:
        return []
    return [
        Check(
            "running-lines",
            f"We left out what stands at the top or foot of the pages: {_quoted([line.text for line in lines])}.",
        )
    ]


def _hyphen_check(words: Sequence[str]) -> list[Check]:
    if not words:
        return []
    return [Check("hyphen", f"Lines of the text end in hyphens; we read {_quoted(words)}. Check these words.")]


def _pages(numbers: Sequence[int]) -> str:
    return f"page{'' if len(numbers) == 1 else 's'} {places(str(number) for number in numbers)}"


def _quoted(texts: Sequence[str]) -> str:
    return places(f"“{_short(text)}”" for text in texts)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"
