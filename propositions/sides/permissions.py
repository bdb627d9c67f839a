"""Who a department's people are to its side of an ask, and what must hold before it moves."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person

DEPARTMENT_ROLES = ("reviewer", "clearer", "coordinator")


@person("a reviewer, clearer or coordinator of the department")
def reviewer(actor: Actor, side: Any, facts: Any) -> bool:
    return actor.holds(DEPARTMENT_ROLES, side.organisation_id)


@person("a clearer of the department")
def clearer(actor: Actor, side: Any, facts: Any) -> bool:
    return actor.holds("clearer", side.organisation_id)


@person("a clearer or coordinator of the department")
def issuer(actor: Actor, side: Any, facts: Any) -> bool:
    return actor.holds(("clearer", "coordinator"), side.organisation_id)


@person("a drafter or lead of the area")
def area_writer(actor: Actor, part: Any, facts: Any) -> bool:
    return actor.holds(("drafter", "lead"), part.ask.body_id)


@person("the area: a drafter, lead or negotiator")
def area_reader(actor: Actor, part: Any, facts: Any) -> bool:
    return actor.holds(("drafter", "lead", "negotiator"), part.ask.body_id)


@condition("ask-ended")
def ask_is_open(actor: Actor, part: Any, facts: Any) -> list[Check]:
    if part.ask.is_with_government:
        return []
    return [Check("ask-ended", f"{part.ask.ref} has been withdrawn, so nothing more can be done on it.", STOP)]


@condition("own-words")
def another_hand(actor: Actor, side: Any, facts: Any) -> list[Check]:
    if actor.user is None or actor.user.pk not in facts.authors:
        return []
    sentence = "You wrote part of this position yourself. Another person who clears for the department must do it."
    return [Check("own-words", sentence, STOP)]


@condition("position-incomplete")
def position_is_whole(actor: Actor, side: Any, facts: Any) -> list[Check]:
    if facts.draft.get("stance") and facts.draft.get("words", "").strip():
        return []
    return [Check("position-incomplete", "The draft has no stance or no words yet. Draft the position first.", STOP)]


@condition("position-out-of-date")
def position_is_current(actor: Actor, side: Any, facts: Any) -> list[Check]:
    if facts.position is None or facts.position.ask_version_id == facts.ask_version_id:
        return []
    sentence = f"The position is on an earlier version of {side.ask.ref}. Read the new version and draft again."
    return [Check("position-out-of-date", sentence, STOP)]
