"""Who a department's people are to its side of an ask, and what must hold before it moves."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person

from ..asks.weights import is_current

DEPARTMENT_ROLES = ("reviewer", "clearer", "coordinator")


@person("a reviewer, clearer or coordinator of the department")
def reviewer(actor: Actor, side: Any, facts: Any) -> bool:
    return actor.holds(DEPARTMENT_ROLES, side.organisation_id)


@person("a reviewer or coordinator of the department")
def team_member(actor: Actor, side: Any, facts: Any) -> bool:
    return actor.holds(("reviewer", "coordinator"), side.organisation_id)


@person("a clearer of the department")
def clearer(actor: Actor, side: Any, facts: Any) -> bool:
    return actor.holds("clearer", side.organisation_id)


@person("a clearer or coordinator of the department")
def issuer(actor: Actor, side: Any, facts: Any) -> bool:
    return actor.holds(("clearer", "coordinator"), side.organisation_id)


@person("a coordinator or clearer of the department")
def assigner(actor: Actor, side: Any, facts: Any) -> bool:
    return actor.holds(("coordinator", "clearer"), side.organisation_id)


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
    return [Check("ask-ended", part.ask.why_closed, STOP)]


@condition("ask-withdrawn")
def ask_stands(actor: Actor, side: Any, facts: Any) -> list[Check]:
    """What came up may be proposed after the ask was settled too, but not once it is withdrawn."""
    return [Check("ask-ended", side.ask.why_closed, STOP)] if side.ask.is_withdrawn else []


@condition("has-wording")
def no_open_wording(actor: Actor, side: Any, facts: Any) -> list[Check]:
    if facts.wording is None:
        return []
    sentence = (
        f"{side.organisation.code} is working on other words already: {facts.wording}. Change those, or drop them."
    )
    return [Check("has-wording", sentence, STOP)]


@condition("own-words")
def another_hand(actor: Actor, side: Any, facts: Any) -> list[Check]:
    if actor.user is None or actor.user.pk not in facts.authors:
        return []
    sentence = "You wrote part of this position yourself. Another person of the department must do this."
    return [Check("own-words", sentence, STOP)]


@condition("team-first")
def team_has_agreed(actor: Actor, side: Any, facts: Any) -> list[Check]:
    """Where a department always agrees in the team first, nothing is cleared without it."""
    if side.is_agreed_in_team or not facts.team_first:
        return []
    sentence = (
        f"{side.organisation.code} agrees every position in its team first. Ask another reviewer than the writer to "
        "agree it in the team; then you can clear it."
    )
    return [Check("team-first", sentence, STOP)]


@condition("no-remark", "Every remark has been answered.")
def remark_is_open(actor: Actor, side: Any, facts: Any) -> bool:
    return facts.open_remarks > 0


@condition("position-incomplete")
def position_is_whole(actor: Actor, side: Any, facts: Any) -> list[Check]:
    if facts.draft.get("stance") and facts.draft.get("words", "").strip():
        return []
    return [Check("position-incomplete", "The draft has no stance or no words yet. Draft the position first.", STOP)]


@condition("position-out-of-date")
def position_is_current(actor: Actor, side: Any, facts: Any) -> list[Check]:
    if facts.position is None or is_current(facts.position, facts.versions):
        return []
    sentence = f"The position is on an earlier version of {side.ask.ref}. Read the new version and draft again."
    return [Check("position-out-of-date", sentence, STOP)]
