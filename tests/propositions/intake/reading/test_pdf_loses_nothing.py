"""Whatever stands on the pages of a PDF, each of its words comes out: in a row, in a paragraph or in a warning."""

import re
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from propositions.intake.reading.paper import Paper
from tests.propositions.intake.papers import read
from tests.propositions.intake.reading.drawing import HEIGHT, LEADING, LETTER, Sheet, drawn

HEADINGS = ("Title", "What", "Why", "Ask")
LEFT, WIDE = 20, 360
LETTERS = "abcdefghijklmnopqrstuvw"
WORD = re.compile(r"[Xx][a-w]{3}y*z")


class Words:
    """Words of which none is part of another, so that each can be told however they are joined."""

    def __init__(self) -> None:
        self._numbers = count()

    def take(self, letters: int, *, capital: bool = False) -> str:
        number, name = next(self._numbers), ""
        for _ in range(3):
            number, digit = divmod(number, len(LETTERS))
            name += LETTERS[digit]
        word = f"x{name}{'y' * (letters - 5)}z"
        return word.capitalize() if capital else word

    def lines(self, draw, width: float, most: int) -> list[str]:
        """A few lines that fit into ``width``."""
        fit = int(width // LETTER)
        found = []
        for _ in range(draw(st.integers(0, most))):
            line = self.take(draw(st.integers(5, max(5, min(14, fit)))), capital=draw(st.booleans()))
            while len(line) + 6 <= fit and draw(st.integers(0, 3)):
                line += " " + self.take(5)
            found.append(line + draw(st.sampled_from(["", "", "", ".", "-", ","]) if len(line) < fit else st.just("")))
        return found


def place_table(draw, sheet: Sheet, words: Words, y: float) -> float:
    """A table at ``y`` with lines round all cells, round the whole, between rows or nowhere; answers where it ends."""
    width = draw(st.integers(2, 4))
    columns = [LEFT + number * WIDE / width for number in range(width + 1)]
    rows = [[[HEADINGS[number]] for number in range(width - 1)] + [["Ask"]]] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(1, 4))):
        rows.append([words.lines(draw, WIDE / width - 6, 3) for _ in range(width)])
    edges = [y]
    for row in rows:
        edges.append(edges[-1] + 4 + LEADING * max(1, *map(len, row)))
    if edges[-1] > HEIGHT - 4:  # what lies beyond the page is told of, but not read
        return HEIGHT
    for top, row in zip(edges, rows, strict=False):
        for x, lines in zip(columns, row, strict=False):
            sheet.write(x + 3, top + 2, *lines)
    match draw(st.sampled_from(["all", "round", "flat", "none"])):
        case "all":
            sheet.boxes(columns, edges)
        case "round":
            sheet.boxes([columns[0], columns[-1]], [edges[0], edges[-1]])
        case "flat":
            for edge in edges:
                sheet.rule(columns[0], edge, columns[-1], edge)
    return edges[-1]


@st.composite
def printed(draw) -> tuple[bytes, list[str]]:
    """A PDF of a few pages with text and tables, and its words."""
    words, sheets = Words(), []
    for _ in range(draw(st.integers(1, 3))):
        sheet, y = Sheet(), float(draw(st.sampled_from([4, 30])))
        while y < HEIGHT - 50:
            if draw(st.booleans()):
                y = place_table(draw, sheet, words, y)
            else:
                lines = words.lines(draw, WIDE, 3)
                sheet.write(LEFT, y, *lines)
                y += LEADING * len(lines)
            y += draw(st.sampled_from([2, 14, 40]))
        sheets.append(sheet)
    return drawn(*sheets), [word.casefold() for sheet in sheets for word in WORD.findall("\n".join(sheet.marks))]


def everything(paper: Paper) -> str:
    """All that an officer gets to see of a paper, without blanks and hyphens."""
    rows = [row for table in paper.tables for row in table.rows]
    texts = [text for row in rows for text in (*row.fields.values(), *row.extra.values())]
    texts += [heading for table in paper.tables for heading in table.headings]
    texts += [block.text for block in paper.blocks]
    return "".join("".join(texts).split()).replace("-", "").casefold()


@settings(deadline=None, max_examples=60, database=None)
@given(printed())
def test_every_word_of_a_pdf_comes_out(made):
    content, words = made
    if not words:
        return

    found = everything(read(content))

    assert [word for word in words if word not in found] == []
