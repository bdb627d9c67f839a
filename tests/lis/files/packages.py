"""Good and bad office files, made byte by byte for the tests."""

import io
import struct
import zipfile

from docx import Document
from openpyxl import Workbook

WORD_TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def docx() -> bytes:
    file = io.BytesIO()
    document = Document()
    document.add_paragraph("Can the programme cover the whole county?")
    document.save(file)
    return file.getvalue()


def xlsx() -> bytes:
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


def package(**changed: bytes | str) -> bytes:
    """A package that says it is a Word file; ``changed`` adds or replaces members."""
    members = {"[Content_Types].xml": WORD_TYPES, "word/document.xml": "<document/>", **changed}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()


def marked_as_encrypted(content: bytes) -> bytes:
    """The same package with the mark of a password on every member."""
    return _with_flags(_with_flags(content, b"PK\x03\x04", 6), b"PK\x01\x02", 8)


def _with_flags(content: bytes, signature: bytes, offset: int) -> bytes:
    changed = bytearray(content)
    place = changed.find(signature)
    while place >= 0:
        (flags,) = struct.unpack_from("<H", changed, place + offset)
        struct.pack_into("<H", changed, place + offset, flags | 1)
        place = changed.find(signature, place + 4)
    return bytes(changed)
