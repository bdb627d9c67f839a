"""What kind of file is this really, and is it safe to open? Answered from its bytes, before anything reads it."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
HTML = "text/html"
CSV = "text/csv"
TEXT = "text/plain"
EXTENSIONS = {
    DOCX: (".docx",), XLSX: (".xlsx",), PDF: (".pdf",), HTML: (".html", ".htm"), CSV: (".csv",), TEXT: (".txt", ".md"),
}  # fmt: skip
WELCOME = "Send a Word document (.docx), an Excel workbook (.xlsx), a PDF, a CSV file or plain text, of 10 MB at most."

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
# A 1 MB document that unpacks to 1 GB takes twice that in memory when it is read.
MOST_UNPACKED = 50 * MEGABYTE
MOST_IN_A_PART = 20 * MEGABYTE
MOST_MEMBERS = 2000
PIECE = 256 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ")
_NESTED = re.compile(r"\.(zip|7z|rar|gz|bz2|xz|tar|tgz|jar)$", re.IGNORECASE)
_MARKUP = re.compile(rb"<(!doctype|html|svg|script|\?xml|body|iframe)\b|<\?xml", re.IGNORECASE)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v"))


class Unreadable(Exception):
    """The file is not accepted; ``sentence`` says why and what to do instead."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Detected:
    """What was found: the kind of content, how many bytes, and their SHA-256."""

    content_type: str
    size: int
    sha256: str


def inspect(name: str, content: bytes) -> Detected:
    """The kind of ``content``, uploaded under ``name``. Raises ``Unreadable`` for whatever must not be opened.

    The name only tells CSV from other text; everything else is read from the bytes.
    """
    check_size(len(content))
    return Detected(_kind(name, content), len(content), hashlib.sha256(content).hexdigest())


def check_size(size: int) -> None:
    """Raises ``Unreadable`` for an empty file or one that is too big; ask before reading it."""
    if size == 0:
        raise Unreadable("The file is empty. Choose the file again, or open it to see whether it holds anything.")
    if size > MOST_BYTES:
        raise Unreadable(
            f"The file has {size / MEGABYTE:.1f} MB; the most that can be sent is 10 MB. "
            "Take out pictures or split it into parts."
        )


def _kind(name: str, content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _office_kind(content)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable("The file is protected by a password. Save a copy without the password and send that.")
        raise Unreadable("The file is of an old Office format. Save it as .docx or .xlsx and send that.")
    if content.startswith(b"%PDF"):
        return PDF
    if content.startswith(b"{\\rtf"):
        raise Unreadable("This is a Rich Text file. Save it as .docx and send that.")
    if content.startswith(_PICTURES):
        raise Unreadable(f"This is a picture. {WELCOME}")
    if content.startswith(_ARCHIVES):
        raise Unreadable(f"This is a packed archive. Unpack it first. {WELCOME}")
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf").lstrip()[:64]):
        raise Unreadable(f"This is a web page, a drawing or XML. {WELCOME}")
    if not _is_text(content):
        raise Unreadable(f"We do not know this kind of file. {WELCOME}")
    return CSV if name.lower().endswith(".csv") else TEXT


def _is_text(content: bytes) -> bool:
    """Whether it reads as text: a stray control character is borne, more than one in a hundred is not."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            content = content.decode("utf-16").encode("utf-8", "replace")
        except UnicodeDecodeError:
            return False
    return (len(content) - len(content.translate(None, _CONTROLS))) * 100 <= len(content)


def _office_kind(content: bytes) -> str:
    damaged = Unreadable("The file is damaged. Open it in Word or Excel, save it again and send that.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            _check_members(members, len(content))
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels")):
                    _check_part(package, member)
            declared = package.read("[Content_Types].xml") if "[Content_Types].xml" in package.namelist() else b""
            mimetype = package.read("mimetype")[:100] if "mimetype" in package.namelist() else b""
    except Unreadable:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise damaged from None
    names = {member.filename.lower() for member in members}
    if b"macroEnabled" in declared or any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable("The file holds macros. Save it without them, as .docx or .xlsx, and send that.")
    if b"wordprocessingml.document.main+xml" in declared and "word/document.xml" in names:
        return DOCX
    if b"spreadsheetml.sheet.main+xml" in declared and "xl/workbook.xml" in names:
        return XLSX
    if b"presentationml" in declared:
        raise Unreadable("These are slides. Copy their text and paste it, or save it as plain text and send that.")
    if b"opendocument" in mimetype:
        raise Unreadable("This is an OpenDocument file. Save it as .docx or .xlsx and send that.")
    raise Unreadable(f"This is a packed archive, not a Word or Excel file. {WELCOME}")


def _check_members(members: list[zipfile.ZipInfo], size: int) -> None:
    """What the list of contents says must be bearable before anything is unpacked."""
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("The file is protected by a password. Save a copy without the password and send that.")
    if len(members) > MOST_MEMBERS:
        raise Unreadable(f"The file is made of more than {MOST_MEMBERS} parts. Save the pages you need as a new file.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or any(_too_big(member) for member in members):
        raise Unreadable(
            f"Unpacked, the file would have {unpacked / MEGABYTE:.0f} MB, which is too much. "
            "Save the pages you need as a new file."
        )
    names = [member.filename for member in members]
    # Parts that share their bytes, or leave the package, are never made by an office program.
    if (
        sum(member.compress_size for member in members) > size
        or len(set(names)) < len(names)
        or any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
    ):
        raise Unreadable("The file is put together in a way that is not safe to open. Save it again and send that.")
    if any(_NESTED.search(name) for name in names):
        raise Unreadable("The file has an archive packed inside. Take it out, save the file again and send that.")


def _too_big(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith((".xml", ".rels")) and member.file_size > MOST_IN_A_PART


def _check_part(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read one XML part to its end: it must be whole, and must not declare entities of its own."""
    with package.open(member) as part:
        before = b""
        while piece := part.read(PIECE):
            # Taken without zero bytes, so that a second encoding hides nothing.
            seen = before + piece.replace(b"\x00", b"")
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise Unreadable("The file declares entities of its own, which is not safe to open. Save it again.")
            before = seen[-16:]
