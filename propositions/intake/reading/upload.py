"""How the bytes of an upload become a paper, by the reader for its kind; files that need a parser only in a child."""

from datetime import datetime

from lis.engine.checks import Check
from propositions.intake.reading import spreadsheet, word
from propositions.intake.reading.assembling import Part, assembled, from_bytes
from propositions.intake.reading.clean import Cleaner
from propositions.intake.reading.paper import PDF, TEXT, TOO_HEAVY, WEB_PAGE, WORD, Paper, UnreadablePaper
from propositions.intake.reading.pdf import contents as pdf
from propositions.intake.reading.pdf.streams import check_streams
from propositions.intake.reading.safety import kind_of
from propositions.intake.reading.web_page import contents as web_page

_CANNOT_OPEN = {
    PDF: "We could not open this PDF; it may be damaged. Open it, print it to a new PDF and upload that, or paste the "
    "table as text.",
    WEB_PAGE: "We could not read this web page. Open it in a browser, copy the table and paste it as text.",
}
_OFFICE_CANNOT_OPEN = (
    "We could not open this file; it may be damaged. Open it in Word or Excel, save it again under a new name and "
    "upload that copy, or paste the table as text."
)


def read_upload(name: str, content: bytes, *, at: datetime) -> Paper:
    """The paper in ``content``; ``name`` is only repeated, never believed. Raises nothing but ``UnreadablePaper``."""
    kind = kind_of(content)
    if kind == TEXT:
        return from_bytes(name, content, at)
    cleaner = Cleaner()
    try:
        parts, checks = _contents(kind, content, cleaner)
    except UnreadablePaper:
        raise
    except MemoryError as error:
        raise UnreadablePaper(TOO_HEAVY) from error
    except Exception as error:  # what the libraries raise for broken files is not a closed list
        raise UnreadablePaper(_CANNOT_OPEN.get(kind, _OFFICE_CANNOT_OPEN)) from error
    return assembled(name, kind, content, parts, (*checks, *cleaner.checks()), at)


def _contents(kind: str, content: bytes, cleaner: Cleaner) -> tuple[list[Part], tuple[Check, ...]]:
    if kind == PDF:
        check_streams(content)
        return pdf.contents_of(content, cleaner)
    if kind == WORD:
        return word.contents_of(content, cleaner)
    if kind == WEB_PAGE:
        return web_page.contents_of(content, cleaner)
    return list(spreadsheet.grids_of(content, cleaner)), ()
