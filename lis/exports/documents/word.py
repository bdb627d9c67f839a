"""A document as Word reads it: real headings, header rows, a language and a title; no author and no time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from lis.doors.tables import FIXED_TIME, core_properties
from lis.engine.canonical import clean_text

from .contents import ADDED, REMOVED, STRONG, Cell, Document, Heading, Paragraph, Run, Table

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKED = f'xmlns:r="{_RELATION}"'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# A4 in twentieths of a point, with margins of 2 cm.
_WIDTH, _HEIGHT, _MARGIN = 11906, 16838, 1134
# Characters that no XML file may hold, besides those that are cleaned everywhere.
_NO_XML = re.compile("[\ufffe\uffff]")

_CONTENT_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_TYPES}document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_TYPES}styles+xml"/>\
<Override PartName="/word/settings.xml" ContentType="{_TYPES}settings+xml"/>\
<Override PartName="/word/footer1.xml" ContentType="{_TYPES}footer+xml"/>\
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
</Types>"""
_PACKAGE_RELATIONS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>\
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>\
</Relationships>"""
_DOCUMENT_RELATIONS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_RELATION}/styles" Target="styles.xml"/>\
<Relationship Id="rId2" Type="{_RELATION}/settings" Target="settings.xml"/>\
<Relationship Id="rId3" Type="{_RELATION}/footer" Target="footer1.xml"/></Relationships>"""
_SETTINGS = f'{_HEAD}<w:settings {_WORD}><w:themeFontLang w:val="en-GB"/></w:settings>'
_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="505A5F"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _heading_style(level: int, size: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/>'
        f'<w:spacing w:before="200" w:after="120"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
    )


_STYLES = f"""{_HEAD}<w:styles {_WORD}>\
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>\
<w:sz w:val="20"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>\
<w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>\
{_heading_style(1, 34)}{_heading_style(2, 26)}{_heading_style(3, 22)}\
<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>\
<w:rPr><w:sz w:val="16"/></w:rPr></w:style>\
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>\
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>\
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>\
<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr></w:style></w:styles>"""
_STYLED = {"": "", STRONG: "<w:b/>", ADDED: '<w:u w:val="single"/>', REMOVED: "<w:strike/>"}


def write_word(document: Document) -> bytes:
    """``document`` as a DOCX. The same document gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _PACKAGE_RELATIONS),
            ("docProps/core.xml", core_properties(_text(document.title))),
            ("word/_rels/document.xml.rels", _DOCUMENT_RELATIONS),
            ("word/styles.xml", _STYLES),
            ("word/settings.xml", _SETTINGS),
            ("word/footer1.xml", f"{_HEAD}<w:ftr {_WORD}>{_paragraph((Run(document.foot),), 'Footer')}</w:ftr>"),
            ("word/document.xml", "".join(_body(document))),
        ):
            member = zipfile.ZipInfo(name, FIXED_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, content)
    return made.getvalue()


def _body(document: Document) -> Iterator[str]:
    yield f"{_HEAD}<w:document {_WORD} {_LINKED}><w:body>{_paragraph((Run(document.title),), 'Heading1')}"
    for block in document.blocks:
        match block:
            case Heading():
                yield _paragraph((Run(block.text),), f"Heading{block.level}")
            case Table():
                yield from _table(block)
            case _:
                yield _paragraph(block)
    yield (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
        f'<w:pgSz w:w="{_WIDTH}" w:h="{_HEIGHT}"/>'
        f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}"'
        ' w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _table(table: Table) -> Iterator[str]:
    width = (_WIDTH - 2 * _MARGIN) // len(table.headings)
    grid = f'<w:gridCol w:w="{width}"/>' * len(table.headings)
    yield (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={quoteattr(_text(table.caption))}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    headings: tuple[Cell, ...] = tuple(((Run(heading, STRONG),),) for heading in table.headings)
    yield _row(headings, width, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
    for row in table.rows:
        yield _row(row, width)
    yield "</w:tbl><w:p/>"


def _row(cells: tuple[Cell, ...], width: int, properties: str = "") -> str:
    filled = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(map(_paragraph, cell)) or "<w:p/>"}</w:tc>'
        for cell in cells
    )
    return f"<w:tr>{properties}{filled}</w:tr>"


def _paragraph(runs: Paragraph, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{''.join(map(_run, runs))}</w:p>"


def _run(run: Run) -> str:
    """One run; a line end inside it stays a line end."""
    styled = f"<w:rPr>{_STYLED[run.style]}</w:rPr>" if run.style else ""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _text(run.text).split("\n"))
    return f"<w:r>{styled}{'<w:br/>'.join(lines)}</w:r>"


def _text(text: str) -> str:
    return _NO_XML.sub("", clean_text(text))
