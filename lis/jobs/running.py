"""How one worker takes up one job, does it once, and hands it back when it cannot."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import uuid
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F, QuerySet

from ..engine import clock
from .models import Job
from .registry import GiveUp, Kind, kind_of

log = logging.getLogger(__name__)

FIRST_PAUSE = dt.timedelta(seconds=5)
LONGEST_PAUSE = dt.timedelta(hours=1)


class LeaseLost(Exception):
    """The job was given to another worker meanwhile; nothing that this one did may be kept."""


@dataclass(frozen=True)
class Run:
    """One attempt at a job, held under ``lease``. The job's function gets it to tell how far it is."""

    job: Job
    lease: uuid.UUID
    length: dt.timedelta

    def report(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are behind us and hold the job for another lease.

        Written beside the job's own transaction, over a connection of its own, so that people see it at once.
        """
        writer = threading.Thread(target=self._report, args=(done, total))
        writer.start()
        writer.join()

    def _report(self, done: int, total: int) -> None:
        try:
            self._mine().update(progress=done, total=total, lease_until=clock.now() + self.length)
        finally:
            connection.close()

    def finish(self) -> None:
        """Mark the job done. Raises ``LeaseLost`` when it is no longer ours, which undoes the whole transaction."""
        done = self._mine().update(
            state=Job.State.DONE, done_at=clock.now(), lease=None, lease_until=None, error="", progress=F("total")
        )
        if not done:
            raise LeaseLost

    def hand_back(self, error: str, *, last: bool) -> None:
        """Give the job back after a failure: to be tried later, or, when this was the ``last`` try, as failed."""
        if last:
            fail(self.job, self.lease, error)
            return
        self._mine().update(
            state=Job.State.WAITING,
            due_at=clock.now() + pause_after(self.job.tries),
            sent_at=None,
            lease=None,
            lease_until=None,
            error=error[:300],
        )

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, lease=self.lease)


def fail(row: Job, lease: uuid.UUID, error: str) -> None:
    """Let the job held under ``lease`` fail for good, and tell whoever wrote down to be told."""
    held = Job.objects.filter(pk=row.pk, state=Job.State.RUNNING, lease=lease)
    kind = kind_of(row.name)
    with transaction.atomic():
        failed = held.update(state=Job.State.FAILED, lease=None, lease_until=None, error=error[:300])
        if failed and kind and kind.when_failed:
            kind.when_failed(row, error[:300])


def run_again(row: Job) -> bool:
    """Give a failed job its tries back, from now on; False when it has not failed."""
    again = (
        Job.objects.failed()
        .filter(pk=row.pk)
        .update(state=Job.State.WAITING, due_at=clock.now(), sent_at=None, tries=0, error="")
    )
    return bool(again)


def pause_after(tries: int) -> dt.timedelta:
    """How long a job rests after that many tries: 5 seconds, then twice as long each time, an hour at most."""
    return min(FIRST_PAUSE * 2 ** min(max(tries, 1) - 1, 12), LONGEST_PAUSE)


def claim(pk: int) -> Run | None:
    """Take up the job ``pk``, or None when it is not due, is done, or somebody else has it."""
    name = Job.objects.filter(pk=pk).values_list("name", flat=True).first()
    if name is None:
        return None
    kind = kind_of(name)
    length = kind.lease_length() if kind else dt.timedelta(minutes=1)
    lease = uuid.uuid4()
    now = clock.now()
    # One statement: whoever comes second finds the row locked, skips it and goes away.
    with transaction.atomic():
        free = Job.objects.due(now).filter(pk=pk).select_for_update(skip_locked=True)
        taken = Job.objects.filter(pk__in=free.values("pk")).update(
            state=Job.State.RUNNING, lease=lease, lease_until=now + length, sent_at=None, tries=F("tries") + 1
        )
    return Run(Job.objects.get(pk=pk), lease, length) if taken else None


def run(pk: int) -> bool:
    """Do the job ``pk`` if it is ours to do. True when its effect and its "done" are committed."""
    attempt = claim(pk)
    if attempt is None:
        return False
    kind = kind_of(attempt.job.name)
    tries = attempt.job.tries
    facts = {"facts": {"job": pk, "kind": attempt.job.name, "try": tries}}
    try:
        if kind is None:
            raise LookupError(f"This worker knows no work called {attempt.job.name}; an older version may be running")
        with transaction.atomic():
            kind.function(attempt, **attempt.job.arguments)
            attempt.finish()
    except LeaseLost:
        log.warning(
            "Job %s took longer than its lease; what it did is undone and left to the next worker.", pk, extra=facts
        )
        return False
    except GiveUp as reason:
        attempt.hand_back(str(reason), last=True)
        log.error("Job %s cannot be done: %s", pk, reason, extra=facts)
        return False
    except Exception as error:
        attempt.hand_back(in_a_line(error), last=tries >= most_tries(kind))
        log.exception("Job %s failed at try %s.", pk, tries, extra=facts)
        return False
    return True


def most_tries(kind: Kind | None) -> int:
    """How often a job of ``kind`` is tried; one unknown here is given a day's worth, until a deployment is over."""
    return kind.max_tries if kind else 30


def in_a_line(error: Exception) -> str:
    """The kind of an error and the first line of what it says."""
    first = str(error).strip().split("\n")[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
