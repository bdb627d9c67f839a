"""What kind of file an upload is, by its content, and whether it may be opened at all."""

import re

from propositions.intake.reading.packages import ARCHIVE, MEGABYTE, kind_of_package
from propositions.intake.reading.paper import INSTEAD, PASSWORD, PDF, TEXT, WEB_PAGE, UnreadablePaper

MAX_BYTES = 10 * MEGABYTE

_PICTURE = f"This file is a picture. We cannot read words in pictures: {INSTEAD}."
_WHOLE_PAGE = (
    "This file is a web page packed with its pictures (.mht). Open it in a browser, save it as “Web page, HTML only” "
    "and upload that."
)
_SOURCE = (
    "This is the source of a web page. Copy the page as you see it in the browser, or save it there as “Web page, HTML "
    "only” and upload that file."
)
_XML = f"This file is XML, which we cannot read: {INSTEAD}."

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM\x00", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"{\\rtf", f"This file is in Rich Text Format (.rtf), which we cannot read: {INSTEAD}."),
    (b"\x1f\x8b", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!", ARCHIVE),
    (b"\xfd7zXZ", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"MZ\x90", "This file is a program, not a paper."),
    (b"\x7fELF", "This file is a program, not a paper."),
)
PACKAGE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What may stand before the first mark of a page: what browsers write when they save one, and XML's own line.
_BEFORE = re.compile(r"\s*(?:<\?xml\b[^>]*>\s*)?(?:<!--.*?-->\s*)*", re.DOTALL)
_PAGE = re.compile(
    r"<!doctype\s+html\b|<(?:html|head|body|title|meta|link|style|script|base|table|div|section|article|main|h[1-6]|p|ul|ol)"
    r"[\s>/]",
    re.IGNORECASE,
)
_MARKED = re.compile(r"<(?:\?xml|!doctype|svg)\b", re.IGNORECASE)
_START = 8_000  # characters in which a file says what it is


def kind_of(content: bytes) -> str:
    """The kind of paper in ``content``; ``UnreadablePaper`` for everything that may not be opened.

    The name of the file plays no part.
    """
    check_size(content)
    for magic, sentence in _MAGIC:
        if content.startswith(magic):
            raise UnreadablePaper(sentence)
    if (content[:4] == b"RIFF" and content[8:12] == b"WEBP") or content[4:12] in (b"ftypheic", b"ftypavif"):
        raise UnreadablePaper(_PICTURE)
    if content.startswith(_OLE):
        raise UnreadablePaper(_old_office(content))
    if content.startswith(PACKAGE):
        return kind_of_package(content)
    if _is_pdf(content):
        return PDF
    return WEB_PAGE if _is_web_page(content) else TEXT


def is_plain(content: bytes) -> bool:
    """Whether ``content`` is text that needs no parser of its own."""
    return not (content.startswith(PACKAGE) or _is_pdf(content) or _is_web_page(content))


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def _is_web_page(content: bytes) -> bool:
    """Whether ``content`` begins as a web page does, in whatever way its letters are coded."""
    start = content[:_START].replace(b"\x00", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xfe\xff")
    return _is_marked_up(start)


def _is_marked_up(start: str) -> bool:
    return bool(_PAGE.match(start, _BEFORE.match(start).end()))


def check_size(content: bytes) -> None:
    """Refuse nothing at all and too much."""
    if not content:
        raise UnreadablePaper("This file is empty. Choose the file again, or paste the table as text.")
    if len(content) > MAX_BYTES:
        size = -(-len(content) // MEGABYTE)
        raise UnreadablePaper(
            f"This paper is {size} MB; we read papers of up to {MAX_BYTES // MEGABYTE} MB. Save a copy that holds only "
            "the pages with the table, without pictures, or paste the table as text."
        )


def refuse_markup(text: str) -> None:
    """Refuse the source of a web page, a packed web page or bare XML that came as text."""
    start = text[:_START].lstrip()
    if _is_marked_up(start):
        raise UnreadablePaper(_SOURCE)
    if "multipart/related" in start.casefold() and "mime-version:" in start.casefold():
        raise UnreadablePaper(_WHOLE_PAGE)
    if _MARKED.match(start):
        raise UnreadablePaper(_XML)


def _old_office(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return PASSWORD
    return (
        "This file is password-protected or an old Word or Excel file (.doc, .xls). Save it as .docx or .xlsx, without "
        "a password, and upload that."
    )
