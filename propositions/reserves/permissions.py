"""Who keeps an area's reserve, who reads it, and when it may still change."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person

KEEPERS = ("lead", "negotiator")
READERS = (*KEEPERS, "drafter")


@person("a lead or negotiator of the area")
def keeper(actor: Actor, reserve: Any, facts: Any) -> bool:
    return actor.holds(KEEPERS, reserve.ask.body_id)


def reads_reserves(actor: Actor, ask: Any) -> bool:
    """Whether the actor is one of those who read the reserve of ``ask``, if there is one."""
    return actor.holds(READERS, ask.body_id)


@condition("ask-withdrawn")
def ask_stands(actor: Actor, reserve: Any, facts: Any) -> list[Check]:
    if not reserve.ask_was_withdrawn:
        return []
    return [Check("ask-withdrawn", f"{reserve.ask.ref} was withdrawn, so there is nothing left to hold back.", STOP)]
