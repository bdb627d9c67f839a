"""Which rows a table on several pages has: what goes on over the end of a page, and how sure that is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from propositions.intake.reading.paper import Doubt
from propositions.intake.reading.pdf.flow import Measure, Placed, leading_of, reads_on
from propositions.intake.reading.pdf.open_tables import taken_apart
from propositions.intake.reading.pdf.strips import Fragment, Piece, Strip, columns_of, heading_text
from propositions.intake.vocabulary import ASK, REFERENCE, TITLE, Columns, heading_key, vocabulary

_ROOM = 3.2  # lines: where so much room was left, a row did not have to go on over the page


@dataclass
class Row:
    """One row with its strips, a strip for each page that it stands on."""

    strips: list[Strip]
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def pages(self) -> list[int]:
        return list(dict.fromkeys(strip.page for strip in self.strips))

    def pieces(self, column: int) -> list[Piece]:
        return [strip.pieces[column] for strip in self.strips]

    def has(self, column: int) -> bool:
        return any(piece.lines for piece in self.pieces(column))


@dataclass
class PagedTable:
    """One table: its fragments page by page; ``after_other_words`` are the pages on which text stands between."""

    fragments: list[Fragment]
    after_other_words: set[int] = field(default_factory=set)

    @property
    def width(self) -> int:
        return len(self.fragments[0].edges) - 1

    @property
    def head(self) -> Strip | None:
        first = self.fragments[0]
        return first.strips[first.heading - 1] if first.heading else None

    @property
    def columns(self) -> Columns | None:
        return vocabulary().match(heading_texts(self.head)) if self.head else None

    @property
    def leaders(self) -> frozenset[int]:
        """The columns in which every row has words: title and reference, else the first."""
        columns = self.columns
        found = (i for i, what in columns.fields.items() if what in (TITLE, REFERENCE)) if columns else ()
        return frozenset(found) or frozenset([0])

    @property
    def title(self) -> int:
        columns = self.columns
        return next((i for i, what in columns.fields.items() if what == TITLE), 0) if columns else 0

    @property
    def asks(self) -> frozenset[int]:
        columns = self.columns
        return frozenset(i for i, what in columns.fields.items() if what == ASK) if columns else frozenset()

    @property
    def repeated(self) -> list[int]:
        """The pages on which the headings stand again."""
        return [fragment.page for fragment in self.fragments[1:] if fragment.heading]

    @cached_property
    def measures(self) -> list[Measure]:
        """How far the lines of each column reach, over all pages; to be asked when all fragments are there."""
        strips = [strip for fragment in self.fragments for strip in fragment.strips]
        columns = columns_of(strips, self.width)
        leading = leading_of([cell for column in columns for cell in column])
        found = []
        for number, cells in enumerate(columns):
            limit = _limit(self.fragments[0], number, cells) if self.fragments[0].lined_columns else None
            measure = Measure.of(cells, limit)
            found.append(Measure(measure.seen, measure.limit, leading))
        return found

    def rows(self, floors: Mapping[int, float]) -> list[Row]:
        """The rows without headings; ``floors`` has, by page, how far down words reach when it is full."""
        rows: list[Row] = []
        leading = leading_of([[Placed(line, 0) for line in piece.lines] for fragment in self.fragments
                              for strip in fragment.strips for piece in strip.pieces])  # fmt: skip
        for fragment in self._told_apart():
            for number, strip in enumerate(fragment.strips[fragment.heading :]):
                if not strip.lines:
                    continue
                at_top = bool(rows) and number == 0 and fragment is not self.fragments[0]
                if at_top and fragment.page not in self.after_other_words:
                    joined, sure = _goes_on(rows[-1], strip, self.title, floors[rows[-1].pages[-1]], leading)
                    if joined:
                        rows[-1].doubts.append(_over(rows[-1].strips[-1].page))
                        rows[-1].strips.append(strip)
                        continue
                    rows.append(Row([strip], [] if sure else [_at_top(strip.page)]))
                else:
                    rows.append(Row([strip], [_after_words(strip.page)] if at_top else []))
                if not fragment.lined_rows:
                    rows[-1].doubts.append(_UNLINED)
        return rows

    def _told_apart(self) -> Iterable[Fragment]:
        """The fragments; where lines go round the whole table only, its one strip on each page is taken apart."""
        bodies = [fragment.strips[fragment.heading :] for fragment in self.fragments]
        if any(len(body) > 1 for body in bodies) or not self.columns:
            return self.fragments
        apart = [[part for strip in body for part in taken_apart(strip, self.leaders)] for body in bodies]
        if all(len(body) < 3 for body in apart):
            return self.fragments
        for fragment, strips in zip(self.fragments, apart, strict=True):
            fragment.strips[fragment.heading :] = strips
            fragment.lined_rows = False
        return self.fragments


def heading_texts(strip: Strip) -> list[str]:
    """What stands in ``strip`` as headings."""
    return [heading_text(piece.lines) for piece in strip.pieces]


def keys_of(strip: Strip | None) -> list[str]:
    return [heading_key(text) for text in heading_texts(strip)] if strip else []


def _limit(fragment: Fragment, number: int, cells: Sequence[Sequence[Placed]]) -> float:
    """Where the words of a column with lines must end: as far from its right edge as they begin from its left."""
    margin = min((placed.line.x0 - placed.left for cell in cells for placed in cell), default=0.0)
    return fragment.edges[number + 1] - fragment.edges[number] - max(margin, 0.0)


def _goes_on(row: Row, strip: Strip, title: int, floor: float, leading: float) -> tuple[bool, bool]:
    """Whether ``strip``, first on its page, goes on with ``row``, last on the page before, and if that is sure."""
    last = row.strips[-1]
    if not (strip.pieces[title].lines or strip.pieces[title].covered) or not row.has(title):
        return True, False
    line = leading * max(line.size for line in strip.lines)
    if last.lines and floor - last.bottom > _ROOM * line:
        return False, True  # there was room for more, so the row had ended
    signs = any(
        above.lines and below.lines and reads_on(above.lines[-1], below.lines[0])
        for above, below in zip(last.pieces, strip.pieces, strict=True)
    )
    if last.bottom - last.pieces[title].bottom > _ROOM * line:
        return False, not signs  # the title had room for more, so it had ended
    return signs, False


def _over(page: int) -> Doubt:
    return Doubt(
        "row-over-page",
        f"goes on over the end of page {page}, so we joined its two parts. Check that they belong together.",
    )


def _at_top(page: int) -> Doubt:
    return Doubt(
        "row-at-top",
        f"begins at the top of page {page}, where the row above may go on. Merge the two if they are one.",
    )


def _after_words(page: int) -> Doubt:
    return Doubt(
        "row-after-words",
        f"stands after other words on page {page}; we took it for a row of the table before them. Leave it out if not.",
    )


_UNLINED = Doubt(
    "row-without-lines",
    "is parted from its neighbours by no line on the page; we went by the gaps between words. Check where it begins "
    "and ends.",
)
