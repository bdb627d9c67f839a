"""A confirmed batch is done: each item in a transaction of its own, once, whoever comes to it first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import NotNow, NotVisible, Refusal
from lis.engine.registry import workflows
from lis.jobs.queue import enqueue

from ..sides.models import Side
from .models import Batch, BatchItem
from .preparing import GONE, as_posted

# So many are done while the person waits for the page; the rest is background work.
AT_ONCE = 50
# Background work takes so many at a time, so that no lock is held for long and the page can tell how far it is.
CHUNK = 25
WORK = "take_bulk_steps"


@dataclass(frozen=True)
class Tally:
    """How far a batch is."""

    total: int
    done: int
    stayed: int

    @property
    def over(self) -> int:
        return self.done + self.stayed

    @property
    def waiting(self) -> int:
        return self.total - self.over


def confirm(batch: Batch, actor: Actor, data: Mapping[str, Any]) -> bool:
    """Let the batch be done with what is given with the step; False when it was confirmed before.

    A few items are done at once. The work is written down as well, so that nothing of it is lost with the process.
    """
    with transaction.atomic():
        held = Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
        if held.confirmed_at is not None:
            return False
        held.data, held.confirmed_at = {**held.data, **data}, clock.now()
        held.save(update_fields=["data", "confirmed_at"])
        enqueue(WORK, key=f"{WORK} {held.uid}", batch=held.pk)
    batch.refresh_from_db()
    if batch.items.count() <= AT_ONCE:
        go_on(batch, actor, AT_ONCE)
    return True


def go_on(batch: Batch, actor: Actor, most: int) -> int:
    """Do up to ``most`` of the items that still wait; answers how many wait after that."""
    for item in batch.items.filter(outcome="").order_by("number")[:most]:
        take(item, batch, actor)
    waiting = batch.items.filter(outcome="").count()
    if not waiting and batch.data:
        # The events hold what was given; here it is no longer needed.
        with transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(data={})
            batch.items.exclude(data={}).update(data={})
    return waiting


def take(item: BatchItem, batch: Batch, actor: Actor) -> None:
    """Take the step for one item, unless somebody has done so meanwhile, and note what came of it."""
    workflow = workflows["side"]
    with transaction.atomic():
        held = BatchItem.objects.select_for_update(no_key=True, of=("self",)).select_related("batch").get(pk=item.pk)
        if not held.waits:
            return
        try:
            with transaction.atomic():
                side = Side.objects.with_record().filter(pk=held.record_id).first()
                if side is None:
                    raise NotVisible(GONE)
                event = workflow.perform(
                    batch.verb, side, by=actor, expected=held.expected, data=as_posted(held.given()),
                    key=str(batch.uid), batch=batch.uid,
                )  # fmt: skip
        except NotNow as refusal:
            held.outcome, held.code = BatchItem.Outcome.STAYED, refusal.reasons[0].code
            held.sentence = refusal.sentence
        except Refusal as refusal:
            held.outcome, held.code = BatchItem.Outcome.STAYED, refusal.code
            held.sentence = told(refusal)
        else:
            held.outcome, held.event = BatchItem.Outcome.DONE, event
            held.sentence = f"You {workflow.describe(event)}."
        held.save(update_fields=["outcome", "code", "sentence", "event"])


def told(refusal: Refusal) -> str:
    """Why an item was refused, in one line: what is wrong with the input stands in its fields' own sentences."""
    errors = getattr(refusal, "errors", {})
    return " ".join(str(sentence) for sentences in errors.values() for sentence in sentences) or refusal.sentence


def tally(batch: Batch) -> Tally:
    """How many items there are, and how many are done or were refused, in one query."""
    outcomes = list(batch.items.values_list("outcome", flat=True))
    return Tally(len(outcomes), outcomes.count("done"), outcomes.count("stayed"))
