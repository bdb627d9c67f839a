"""Who keeps Government's line on an ask, and when there may be one."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person
from lis.people.models import Organisation

KEEPER = "coordinator"


def coordinates_government(actor: Actor) -> bool:
    """Whether the actor is a coordinator of the unit that coordinates for Government."""
    units = actor.organisations_as(KEEPER)
    return any(unit.kind == Organisation.Kind.COORDINATING_UNIT for unit in units)


@person("a coordinator of the unit that coordinates for Government")
def reconciler(actor: Actor, line: Any, facts: Any) -> bool:
    return coordinates_government(actor)


@condition("ask-ended")
def ask_is_open(actor: Actor, line: Any, facts: Any) -> list[Check]:
    if line.ask.is_with_government:
        return []
    return [Check("ask-ended", f"{line.ask.ref} is not with Government any more, so it needs no line.", STOP)]
