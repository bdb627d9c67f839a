"""How an ask gets its next words, and how one ask follows from another."""

from __future__ import annotations

from typing import Any

from lis.engine.registry import workflows
from lis.engine.standing import give_turn, grant
from lis.engine.steps import Act
from lis.engine.writing import mint, save_drafts

from .parts import NEGOTIATED

# The parts of the words that stand in the area's working copy as well.
DRAFTED = ("ask", "money_reason")


def mint_reworded(act: Act) -> Any:
    """The next version: the words that one side has issued, all else as it was in the version before."""
    issued, base = act.cause.version, last_version(act)
    body = {**base.content, **{part: issued.content[part] for part in NEGOTIATED}}
    return mint(
        act.noun.record, schema="ask/2", body=body, authors=issued.authors.all(), weight=act.given["weight"], at=act.at
    )


def follow_words(act: Act) -> None:
    """The area's working copy follows the words as they are now, and every part looks at what they mean for it."""
    ask, content = act.noun, act.version.content
    save_drafts(ask.record, ask.body, {part: content[part] for part in DRAFTED}, by=None, at=act.at)
    workflows["side"].consider_words(act)


def last_version(act: Act) -> Any:
    """The version that the step is about; no new one is made."""
    return act.noun.record.versions.order_by("-number").first()


def write_derived(act: Act) -> None:
    """The area finds the words that a department proposes as a draft of its own, to take up or to leave."""
    ask = act.noun
    save_drafts(ask.record, ask.body, {"ask": act.given["ask"]}, by=act.actor.user, at=act.at)
    grant(act, ask.record, ask.body)
    give_turn(act, ask.record, ask.body, f"Decide on the ask that {act.given['organisation']} proposes")
