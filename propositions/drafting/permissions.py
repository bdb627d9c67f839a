"""Who an area's people are to a proposition, and what must hold before it moves."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person

WRITERS = ("drafter", "lead")


@person("a drafter or lead of the area")
def area_writer(actor: Actor, noun: Any, facts: Any) -> bool:
    return actor.holds(WRITERS, noun.body_id)


@person("a lead of the area")
def area_lead(actor: Actor, noun: Any, facts: Any) -> bool:
    return actor.holds("lead", noun.body_id)


@condition("words-missing")
def has_words(actor: Actor, noun: Any, facts: Any) -> list[Check]:
    missing = [
        label for part, label in (("title", "a title"), ("what", "What")) if not facts.words.get(part, "").strip()
    ]
    if not missing:
        return []
    return [Check("words-missing", f"{noun.ref} has no words for {' and '.join(missing)} yet. Write them first.", STOP)]


@condition("own-words")
def another_hand(actor: Actor, noun: Any, facts: Any) -> list[Check]:
    if facts.last_author_id is None or actor.user is None or facts.last_author_id != actor.user.pk:
        return []
    return [
        Check("own-words", f"You wrote the last change to {noun.ref} yourself. Somebody else must find it ready.", STOP)
    ]


@condition("asks-not-fit")
def asks_are_fit(actor: Actor, noun: Any, facts: Any) -> list[Check]:
    """Every ask that would go along has words and a type; nothing else stops an ask."""
    return [check for ask in facts.asks for check in facts.ask_stops[ask.pk]]
