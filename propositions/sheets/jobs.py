"""Sweeping filled spreadsheets that came back long ago."""

import datetime as dt

from lis.engine import clock
from lis.jobs.registry import job
from lis.jobs.running import Run

from .models import FilledSheet

KEPT = dt.timedelta(days=30)


@job("sweep_filled_sheets", every=dt.timedelta(days=1))
def sweep_filled_sheets(run: Run) -> None:
    """Delete the rows of spreadsheets uploaded more than a month ago; what came of them stands in the records."""
    FilledSheet.objects.filter(batch__made_at__lt=clock.now() - KEPT).delete()
