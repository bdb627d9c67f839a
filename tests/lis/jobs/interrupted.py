"""Work for real workers in the tests: one kind writes its effect and waits, the first time, to be killed."""

import datetime as dt
import os
import time
from pathlib import Path

from lis.exports.models import Download
from lis.jobs.registry import job


@job("test_interrupted", lease=dt.timedelta(seconds=1))
def interrupted(attempt):
    Download.objects.create(what="interrupted", format="csv", rows=attempt.job.tries)
    begun = Path(os.environ["INTERRUPTED_BEGUN"])
    if not begun.exists():
        begun.touch()
        time.sleep(60)


@job("test_short")
def short(attempt, number):
    Download.objects.create(what=f"short {number:03}", format="csv", rows=attempt.job.tries)
