"""What every beat of the clock does: finds work that is due or was lost, and starts what comes round regularly."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from ..engine import clock
from .models import Job
from .queue import enqueue, nudge
from .registry import kind_of, regular_kinds
from .running import fail, most_tries

AT_ONCE = 500
LOST = "The worker was lost {tries} times in the middle of this work."


def tick() -> int:
    """Send what is due to the workers; how many were sent. Missed, late or doubled beats do no harm."""
    start_regular_work()
    give_up_on_lost_work()
    return send_due_work()


def start_regular_work() -> None:
    """Ask for each regular kind once in its period; the key is unique, so two clocks ask for the same one."""
    now = clock.now()
    for kind in regular_kinds():
        period = int(now.timestamp() // kind.every.total_seconds())
        key = f"{kind.name} {period}"
        # Looked up first, so that a beat with nothing to start writes nothing.
        if not Job.objects.filter(key=key).exists():
            enqueue(kind.name, key=key)


def give_up_on_lost_work() -> None:
    """Fail the jobs whose last allowed worker was lost: they would take the next worker with them."""
    for job in Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=clock.now()):
        if job.tries >= most_tries(kind_of(job.name)):
            fail(job, job.lease, LOST.format(tries=job.tries))


def send_due_work() -> int:
    """Nudge the workers about jobs that are due and that nobody was told of lately; how many reached the broker."""
    now = clock.now()
    lately = now - dt.timedelta(seconds=settings.JOB_RESEND_SECONDS)
    with transaction.atomic():
        waiting = Job.objects.due(now).filter(Q(sent_at__isnull=True) | Q(sent_at__lt=lately)).order_by("due_at", "pk")
        keys = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
        Job.objects.filter(pk__in=keys).update(sent_at=now)
    for sent, pk in enumerate(keys):
        if not nudge(pk):
            # Nobody was told after all: the next beat tries again.
            Job.objects.filter(pk__in=keys[sent:], state=Job.State.WAITING).update(sent_at=None)
            return sent
    return len(keys)
