"""The two messages that a worker understands, and the sweeping of work that was done long ago."""

import datetime as dt

from celery import shared_task

from ..engine import clock
from . import running, ticking
from .models import Job
from .queue import RUN
from .registry import job

KEPT = dt.timedelta(days=30)


@shared_task(name=RUN, ignore_result=True)
def run(pk: int) -> None:
    """Do one job, unless it is done already or somebody else has it."""
    running.run(pk)


@shared_task(name="lis.jobs.tick", ignore_result=True)
def tick() -> None:
    """Find what is due."""
    ticking.tick()


@job("sweep_done_jobs", every=dt.timedelta(days=1))
def sweep_done_jobs(attempt: running.Run) -> None:
    """Delete jobs that were done more than a month ago; what they did stands in the records."""
    Job.objects.filter(state=Job.State.DONE, done_at__lt=clock.now() - KEPT).delete()
