"""Which days count as working days in England, and when a period counted in them ends."""

import datetime as dt

import holidays

from lis.engine.clock import LONDON

_BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", language="en_GB")
_SATURDAY = 5
_ONE_DAY = dt.timedelta(days=1)


def is_working_day(day: dt.date) -> bool:
    """Whether ``day`` is neither a Saturday, a Sunday nor a bank holiday in England (1971 Act and proclamations)."""
    return day.weekday() < _SATURDAY and day not in _BANK_HOLIDAYS


def add_working_days(day: dt.date, days: int) -> dt.date:
    """The date ``days`` working days after ``day``, the day itself never counted; before it when ``days`` is negative.

    With 0 the answer is ``day`` when it is a working day and otherwise the next one.
    """
    step = _ONE_DAY if days >= 0 else -_ONE_DAY
    if days == 0:
        while not is_working_day(day):
            day += step
        return day
    left = abs(days)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: dt.date, end: dt.date) -> int:
    """How many working days lie after ``start`` up to and including ``end``; negative when ``end`` comes first.

    The first day is left out, so that ``working_days_between(d, add_working_days(d, n))`` is ``n``.
    """
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + dt.timedelta(days=n)) for n in range(1, (end - start).days + 1))


def due_at(start: dt.datetime, days: int) -> dt.date:
    """The London date that ends ``days`` working days after the aware moment ``start``.

    A period runs by dates in London: what arrives at 23:30 UTC in July has arrived on the next day there.
    """
    if start.tzinfo is None:
        raise ValueError("A period starts at a moment with a time zone.")
    return add_working_days(start.astimezone(LONDON).date(), days)
