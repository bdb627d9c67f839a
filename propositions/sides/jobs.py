"""The work that lets an answer out on the day that was set for it."""

from lis.jobs.registry import job
from lis.jobs.running import Run

from .releases import WORK, let_out


@job(WORK)
def issue_on_its_day(attempt: Run, side: int, scheduled: int) -> None:
    """Issue what that side has cleared, if the event that set the day still stands."""
    let_out(side, scheduled)
