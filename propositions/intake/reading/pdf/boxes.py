"""Which cells the lines that are drawn on a page make, and which words stand in each."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pdfplumber.table import TableFinder

from propositions.intake.reading.pdf.page import Box, Boxes, Rule, words_of

Edge = dict[str, Any]
Character = dict[str, Any]
_THIN = 3  # points: a thinner box is a line
_SNAP = 3  # points: lines nearer to each other are one
_LONGEST_CROSSING = 20_000  # pairs of lines: a drawing, not a table


def boxes_of(page: Any, characters: Sequence[Character]) -> tuple[list[Boxes], list[Character]]:
    """The tables with lines on ``page`` with the characters in their cells, and the characters outside of them.

    Drawn lines come first: shading alone, as behind a marked word, is taken for cells only where no lines are drawn.
    """
    for wanted in (_drawn, _any):
        cells = _tables(page, wanted)
        if cells:
            return _filled(cells, characters)
    return [], list(characters)


def rules_of(page: Any) -> list[Rule]:
    """The flat lines and edges on ``page``."""
    return [Rule(edge["x0"], edge["x1"], edge["top"]) for edge in _straight(page, _any) if edge["orientation"] == "h"]


def _any(item: Edge) -> bool:
    return True


def _drawn(item: Edge) -> bool:
    """Whether ``item`` is a line, or a box that has an outline or is so thin that it serves as a line."""
    is_line = item["object_type"] != "rect"
    return is_line or bool(item.get("stroke")) or min(item["width"], item["height"]) < _THIN


def _straight(page: Any, wanted: Callable[[Edge], bool]) -> list[Edge]:
    edges = [edge for rect in page.rects if wanted(rect) for edge in _sides(rect)]
    edges += [edge for edge in (*page.lines, *page.curve_edges) if wanted(edge)]
    straight = []
    for edge in edges:
        width, height = edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]
        if (width <= 1 or height <= 1) and max(width, height) >= _THIN:
            straight.append({**edge, "orientation": "v" if height > width else "h"})
    return straight


def _sides(rect: Edge) -> list[Edge]:
    """The four sides of a box, or the one line that a thin box is."""
    x0, x1, top, bottom = rect["x0"], rect["x1"], rect["top"], rect["bottom"]
    across, down = (x0 + x1) / 2, (top + bottom) / 2
    if x1 - x0 < _THIN:
        return [_edge(across, top, across, bottom)]
    if bottom - top < _THIN:
        return [_edge(x0, down, x1, down)]
    return [
        _edge(x0, top, x1, top), _edge(x0, bottom, x1, bottom), _edge(x0, top, x0, bottom), _edge(x1, top, x1, bottom),
    ]  # fmt: skip


def _edge(x0: float, top: float, x1: float, bottom: float) -> Edge:
    return {
        "object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0,
        "height": bottom - top,
    }  # fmt: skip


def _closed(edges: list[Edge]) -> list[Edge]:
    """``edges`` with a line along the top and the foot of the upright ones, where a table was cut off with its page."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    flat = [edge["top"] for edge in edges if edge["orientation"] == "h"]
    closing = []
    for end, furthest in (("top", min), ("bottom", max)):
        y = furthest((edge[end] for edge in upright), default=0.0)
        cut = [edge["x0"] for edge in upright if abs(edge[end] - y) <= _SNAP]
        if len(cut) > 2 and all(abs(level - y) > _SNAP for level in flat):
            closing.append({**_edge(min(cut), y, max(cut), y), "orientation": "h"})
    return [*edges, *closing]


def _tables(page: Any, wanted: Callable[[Edge], bool]) -> list[list[tuple[float, float, float, float]]]:
    """The cells of each table that has two columns at least."""
    edges = _closed(_straight(page, wanted))
    upright = {round(edge["x0"]) for edge in edges if edge["orientation"] == "v"}
    flat = {round(edge["top"]) for edge in edges if edge["orientation"] == "h"}
    if not upright or not flat or len(upright) * len(flat) > _LONGEST_CROSSING:
        return []
    settings = {
        "vertical_strategy": "explicit", "horizontal_strategy": "explicit",
        "explicit_vertical_lines": [edge for edge in edges if edge["orientation"] == "v"],
        "explicit_horizontal_lines": [edge for edge in edges if edge["orientation"] == "h"],
        "snap_tolerance": _SNAP, "join_tolerance": _SNAP, "intersection_tolerance": _SNAP,
    }  # fmt: skip
    if len(settings["explicit_vertical_lines"]) < 2 or len(settings["explicit_horizontal_lines"]) < 2:
        return []
    found = TableFinder(page, settings).tables
    return [table.cells for table in found if len({round(cell[0]) for cell in table.cells}) > 1]


def _filled(
    tables: Iterable[list[tuple[float, float, float, float]]], characters: Sequence[Character]
) -> tuple[list[Boxes], list[Character]]:
    left = list(characters)
    found = []
    for cells in tables:
        columns = _edges([edge for cell in cells for edge in (cell[0], cell[2])])
        rows = _edges([edge for cell in cells for edge in (cell[1], cell[3])])
        places = [
            (*(_place(columns, x) for x in (cell[0], cell[2])), *(_place(rows, y) for y in (cell[1], cell[3])), cell)
            for cell in cells
        ]
        owner = {
            (row, column): number
            for number, (first, last, upper, lower, _) in enumerate(places)
            for row in range(upper, lower)
            for column in range(first, last)
        }
        inside: dict[int, list[Character]] = {}
        outside = []
        for character in left:
            x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
            number = owner.get((bisect_right(rows, y) - 1, bisect_right(columns, x) - 1))
            if number is None:
                outside.append(character)
            else:
                inside.setdefault(number, []).append(character)
        left = outside
        found.append(
            Boxes(
                tuple(columns),
                tuple(rows),
                tuple(
                    Box(*box, row=upper, column=first, row_span=lower - upper, column_span=last - first,
                        words=tuple(words_of(inside.get(number, ()))))
                    for number, (first, last, upper, lower, box) in enumerate(places)
                    if lower > upper and last > first
                ),
            )
        )  # fmt: skip
    return found, left


def _edges(values: Iterable[float]) -> list[float]:
    """The different edges among ``values``, nearly equal ones as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _place(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))
