"""Which steps wait, and for what: holds that are in force now, and exceptions from them that were approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from .checks import STOP, Check
from .models import Hold, HoldException
from .registry import workflows
from .steps import Act, Step


def look_up_holds(nouns: Sequence[Any], at: dt.datetime) -> None:
    """Put on each noun the ``holds`` in force at that moment and the ``leaves`` (approved exceptions) on its record.

    One query while nothing is held, however many nouns.
    """
    holds = list(Hold.objects.in_force_at(at).with_scope().order_by("until_on", "pk")) if nouns else []
    leaves: list[HoldException] = []
    if holds:
        approved = HoldException.objects.in_status("approved").with_record().filter(hold__in=holds)
        leaves = list(approved.filter(target__in=[noun.pk for noun in nouns]))
    for noun in nouns:
        noun.holds = holds
        noun.leaves = [leave for leave in leaves if leave.target_id == noun.pk]


def held_by(step: Step, noun: Any, body: Any) -> list[Hold]:
    """The holds that keep ``body`` from taking ``step`` on ``noun``, apart from those with an approved exception."""
    if not step.held:
        return []
    return [hold for hold in touching(noun, body) if _leave(step, noun, body, hold) is None]


def touching(noun: Any, body: Any) -> list[Hold]:
    """The holds in force that touch what ``body`` does about ``noun``."""
    body_id = body.pk if body else None
    return [hold for hold in noun.holds if hold.touches(noun.record.area_id, body_id)]


def hold_reasons(holds: Sequence[Hold]) -> list[Check]:
    """Why a held step waits, and what can be done."""
    return [
        Check(
            "held",
            f"{hold.get_kind_display()} until the end of {hold.until_on.day} {hold.until_on:%B %Y}: this waits until "
            f"it is over. If it cannot wait, ask for an exception on the page of {hold.ref}; somebody else of your "
            "organisation then approves it.",
            STOP,
            where=hold.ref,
        )
        for hold in holds
    ]


def use_leaves(act: Act, body: Any) -> None:
    """The step was taken in spite of a hold: each exception that allowed it is used up by this event."""
    if not act.step.held:
        return
    for hold in touching(act.noun, body):
        leave = _leave(act.step, act.noun, body, hold)
        if leave is not None:
            workflows["exception"].follow("use", leave, cause=act.event, by=act.actor)


def _leave(step: Step, noun: Any, body: Any, hold: Hold) -> HoldException | None:
    for leave in noun.leaves:
        if (leave.hold_id, leave.verb) == (hold.pk, step.verb) and body and leave.organisation_id == body.pk:
            return leave
    return None
