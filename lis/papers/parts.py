"""Which parts the words of a paper have, and how a whole body is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .models import PolicyPositionPaper

SCHEMA = "paper/1"
TITLE = "title"
TITLE_LIMIT = 160


class Part(NamedTuple):
    """One section of a paper: its lasting key, its heading, and what belongs in it."""

    key: str
    heading: str
    hint: str


PARTS: dict[str, tuple[Part, ...]] = {
    PolicyPositionPaper.Kind.POSITION_PAPER: (
        Part("summary", "Summary", "The whole paper in a few sentences, for somebody who reads nothing else."),
        Part("evidence", "What the evidence says", "Findings that the proposals rest on, with where they come from."),
        Part("ambition", "Our ambition", "What will be true in ten years, and how anybody will see it."),
        Part("proposals", "What we propose", "What the area and its partners will do themselves."),
        Part("asks", "What we ask of others", "What only Government or another body can do, one point to a line."),
        Part("partners", "Who we work with", "Partners, other areas and how they are involved."),
        Part("next_steps", "Next steps", "What happens next, who does it and by when."),
    ),
    PolicyPositionPaper.Kind.SECTOR_ACTION_PLAN: (
        Part("summary", "Summary", "The whole plan in a few sentences, for somebody who reads nothing else."),
        Part("sector", "The sector today", "Its size, places, strengths and weak points, with sources."),
        Part("ambition", "Our ambition", "What the sector will be in ten years, and how anybody will see it."),
        Part("actions", "Actions", "What will be done, who does it and by when, one point to a line."),
        Part("asks", "What we ask of others", "What only Government or another body can do, one point to a line."),
        Part("measures", "How we will know", "The figures that will be watched, and from where they come."),
    ),
}


def part_keys(kind: str) -> list[str]:
    """The keys of the drafts that make up a paper of ``kind``: the title, then its sections in order."""
    return [TITLE, *(part.key for part in PARTS[kind])]


def filled(kind: str, words: Mapping[str, str]) -> list[Part]:
    """The sections of ``kind`` for which ``words`` has something to read."""
    return [part for part in PARTS[kind] if words.get(part.key, "").strip()]


def body_of(paper: PolicyPositionPaper, words: Mapping[str, str]) -> dict[str, Any]:
    """The content of a version: title, kind, where it belongs, and its sections in order with their headings."""
    return {
        "title": words.get(TITLE, "").strip(),
        "kind": paper.kind,
        "strategy": paper.strategy.ref,
        "workstream": paper.workstream.name,
        "sections": [
            {"key": part.key, "heading": part.heading, "text": words[part.key]} for part in filled(paper.kind, words)
        ],
    }


def sections_of(content: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Heading and text of each section of a version's content, by key and in order."""
    return {section["key"]: (section["heading"], section["text"]) for section in content["sections"]}
