"""Who writes, clears and issues other words for an ask, and what must hold before they move."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person

WRITERS = ("reviewer", "clearer", "coordinator", "drafter", "lead", "negotiator")
CLEARERS = ("clearer", "lead", "negotiator")
ISSUERS = ("clearer", "coordinator", "lead", "negotiator")


@person("a reviewer, clearer or coordinator of the department, or a drafter, lead or negotiator of the area")
def wording_writer(actor: Actor, part: Any, facts: Any) -> bool:
    return actor.holds(WRITERS, part.organisation_id)


@person("a clearer of the department, or a lead or negotiator of the area")
def wording_clearer(actor: Actor, part: Any, facts: Any) -> bool:
    return actor.holds(CLEARERS, part.organisation_id)


@person("a clearer or coordinator of the department, or a lead or negotiator of the area")
def wording_issuer(actor: Actor, part: Any, facts: Any) -> bool:
    return actor.holds(ISSUERS, part.organisation_id)


@person("a lead or negotiator of the area that asks")
def area_wording_issuer(actor: Actor, wording: Any, facts: Any) -> bool:
    return wording.organisation_id == wording.ask.body_id and actor.holds(("lead", "negotiator"), wording.ask.body_id)


@condition("back-to-board")
def within_a_mandate(actor: Actor, wording: Any, facts: Any) -> list[Check]:
    """Words of the area that asks go out within its board's mandate."""
    if wording.organisation_id != wording.ask.body_id:
        return []
    return facts.authority.stops(wording.ask, facts.cleared)


@condition("back-to-board")
def has_joint_mandate(actor: Actor, wording: Any, facts: Any) -> list[Check]:
    return facts.authority.endorsing_stops(wording.ask, facts.cleared)


@condition("ask-ended")
def ask_is_open(actor: Actor, part: Any, facts: Any) -> list[Check]:
    if part.ask.is_with_government:
        return []
    return [Check("ask-ended", part.ask.why_closed, STOP)]


@condition("own-words")
def another_hand(actor: Actor, wording: Any, facts: Any) -> list[Check]:
    if actor.user is None or actor.user.pk not in facts.authors:
        return []
    sentence = "You wrote part of these words yourself. Another person must do this."
    return [Check("own-words", sentence, STOP)]


@condition("base-has-moved")
def base_is_latest(actor: Actor, wording: Any, facts: Any) -> list[Check]:
    number = facts.versions.number
    if wording.base_id == facts.versions.last_id:
        return []
    sentence = (
        f"Version {number} has come since these words were drafted on version {wording.base.number}. "
        "Compare the two, then change your words to start from it. Nothing of yours is lost."
    )
    return [Check("base-has-moved", sentence, STOP, texts=facts.texts)]


@condition("nothing-new")
def says_something_new(actor: Actor, wording: Any, facts: Any) -> list[Check]:
    if facts.news:
        return []
    sentence = f"Not a word differs from version {wording.base.number}. Change the words first, or drop them."
    return [Check("nothing-new", sentence, STOP)]
