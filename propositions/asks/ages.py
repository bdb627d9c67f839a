"""How old is what waits? Spans of working days, and the moments between which something of that age began."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lis.calendar_days.days import is_working_day
from lis.engine import clock


@dataclass(frozen=True)
class Band:
    """A span of working days: from ``least`` to ``most``, or without an end."""

    slug: str
    least: int
    most: int | None

    @property
    def label(self) -> str:
        return f"{self.least} to {self.most} days" if self.most is not None else f"More than {self.least - 1} days"

    def holds(self, days: int) -> bool:
        return self.least <= days and (self.most is None or days <= self.most)


BANDS = (Band("0-5", 0, 5), Band("6-10", 6, 10), Band("11-20", 11, 20), Band("over-20", 21, None))


def span_of(slug: str, today: dt.date) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The moments between which a turn of that band began: from the first, and before the second; None has no end."""
    band = next(band for band in BANDS if band.slug == slug)
    begins = None if band.most is None else midnight(earliest(today, band.most))
    ends = None if band.least == 0 else midnight(earliest(today, band.least - 1))
    return begins, ends


def earliest(today: dt.date, days: int) -> dt.date:
    """The first date from which no more than ``days`` working days have passed up to ``today``."""
    day, passed = today, 0
    while passed + is_working_day(day) <= days:
        passed += is_working_day(day)
        day -= dt.timedelta(days=1)
    return day


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=clock.LONDON)
