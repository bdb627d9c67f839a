"""By when must the papers of a meeting be out? Five clear working days before it."""

from __future__ import annotations

import datetime as dt

from lis.calendar_days.days import add_working_days

CLEAR_DAYS = 5


def papers_due_on(held_on: dt.date) -> dt.date:
    """The last day on which the papers of a meeting on ``held_on`` can be published in time.

    Five clear days (Local Government Act 1972, section 100B) count neither the day of publication nor that of the
    meeting; here they are working days of England, as the area's own rules have it.
    """
    return add_working_days(held_on, -(CLEAR_DAYS + 1))
