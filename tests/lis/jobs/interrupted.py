"""Work for a real worker in the tests: it writes its effect and then waits, the first time, to be killed."""

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
