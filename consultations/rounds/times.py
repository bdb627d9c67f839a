"""How the times of a round are said: in London's time, by its name, and how long is left."""

from __future__ import annotations

import datetime as dt

from lis.engine import clock
from lis.templatetags.office import datetime_words, days_words

from .models import Phase, Round

MINUTE = dt.timedelta(minutes=1)


def opening_words(round_: Round) -> str:
    """``14 December 2026 at 09:00 GMT``; nothing while no day is set."""
    return datetime_words(round_.opens_at)


def closing_words(closes_at: dt.datetime | None) -> str:
    """``14 December 2026 at 23:59 GMT`` for what closes at the midnight after that day."""
    return datetime_words(last_minute(closes_at))


def last_minute(closes_at: dt.datetime | None) -> dt.datetime | None:
    """The moment to name: the last minute of the day for a midnight, which belongs to two days."""
    if closes_at is None:
        return None
    local = closes_at.astimezone(clock.LONDON)
    return closes_at - MINUTE if (local.hour, local.minute) == (0, 0) else closes_at


def time_left(round_: Round, at: dt.datetime) -> str:
    """``10 days left``, ``5 hours left``, ``12 minutes left`` while it is open; else nothing."""
    if round_.phase_at(at) not in (Phase.OPEN, Phase.PAUSED):
        return ""
    left = round_.closes_at - at
    if left >= dt.timedelta(days=2):
        return f"{days_words(left.days)} left"
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    if hours:
        return f"{hours} hour{'s' * (hours != 1)} left"
    return f"{max(minutes, 1)} minute{'s' * (minutes > 1)} left"
