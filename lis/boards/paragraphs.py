"""How a report's text becomes numbered paragraphs: one for each block between empty lines, headings left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lis.engine.canonical import clean_text

HEADING = "#"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph under its number, or a heading, whose number is 0."""

    number: int
    text: str

    @property
    def is_heading(self) -> bool:
        return self.number == 0


def blocks_of(text: str) -> list[str]:
    """The blocks of ``text`` in order, each without the white space around it."""
    return [block.strip() for block in re.split(r"\n[ \t]*\n", clean_text(text)) if block.strip()]


def numbered(blocks: Iterable[str]) -> list[Paragraph]:
    """``blocks`` with their numbers, from 1; a block that begins with ``#`` is a heading."""
    found, number = [], 0
    for block in blocks:
        if block.startswith(HEADING):
            found.append(Paragraph(0, block.lstrip(HEADING).strip()))
        else:
            number += 1
            found.append(Paragraph(number, block))
    return found
