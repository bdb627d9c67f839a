"""What a reader is told of the holds that touch what they are looking at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from lis.engine.models import Hold
from lis.templatetags.office import date_words, plain_list


@dataclass(frozen=True)
class Banner:
    """One hold, in force or announced, as a note on top of a page."""

    heading: str
    text: str
    url: str
    in_force: bool


def scope_words(hold: Hold) -> str:
    """Whom a hold touches: "all areas and departments", or their names."""
    if hold.everywhere:
        return "all areas and departments"
    return plain_list([*(area.name for area in hold.areas.all()), *(body.name for body in hold.bodies.all())])


def banners_for(area_ids: Iterable[int | None], body_ids: Iterable[int], at: dt.datetime) -> list[Banner]:
    """A banner for each hold, in force or ahead, that touches one of these areas or bodies; three queries at most."""
    areas, bodies = set(area_ids), set(body_ids)
    holds = Hold.objects.filter(until_on__gte=at.date()).exclude(record__status="lifted").with_scope()
    return [
        banner_of(hold, at)
        for hold in holds.order_by("from_on", "pk")
        if hold.everywhere
        or any(area.pk in areas for area in hold.areas.all())
        or any(body.pk in bodies for body in hold.bodies.all())
    ]


def banner_of(hold: Hold, at: dt.datetime) -> Banner:
    """The banner of one hold as things stand at ``at``."""
    last = f"the end of {date_words(hold.until_on)}"
    in_force = hold.is_in_force_at(at)
    what = "Publishing waits" if hold.raised_by.is_area_body else "Issuing answers and publishing wait"
    whom = f"for {scope_words(hold)}"
    if in_force:
        heading = f"{hold.get_kind_display()} until {last}"
        text = f"{what}, {whom}. Everything else goes on: write, ask, answer questions, clear."
    else:
        heading = f"{hold.get_kind_display()} from {date_words(hold.from_on)}"
        text = f"{what} from then until {last}, {whom}. What cannot wait has to go out before."
    return Banner(heading, text, reverse("hold_detail", args=[hold.ref]), in_force)


def phase_of(hold: Hold, at: Any) -> str:
    """Where a hold stands: lifted, announced, in force or over."""
    if hold.status == "lifted":
        return "Lifted"
    if hold.is_in_force_at(at):
        return "In force"
    return "Announced" if hold.is_ahead_at(at) else "Over"
