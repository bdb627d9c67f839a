"""Of which parts the words of an ask are made once it is negotiated, and how one text is put beside another."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.doors.word_diff import WordDiff, word_diff
from lis.templatetags.office import date_words

AREA, DEPARTMENT = "area", "department"
FULL, IN_PART, IN_PRINCIPLE = "full", "part", "principle"
EDITORIAL, SUBSTANTIVE = "editorial", "substantive"

OWNERS = ((AREA, "The area"), (DEPARTMENT, "The department that leads"))
CONCLUSIONS = (
    (FULL, "All of the ask"),
    (IN_PART, "A part of it: these words hold only what is agreed"),
    (IN_PRINCIPLE, "Its principle: on a condition, to be looked at again on a date"),
)
CONCLUDED = {FULL: "In full", IN_PART: "In part", IN_PRINCIPLE: "In principle"}
WEIGHTS = (
    (EDITORIAL, "Editorial: the same in better words. Positions stay."),
    (SUBSTANTIVE, "Substantive: it says something else. Every department looks at it again."),
)
KINDS_OF_CHANGE = {EDITORIAL: "an editorial", SUBSTANTIVE: "a substantive"}

# What stands in the version of the ask once a wording is issued.
NEGOTIATED = ("ask", "money_reason", "owner", "measure", "deliver_on", "concludes_as", "condition")
# What a wording holds: the same, and what it says of itself.
WORDING_PARTS = (*NEGOTIATED, "weight", "change")
LABELS = {
    "ask": "Ask",
    "money_reason": "Why new money is needed",
    "owner": "Who delivers",
    "measure": "How it is measured",
    "deliver_on": "By when",
    "concludes_as": "Agreed",
    "condition": "Condition",
}
# What is substance by itself: nobody changes who, what measure or which date and calls it editorial.
SUBSTANCE = ("owner", "measure", "deliver_on", "concludes_as", "condition")


def negotiated(content: dict[str, Any]) -> dict[str, str]:
    """The negotiated parts of a version's or a wording's content; what an early version lacks is empty."""
    found = {part: content.get(part) or "" for part in NEGOTIATED}
    found["concludes_as"] = found["concludes_as"] or FULL
    return found


def in_words(part: str, value: str) -> str:
    """The value of a part as a person reads it."""
    match part:
        case "owner":
            return dict(OWNERS).get(value, value)
        case "concludes_as":
            return CONCLUDED.get(value, value)
        case "deliver_on" if value:
            return date_words(dt.date.fromisoformat(value))
    return value


def label_of(part: str, content: dict[str, Any]) -> str:
    """What a part is called: the date of an agreement in principle is no date of delivery."""
    if part == "deliver_on" and content.get("concludes_as") == IN_PRINCIPLE:
        return "Looked at again on"
    return LABELS[part]


def filled(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The parts that say something, as (label, words); that it is agreed in full goes without saying."""
    found = negotiated(content)
    return [
        (label_of(part, found), in_words(part, value))
        for part, value in found.items()
        if value and (part, value) != ("concludes_as", FULL)
    ]


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, WordDiff]]:
    """Of each part that either has: its label and what became of its words."""
    old, new = negotiated(before), negotiated(after)
    return [
        (label_of(part, new), word_diff(in_words(part, old[part]), in_words(part, new[part])))
        for part in NEGOTIATED
        if (old[part] or new[part]) and not (part == "concludes_as" and old[part] == new[part] == FULL)
    ]


def both_texts(yours: dict[str, Any], now: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Of each part that is not the same: its label, your words and the words as they stand now."""
    mine, theirs = negotiated(yours), negotiated(now)
    return tuple(
        (LABELS[part], in_words(part, mine[part]), in_words(part, theirs[part]))
        for part in NEGOTIATED
        if mine[part] != theirs[part]
    )
