"""Which rows and cells a table of a web page has, whatever its cells span."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lis.engine.checks import Check
from propositions.intake.reading.paper import TRAP, Cell, Doubt, Grid, Line, UnreadablePaper

_CELLS = ("td", "th")
_GROUPS = ("thead", "tbody", "tfoot")
_WITHOUT_WORDS = ("caption", "colgroup", "col")
_MOST_COLUMNS, _MOST_CELLS = 100, 500_000


@dataclass(frozen=True)
class CellWords:
    """What stands in one cell: its words, those that the page hides, and whether another table is among them."""

    text: str
    hidden: str = ""
    nested: bool = False


@dataclass
class Rows:
    """The rows of one table without those of tables inside it; ``strays`` are words that stand in none of them."""

    rows: list[Any] = field(default_factory=list)
    strays: list[Any] = field(default_factory=list)  # text, or elements that hold some

    @classmethod
    def of(cls, table: Any) -> "Rows":
        found = cls()
        last = cls(strays=found.strays)
        found._collect(table, last)
        found.rows += last.rows
        return found

    def _collect(self, container: Any, last: "Rows") -> None:
        """The foot of a table is shown last, wherever it stands; a row may be wrapped in what has no place there."""
        self._stray(container.text)
        for child in container:
            tag = tag_of(child)
            if tag == "tr":
                self.rows.append(child)
                self._stray(child.text)
                for inner in child:
                    if tag_of(inner) not in _CELLS:
                        self.strays.append(inner)
                    self._stray(inner.tail)
            elif tag == "tfoot":
                last._collect(child, last)
            elif tag in _GROUPS or (tag != "table" and child.find(".//tr") is not None):
                self._collect(child, last)
            elif tag not in _WITHOUT_WORDS:
                self.strays.append(child)
            self._stray(child.tail)

    def _stray(self, text: str | None) -> None:
        if text and text.strip():
            self.strays.append(text)


def tag_of(element: Any) -> str:
    return element.tag.casefold() if isinstance(element.tag, str) else ""


def cells_of(row: Any) -> Iterator[Any]:
    return (element for element in row if tag_of(element) in _CELLS)


def grid_of(rows: list[Any], name: str, read: Callable[[Any], CellWords], hides: Callable[[Any], bool]) -> Grid:
    """``rows`` with every cell in its column: a cell over several rows or columns is repeated, and marked so."""
    carried: dict[int, tuple[int, Cell]] = {}  # by column: for how many rows more, and which cell
    lines, nested, count = [], False, 0
    for number, row in enumerate(rows, 1):
        placed = _Placed(f"row {number} of {name}", carried)
        for element in cells_of(row):
            words = read(element)
            nested = nested or words.nested
            placed.put(element, words, len(rows) - number)
        lines.append(Line(placed.finish(), placed.where, hidden=hides(row)))
        count += len(lines[-1].cells)
        if count > _MOST_CELLS:
            raise UnreadablePaper(TRAP)
    return Grid(name, tuple(lines), (_nested_check(name),) if nested else ())


class _Placed:
    """The cells of one row as they come to stand, between those that reach down from rows above."""

    def __init__(self, where: str, carried: dict[int, tuple[int, Cell]]) -> None:
        self.where, self._carried, self._cells = where, carried, []
        self._from_above = dict(carried)

    def put(self, element: Any, words: CellWords, rows_below: int) -> None:
        self._reach_down()
        doubts = (_hidden_doubt(words.hidden),) if words.hidden else ()
        columns = max(1, min(_number(element, "colspan"), _MOST_COLUMNS))
        cell = Cell(words.text, self.where, span=columns, doubts=doubts)
        down = _number(element, "rowspan") - 1
        if down := min(down if down >= 0 else rows_below, rows_below):
            self._carried[len(self._cells)] = (down, cell)
        self._add(cell)

    def finish(self) -> tuple[Cell, ...]:
        while self._from_above:
            self._reach_down()
            if self._from_above:
                self._cells.append(Cell(where=self.where))
        return tuple(self._cells)

    def _reach_down(self) -> None:
        self._from_above = {column: one for column, one in self._from_above.items() if column >= len(self._cells)}
        while (column := len(self._cells)) in self._from_above:
            rows, cell = self._from_above.pop(column)
            if rows > 1:
                self._carried[column] = (rows - 1, cell)
            else:
                self._carried.pop(column, None)
            self._add(replace(cell, where=self.where, joined=True, doubts=()))

    def _add(self, cell: Cell) -> None:
        self._cells.append(cell)
        self._cells.extend([Cell(where=self.where, covered=True)] * (cell.span - 1))


def _number(element: Any, name: str) -> int:
    value = element.get(name, "").strip()
    return min(int(value), 100_000) if value.isascii() and value.isdigit() else 1


def _hidden_doubt(words: str) -> Doubt:
    return Doubt("hidden-words", f"holds words that the page hides, which are not imported: “{words}”.")


def _nested_check(name: str) -> Check:
    return Check(
        "nested-table",
        f"In {name} a cell holds another table; its words were read line by line. Check the rows that hold it.",
        where=name,
    )
