"""How many working days has a department, and on which day must it have reviewed an ask, and answered it?"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings

from lis.calendar_days.days import add_working_days
from lis.engine.models import Turn

from .models import Allowance, Side


def days_of(organisation: Any) -> tuple[int, int]:
    """The working days that ``organisation`` has to review an ask, and then to decide."""
    own = Allowance.objects.filter(organisation=organisation).values_list("review_days", "decide_days").first()
    return own or (settings.REVIEW_WORKING_DAYS, settings.DECIDE_WORKING_DAYS)


def due_from(organisation: Any, day: dt.date) -> tuple[dt.date, dt.date]:
    """Of an ask that comes on ``day``: when it must be reviewed, and when it must be answered.

    The first stays inside the department. The second is the one that everybody on the ask sees.
    """
    review, decide = days_of(organisation)
    return add_working_days(day, review), add_working_days(day, review + decide)


def open_turn(side: Side) -> Turn | None:
    """The department's turn that everybody on the ask sees; None while it waits, or owes nothing."""
    return Turn.objects.filter(record=side.ask.record, organisation=side.organisation, ended=None).first()


def latest_day(side: Side) -> dt.date:
    """The last day to which the department may put off its answer."""
    begun = side.record.events.filter(verb__in=("open", "route_again")).order_by("-number").first()
    return add_working_days(begun.at.date(), settings.MOST_WORKING_DAYS)
