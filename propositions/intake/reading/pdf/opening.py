"""Which pages of a PDF are read, what on them is not, and in which words a PDF without readable words is refused."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.utils.exceptions import PdfminerException

from lis.engine.checks import Check
from propositions.intake.reading.clean import places
from propositions.intake.reading.paper import UnreadablePaper
from propositions.intake.reading.pdf.boxes import boxes_of, rules_of
from propositions.intake.reading.pdf.page import Page, words_of

MAX_PAGES = 100
_FEW = 5  # letters: a page with fewer has only a page number
_PICTURED = 0.6  # of the page: a picture that covers more is the page itself
_UNTOLD = 0.2  # of the letters: with more of them untold there is nothing to go by
_NO_LETTER = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uefff\uf100-\uf8ff]")
_ANNOTATIONS = {
    "comments": frozenset(
        ["Text", "FreeText", "Highlight", "Underline", "StrikeOut", "Squiggly", "Caret", "Stamp", "Ink", "Redact"]
    ),
    "form-fields": frozenset(["Widget"]),
    "embedded-file": frozenset(["FileAttachment"]),
}
_INSTEAD = "Ask for the Word or Excel file that it was made from and upload that, or paste the table as text."
_PASSWORD = "This PDF is protected by a password. Save a copy without the password and upload that."
_SCAN = f"This PDF holds pictures of its pages and no words, as a scan does. We cannot read pictures. {_INSTEAD}"
_NO_WORDS = f"This PDF holds no words that can be read. {_INSTEAD}"
_UNTOLD_LETTERS = f"This PDF does not say which letters its shapes stand for, so its words cannot be read. {_INSTEAD}"
# Each begins with the place: "On page 3", "In the PDF".
_SENTENCES = {
    "scanned-page": "we found only a picture, as a scan has. It was not read.",
    "recognised-words": "we found a picture of the page with words behind it, as a machine recognises them. Compare "
    "what we read with the picture.",
    "pictures": "we found pictures. Words inside pictures are not read.",
    "untold-letters": "we found letters that the PDF does not tell, and put � in their place. Type what stands there.",
    "turned-words": "we found words that are written sideways, and put them after the other words of the page.",
    "hidden-words": "we found words outside the visible page, which are not imported: ",
    "comments": "we found notes or marks that were put on the page, which are not imported.",
    "form-fields": "we found fields to fill in. What was typed into them is not read: type what you need.",
    "embedded-file": "we found another file, which was not read. Upload it by itself.",
}

Character = dict[str, Any]


@dataclass
class _Seen:
    """What was met beside readable words: the numbers of the pages by code, 0 for the whole PDF."""

    letters: int = 0
    untold: int = 0
    hidden: list[str] = field(default_factory=list)
    pages: dict[str, list[int]] = field(default_factory=dict)

    def note(self, code: str, page: int) -> None:
        self.pages.setdefault(code, []).append(page)

    def checks(self) -> list[Check]:
        return [
            Check(code, f"{_where(self.pages[code])} {sentence}{self._hidden() if code == 'hidden-words' else ''}")
            for code, sentence in _SENTENCES.items()
            if code in self.pages
        ]

    def _hidden(self) -> str:
        text = " ".join(self.hidden)
        return f"“{text if len(text) <= 80 else text[:79].rstrip() + '…'}”."


def pages_of(content: bytes) -> tuple[list[Page], list[Check]]:
    """The pages of a PDF, and a warning for each thing on them that is not imported. Raises ``UnreadablePaper``."""
    seen = _Seen()
    try:
        with pdfplumber.open(io.BytesIO(content), raise_unicode_errors=False) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise UnreadablePaper(
                    f"This PDF has {len(pdf.pages)} pages; we read PDFs of up to {MAX_PAGES}. Print only the pages "
                    "with the table to a new PDF and upload that."
                )
            pages = []
            for page in pdf.pages:
                pages.append(_page(_turned_upright(page), seen))
                page.close()  # what pdfplumber keeps of a page takes a hundred times the room of its words
            _look_beside(_dictionary(pdf.doc.catalog), seen)
    except PdfminerException as error:
        if any(isinstance(reason, PDFPasswordIncorrect) for reason in (*error.args, error.__context__)):
            raise UnreadablePaper(_PASSWORD) from error
        raise
    _refuse_without_words(pages, seen)
    return pages, seen.checks()


def _page(page: Any, seen: _Seen) -> Page:
    number = page.page_number
    characters = [_told(character) for character in _once(page.chars)]
    letters = [character["text"] for character in characters if not character["text"].isspace()]
    seen.letters += len(letters)
    if untold := letters.count("\ufffd"):
        seen.untold += untold
        seen.note("untold-letters", number)
    _look_at_pictures(page, len(letters), seen)
    _look_at_annotations(page, seen)

    visible = _visible(page, characters, seen)
    turned = _sideways([character for character in visible if not character["upright"]])
    if turned:
        seen.note("turned-words", number)
    boxes, outside = boxes_of(page, [character for character in visible if character["upright"]])
    return Page(
        number=number, width=float(page.width), height=float(page.height), words=words_of(outside), boxes=boxes,
        rules=rules_of(page), turned=turned,
    )  # fmt: skip


def _turned_upright(page: Any) -> Any:
    """``page``, turned if most of its letters do not stand upright, as on a wide page that was printed tall."""
    ways = Counter(_quarter(character["matrix"]) for character in page.chars if not character["text"].isspace())
    way, count = max(ways.items(), key=lambda item: item[1], default=(0, 0))
    if way == 0 or count * 2 <= ways.total():
        return page
    turned = page.page_obj
    turned.rotate = (turned.rotate + way) % 360
    turned.attrs = {**turned.attrs, "Rotate": turned.rotate}
    page.close()
    return type(page)(page.pdf, turned, page.page_number, page.initial_doctop)


def _quarter(matrix: Sequence[float]) -> int:
    """How far a letter drawn with ``matrix`` is turned against the clock, in quarters of 90 degrees."""
    along, up = matrix[0], matrix[1]
    if abs(along) >= abs(up):
        return 0 if along >= 0 else 180
    return 90 if up > 0 else 270


def _sideways(characters: Sequence[Character]) -> str:
    """The words of letters that stand sideways, in the order in which they are drawn."""
    text = ""
    for before, character in zip([None, *characters], characters, strict=False):
        apart = max(abs(before["x0"] - character["x0"]), abs(before["top"] - character["top"])) if before else 0
        text += f"{' ' if apart > 1.5 * character['size'] else ''}{character['text']}"
    return " ".join(text.split())


def _once(characters: Iterable[Character]) -> Iterator[Character]:
    """Each letter once: some programs print a letter twice, a hair apart, to make it bold."""
    printed: dict[tuple[str, int, int], list[Character]] = {}
    for character in characters:
        text, x, y = character["text"], round(character["x0"]), round(character["top"])
        near = (printed.get((text, x + dx, y + dy), ()) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if text.isspace() or not any(_covers(other, character) for others in near for other in others):
            printed.setdefault((text, x, y), []).append(character)
            yield character


def _covers(one: Character, other: Character) -> bool:
    """Whether the same letter was printed over itself; two letters beside each other are a letter's width apart."""
    width = other["x1"] - other["x0"]
    return abs(one["x0"] - other["x0"]) < width / 3 and abs(one["top"] - other["top"]) < other["size"] / 3


def _told(character: Character) -> Character:
    """``character``, with the one mark for letters that a font does not tell."""
    return {**character, "text": "\ufffd"} if _NO_LETTER.fullmatch(character["text"]) else character


def _visible(page: Any, characters: Sequence[Character], seen: _Seen) -> list[Character]:
    """Those of ``characters`` that lie on the page; what lies beside it nobody sees."""
    left, top, right, bottom = page.cropbox
    visible, hidden = [], []
    for character in characters:
        x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
        (visible if left <= x <= right and top <= y <= bottom else hidden).append(character)
    if words := words_of(hidden):
        seen.note("hidden-words", page.page_number)
        seen.hidden.extend(word.text for word in words)
    return visible


def _look_at_pictures(page: Any, letters: int, seen: _Seen) -> None:
    area = float(page.width * page.height) or 1
    largest = max((float(image["width"] * image["height"]) for image in page.images), default=0) / area
    if letters < _FEW and (largest or page.curves):
        seen.note("scanned-page", page.page_number)
    elif largest:
        seen.note("recognised-words" if largest > _PICTURED else "pictures", page.page_number)


def _look_at_annotations(page: Any, seen: _Seen) -> None:
    found = {getattr(resolve1(_dictionary(one).get("Subtype")), "name", "") for one in _list(page.page_obj.annots)}
    for code, kinds in _ANNOTATIONS.items():
        if found & kinds:
            seen.note(code, page.page_number)


def _look_beside(catalog: dict[str, Any], seen: _Seen) -> None:
    """Files that hang on the PDF as a whole, and forms that draw their own pages."""
    if "EmbeddedFiles" in _dictionary(catalog.get("Names")) or "Collection" in catalog:
        seen.note("embedded-file", 0)
    if "XFA" in _dictionary(catalog.get("AcroForm")):
        seen.note("form-fields", 0)


def _dictionary(value: Any) -> dict[str, Any]:
    found = resolve1(value)
    return found if isinstance(found, dict) else {}


def _list(value: Any) -> Iterable[Any]:
    found = resolve1(value)
    return found if isinstance(found, list) else ()


def _refuse_without_words(pages: Sequence[Page], seen: _Seen) -> None:
    if seen.untold > _UNTOLD * max(seen.letters, 1):
        raise UnreadablePaper(_UNTOLD_LETTERS)
    scanned = seen.pages.get("scanned-page", [])
    has_words = any(page.words or page.turned or any(boxes.words for boxes in page.boxes) for page in pages)
    if not has_words or len(scanned) == len(pages):
        raise UnreadablePaper(_SCAN if scanned else _NO_WORDS)


def _where(pages: Sequence[int]) -> str:
    if 0 in pages:
        return "In the PDF"
    return f"On {'page' if len(pages) == 1 else 'pages'} {places(str(number) for number in pages)}"
