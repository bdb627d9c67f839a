"""Who commits, reports and delivers, and what must hold before."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person

REPORTERS = ("reviewer", "clearer", "coordinator", "drafter", "lead")
FINISHERS = ("clearer", "coordinator", "lead")


@person("whoever delivers it: the department's people, or a drafter or lead of the area")
def owner(actor: Actor, commitment: Any, facts: Any) -> bool:
    return actor.holds(REPORTERS, commitment.organisation_id)


@person("a clearer or coordinator of the department that delivers it, or a lead of the area that does")
def answering_owner(actor: Actor, commitment: Any, facts: Any) -> bool:
    return actor.holds(FINISHERS, commitment.organisation_id)


@person("a lead of the area whose strategy it is")
def lead_of_strategy(actor: Actor, commitment: Any, facts: Any) -> bool:
    return actor.holds("lead", commitment.organisation_id)


@condition("committed-already")
def not_committed_yet(actor: Actor, commitment: Any, facts: Any) -> list[Check]:
    earlier = commitment.earlier
    if earlier is None:
        return []
    return [Check("committed-already", f"You have committed yourselves to this action already: {earlier.ref}.", STOP)]
