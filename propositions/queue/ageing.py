"""How long does each body hold what waits for it? In working days, by its oldest turn on each ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Min, QuerySet

from lis.calendar_days.days import working_days_between
from lis.engine import clock
from lis.engine.models import Turn
from lis.people.models import Organisation

from ..asks.ages import BANDS
from ..asks.models import SHARED_KINDS


@dataclass(frozen=True)
class Holding:
    """A body holds an ask since a moment; ``days`` are working days."""

    ask: int
    organisation: int
    since: dt.datetime
    due_on: dt.date | None
    days: int


@dataclass
class Holder:
    """A body with how many asks it holds, band by band."""

    organisation: Organisation
    counts: list[int] = field(default_factory=lambda: [0] * len(BANDS))
    oldest: dt.datetime | None = None

    @property
    def total(self) -> int:
        return sum(self.counts)


def held_by(asks: QuerySet) -> list[Holding]:
    """Who holds each of ``asks`` and since when, the longest first: one row for each ask and body, in one query."""
    turns = Turn.objects.filter(
        record__root__in=asks.order_by().values("pk"), record__kind__in=SHARED_KINDS, ended=None
    )
    rows = turns.values_list("record__root", "organisation").annotate(since=Min("since__at"), due_on=Min("due_on"))
    days = DaysUpTo(clock.today())
    return [
        Holding(ask, body, since, due_on, days.since(since))
        for ask, body, since, due_on in rows.order_by("since", "record__root", "organisation")
    ]


class DaysUpTo:
    """Working days from a moment up to one day, each date counted once however many rows ask for it."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.known: dict[dt.date, int] = {}

    def since(self, moment: dt.datetime) -> int:
        day = moment.astimezone(clock.LONDON).date()
        if day not in self.known:
            self.known[day] = working_days_between(day, self.today)
        return self.known[day]


def holders(holdings: Sequence[Holding]) -> list[Holder]:
    """Each body with its counts, whoever holds most asks first."""
    bodies = Organisation.objects.in_bulk({holding.organisation for holding in holdings})
    found = {pk: Holder(body) for pk, body in bodies.items()}
    for holding in holdings:
        holder = found[holding.organisation]
        band = next(number for number, band in enumerate(BANDS) if band.holds(holding.days))
        holder.counts[band] += 1
        holder.oldest = min(holder.oldest or holding.since, holding.since)
    return sorted(found.values(), key=lambda holder: (-holder.total, holder.organisation.code))
