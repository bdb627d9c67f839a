"""Which paragraphs the words outside the tables make, and which lines stand at the top or foot of every page."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from propositions.intake.reading.paper import HEADING
from propositions.intake.reading.pdf.flow import HYPHEN, Habits, Measure, Placed, flow
from propositions.intake.reading.pdf.open_tables import find_heading
from propositions.intake.reading.pdf.page import Page, TextLine, lines_of

_EDGE = 0.12  # of the page's height: running lines stand nearer to its edge
_MOST_RUNNING = 3  # lines at each edge
_PARTED = 0.8  # of the letters' size: so far running lines stand from the text
_LARGER = 1.1  # than the letters of the text: a heading's
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–\s]*", re.IGNORECASE)
_LONGEST_HEADING = 12  # words


def running_lines(pages: Sequence[Page]) -> dict[int, list[TextLine]]:
    """By page, the lines that stand at the same place of most pages, whatever their number, and page numbers."""
    lines = {page.number: _words_of_page(page) for page in pages}
    edges = {page.number: _edge_lines(page, lines[page.number]) for page in pages}
    counts = Counter(key for both in edges.values() for key in {_key(line) for edge, _ in both for line in edge})
    often = max(2, len(pages) // 2)

    def runs(line: TextLine) -> bool:
        return counts[_key(line)] >= often or bool(_PAGE_NUMBER.fullmatch(line.text))

    return {
        number: [line for edge, text in both for line in _outer(edge, text, runs)] for number, both in edges.items()
    }


def _words_of_page(page: Page) -> list[TextLine]:
    return lines_of([*page.words, *(word for boxes in page.boxes for word in boxes.words)], page.number)


def _edge_lines(page: Page, lines: Sequence[TextLine]) -> list[tuple[list[TextLine], TextLine | None]]:
    """The lines near the upper and the lower edge, the outermost first, each with the line of text next to them."""
    heading = next((start for start in range(min(_MOST_RUNNING, len(lines))) if find_heading(lines, start)), len(lines))
    upper = [line for line in lines[: min(_MOST_RUNNING, heading)] if line.bottom < _EDGE * page.height]
    lower = [line for line in lines[-_MOST_RUNNING:] if line.top > (1 - _EDGE) * page.height]
    text = lines[len(upper) : len(lines) - len(lower)]
    return [(upper, text[0] if text else None), (lower[::-1], text[-1] if text else None)]


def _outer(edge: Sequence[TextLine], text: TextLine | None, runs: Callable[[TextLine], bool]) -> list[TextLine]:
    """The outermost lines of ``edge`` that run on every page, if a gap parts them from the text."""
    outer = list(takewhile(runs, edge))
    following = edge[len(outer)] if len(outer) < len(edge) else text
    if not outer or following is None:
        return outer
    gap = max(following.top - outer[-1].bottom, outer[-1].top - following.bottom)
    return outer if gap > _PARTED * following.size else []


def _key(line: TextLine) -> tuple[str, int]:
    return _NUMBER.sub("#", line.text), round(line.top / 4)


def body_size(lines: Iterable[TextLine]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def measure_of(lines: Sequence[TextLine]) -> Measure:
    """How far the lines of the text reach."""
    return Measure.of([[Placed(line, 0.0) for line in lines]])


def paragraphs(
    lines: Sequence[TextLine], measure: Measure, habits: Habits, size: float
) -> tuple[list[tuple[str, str]], list[str]]:
    """The paragraphs in ``lines`` with their kind where the letters tell it, and the words whose hyphen is a guess."""
    found: list[tuple[str, str]] = []
    hyphens: list[str] = []
    for run in _runs(lines, size):
        flowed = flow([Placed(line, 0.0) for line in run], measure, habits)
        found.extend((_kind(run, text, size), text) for text in flowed.paragraphs)
        hyphens.extend(flowed.guesses.get(HYPHEN, ()))
    return found, hyphens


def _runs(lines: Sequence[TextLine], size: float) -> list[list[TextLine]]:
    """``lines`` parted where letters become larger, smaller, bold or light."""
    runs: list[list[TextLine]] = []
    for line in lines:
        if runs and _look(runs[-1][-1], size) == _look(line, size):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _look(line: TextLine, size: float) -> tuple[bool, bool]:
    return line.size > _LARGER * size, line.bold


def _kind(run: Sequence[TextLine], text: str, size: float) -> str:
    larger, bold = _look(run[0], size)
    if len(text.split()) > _LONGEST_HEADING or not any(letter.isalpha() for letter in text):
        return ""
    return HEADING if larger or (bold and text[-1] not in ".,;") else ""
