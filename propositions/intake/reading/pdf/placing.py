"""What follows what in a PDF: tables over one page or several, and the lines of text between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from propositions.intake.reading.pdf.open_tables import Shape, find_heading, open_fragment
from propositions.intake.reading.pdf.page import Boxes, Page, TextLine, Word, lines_of
from propositions.intake.reading.pdf.prose import running_lines
from propositions.intake.reading.pdf.stitching import PagedTable, heading_texts, keys_of
from propositions.intake.reading.pdf.strips import Fragment, fragment_of
from propositions.intake.vocabulary import vocabulary

Prose = list[TextLine]


@dataclass
class Layout:
    """Tables and runs of lines in the order of reading; ``running`` are the lines that belong to no page's text."""

    items: list[PagedTable | Prose] = field(default_factory=list)
    running: list[TextLine] = field(default_factory=list)
    floors: dict[int, float] = field(default_factory=dict)  # by page, how far down words reach on pages of its size

    @property
    def tables(self) -> list[PagedTable]:
        return [item for item in self.items if isinstance(item, PagedTable)]

    @property
    def prose(self) -> Prose:
        return [line for item in self.items if not isinstance(item, PagedTable) for line in item]


def lay_out(pages: Sequence[Page]) -> Layout:
    """Everything on ``pages`` in the order in which it is read."""
    layout, running = Layout(), running_lines(pages)
    placer = _Placer(layout)
    bottoms: dict[int, float] = {}
    for page in pages:
        aside = {word for line in running[page.number] for word in line.words}
        layout.running.extend(running[page.number])
        words = [word for word in page.words if word not in aside]
        placer.place(page, words)
        everything = [*words, *(word for boxes in page.boxes for word in boxes.words)]
        lowest = max((word.bottom for word in everything), default=0.0)
        bottoms[round(page.height)] = max(bottoms.get(round(page.height), 0.0), lowest)
    layout.floors = {page.number: bottoms[round(page.height)] for page in pages}
    return layout


class _Placer:
    """Puts one page after the other, and remembers the table that may go on."""

    def __init__(self, layout: Layout) -> None:
        self._items = layout.items
        self._table: PagedTable | None = None
        self._shape: Shape | None = None  # of that table, if it has no lines
        self._words_since = False

    def place(self, page: Page, words: Sequence[Word]) -> None:
        """Take the next page; ``words`` are those outside its boxes that belong to its text."""
        drawn = [(self._fragment(boxes, page.number), boxes) for boxes in page.boxes]
        everything = lines_of([*words, *(word for boxes in page.boxes for word in boxes.words)], page.number)
        opened = self._without_lines(everything, page, [fragment for fragment, _ in drawn])
        taken = {word for fragment, _ in opened for strip in fragment.strips for word in _words(strip.lines)}
        found: list[tuple[Fragment | TextLine, Shape | None]] = [*opened]
        loose = list(words)
        for fragment, boxes in drawn:
            if self._is_table(fragment) and taken.isdisjoint(boxes.words):
                found.append((fragment, None))
            else:
                loose.extend(boxes.words)
        found.extend((line, None) for line in lines_of((word for word in loose if word not in taken), page.number))
        for item, shape in sorted(found, key=lambda pair: pair[0].top):
            if isinstance(item, Fragment):
                self._add_fragment(item, shape)
            else:
                self._add_line(item)

    # Tables with lines ----------------------------------------------------------------------------------------------

    def _fragment(self, boxes: Boxes, page: int) -> Fragment:
        """What stands in ``boxes``, with as many strips as headings as are headings or stand above them."""
        fragment = fragment_of(boxes, page)
        known = keys_of(self._table.head) if self._table else []
        for number, strip in enumerate(fragment.strips, 1):
            if vocabulary().match(heading_texts(strip)) or (known and keys_of(strip) == known):
                fragment.heading = number
                break
        return fragment

    def _is_table(self, fragment: Fragment) -> bool:
        """Whether the lines make a table: two rows with two cells, headings, or more of the table before."""
        full = [strip for strip in fragment.strips if sum(bool(piece.lines) for piece in strip.pieces) > 1]
        return len(full) > 1 or bool(fragment.heading) or self._goes_on(fragment)

    # Tables without lines -------------------------------------------------------------------------------------------

    def _without_lines(
        self, lines: Sequence[TextLine], page: Page, drawn: Sequence[Fragment]
    ) -> list[tuple[Fragment, Shape]]:
        """The tables among ``lines`` that no lines make, or not all of whose cells."""
        found: list[tuple[Fragment, Shape]] = []
        at = 0
        while at < len(lines):
            opened = self._opened(lines, at, page)
            if opened is None:
                at += 1
                continue
            fragment, shape, end = opened
            if lined := next((one for one in drawn if fragment.heading and _makes(one, fragment)), None):
                at = next((n for n in range(at + 1, len(lines)) if lines[n].top >= lined.bottom - 1), len(lines))
            else:
                found.append((fragment, shape))
                at = end
        return found

    def _opened(self, lines: Sequence[TextLine], at: int, page: Page) -> tuple[Fragment, Shape, int] | None:
        """The table that begins with line ``at``, or goes on there from the page before, and the line after it."""
        if found := find_heading(lines, at):
            height, shape = found
            fragment, end = open_fragment(lines, at, height, shape, page.rules)
            return fragment, shape, end
        if at == 0 and self._shape and self._table and not self._words_since and self._is_next(page.number):
            shape = replace(self._shape, free=list(self._shape.free))
            fragment, end = open_fragment(lines, at, 0, shape, page.rules) if shape.take(lines[0]) else (None, at)
            if fragment and _stands_in_columns(fragment):
                return fragment, shape, end
        return None

    # Both -----------------------------------------------------------------------------------------------------------

    def _add_fragment(self, fragment: Fragment, shape: Shape | None) -> None:
        if fragment.heading > 1 and self._goes_on(replace(fragment, heading=0)):
            fragment.heading = 0  # rows of the table before stand above headings that come again
        if self._goes_on(fragment):
            self._table.fragments.append(fragment)
            if self._words_since:
                self._table.after_other_words.add(fragment.page)
        else:
            self._table = PagedTable([fragment])
            self._items.append(self._table)
        self._shape, self._words_since = shape, False

    def _add_line(self, line: TextLine) -> None:
        if not self._items or isinstance(self._items[-1], PagedTable):
            self._items.append([])
        self._items[-1].append(line)
        self._words_since = True

    def _goes_on(self, fragment: Fragment) -> bool:
        """Whether ``fragment`` is more of the table before: on the next page, in the same columns."""
        if not self._table or not self._is_next(fragment.page):
            return False
        if fragment.heading:
            head = fragment.strips[fragment.heading - 1]
            return not self._words_since and keys_of(head) == keys_of(self._table.head)
        latest = self._table.fragments[-1]
        if fragment.lined_columns != latest.lined_columns:
            return False
        if not fragment.lined_columns:
            return True
        return fragment.continues(latest) and (not self._words_since or self._table.columns is not None)

    def _is_next(self, page: int) -> bool:
        return self._table.fragments[-1].page == page - 1


def _stands_in_columns(fragment: Fragment) -> bool:
    """Whether the words stand as in a table: beside each other, or right of where text begins."""
    beside = any(sum(bool(piece.lines) for piece in strip.pieces) > 1 for strip in fragment.strips)
    return beside or not fragment.strips[0].pieces[0].lines


def _makes(lined: Fragment, opened: Fragment) -> bool:
    """Whether the lines of ``lined`` make all of the table that the words alone would make."""
    if not lined.heading or not lined.top - 2 <= opened.top <= lined.bottom:
        return False
    below = [line for strip in opened.strips for line in strip.lines if line.top > lined.bottom]
    return sum(len(line.segments) > 1 for line in lines_of(_words(below), lined.page)) < 2


def _words(lines: Iterable[TextLine]) -> list[Word]:
    return [word for line in lines for word in line.words]
