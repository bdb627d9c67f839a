"""What is done in the background for batches: the steps of the large ones, and sweeping those never confirmed."""

import datetime as dt

from lis.engine import clock
from lis.engine.actor import Actor
from lis.jobs.queue import enqueue
from lis.jobs.registry import job
from lis.jobs.running import Run

from .models import Batch
from .running import CHUNK, WORK, go_on

KEPT = dt.timedelta(days=7)


@job(WORK)
def take_bulk_steps(run: Run, batch: int) -> None:
    """Take the next steps of a confirmed batch for its maker, and ask for the work that is left after them."""
    found = Batch.objects.select_related("maker").get(pk=batch)
    waiting = go_on(found, Actor.of(found.maker), CHUNK)
    if waiting:
        enqueue(WORK, key=f"{WORK} {found.uid} {waiting}", batch=found.pk)


@job("sweep_unconfirmed_batches", every=dt.timedelta(days=1))
def sweep_unconfirmed_batches(run: Run) -> None:
    """Delete what was prepared more than a week ago and never confirmed: nothing came of it."""
    Batch.objects.filter(confirmed_at=None, made_at__lt=clock.now() - KEPT).delete()
