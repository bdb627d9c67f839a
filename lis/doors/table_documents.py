"""How a table becomes a Word document that a screen reader can follow, written row by row without an author."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from typing import IO
from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# A4 on its side in twentieths of a point, with margins of 2 cm.
_PAGE_WIDTH, _PAGE_HEIGHT, _MARGIN = 16838, 11906, 1134

_CONTENT_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_TYPES}document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_TYPES}styles+xml"/>\
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
</Types>"""

_PACKAGE_RELATIONS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>\
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>\
</Relationships>"""

_DOCUMENT_RELATIONS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_RELATION}/styles" Target="styles.xml"/></Relationships>"""

_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="505A5F"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_STYLES = f"""{_HEAD}<w:styles {_WORD}>\
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>\
<w:sz w:val="20"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>\
<w:pPrDefault><w:pPr><w:spacing w:after="60"/></w:pPr></w:pPrDefault></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>\
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>\
<w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:after="240"/><w:outlineLvl w:val="0"/></w:pPr>\
<w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>\
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>\
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>\
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>\
<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr></w:style></w:styles>"""


def write_document(
    file: IO[bytes],
    title: str,
    headings: list[str],
    lines: Iterable[list[str]],
    properties: str,
    fixed_time: tuple[int, int, int, int, int, int],
) -> None:
    """Write a DOCX into ``file``: the title as its one heading, then one table whose first row repeats on each page.

    ``lines`` holds the text of each row's cells; ``properties`` is the finished part of document properties.
    """
    with zipfile.ZipFile(file, "w") as package:
        for name, content in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _PACKAGE_RELATIONS),
            ("docProps/core.xml", properties),
            ("word/_rels/document.xml.rels", _DOCUMENT_RELATIONS),
            ("word/styles.xml", _STYLES),
        ):
            package.writestr(_member(name, fixed_time), content)
        with package.open(_member("word/document.xml", fixed_time), "w", force_zip64=True) as part:
            for piece in _document(title, headings, lines):
                part.write(piece.encode())


def _member(name: str, fixed_time: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, fixed_time)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _document(title: str, headings: list[str], lines: Iterable[list[str]]) -> Iterator[str]:
    width = (_PAGE_WIDTH - 2 * _MARGIN) // max(len(headings), 1)
    grid = f'<w:gridCol w:w="{width}"/>' * len(headings)
    yield (
        f"{_HEAD}<w:document {_WORD}><w:body>"
        f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{_run(title)}</w:p>'
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={quoteattr(title)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    yield _row(headings, width, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", bold=True)
    for line in lines:
        yield _row(line, width)
    yield (
        "</w:tbl><w:p/><w:sectPr>"
        f'<w:pgSz w:w="{_PAGE_WIDTH}" w:h="{_PAGE_HEIGHT}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}"'
        ' w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _row(cells: list[str], width: int, properties: str = "", bold: bool = False) -> str:
    filled = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraphs(text, bold)}</w:tc>' for text in cells
    )
    return f"<w:tr>{properties}{filled}</w:tr>"


def _paragraphs(text: str, bold: bool) -> str:
    return "".join(f"<w:p>{_run(line, bold)}</w:p>" for line in text.split("\n"))


def _run(text: str, bold: bool = False) -> str:
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
