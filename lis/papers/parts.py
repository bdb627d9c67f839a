"""Which parts the words of a paper have, and how a whole body is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lis.engine.steps import Part

from .models import PolicyPositionPaper

SCHEMA = "paper/1"
TITLE = "title"
TITLE_LIMIT = 160
SECTION_LIMIT = 60_000


def _section(key: str, heading: str, hint: str) -> Part:
    return Part(key, heading, hint, rows=10, limit=SECTION_LIMIT)


PARTS: dict[str, tuple[Part, ...]] = {
    PolicyPositionPaper.Kind.POSITION_PAPER: (
        _section("summary", "Summary", "The whole paper in a few sentences, for somebody who reads nothing else."),
        _section(
            "evidence", "What the evidence says", "Findings that the proposals rest on, with where they come from."
        ),
        _section("ambition", "Our ambition", "What will be true in ten years, and how anybody will see it."),
        _section("proposals", "What we propose", "What the area and its partners will do themselves."),
        _section("asks", "What we ask of others", "What only Government or another body can do, one point to a line."),
        _section("partners", "Who we work with", "Partners, other areas and how they are involved."),
        _section("next_steps", "Next steps", "What happens next, who does it and by when."),
    ),
    PolicyPositionPaper.Kind.SECTOR_ACTION_PLAN: (
        _section("summary", "Summary", "The whole plan in a few sentences, for somebody who reads nothing else."),
        _section("sector", "The sector today", "Its size, places, strengths and weak points, with sources."),
        _section("ambition", "Our ambition", "What the sector will be in ten years, and how anybody will see it."),
        _section("actions", "Actions", "What will be done, who does it and by when, one point to a line."),
        _section("asks", "What we ask of others", "What only Government or another body can do, one point to a line."),
        _section("measures", "How we will know", "The figures that will be watched, and from where they come."),
    ),
}


NAME = Part(TITLE, "Title", rows=1, limit=TITLE_LIMIT)


def parts_of(kind: str) -> list[Part]:
    """What a paper of ``kind`` is made of: its title, then its sections in order."""
    return [NAME, *PARTS[kind]]


def filled(kind: str, words: Mapping[str, Any]) -> list[Part]:
    """The sections of ``kind`` for which ``words`` (a draft or a version's content) has something to read."""
    return [part for part in PARTS[kind] if words.get(part.key, "").strip()]


def body_of(paper: PolicyPositionPaper, words: Mapping[str, str]) -> dict[str, str]:
    """The content of a version: its title, where it belongs, and each section that says something, by its key."""
    return {
        "title": words.get(TITLE, ""),
        "kind": paper.kind,
        "strategy": paper.strategy.ref,
        "workstream": paper.workstream.name,
        **{part.key: words[part.key] for part in filled(paper.kind, words)},
    }


def sections_of(content: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Key, heading and text of each section of a version's content, in order of reading."""
    return [(part.key, part.label, content[part.key]) for part in filled(content["kind"], content)]
