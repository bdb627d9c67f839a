"""Who may begin a strategy and who may write in its plan."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.words import person
from lis.people.models import Role

from .models import Strategy


@person("a lead of the area")
def lead_of_area(actor: Actor, plan: Any, facts: Any) -> bool:
    return plan["body"] is not None and actor.holds(Role.LEAD, plan["body"].pk)


def may_write_plan(actor: Actor, strategy: Strategy) -> bool:
    """Whether ``actor`` may change the workstreams and actions of a strategy that they see."""
    return actor.holds({Role.DRAFTER, Role.LEAD}, strategy.organisation_id)
