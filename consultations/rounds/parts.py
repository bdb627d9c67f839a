"""Which parts the words of a round have, in the order in which a visitor reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lis.engine.steps import Part

SCHEMA = "round/1"
TITLE = "title"
TITLE_LIMIT = 160
SECTION_LIMIT = 20_000

NAME = Part(TITLE, "Title", "As people will find it, without abbreviations.", rows=1, limit=TITLE_LIMIT)
SECTIONS = (
    Part("summary", "What this consultation is about", "A few sentences for somebody who reads nothing else.",
         rows=4, limit=SECTION_LIMIT),
    Part("why", "Why we ask", "What their answers will be used for.", rows=4, limit=SECTION_LIMIT),
    Part("decided", "What is already decided", "What answers can no longer change, and who decided it.",
         rows=4, limit=SECTION_LIMIT),
    Part("open", "What is still open", "What answers can change.", rows=4, limit=SECTION_LIMIT),
    Part("next", "What happens next", "When the area answers, and how people will learn of it.",
         rows=4, limit=SECTION_LIMIT),
    Part("privacy", "Privacy notice", "What is kept of a respondent, why, how long, and whom they can turn to.",
         rows=6, limit=SECTION_LIMIT),
    Part("contact", "Other ways to answer, and whom to ask",
         "An address, a telephone number, where to get it on paper. Whoever comes too late reads it as well.",
         rows=4, limit=SECTION_LIMIT),
)  # fmt: skip
PARTS = (NAME, *SECTIONS)
# Without these nobody can answer well: what it is about, what cannot change, what becomes of their data, whom to ask.
NEEDED = (TITLE, "summary", "decided", "privacy", "contact")


def sections_of(words: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Key, heading and text of each section of ``words`` that says something, in order of reading."""
    return [(part.key, part.label, words[part.key]) for part in SECTIONS if words.get(part.key, "").strip()]
