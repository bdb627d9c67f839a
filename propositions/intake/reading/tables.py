"""Which of a paper's grids are tables of propositions, and what stands in each row under which heading."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lis.engine.checks import Check
from propositions.intake.reading.clean import one_line, places, tidy
from propositions.intake.reading.paper import Grid, Line, SourceRow, Table, UnreadablePaper, row_name
from propositions.intake.vocabulary import TITLE, Columns, heading_key, vocabulary

MAX_TABLE_ROWS = 1_000


@dataclass
class _Heading:
    """The heading row of a table in the making: what each position of a line answers to."""

    line: Line
    columns: Columns
    owners: list[int]  # by position, the position of the heading above it (wide headings own several)
    rows: list[SourceRow] = field(default_factory=list)
    repeats: list[tuple[str, str]] = field(default_factory=list)  # after which row, and where

    def text(self, position: int) -> str:
        return one_line(self.line.cells[position].text)

    def owner(self, position: int) -> int:
        return self.owners[position] if position < len(self.owners) else -1


def find_tables(grid: Grid) -> tuple[list[Table], list[str]]:
    """The tables of propositions in ``grid``, and the words of its other rows, a string for each row."""
    found: list[_Heading] = []
    other: list[str] = []
    for line in grid.lines:
        if heading := _heading(line):
            if found and _same(found[-1], heading):
                found[-1].repeats.append((f"row {len(found[-1].rows)}", line.where))
            else:
                found.append(heading)
        elif found:
            _read(found[-1], line)
        else:
            other.append(_words(line))
    return [_table(grid, heading, len(found) > 1) for heading in found], [words for words in other if words]


def _heading(line: Line) -> _Heading | None:
    columns = vocabulary().match(["" if cell.covered else cell.text for cell in line.cells])
    if columns is None:
        return None
    owners = list(range(len(line.cells)))
    for position, cell in enumerate(line.cells):
        if cell.covered:
            owners[position] = owners[position - 1]
    return _Heading(line, columns, owners)


def _same(one: _Heading, other: _Heading) -> bool:
    return [heading_key(cell.text) for cell in one.line.cells] == [heading_key(cell.text) for cell in other.line.cells]


def _repeat_checks(heading: _Heading) -> list[Check]:
    if not heading.repeats:
        return []
    return [
        Check(
            "repeated-headings",
            f"The headings stand again after {places(row for row, _ in heading.repeats)}, as on a new page; we skipped "
            "them. Check the rows on either side.",
            where=heading.repeats[0][1],
        )
    ]


def _words(line: Line) -> str:
    return tidy("\n".join(cell.text for cell in line.cells if not cell.covered and not cell.joined))


def _read(heading: _Heading, line: Line) -> None:
    """Take one line under ``heading``: a row, the continuation of a row whose title is merged, or nothing."""
    filled = [i for i, cell in enumerate(line.cells) if cell.text.strip() and not cell.covered]
    if not filled:
        return
    if len(heading.rows) >= MAX_TABLE_ROWS:
        raise UnreadablePaper(
            f"This table has more than {MAX_TABLE_ROWS} rows. Split it into several files and upload them one by one."
        )
    title = next((i for i, what in heading.columns.fields.items() if what == TITLE), -1)
    first = next((c for i, c in enumerate(line.cells) if heading.owner(i) == title and not c.covered), None)
    if first is not None and first.joined and heading.rows and first.text.strip():
        heading.rows[-1] = _continued(heading, heading.rows[-1], line)
    else:
        heading.rows.append(_row(heading, line, filled))


def _row(heading: _Heading, line: Line, filled: list[int]) -> SourceRow:
    number = len(heading.rows) + 1
    fields, extra = _fields(heading, line, skip_joined=False)
    name = row_name(number, fields.get(TITLE, ""))
    checks = [*_line_checks(line, name), *_cell_checks(heading, line, name)]
    only = line.cells[filled[0]] if len(filled) == 1 else None
    section = only is not None and len(heading.columns.fields) > 1 and heading.owner(filled[0]) in _titles(heading)
    if section:
        checks.append(
            Check(
                "section-row",
                f"{name} holds nothing beside its first cell, as a heading between rows or a note does: it is left "
                "out. Put it back if it is a proposition.",
                where=line.where,
            )
        )
    if line.hidden:
        checks.append(
            Check(
                "hidden-row",
                f"{name} is hidden in the file ({line.where}): it is left out. Put it back if it is meant to be read.",
                where=line.where,
            )
        )
    return SourceRow(number, line.where, fields, extra, left_out=section or line.hidden, checks=tuple(checks))


def _titles(heading: _Heading) -> set[int]:
    """The positions that a heading between rows may stand at: the title's column, or the table's first."""
    return {0, *(i for i, what in heading.columns.fields.items() if what == TITLE)}


def _continued(heading: _Heading, row: SourceRow, line: Line) -> SourceRow:
    fields, extra = _fields(heading, line, skip_joined=True)
    check = Check(
        "merged-title",
        f"{row.name} has a title cell that is merged over several lines of the table; we read them as one proposition. "
        "Check that nothing of another is in it.",
        where=row.where,
    )
    more = (*_line_checks(line, row.name), *_cell_checks(heading, line, row.name, joined=False))
    return replace(
        row,
        fields={name: tidy(f"{row.fields.get(name, '')}\n{fields.get(name, '')}") for name in row.fields | fields},
        extra={name: tidy(f"{row.extra.get(name, '')}\n{extra.get(name, '')}") for name in row.extra | extra},
        checks=(*row.checks, *more) if check in row.checks else (*row.checks, *more, check),
    )


def _fields(heading: _Heading, line: Line, *, skip_joined: bool) -> tuple[dict[str, str], dict[str, str]]:
    """The words of ``line`` by field and by unread heading; several cells under one heading are joined by lines."""
    fields: dict[str, list[str]] = {}
    extra: dict[str, list[str]] = {}
    for position, cell in enumerate(line.cells):
        if cell.covered or (cell.joined and skip_joined):
            continue
        owner = heading.owner(position)
        if owner in heading.columns.fields:
            fields.setdefault(heading.columns.fields[owner], []).append(cell.text)
        elif cell.text.strip():
            extra.setdefault(heading.text(owner) if owner >= 0 else "", []).append(cell.text)
    words = {name: tidy("\n".join(texts)) for name, texts in fields.items()}
    if TITLE in words:
        words[TITLE] = one_line(words[TITLE])
    return words, {name or "(no heading)": tidy("\n".join(texts)) for name, texts in extra.items()}


def _line_checks(line: Line, name: str) -> Iterator[Check]:
    """What was guessed about the row as a whole."""
    for doubt in line.doubts:
        yield Check(doubt.code, f"{name} {doubt.words}", where=line.where)


def _cell_checks(heading: _Heading, line: Line, name: str, *, joined: bool = True) -> Iterator[Check]:
    """Merged cells, formulas and guesses that the officer has to look at."""
    for position, cell in enumerate(line.cells):
        owner = heading.owner(position)
        label = f"“{heading.text(owner)}”" if owner >= 0 and heading.text(owner) else "a column without heading"
        if cell.formula and not cell.covered and not cell.joined:
            yield Check(
                "formula",
                f"{name} has a formula under {label} ({cell.where}), which we do not calculate. "
                "Type the words or the figure in its place.",
                where=cell.where,
            )
        for doubt in cell.doubts:
            yield Check(doubt.code, f"{name}, under {label}, {doubt.words}", where=cell.where)
        if cell.joined and joined and cell.text.strip():
            yield Check(
                "merged-cell",
                f"{name} shares a merged cell under {label} with the row above; we gave both rows its words. "
                "Check that they belong to both.",
                where=cell.where,
            )
        under = {heading.owner(i) for i in range(position, position + cell.span)}.intersection(heading.columns.fields)
        if cell.span > 1 and len(under) > 1 and cell.text.strip():
            yield Check(
                "wide-cell",
                f"{name} has a cell that stretches over several headings; we read it under {label} only. "
                "Move the words that belong elsewhere.",
                where=cell.where,
            )


def _table(grid: Grid, heading: _Heading, several: bool) -> Table:
    checks = [*grid.checks, *_repeat_checks(heading)]
    ignored = [heading.text(position) for position in heading.columns.unread]
    ignored += sorted({name for row in heading.rows for name in row.extra} - set(ignored))
    checks += [
        Check(
            "unread-column",
            f"The column “{name}” is not imported; its words stay with the source of each row. Copy what you need."
            if name != "(no heading)"
            else "A column without heading is not imported; its words stay with the source of each row.",
            where=heading.line.where,
        )
        for name in dict.fromkeys(ignored)
    ]
    if not heading.rows:
        checks.append(Check("empty-table", f"In {grid.name} nothing stands under the headings. Add rows below them."))
    headings = tuple(one_line(cell.text) for cell in heading.line.cells if not cell.covered)
    name = f"{grid.name}, from {heading.line.where}" if several else grid.name
    return Table(name, headings, tuple(heading.rows), tuple(checks))
