"""What the clock starts by itself about whose turn it is."""

import datetime as dt

from lis.calendar_days.days import is_working_day
from lis.engine import clock
from lis.jobs.registry import job
from lis.jobs.running import Run

from .chasing import chase

# By London's clock: nobody is reminded before the working day begins.
FIRST_HOUR = 8


@job("chase", every=dt.timedelta(hours=1))
def remind_of_days(attempt: Run) -> None:
    """Remind people of what is due, on working days from eight in London."""
    if is_working_day(clock.today()) and clock.now().astimezone(clock.LONDON).hour >= FIRST_HOUR:
        chase()
