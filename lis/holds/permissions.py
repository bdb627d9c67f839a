"""Who raises and lifts a hold, who asks for an exception and who decides it."""

from __future__ import annotations

from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person
from lis.people.models import Organisation, Role

DECIDERS = (Role.CLEARER, Role.COORDINATOR, Role.LEAD, Role.CONSULTATION_OFFICER)


def bodies_that_hold(actor: Actor) -> list[Organisation]:
    """For whom the actor may raise a hold: the unit they coordinate, the areas they lead."""
    units = [body for body in actor.organisations_as(Role.COORDINATOR) if body.kind == "coordinating_unit"]
    return units + [body for body in actor.organisations_as(Role.LEAD) if body.is_area_body]


@person("a coordinator of the unit that coordinates for Government, or a lead of an area")
def holder(actor: Actor, hold: Any, facts: Any) -> bool:
    return any(body.pk == hold.raised_by_id for body in bodies_that_hold(actor))


@condition("hold-over")
def not_over(actor: Actor, hold: Any, facts: Any) -> list[Check]:
    if hold.until_on >= clock.today():
        return []
    return [Check("hold-over", f"{hold.ref} ended by itself on {hold.until_on.day} {hold.until_on:%B %Y}.", STOP)]


@person("somebody of the organisation whose step it is")
def colleague(actor: Actor, leave: Any, facts: Any) -> bool:
    return leave.organisation_id in actor.organisation_ids


@person("a clearer, coordinator, lead or consultation officer of the same organisation")
def decider(actor: Actor, leave: Any, facts: Any) -> bool:
    return actor.holds(DECIDERS, leave.organisation_id)


@condition("own-words")
def another_person(actor: Actor, leave: Any, facts: Any) -> list[Check]:
    if actor.user is None or facts.asked_by_id != actor.user.pk:
        return []
    return [Check("own-words", "You asked for this exception yourself. Somebody else must decide it.", STOP)]


@condition("hold-over")
def hold_lasts(actor: Actor, leave: Any, facts: Any) -> list[Check]:
    if leave.hold.is_in_force_at(clock.now()):
        return []
    return [Check("hold-over", f"{leave.hold.ref} is over, so nothing needs an exception.", STOP)]
