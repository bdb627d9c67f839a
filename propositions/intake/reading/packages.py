"""Which office file an archive is, and whether its parts may be unpacked and parsed."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from propositions.intake.reading.paper import INSTEAD, PASSWORD, SPREADSHEET, TRAP, WORD, UnreadablePaper

MEGABYTE = 1024 * 1024
MAX_MEMBERS = 2_000
MAX_UNPACKED = 60 * MEGABYTE
MAX_ELEMENTS = 500_000  # of XML in all parts: some 200 pages, or 200,000 cells
MAX_RATIO = 150  # text packs some 10 to 40 times; only a trap packs far more
SMALL = 5 * MEGABYTE  # below this no ratio does harm

ARCHIVE = "This file is an archive. Unpack it and upload the paper itself."
_DAMAGED = (
    "This file is damaged and cannot be opened. Open it in Word or Excel, save it again under a new name and upload "
    "that copy, or paste the table as text."
)
_MACROS = "This file holds macros, which we do not open. Save it as .docx or .xlsx, without macros, and upload that."
_ENTITIES = (
    "This file holds XML definitions (a DTD) that an ordinary paper has no use for, so we did not open it. Copy the "
    "table into a new document and upload that."
)
_WORD_MAIN = b"wordprocessingml.document.main+xml"
_SHEET_MAIN = b"spreadsheetml.sheet.main+xml"
_OTHER_PACKAGES = (
    (b"presentationml", "This file holds slides. We cannot read slides: copy their text and paste it."),
    (b"wordprocessingml.template.main", "This file is a Word template. Save it as a Word document (.docx)."),
    (b"spreadsheetml.template.main", "This file is an Excel template. Save it as an Excel workbook (.xlsx)."),
    (b"ms-excel.sheet.binary", "This file is a binary Excel workbook (.xlsb). Save it as .xlsx and upload that."),
)


def kind_of_package(content: bytes) -> str:
    """``"word"`` or ``"spreadsheet"``; ``UnreadablePaper`` for every other archive.

    Nothing is unpacked before its declared size is known, and no XML part reaches a parser that would follow its
    definitions.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            _check_members(members)
            types = package.read("[Content_Types].xml") if "[Content_Types].xml" in package.namelist() else b""
            kind = _kind_of_package(package, types)
            counter = _ElementCounter()
            for member in members:
                _check_part(member.filename, b"".join(_unpacked(package, member)), counter)
    except UnreadablePaper:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        KeyError,
        IndexError,
        OverflowError,
        NotImplementedError,
        RuntimeError,
        LookupError,
        MemoryError,
    ) as error:  # whatever zipfile makes of broken bytes: each of these was seen or is documented
        raise UnreadablePaper(_DAMAGED) from error
    return kind


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    """Counts and sizes as the archive declares them; ``zipfile`` never unpacks more than was declared."""
    names = [member.filename for member in members]
    if len(members) > MAX_MEMBERS:
        raise UnreadablePaper(TRAP)
    if len(set(names)) != len(names):
        raise UnreadablePaper(_DAMAGED)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadablePaper(PASSWORD)
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > MAX_RATIO * packed):
        raise UnreadablePaper(TRAP)
    if any(m.file_size > SMALL and m.file_size > 4 * MAX_RATIO * max(m.compress_size, 1) for m in members):
        raise UnreadablePaper(TRAP)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadablePaper(_MACROS)


def _kind_of_package(package: zipfile.ZipFile, types: bytes) -> str:
    if "mimetype" in package.namelist() and b"opendocument" in package.read("mimetype")[:200]:
        raise UnreadablePaper(f"This file is an OpenDocument file (.odt, .ods), which we cannot read: {INSTEAD}.")
    if b"macroenabled" in types.lower():
        raise UnreadablePaper(_MACROS)
    if _WORD_MAIN in types:
        return WORD
    if _SHEET_MAIN in types:
        return SPREADSHEET
    for mark, sentence in _OTHER_PACKAGES:
        if mark in types:
            raise UnreadablePaper(sentence)
    if types:
        raise UnreadablePaper(_DAMAGED)
    raise UnreadablePaper(ARCHIVE)


def _unpacked(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(member) as part:
        while piece := part.read(MEGABYTE):
            yield piece


class _ElementCounter(ContentHandler):
    """Builds nothing, and stops when a package holds more XML than a paper can."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def startElement(self, name: str, attrs: object) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise UnreadablePaper(TRAP)


def _check_part(name: str, part: bytes, counter: _ElementCounter) -> None:
    """Refuse definitions and entities in every part that is XML, or that could pass for XML under another name."""
    plain = part.replace(b"\x00", b"")
    is_xml = name.lower().endswith((".xml", ".rels", ".vml"))
    if not is_xml and b"<!DOCTYPE" not in plain and b"<!ENTITY" not in plain:
        return
    try:
        parseString(part, counter, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadablePaper(_ENTITIES) from error
    except SAXException as error:
        raise UnreadablePaper(_DAMAGED if is_xml else _ENTITIES) from error
