"""Who the area's people are to an ask, and what must hold before it goes to Government."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person

WRITERS = ("drafter", "lead")


@person("a drafter or lead of the area")
def area_writer(actor: Actor, ask: Any, facts: Any) -> bool:
    return actor.holds(WRITERS, ask.body_id)


@person("a lead of the area")
def area_lead(actor: Actor, ask: Any, facts: Any) -> bool:
    return actor.holds("lead", ask.body_id)


@condition("words-missing")
def has_words(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    if facts.words.get("ask", "").strip():
        return []
    return [Check("words-missing", f"{ask.ref} has no words yet. Write the ask.", STOP, where=ask.ref)]


@condition("type-missing")
def has_type(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    if ask.type:
        return []
    return [Check("type-missing", f"{ask.ref} has no type yet. Choose the type of ask.", STOP, where=ask.ref)]


@condition("proposition-not-submitted")
def proposition_is_submitted(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    if ask.proposition.is_submitted:
        return []
    sentence = f"{ask.proposition.ref} is not submitted yet. Submit the proposition: its asks go with it."
    return [Check("proposition-not-submitted", sentence, STOP)]


@condition("proposition-ended")
def proposition_is_open(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    if not ask.proposition.is_withdrawn:
        return []
    return [Check("proposition-ended", f"{ask.proposition.ref} is withdrawn. An ask cannot be added to it.", STOP)]
