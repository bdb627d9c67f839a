"""Which paragraphs and tables a Word document holds, whatever wraps them: content controls, changes, text boxes."""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from lis.engine.checks import Check
from propositions.intake.reading.clean import Cleaner
from propositions.intake.reading.paper import BULLET, HEADING, Cell, Grid, Line

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
# What python-docx leaves unread and an officer's words may well stand in.
_WRAPPERS = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"))
_SKIPPED = frozenset(
    [qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "tblPr", "tcPr", "sdtPr")]
    + ["{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"]  # says again what Choice said
)
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:sym"): "•"}
_SEEN = {
    qn("w:ins"): "changes",
    qn("w:del"): "changes",
    qn("w:moveFrom"): "changes",
    qn("w:footnoteReference"): "notes",
    qn("w:endnoteReference"): "notes",
    qn("w:commentReference"): "comments",
    qn("w:vanish"): "hidden",
    qn("w:object"): "objects",
    qn("w:altChunk"): "objects",
}
_SENTENCES = {
    "changes": (
        "tracked-changes",
        "The document holds tracked changes. Inserted words were read and deleted words left out: "
        "accept or reject the changes in Word if that is not what you want.",
    ),
    "notes": ("footnotes", "The document holds footnotes or endnotes, which are not imported. Add what you need."),
    "comments": ("comments", "The document holds comments in its margin, which are not imported."),
    "hidden": ("hidden-text", "The document holds hidden text, which was read. Check that it is meant to be imported."),
    "objects": ("embedded-file", "The document holds another file inside it, which was not read. Upload it by itself."),
}

Paragraph = tuple[str, str]  # kind ("heading", "bullet" or "" when Word does not say) and text


def contents_of(content: bytes, cleaner: Cleaner) -> tuple[list[Grid | Paragraph], tuple[Check, ...]]:
    """Every paragraph and every table in the order of reading; nested tables follow the table that holds them."""
    body = Document(io.BytesIO(content)).element.body
    parts: list[Grid | Paragraph] = []
    count = 0
    for element in _blocks(body):
        if element.tag == _TABLE:
            for table in [element, *element.iterdescendants(_TABLE)]:
                count += 1
                parts.append(_grid(table, count, cleaner))
        else:
            text = cleaner.text(_text(element), "a paragraph")
            if text.strip():
                parts.append((_kind(element), text))
    seen = {_SEEN[element.tag] for element in body.iter(*_SEEN)}
    return parts, tuple(Check(*_SENTENCES[what]) for what in _SENTENCES if what in seen)


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables directly inside ``parent``, through whatever wraps them."""
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _text(element: Any) -> str:
    """The words of a paragraph; those of a text box inside it stand on lines of their own."""
    pieces: list[str] = []
    for child in element:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        if child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag in _BREAKS:
            pieces.append(_BREAKS[child.tag])
        elif child.tag == qn("w:txbxContent"):
            pieces.append("\n" + _flat(child) + "\n")
        else:
            pieces.append(_text(child))
    return "".join(pieces)


def _flat(parent: Any) -> str:
    """All the words inside ``parent``, a line for each paragraph, those of nested tables included."""
    lines = []
    for block in _blocks(parent):
        if block.tag == _TABLE:
            lines.extend(_flat(cell) for row in _children(block, _ROW) for cell in _children(row, _CELL))
        else:
            lines.append(_text(block))
    return "\n".join(lines)


def _kind(paragraph: Any) -> str:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return ""
    style = properties.find(qn("w:pStyle"))
    name = style.get(qn("w:val"), "").lower() if style is not None else ""
    if name.startswith(("heading", "title", "subtitle")):
        return HEADING
    return BULLET if properties.find(qn("w:numPr")) is not None or name.startswith("listbullet") else ""


def _grid(table: Any, number: int, cleaner: Cleaner) -> Grid:
    name = f"table {number}"
    above: dict[int, str] = {}
    lines = []
    for index, row in enumerate(_children(table, _ROW), 1):
        where = f"row {index} of {name}"
        properties = row.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            continue
        cells = [Cell(where=where)] * _number(properties, "w:gridBefore", 0)
        for element in _children(row, _CELL):
            start, properties = len(cells), element.find(qn("w:tcPr"))
            span = max(_number(properties, "w:gridSpan", 1), 1)
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            joined = merge is not None and merge.get(qn("w:val"), "continue") != "restart" and start in above
            text = above[start] if joined else cleaner.text(_flat(element), where)
            above[start] = text
            cells.append(Cell(text, where, joined, span=span))
            cells.extend([Cell(where=where, covered=True)] * (span - 1))
        lines.append(Line(tuple(cells), where))
    nested = next(table.iterdescendants(_TABLE), None) is not None
    return Grid(name, tuple(lines), (_nested_check(name),) if nested else ())


def _number(properties: Any, tag: str, otherwise: int) -> int:
    element = properties.find(qn(tag)) if properties is not None else None
    value = element.get(qn("w:val"), "") if element is not None else ""
    return min(int(value), 100) if value.isascii() and value.isdigit() else otherwise


def _nested_check(name: str) -> Check:
    return Check(
        "nested-table",
        f"In {name} a cell holds another table; its words were read line by line. Check the rows that hold it.",
        where=name,
    )
