"""What must hold before an ask is added or goes to Government; its people are those of its proposition."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition

from ..drafting.permissions import WRITERS, area_lead, area_writer

__all__ = [
    "WRITERS", "area_lead", "area_writer", "has_type", "has_words", "proposition_is_open", "proposition_is_submitted",
]  # fmt: skip


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
    if ask.proposition.is_withdrawn:
        return [Check("proposition-ended", f"{ask.proposition.ref} is withdrawn. An ask cannot be added to it.", STOP)]
    return while_found_ready(ask.proposition)


def while_found_ready(proposition: Any) -> list[Check]:
    """Why nothing changes under a proposition that was found ready: what was read must be what goes."""
    if not proposition.is_ready:
        return []
    sentence = f"{proposition.ref} was found ready as it stands. Take it back to drafting first."
    return [Check("proposition-ready", sentence, STOP)]
