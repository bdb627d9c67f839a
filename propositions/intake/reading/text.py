"""Which tables and prose a plain or pasted text holds: a cell to a line, a row to a line, or pipe tables."""

import codecs
import re
from collections.abc import Callable, Sequence
from itertools import accumulate

from lis.engine.checks import Check
from propositions.intake.reading.paper import Cell, Grid, Line, UnreadablePaper
from propositions.intake.vocabulary import heading_key, vocabulary

_NUMBERED = re.compile(r"(\d{1,3})\.\s+\S")
_CAPTION = re.compile(r"(?:table|annex|appendix|figure)\s+\w+\s*[:.–—-]", re.IGNORECASE)
_PIPE = re.compile(r"(?<!\\)\|")
_PIPE_RULE = frozenset("|:+- \t")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LONGEST_HEADING_ROW = 15
_CLEAR_GAP = 3  # blank lines that end a table whose cells may themselves hold blank lines

_GUESSED = Check(
    "encoding",
    "The file does not say how its letters are coded; we read it as Western European (Windows-1252). "
    "Check quotation marks, dashes and pound signs.",
)
MENDED = Check("encoding", "The file holds broken characters, which we took out. Check the words around them.")


def decode(content: bytes) -> tuple[str, tuple[Check, ...]]:
    """The words in ``content``: UTF-8, UTF-16 or UTF-32 as marked, UTF-16 by its zeros, else Windows-1252."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _decoded(content, encoding)
    if encoding := _by_zeros(content):
        return _decoded(content, encoding)
    try:
        return content.decode(), ()
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("utf-8", "surrogatepass"), ()  # cleaned, and told of, with the other characters
    except UnicodeDecodeError:
        pass
    text = content.decode("cp1252", "replace")
    refuse_binary(text.replace("\ufffd", "\x80"))
    return text, (_GUESSED,)


def refuse_binary(text: str) -> None:
    """Refuse what is not text at all."""
    control = len(_CONTROL.findall(text))
    if control >= 8 and control * 20 > len(text):
        raise UnreadablePaper(
            "This file is not a paper that we can read. Upload a Word document (.docx), an Excel workbook (.xlsx), a "
            "PDF, a saved web page, a CSV file or plain text, or paste the table as text."
        )


def _decoded(content: bytes, encoding: str) -> tuple[str, tuple[Check, ...]]:
    try:
        return content.decode(encoding), ()
    except UnicodeDecodeError:
        return content.decode(encoding, "replace").replace("\ufffd", ""), (MENDED,)


def _by_zeros(content: bytes) -> str:
    """UTF-16 without a mark: Western letters have a zero as every second byte."""
    sample = content[:2000]
    half = len(sample) // 2
    if half < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.2 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.2 * half else ""


def parts_of(text: str) -> list[Grid | str]:
    """The grids and the lines of prose in ``text``, in order. Every line goes into one of them."""
    lines = text.split("\n")
    parts: list[Grid | str] = []
    number = at = 0
    while at < len(lines):
        for reader in (_piped, _celled, _rowed):
            if read := reader(lines, at, number):
                grid, at = read
                parts.append(grid)
                break
        else:
            if numbered := _NUMBERED.match(lines[at]):
                number = int(numbered[1])
            parts.append(lines[at])
            at += 1
    return parts


def _piped(lines: Sequence[str], at: int, number: int) -> tuple[Grid, int] | None:
    """A run of lines such as ``| Proposition | Ask |``."""
    end = at
    while end < len(lines) and lines[end].lstrip().startswith("|"):
        end += 1
    if end - at < 2:
        return None
    rows = []
    for index in range(at, end):
        if "-" in lines[index] and _PIPE_RULE.issuperset(lines[index]):
            continue
        where = f"line {index + 1}"
        cells = _PIPE.split(lines[index].strip().removeprefix("|"))
        if not cells[-1].strip():
            cells.pop()
        rows.append(Line(tuple(Cell(_LINE_BREAK.sub("\n", cell).replace("\\|", "|"), where) for cell in cells), where))
    return Grid(f"the table at line {at + 1}", tuple(rows)), end


def _heading_run(lines: Sequence[str], at: int) -> list[str]:
    """The headings of a table that has a cell to a line, each line starting with a TAB, or nothing."""
    run: list[str] = []
    while at + len(run) < len(lines) and len(run) <= _LONGEST_HEADING_ROW and _is_cell(lines[at + len(run)]):
        run.append(lines[at + len(run)])
    known = [i for i, heading in enumerate(run) if vocabulary().knows(heading)]
    if not known:
        return []
    followed = at + len(run) < len(lines) and lines[at + len(run)].strip()
    if followed or len(run) > _LONGEST_HEADING_ROW or len(run) > known[-1] + 4:
        run = run[: known[-1] + 1]  # no blank line tells headings from rows: the last heading that we know does
    return run if vocabulary().match(run) else []


def _is_cell(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:].rstrip()


def _celled(lines: Sequence[str], at: int, number: int) -> tuple[Grid, int] | None:
    """A table with a cell to a line: a TAB starts a cell, lines without one continue it, blank ones do not end it."""
    if not _is_cell(lines[at]) or not (headings := _heading_run(lines, at)):
        return None
    width, start, name = len(headings), at + len(headings), f"the table at line {at + 1}"
    keys = [heading_key(heading) for heading in headings]

    def other_table(index: int) -> bool:
        run = _heading_run(lines, index)
        return bool(run) and [heading_key(heading) for heading in run] != keys

    end, gap_end = _end(lines, start, number, _is_cell, other_table, _CLEAR_GAP, width)
    starts = [index for index in range(start, end) if _is_cell(lines[index])]
    apart = [not lines[index - 1].strip() for index in starts]
    cells = (
        [
            Cell("\n".join(lines[index:after]).strip(" \t"), f"line {index + 1}")
            for index, after in zip(starts, [*starts[1:], end], strict=True)
        ]
        if starts
        else []
    )
    head = Line(tuple(Cell(heading.strip(), f"line {at + 1}") for heading in headings), f"line {at + 1}")
    rows = [Line(tuple(cells[i : i + width]), cells[i].where) for i in range(0, len(cells), width)]
    checks = [*_end_checks(lines, end, gap_end, rows), *_width_checks(rows, width), *_shift_checks(rows, apart, width)]
    return Grid(name, (head, *rows), tuple(checks)), end


def _rowed(lines: Sequence[str], at: int, number: int) -> tuple[Grid, int] | None:
    """A table with a row to a line and TABs between cells, as it is pasted from Word or Excel."""
    headings = lines[at].split("\t")
    if len(headings) < 2 or not vocabulary().match(headings):
        return None
    width, name = len(headings), f"the table at line {at + 1}"

    def other_table(index: int) -> bool:
        found = lines[index].split("\t")
        return bool(vocabulary().match(found)) and list(map(heading_key, found)) != list(map(heading_key, headings))

    end, gap_end = _end(lines, at + 1, number, lambda line: "\t" in line, other_table, 1, 0)
    # Each record is a list of cells, each cell the list of its lines.
    records: list[tuple[list[list[str]], str]] = [([[heading] for heading in headings], f"line {at + 1}")]
    for index in range(at + 1, end):
        pieces, record = lines[index].split("\t"), records[-1][0]
        if len(pieces) > 1 and len(record) >= width:
            records.append(([[piece] for piece in pieces], f"line {index + 1}"))
        elif len(records) > 1:
            record[-1].append(pieces[0])  # a cell of several paragraphs broke the row: it goes on here
            record.extend([piece] for piece in pieces[1:])
    rows = [Line(tuple(Cell("\n".join(cell), where) for cell in record), where) for record, where in records]
    checks = [*_end_checks(lines, end, gap_end, rows), *_width_checks(rows[1:], width)]
    return Grid(name, tuple(rows), tuple(checks)), end


def _end(
    lines: Sequence[str],
    start: int,
    number: int,
    is_cell: Callable[[str], bool],
    other_table: Callable[[int], bool],
    gap: int,
    width: int,
) -> tuple[int, bool]:
    """Where the table that began before ``start`` ends, and whether only a gap of blank lines says so.

    It ends where the paper's numbered paragraphs go on (after ``number``), at the caption of another table, at other
    headings, or at a gap after which no whole row follows.
    """
    end, blank, gaps = len(lines), 0, []
    for index in range(start, len(lines)):
        line = lines[index]
        if not line.strip():
            blank += 1
            continue
        if is_cell(line):
            if other_table(index):
                end = index
                break
        elif blank:
            numbered = _NUMBERED.match(line)
            if (numbered and number and int(numbered[1]) == number + 1) or _CAPTION.match(line):
                end = index
                break
            if blank >= gap:
                gaps.append(index)
        blank = 0
    counts = [0, *accumulate(map(is_cell, lines[start:end]))]
    for candidate in gaps:
        before = counts[candidate - start]
        after = counts[-1] - before
        if before and (not after or (width and before % width == 0 and after % width)):
            return candidate, True
    return end, False


def _end_checks(lines: Sequence[str], end: int, gap_end: bool, rows: list[Line]) -> list[Check]:
    if gap_end:
        return [
            Check(
                "table-end",
                f"We took the table to end before line {end + 1}, “{_start_of(lines[end])}”. "
                "If that line belongs to it, add its words to the last row.",
                where=f"line {end + 1}",
            )
        ]
    last = rows[-1].cells[-1].text.rstrip() if rows and rows[-1].cells else ""
    if "\n\n" in re.sub(r"[^\S\n]+", "", last):
        return [
            Check(
                "table-end",
                f"Row {len(rows)}, the last, goes on after a blank line. Check that all its words belong to it.",
                where=rows[-1].where,
            )
        ]
    return []


def _width_checks(rows: list[Line], width: int) -> list[Check]:
    return [
        Check(
            "short-row",
            f"Row {number} has {len(row.cells)} cells where the headings have {width}: "
            "a cell may be missing or too many. Check which words stand under which heading.",
            where=row.where,
        )
        for number, row in enumerate(rows, 1)
        if len(row.cells) != width and any(cell.text.strip() for cell in row.cells)
    ]


def _shift_checks(rows: list[Line], apart: list[bool], width: int) -> list[Check]:
    """Where blank lines part the rows: the first row that starts without one, since a cell may be missing above."""
    if sum(apart[1:]) * 3 < (len(rows) - 1) * 2:
        return []
    slipped = next((number for number, has_gap in enumerate(apart[width::width], 2) if not has_gap), 0)
    if not slipped:
        return []
    return [
        Check(
            "shifted-row",
            f"Row {slipped} does not start after a blank line as others do: a cell may be missing above it. "
            "Check which words stand under which heading, from there on.",
            where=rows[slipped - 1].where,
        )
    ]


def _start_of(line: str) -> str:
    words = " ".join(line.split())
    return words if len(words) <= 40 else words[:39].rstrip() + "…"
