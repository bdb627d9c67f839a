"""What follows when a body accepts words, and when an ask is thereby agreed, or declined, deferred or reopened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.engine import clock
from lis.engine.models import Record
from lis.engine.registry import workflows
from lis.engine.standing import end_turns, give_turn
from lis.engine.steps import Act
from lis.jobs.queue import enqueue

from ..asks.agreeing import own_holder
from ..asks.models import Ask
from ..asks.negotiation import KeyHolder, follows_from
from ..asks.parts import FULL, IN_PART, IN_PRINCIPLE, negotiated
from ..sides import days, effects
from ..sides.mail import tell_turn
from ..sides.models import Side
from ..sides.versions import AREA_ROLES, ask_for_key, return_sides
from ..wording.mandates import endorse
from .models import Key

CONCLUDES = {FULL: "agree", IN_PART: "agree_in_part", IN_PRINCIPLE: "agree_in_principle"}


@follows_from("accept")
def turn_key(act: Act) -> None:
    """The body has accepted the version; when it was the last whose agreement was needed, the ask is agreed."""
    ask, negotiation = act.noun, act.facts.negotiation
    holder = own_holder(act.actor, ask, negotiation)
    Key.objects.create(side_id=holder.side_id, version=act.version, event=act.event)
    end_turns(act, ask.record, holder.organisation)
    end_turns(act, Record.objects.get(pk=holder.side_id))
    missing = [other for other in negotiation.holders if other is not holder and not other.keyed]
    if not missing:
        verb = CONCLUDES[negotiated(act.version.content)["concludes_as"]]
        workflows["ask"].follow(verb, ask, cause=act.event, by=act.actor)
        return
    for other in missing:
        ask_for_acceptance(act, other)


def ask_for_acceptance(act: Act, holder: KeyHolder) -> None:
    """It is the turn of whoever has still to accept, unless it is their turn for another reason already."""
    ask, reason = act.noun, f"Accept version {act.version.number}, or propose other words"
    if holder.leads:
        side = Side.objects.with_record().get(pk=holder.side_id)
        if not side.is_working:
            ask_for_key(act, side, reason)
        return
    end_turns(act, ask.record, holder.organisation)
    give_turn(act, ask.record, holder.organisation, reason)
    tell_turn(act, ask, holder.organisation, AREA_ROLES, reason)


@follows_from("endorse")
def endorse_words(act: Act) -> None:
    endorse(act, act.facts.negotiation.authority)


@follows_from("agree")
def mint_commitment(act: Act) -> None:
    """The words become a commitment, with who delivers it, how it is measured and by when."""
    conclude(act)
    workflows["commitment"].create("make", by=act.actor, cause=act.event, data={"ask": act.noun.ref})


@follows_from("conclude")
def conclude(act: Act) -> None:
    """Nobody need act on the ask any more; questions that are still open end with it, parts stay as they are."""
    ask = act.noun
    for question in ask.clarifications.in_status("open").with_record():
        workflows["clarification"].follow("close_with_ask", question, cause=act.event, by=act.actor)
    for record in Record.objects.filter(root=ask.record).exclude(kind="answer"):
        end_turns(act, record)


@follows_from("decline")
def decline(act: Act) -> None:
    conclude(act)
    tell_turn(act, act.noun, act.noun.body, AREA_ROLES, "Read why it was declined, and reply if you wish")


@follows_from("defer")
def defer(act: Act) -> None:
    """It rests until its day; the day stands on the ask, so that nothing depends on anybody's clock."""
    back_on = act.given["back_on"]
    Ask.objects.filter(pk=act.noun.pk).update(back_on=back_on)
    conclude(act)
    morning = dt.datetime.combine(back_on, dt.time(), tzinfo=clock.LONDON)
    enqueue("bring_back_ask", act.noun.record, key=f"back {act.event.pk}", due_at=morning, event=act.event.pk)
    tell_turn(act, act.noun, act.noun.body, AREA_ROLES, "Read why it was deferred, and reply if you wish")


@follows_from("propose_reopening")
def propose_reopening(act: Act) -> None:
    """It is for the other side to decide whether the ask is opened again."""
    ask, reason = act.noun, "Decide whether to reopen the ask"
    if act.event.behalf == ask.body:
        for holder in act.facts.negotiation.holders:
            if holder.leads:
                ask_for_key(act, Side.objects.with_record().get(pk=holder.side_id), reason)
        return
    give_turn(act, ask.record, ask.body, reason)
    tell_turn(act, ask, ask.body, AREA_ROLES, reason)


@follows_from("reopen")
def reopen(act: Act) -> None:
    """It goes on from its last version: who had answered looks again, who had not goes on."""
    for record in Record.objects.filter(root=act.noun.record).exclude(kind="answer"):
        end_turns(act, record)
    go_on(act, act.noun)


def go_on(act: Act, ask: Any) -> None:
    for side in ask.sides.with_record().in_status("routed", "ours").exclude(role=Side.Role.SPONSOR):
        effects.hold(act, side, *days.due_from(side.organisation, clock.today()))
    return_sides(act)
