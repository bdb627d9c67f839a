"""Which paragraphs and tables a saved web page shows, in the order of reading, and what on it is not imported."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from lxml import etree

from lis.engine.checks import Check
from propositions.intake.reading.clean import Cleaner, one_line, places
from propositions.intake.reading.paper import BULLET, HEADING, PARAGRAPH, TRAP, Grid, UnreadablePaper
from propositions.intake.reading.text import refuse_binary
from propositions.intake.reading.web_page.decoding import decode_page
from propositions.intake.reading.web_page.grids import CellWords, Rows, cells_of, grid_of, tag_of
from propositions.intake.reading.web_page.hiding import Hiding
from propositions.intake.vocabulary import vocabulary

_MOST_MARKS = 400_000  # in a page of some 200 printed ones there are 40,000
_LONGEST_HEADING = 80
_BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "p", "pre", "search",
        "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    ]
)  # fmt: skip
_KINDS = {"li": BULLET, **{f"h{level}": HEADING for level in range(1, 7)}}
# Nothing that anybody reads stands in these.
_WORDLESS = frozenset(
    [
        "area", "audio", "base", "canvas", "col", "colgroup", "defs", "desc", "head", "link", "map", "meta", "metadata",
        "param", "picture", "rp", "script", "source", "style", "template", "title", "track", "video",
    ]
)  # fmt: skip
_CONTROLS = frozenset(["datalist", "input", "option", "select", "textarea"])
_PAGES_INSIDE = frozenset(["applet", "embed", "frame", "iframe", "object"])
_SENTENCES = {
    "tracked-changes": "The page holds words that are marked as deleted, which are not imported.",
    "form-fields": "The page holds fields to fill in; what stands in them is not imported. Type what you need.",
    "embedded-page": "The page shows another page or file inside it, which was not read. Upload that by itself.",
    "outside-styles": "The page takes its looks from other files, which we do not open: words that it does not show "
    "may be among those that we read.",
}
_FRAMES = (
    "This web page only shows other pages in its frames. Open the page with the table by itself, save that and upload "
    "it, or paste the table as text."
)
_SCRIPTS = (
    "This web page shows no words without its scripts, which we do not run. Open it in a browser, copy the table and "
    "paste it as text."
)
_TOO_DEEP = (
    "This web page has too many parts inside parts, so we did not read it. Open it in a browser, copy the table and "
    "paste it as text."
)

Paragraph = tuple[str, str]


def contents_of(content: bytes, cleaner: Cleaner) -> tuple[list[Grid | Paragraph], tuple[Check, ...]]:
    """Every paragraph and every table that the page shows. Raises ``UnreadablePaper``."""
    if content.count(b"<") > _MOST_MARKS:
        raise UnreadablePaper(TRAP)
    text, checks = decode_page(content)
    refuse_binary(text)
    root = _root(cleaner.lines(text))
    page = _Page(root, cleaner)
    walk = _Walk(page)
    try:
        if root is not None:
            walk.take(root)
    except RecursionError as error:
        raise UnreadablePaper(_TOO_DEEP) from error
    if not walk.parts:
        _refuse_without_words(root)
    return walk.parts, (*checks, *page.checks())


def _root(text: str) -> Any:
    """The page as a tree. The parser opens no other file, and knows no entities but those of HTML."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise UnreadablePaper(_TOO_DEEP)
    return root


def _refuse_without_words(root: Any) -> None:
    tags = {tag_of(element) for element in root.iter()} if root is not None else set()
    if tags & {"frame", "iframe"}:
        raise UnreadablePaper(_FRAMES)
    if "script" in tags:
        raise UnreadablePaper(_SCRIPTS)


class _Page:
    """What is known of the whole page: what its style sheets hide, and what was left out on the way."""

    def __init__(self, root: Any, cleaner: Cleaner) -> None:
        elements = list(root.iter("style", "link")) if root is not None else []
        self.hiding = Hiding.of("".join(one.itertext()) for one in elements if one.tag == "style")
        self.cleaner = cleaner
        self.tables = 0
        self.seen: set[str] = set()
        self.hidden: list[str] = []
        if any("stylesheet" in one.get("rel", "").casefold().split() for one in elements):
            self.seen.add("outside-styles")

    def leaves_out(self, element: Any, hidden: list[str]) -> bool:
        """Whether ``element`` is passed over; the words that it hides are added to ``hidden``."""
        tag = tag_of(element)
        if not tag or tag in _WORDLESS:
            return True
        if tag == "noscript" or self.hiding.hides(element):
            hidden.append(_words(element))
            return True
        deleted = tag == "del" or "msodel" in element.get("class", "").casefold().split()
        for code, left_out in (
            ("tracked-changes", deleted), ("form-fields", tag in _CONTROLS), ("embedded-page", tag in _PAGES_INSIDE),
        ):  # fmt: skip
            if left_out:
                if code != "form-fields" or _words(element) or element.get("type") in (None, "text", "search"):
                    self.seen.add(code)
                return True
        return False

    def checks(self) -> list[Check]:
        checks = [Check(code, sentence) for code, sentence in _SENTENCES.items() if code in self.seen]
        if hidden := [short(words) for words in self.hidden if words]:
            told = places(f"“{words}”" for words in hidden)
            checks.append(Check("hidden-words", f"The page hides words, which are not imported: {told}."))
        return checks


class _Walk:
    """Goes through a page, or one cell of it, and gathers what it shows.

    Inside a cell every table is taken apart into its words; ``nested`` says that there was one.
    """

    def __init__(self, page: _Page, *, in_cell: bool = False) -> None:
        self.parts: list[Grid | Paragraph] = []
        self.nested = False
        self.hidden: list[str] = [] if in_cell else page.hidden
        self._page, self._in_cell = page, in_cell
        self._words: list[str] = []
        self._as_typed = 0  # how many elements deep inside <pre>

    def take(self, element: Any, kind: str = "") -> None:
        """``element`` with all that it shows, as a part of its own."""
        self._end(kind)
        self._inside(element, kind)
        self._end(kind)

    def _inside(self, element: Any, kind: str) -> None:
        self._write(element.text)
        for child in element:
            self._child(child, kind)
            self._write(child.tail)

    def _child(self, child: Any, kind: str) -> None:
        if self._page.leaves_out(child, self.hidden):
            return
        tag = tag_of(child)
        if tag == "br":
            self._words.append("\n")
        elif tag == "table":
            self._end(kind)
            self._table(child)
        elif tag == "pre":
            self._as_typed += 1
            self.take(child, kind)
            self._as_typed -= 1
        elif tag in _BLOCKS:
            self.take(child, _KINDS.get(tag, kind))
        else:
            self._inside(child, kind)

    def _write(self, text: str | None) -> None:
        if text:
            self._words.append(text if self._as_typed else " ".join(f".{text}.".split())[1:-1])

    def _end(self, kind: str) -> None:
        text = self._page.cleaner.text("".join(self._words), "a paragraph")
        self._words.clear()
        if text.strip():
            self.parts.append((kind, text))

    # Tables ---------------------------------------------------------------------------------------------------------

    def _table(self, table: Any) -> None:
        found = Rows.of(table)
        for stray in (*table.iterchildren("caption"), *found.strays):
            if isinstance(stray, str):
                self._write(stray)
                self._end("")
            else:
                self._child(stray, "")
                self._end("")
        if not self._in_cell and any(vocabulary().match(_headings(row)) for row in found.rows):
            self._page.tables += 1
            name = f"table {self._page.tables}"
            self.parts.append(grid_of(found.rows, name, self._cell, self._hides_row))
            return
        self.nested = True
        for row in found.rows:
            if not self._page.leaves_out(row, self.hidden):
                self._row(row)

    def _hides_row(self, row: Any) -> bool:
        """Whether ``row`` or the part of the table that holds it is hidden."""
        parent = row.getparent()
        around = parent is not None and tag_of(parent) != "table" and self._page.hiding.hides(parent)
        return around or self._page.hiding.hides(row)

    def _row(self, row: Any) -> None:
        """The words of a row of any other table: on one line, unless they are whole paragraphs."""
        cells = [cell for cell in cells_of(row) if not self._page.leaves_out(cell, self.hidden)]
        if self._in_cell or any(
            tag_of(inner) in _BLOCKS or tag_of(inner) == "table" for cell in cells for inner in cell
        ):
            for cell in cells:
                self.take(cell)
        else:
            for cell in cells:
                self._inside(cell, "")
                self._words.append(" ")
            self._end(PARAGRAPH if len(cells) > 1 else "")

    def _cell(self, cell: Any) -> CellWords:
        walk = _Walk(self._page, in_cell=True)
        if not self._page.leaves_out(cell, walk.hidden):
            walk.take(cell)
        text = "\n".join(words for _, words in walk.parts)
        return CellWords(text, short(" ".join(words for words in walk.hidden if words)), walk.nested)


def _headings(row: Any) -> list[str]:
    """What the cells of ``row`` say if it is short enough for headings."""
    return [_start(cell) for cell in cells_of(row)]


def _start(cell: Any) -> str:
    words, length = [], 0
    for text in islice(cell.itertext(), 200):
        words.append(text)
        length += len(text.strip())
        if length > _LONGEST_HEADING:
            return ""
    return one_line(" ".join(words)) if cell.find(".//table") is None else ""


def _words(element: Any) -> str:
    """All the words in ``element``, shown or not."""
    return one_line(" ".join(text for text in _texts(element)))


def _texts(element: Any) -> Iterable[str]:
    if tag_of(element) not in ("script", "style"):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def short(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"
