"""Which lines of a page are a table without drawn lines: columns told by gaps, rows by the first words of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from propositions.intake.reading.pdf.flow import Placed, leading_of
from propositions.intake.reading.pdf.page import Rule, TextLine, Word, lines_of
from propositions.intake.reading.pdf.strips import Fragment, Piece, Strip, heading_text
from propositions.intake.vocabulary import REFERENCE, TITLE, heading_key, vocabulary

_HIGHEST_HEADING = 4  # lines
_GUTTER = 3  # points between two columns at least
_LEVEL = 1.5  # points by which the first lines of a row may differ
_SPACED_OUT = 1.35  # of the usual distance between lines: more may part two rows
_ACROSS = 0.6  # of the table's width: a longer rule parts two rows
_LOWEST_RULE = 3  # points by which a rule may lie under the letters it stands above

Interval = tuple[float, float]


@dataclass
class Shape:
    """The headings of a table and, between each two of them, where no word has stood so far."""

    keys: list[str]
    free: list[list[Interval]]
    leaders: frozenset[int]  # the columns in which every row has words: title and reference
    close: bool  # whether columns stand so close that any larger gap between words may part two
    left: float
    right: float

    @property
    def edges(self) -> list[float]:
        """The middle of the widest gap between each two columns."""
        return [sum(max(gaps, key=lambda gap: gap[1] - gap[0])) / 2 for gaps in self.free]

    def take(self, line: TextLine) -> bool:
        """Whether ``line`` leaves the gaps between the columns free; they are narrowed to what it leaves."""
        free = [_without(gaps, _segments(line, self.close)) for gaps in self.free]
        if not all(free):
            return False
        self.free = free
        self.left, self.right = min(self.left, line.x0), max(self.right, line.x1)
        return True


def _without(gaps: list[Interval], segments: Iterable[TextLine]) -> list[Interval]:
    for segment in segments:
        gaps = [
            piece
            for start, end in gaps
            for piece in ((start, min(end, segment.x0)), (max(start, segment.x1), end))
            if piece[1] - piece[0] >= _GUTTER
        ]
    return gaps


def find_heading(lines: Sequence[TextLine], start: int) -> tuple[int, Shape] | None:
    """The headings of a table that begin with line ``start``: how many lines they take, and the shape they give."""
    for close in (False, True):
        for height in range(1, min(_HIGHEST_HEADING, len(lines) - start) + 1):
            group = lines[start : start + height]
            if any(len(_segments(line, close)) > 1 for line in group) and (shape := _shape(group, close)):
                return height, shape
    return None


def _segments(line: TextLine, close: bool) -> list[TextLine]:
    return line.close_segments if close else line.segments


def _shape(lines: Sequence[TextLine], close: bool) -> Shape | None:
    """The shape that ``lines`` give to a table, if they are headings."""
    columns = _stacked(segment for line in lines for segment in _segments(line, close))
    texts = [heading_text(column) for column in columns]
    found = vocabulary().match(texts)
    if not found or len(columns) < 2:
        return None
    centres = [(min(line.x0 for line in column) + max(line.x1 for line in column)) / 2 for column in columns]
    shape = Shape(
        keys=[heading_key(text) for text in texts],
        free=[[(one, other)] for one, other in pairwise(centres)],
        leaders=frozenset(i for i, what in found.fields.items() if what in (TITLE, REFERENCE)),
        close=close,
        left=min(line.x0 for line in lines),
        right=max(line.x1 for line in lines),
    )
    return shape if all(shape.take(line) for line in lines) else None


def _stacked(segments: Iterable[TextLine]) -> list[list[TextLine]]:
    """The pieces of a few lines in columns: what stands above each other belongs together."""
    columns: list[list[TextLine]] = []
    for segment in sorted(segments, key=lambda one: one.x0):
        column = next((c for c in columns if any(segment.x0 < other.x1 and other.x0 < segment.x1 for other in c)), None)
        if column is None:
            columns.append([segment])
        else:
            column.append(segment)
    return [sorted(column, key=lambda segment: segment.top) for column in columns]


def open_fragment(
    lines: Sequence[TextLine], start: int, height: int, shape: Shape, rules: Sequence[Rule]
) -> tuple[Fragment, int]:
    """The table that begins with ``height`` lines of headings at line ``start``, and the line after its last."""
    end = start + height
    while end < len(lines) and shape.take(lines[end]):
        end += 1
    end = _without_tail(lines, start + height, end, shape)
    taken = lines[start:end]
    edges = (shape.left - 1, *shape.edges, shape.right + 1)
    page = taken[0].page
    body = taken[height:]
    ruled = _parted_by_rules(body, rules, edges)
    rows = ruled or _parted_by_gaps(body, edges, shape.leaders)
    return Fragment(
        page=page, top=taken[0].top, bottom=taken[-1].bottom, edges=edges,
        strips=_strips([taken[:height], *rows] if height else rows, edges, page),
        lined_columns=False, lined_rows=bool(ruled), heading=1 if height else 0,
        ends_before=lines[end] if end < len(lines) else None,
    ), end  # fmt: skip


def _without_tail(lines: Sequence[TextLine], start: int, end: int, shape: Shape) -> int:
    """The end without lines that stand in one column alone, after a gap, before the text goes on."""
    if end == len(lines):
        return end
    last = end
    while last > start and len(_cells(lines[last - 1], shape.edges)) == 1:
        last -= 1
        if last > start and lines[last].top - lines[last - 1].bottom > lines[last].size:
            return last
    return end


def _cells(line: TextLine, inner: Sequence[float]) -> dict[int, list[Word]]:
    """The words of ``line`` by column; ``inner`` are the edges between columns."""
    cells: dict[int, list[Word]] = {}
    for word in line.words:
        middle = (word.x0 + word.x1) / 2
        cells.setdefault(sum(middle > edge for edge in inner), []).append(word)
    return cells


def _strips(groups: Sequence[Sequence[TextLine]], edges: Sequence[float], page: int) -> list[Strip]:
    """A strip for each group of lines. Where no lines are drawn, a column begins where its words do."""
    rows = []
    lefts: dict[int, float] = {}
    for lines in groups:
        cells: dict[int, list[Word]] = {}
        for line in lines:
            for column, words in _cells(line, edges[1:-1]).items():
                cells.setdefault(column, []).extend(words)
                lefts[column] = min(lefts.get(column, words[0].x0), words[0].x0)
        rows.append(cells)
    return [
        Strip(
            tuple(
                Piece(tuple(lines_of(cells.get(column, ()), page)), lefts.get(column, edges[column]), edges[column + 1])
                for column in range(len(edges) - 1)
            ),
            page,
        )
        for cells in rows
    ]


def _parted_by_rules(lines: Sequence[TextLine], rules: Sequence[Rule], edges: Sequence[float]) -> list[list[TextLine]]:
    """``lines`` in rows between the rules that lie across the table, or nothing when none lies inside it."""
    levels = [y for y in _levels(rules, edges) if any(line.bottom <= y + _LOWEST_RULE for line in lines)]
    groups: dict[int, list[TextLine]] = {}
    for line in lines:
        middle = (line.top + line.bottom) / 2
        groups.setdefault(sum(level < middle for level in levels), []).append(line)
    return list(groups.values()) if len(groups) > 1 else []


def _levels(rules: Sequence[Rule], edges: Sequence[float]) -> list[float]:
    """The heights at which rules, perhaps one for each cell, lie across most of the table."""
    found: list[tuple[float, float]] = []
    for rule in sorted(rules, key=lambda rule: rule.y):
        length = max(0.0, min(rule.x1, edges[-1]) - max(rule.x0, edges[0]))
        if found and rule.y - found[-1][0] <= _LEVEL:
            found[-1] = (found[-1][0], found[-1][1] + length)
        else:
            found.append((rule.y, length))
    return [y for y, length in found if length >= _ACROSS * (edges[-1] - edges[0])]


def _parted_by_gaps(lines: Sequence[TextLine], edges: Sequence[float], leaders: Iterable[int]) -> list[list[TextLine]]:
    """``lines`` in rows, each begun where the title begins anew while every other column begins or is empty."""
    columns: dict[int, list[TextLine]] = {}
    for line in lines:
        for column, words in _cells(line, edges[1:-1]).items():
            columns.setdefault(column, []).append(TextLine(tuple(words), line.page))
    leading = leading_of([[Placed(line, 0) for line in column] for column in columns.values()])
    starts = {
        line.top
        for leader in leaders
        for above, line in zip([None, *columns.get(leader, [])], columns.get(leader, []), strict=False)
        if _begins(above, line, columns, leader, leading)
    }
    tops = sorted(starts)
    groups: dict[int, list[TextLine]] = {}
    for line in lines:
        groups.setdefault(sum(top <= line.top + _LEVEL for top in tops), []).append(line)
    return list(groups.values())


def taken_apart(strip: Strip, leaders: Iterable[int]) -> list[Strip]:
    """The rows that ``strip``, all that stands between two lines, may hold."""
    edges = [strip.pieces[0].left, *(piece.right for piece in strip.pieces)]
    lines = lines_of([word for line in strip.lines for word in line.words], strip.page)
    return _strips(_parted_by_gaps(lines, edges, leaders), edges, strip.page)


def _begins(
    above: TextLine | None, line: TextLine, columns: dict[int, list[TextLine]], leader: int, leading: float
) -> bool:
    """Whether a row begins with ``line`` of the column ``leader``, whose line before is ``above``."""
    far = _SPACED_OUT * leading * line.size
    apart = []
    for number, column in columns.items():
        before = [other for other in column if other.bottom < line.bottom - _LEVEL]
        below = [other for other in column if other.bottom >= line.bottom - _LEVEL]
        if not below:
            continue
        spaced = not before or below[0].bottom - before[-1].bottom > far
        if abs(below[0].bottom - line.bottom) > _LEVEL and not (spaced and number != leader):
            return False  # another column is in the middle of its words
        apart.append(spaced)
    return above is None or all(apart) or line.bottom - above.bottom > far
