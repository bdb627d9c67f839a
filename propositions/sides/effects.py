"""What follows when a body's part in an ask begins, waits, goes on or ends: grants, turns and mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from lis.calendar_days.days import add_working_days, working_days_between
from lis.engine import clock
from lis.engine.models import Record, Turn
from lis.engine.registry import workflows
from lis.engine.standing import end_turns, give_turn, grant
from lis.engine.steps import Act
from lis.people.models import Organisation

from .mail import tell_turn
from .models import Side

REVIEW = "Review the ask"
ROUTE = "Route the ask"


def departments_for(ask: Any, on: dt.date) -> list[tuple[Organisation, str]]:
    """Which bodies review a submitted ask on that day, each with its role, the lead first.

    A named department that has closed is replaced by its successors; when none is left, or none was named, the unit
    that coordinates for Government receives it and routes it.
    """
    named = sorted(ask.departments.all(), key=lambda body: (body.pk != ask.lead_department_id, body.code))
    found: list[Organisation] = []
    for department in named:
        found += [body for body in department.successors_on(on) if body not in found]
    if not found:
        found = list(coordinating_units(on))
    roles = [Side.Role.LEAD] + [Side.Role.CONSULTED] * (len(found) - 1)
    return list(zip(found, roles, strict=False))


def coordinating_units(on: dt.date) -> Iterable[Organisation]:
    return Organisation.objects.filter(kind=Organisation.Kind.COORDINATING_UNIT).open_on(on)


def open_for_submission(ask: Any, act: Act) -> None:
    """Open a side for each sponsor and each department, and let the coordinating unit see every ask."""
    sides = workflows["side"]
    today = clock.today()
    receiving = departments_for(ask, today)
    standing = [ask.body, *ask.proposition.sponsors.all()]
    # A body has one side of an ask: who is asked to answer it answers, even where it stands behind it as well.
    sponsors = {body for sponsor in standing for body in sponsor.successors_on(today)} - {body for body, _ in receiving}
    for sponsor in sorted(sponsors, key=lambda body: body.code):
        sides.create("open", by=act.actor, data=opening(ask, sponsor, Side.Role.SPONSOR), cause=act.event)
    for unit in coordinating_units(today):
        show(act, ask, unit)
    for department, role in receiving:
        sides.create("open", by=act.actor, data=opening(ask, department, role), cause=act.event)


def opening(ask: Any, organisation: Organisation, role: str) -> dict[str, str]:
    return {"ask": ask.ref, "organisation": organisation.code, "role": role}


def show(act: Act, ask: Any, organisation: Organisation) -> None:
    """Let ``organisation`` read the ask and its proposition from their submission on, and nothing before."""
    for record in (ask.record, ask.proposition.record):
        submitted = record.events.filter(verb="submit").order_by("number").first()
        grant(act, record, organisation, since_version=1, since_event=submitted.number)


def begin(act: Act) -> None:
    """A side has been opened: its body sees it and the ask, it is their turn, and they are told."""
    side = act.noun
    grant(act, side.record, side.organisation)
    show(act, side.ask, side.organisation)
    if side.role == Side.Role.SPONSOR:
        return
    hold(act, side, add_working_days(clock.today(), settings.REVIEW_WORKING_DAYS))


def hold(act: Act, side: Side, due_on: dt.date) -> None:
    """It is the department's turn: openly on the ask, and inside for the role that acts next."""
    routes = side.organisation.kind == Organisation.Kind.COORDINATING_UNIT
    role, reason = ("coordinator", ROUTE) if routes else ("reviewer", REVIEW)
    give_turn(act, side.ask.record, side.organisation, reason, due_on=due_on)
    give_turn(act, side.record, side.organisation, reason, role=role, due_on=due_on)
    tell_turn(act, side.ask, side.organisation, [role], reason)


def pass_inside(act: Act, role: str, reason: str) -> None:
    """Inside the department the turn passes to another role; nothing of that is seen outside."""
    side = act.noun
    open_turn = Turn.objects.filter(record=side.record, ended=None).first()
    if open_turn and open_turn.role == role and open_turn.reason == reason:
        return
    end_turns(act, side.record)
    due_on = open_turn.due_on if open_turn else None
    give_turn(act, side.record, side.organisation, reason, role=role, due_on=due_on)
    tell_turn(act, side.ask, side.organisation, [role], reason)


def let_go(act: Act, side: Side) -> None:
    """The department need not act any more on this ask."""
    end_turns(act, side.ask.record, side.organisation)
    end_turns(act, side.record)


def stop_clock(act: Act, side: Side) -> None:
    """A question is with the area: the department waits, and its working days stand still."""
    let_go(act, side)


def start_clock(act: Act, side: Side) -> None:
    """The last open question is answered: the department goes on where it was, with the days it had left.

    While it waited it may have gone on inside; whoever's turn it is there by now keeps it.
    """
    openly = Turn.objects.filter(record=side.ask.record, organisation=side.organisation)
    stopped, due_on = openly.select_related("ended").order_by("-pk").first(), None
    if stopped.ended is None:
        return
    # A department that changes an answer of its own accord owes nobody anything by a date.
    if stopped.ended.verb == "ask":
        since = stopped.ended.at.astimezone(clock.LONDON).date()
        due_on = add_working_days(stopped.due_on, working_days_between(since, clock.today()))
        give_turn(act, side.ask.record, side.organisation, stopped.reason, due_on=due_on)
    inside = Turn.objects.filter(record=side.record)
    last = inside.filter(ended=None).first() or inside.order_by("-pk").first()
    if last.ended_id is None:
        inside.filter(pk=last.pk).update(due_on=due_on)
        return
    give_turn(act, side.record, side.organisation, last.reason, role=last.role, due_on=due_on)
    tell_turn(act, side.ask, side.organisation, [last.role], last.reason)


def close_for_withdrawal(ask: Any, act: Act) -> None:
    """The ask is withdrawn: every open side and question ends with it."""
    for kind, noun in [("side", side) for side in ask.sides.with_record()] + [
        ("clarification", question) for question in ask.clarifications.in_status("open", "answered").with_record()
    ]:
        workflow = workflows[kind]
        if noun.status != "closed":
            workflow.follow("close_with_ask", noun, cause=act.event, by=act.actor)
    for record in Record.objects.filter(root=ask.record):
        end_turns(act, record)
