"""Issuing several cleared answers of a department in one act: what would become of each, then each by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lis.engine.actor import Actor
from lis.engine.checks import Check
from lis.engine.errors import NotNow, NotVisible, Refusal

from .lifecycle import CLEARED, workflow
from .models import Side

ISSUERS = ("clearer", "coordinator")
NOW, ON_A_DAY = "issue", "schedule"
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Outcome:
    """What would become of one side, or became of it: it ``goes``, or stays for ``reasons`` or as ``sentence`` says."""

    ref: str
    side: Side | None
    goes: bool
    sentence: str = ""
    reasons: Sequence[Check] = ()


def waiting_to_be_issued(actor: Actor) -> QuerySet:
    """The sides whose words are cleared, in departments for which ``actor`` issues, by reference."""
    bodies = actor.organisations_as(ISSUERS)
    cleared = Side.objects.with_record().visible_to(actor).filter(organisation__in=bodies).in_status(CLEARED)
    return cleared.order_by("organisation__code", "record__ref")


def issue_together(
    chosen: Mapping[str, int | None], *, by: Actor, batch: UUID, verb: str = NOW, data: dict[str, Any] | None = None,
    dry_run: bool = False,
) -> list[Outcome]:  # fmt: skip
    """Issue the sides that ``chosen`` names by reference, each with the revision that was read, and tell of each.

    ``verb`` is ``issue`` (now) or ``schedule`` (on the day in ``data``). Every side is taken in a transaction of its
    own, so that one refusal stops no other; the events share ``batch``, which is also the key, so the same call sent
    twice does nothing twice. With ``dry_run`` nothing is written. Raises ``ValueError`` above 200 sides.
    """
    if len(chosen) > MOST_AT_ONCE:
        raise ValueError(f"At most {MOST_AT_ONCE} at once.")
    found = Side.objects.with_record().visible_to(by).filter(record__ref__in=list(chosen))
    sides = {side.ref: side for side in found}
    return [
        _one(ref, sides.get(ref), chosen[ref], by=by, batch=batch, verb=verb, data=data, dry_run=dry_run)
        for ref in sorted(chosen)
    ]


def _one(
    ref: str, side: Side | None, expected: int | None, *, by: Actor, batch: UUID, verb: str,
    data: dict[str, Any] | None, dry_run: bool,
) -> Outcome:  # fmt: skip
    if side is None:
        return Outcome(ref, None, False, NotVisible.sentence)
    try:
        event = workflow.perform(
            verb, side, by=by, expected=expected, data=data or {}, key=str(batch), batch=batch, dry_run=dry_run
        )
    except NotNow as refusal:
        return Outcome(ref, side, False, "", tuple(refusal.reasons))
    except Refusal as refusal:
        return Outcome(ref, side, False, refusal.sentence)
    if event.repeated:
        return Outcome(ref, side, True, "Already done by you.")
    return Outcome(ref, side, True)
