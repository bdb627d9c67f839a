"""What time it is: one clock for every rule of the service, in UTC inside and in London's calendar outside."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.db import connection

LONDON = ZoneInfo("Europe/London")

_frozen: ContextVar[dt.datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> dt.datetime:
    """The present moment as an aware datetime in UTC, or the moment set by :func:`at`."""
    return _frozen.get() or dt.datetime.now(dt.UTC)


def database_now() -> dt.datetime:
    """The present moment by the database's clock, the same for every web host; or the moment set by :func:`at`."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def today() -> dt.date:
    """The calendar date in London, where every deadline of the service is read."""
    return now().astimezone(LONDON).date()


def on(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """The moment at which clocks in London show that time on ``day``: for stories, which count in days of the calendar.

    A day there may have 23 or 25 hours, and late in a summer evening it is one day ahead of UTC. So who wants the
    moment of some days ago goes back by dates first and asks for the time of day last.
    """
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=LONDON)


@contextmanager
def at(moment: dt.datetime) -> Iterator[dt.datetime]:
    """Stop the clock at ``moment`` (aware): for telling a story in order, in sample data and in tests."""
    if moment.tzinfo is None:
        raise ValueError("The clock needs a moment with a time zone.")
    token = _frozen.set(moment.astimezone(dt.UTC))
    try:
        yield moment
    finally:
        _frozen.reset(token)
