"""Effects of a step on who must act next and on who may see: turns and grants, written by steps only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .models import Grant, Record, Turn
from .steps import Act


def give_turn(
    act: Act, record: Record, organisation: Any, reason: str, *, role: str = "", due_on: dt.date | None = None,
    person: Any = None,
) -> Turn:  # fmt: skip
    """It is now that organisation's turn on ``record``; a turn that it already has in that role goes on."""
    turn = Turn.objects.filter(record=record, organisation=organisation, role=role, ended=None).first()
    if turn:
        return turn
    return Turn.objects.create(
        record=record, organisation=organisation, role=role, reason=reason, since=act.event, due_on=due_on,
        person=person,
    )  # fmt: skip


def end_turns(act: Act, record: Record, organisation: Any = None, role: str | None = None) -> None:
    """End the open turns on ``record``: of one organisation, in one role, or all."""
    turns = Turn.objects.filter(record=record, ended=None)
    if organisation is not None:
        turns = turns.filter(organisation=organisation)
    if role is not None:
        turns = turns.filter(role=role)
    turns.update(ended=act.event)


def grant(
    act: Act, record: Record, organisation: Any, *, role: str = "", since_version: int = 0, since_event: int = 0,
    until: dt.datetime | None = None, from_at: dt.datetime | None = None,
) -> Grant:  # fmt: skip
    """Let that organisation see ``record``; an open grant that already shows as much is kept."""
    open_now = Grant.objects.open_at(act.at).filter(
        record=record, organisation=organisation, role=role, until=until,
        since_version__lte=since_version, since_event__lte=since_event,
    )  # fmt: skip
    return open_now.first() or Grant.objects.create(
        record=record, organisation=organisation, role=role, since_version=since_version, since_event=since_event,
        from_at=from_at or act.at, until=until, given_by=act.event,
    )  # fmt: skip


def grant_everyone(act: Act, record: Record, *, from_at: dt.datetime) -> Grant:
    """Let everybody see ``record`` from that moment on: the version that ``act`` mints, and what happens from it on."""
    return Grant.objects.create(
        record=record, everyone=True, since_version=act.version.number, since_event=act.event.number,
        from_at=from_at, given_by=act.event,
    )  # fmt: skip


def end_grants(act: Act, record: Record, organisation: Any) -> int:
    """Take back what ``organisation`` may see of ``record``, now or from a later day on; answers how many ended.

    None stands for everyone.
    """
    held = Grant.objects.filter(record=record, organisation=organisation).not_over_at(act.at)
    return held.update(ended_by=act.event)
