"""The part of a table that stands on one page: its rows as strips, each with the lines in its cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from propositions.intake.reading.clean import one_line
from propositions.intake.reading.pdf.flow import Placed
from propositions.intake.reading.pdf.page import Box, Boxes, TextLine, lines_of
from propositions.intake.vocabulary import vocabulary

_SAME = 4  # points by which the columns of one table may differ on two pages


@dataclass(frozen=True)
class Piece:
    """What one cell holds on one page; ``joined`` and ``covered`` lie under a merged cell above or to the left."""

    lines: tuple[TextLine, ...] = ()
    left: float = 0.0
    right: float = 0.0
    span: int = 1
    joined: bool = False
    covered: bool = False

    @property
    def placed(self) -> list[Placed]:
        return [Placed(line, self.left) for line in self.lines]

    @property
    def bottom(self) -> float:
        return max((line.bottom for line in self.lines), default=0.0)


@dataclass(frozen=True)
class Strip:
    """A row of a table, or as much of it as stands on one page."""

    pieces: tuple[Piece, ...]
    page: int

    @property
    def lines(self) -> list[TextLine]:
        return [line for piece in self.pieces for line in piece.lines]

    @property
    def bottom(self) -> float:
        return max((piece.bottom for piece in self.pieces), default=0.0)


@dataclass
class Fragment:
    """The strips of one table on one page, in the columns between ``edges``.

    ``lined_columns`` and ``lined_rows`` say whether lines are drawn between them, ``heading`` how many strips at the
    top are its headings.
    """

    page: int
    top: float
    bottom: float
    edges: tuple[float, ...]
    strips: list[Strip]
    lined_columns: bool = True
    lined_rows: bool = True
    heading: int = 0
    ends_before: TextLine | None = None

    def continues(self, other: "Fragment") -> bool:
        """Whether the columns are those of ``other``; left and right pages may have different margins."""
        mine, others = self.edges, other.edges
        return len(mine) == len(others) and all(
            abs((one - mine[0]) - (another - others[0])) <= _SAME for one, another in zip(mine, others, strict=True)
        )


def fragment_of(boxes: Boxes, page: int) -> Fragment:
    """The same table, row by row; a merged cell keeps its lines in its first row and column."""
    width, height = len(boxes.columns) - 1, len(boxes.rows) - 1
    pieces: dict[tuple[int, int], Piece] = {}
    for box in boxes.cells:
        for row in range(box.row, box.row + box.row_span):
            for column in range(box.column, box.column + box.column_span):
                pieces[row, column] = _piece(box, row, column, page)
    strips = [
        Strip(tuple(pieces.get((row, column), Piece()) for column in range(width)), page) for row in range(height)
    ]
    return Fragment(page, boxes.rows[0], boxes.rows[-1], boxes.columns, strips)


def _piece(box: Box, row: int, column: int, page: int) -> Piece:
    first_row, first_column = row == box.row, column == box.column
    return Piece(
        lines=tuple(lines_of(box.words, page)) if first_row and first_column else (),
        left=box.x0,
        right=box.x1,
        span=box.column_span if first_column else 1,
        joined=not first_row,
        covered=not first_column,
    )


def heading_text(lines: Iterable[TextLine]) -> str:
    """A heading on one line; one that a narrow column broke inside a word is put together."""
    texts = [line.text for line in lines]
    spaced, whole = one_line(" ".join(texts)), "".join(texts)
    return whole if not vocabulary().knows(spaced) and vocabulary().knows(whole) else spaced


def columns_of(strips: Sequence[Strip], width: int) -> list[list[list[Placed]]]:
    """For each of ``width`` columns its cells, each a list of lines; what lies over several columns is left out."""
    return [
        [strip.pieces[column].placed for strip in strips
         if column < len(strip.pieces) and strip.pieces[column].lines and strip.pieces[column].span == 1]
        for column in range(width)
    ]  # fmt: skip
