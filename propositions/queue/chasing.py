"""Who is reminded, and when, of an ask that a department must soon review or answer, or should have by now?"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from lis.calendar_days.days import working_days_between
from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Record, Turn
from lis.engine.reading import words_of_records
from lis.engine.visibility import visible_records
from lis.notices.writing import link_to, notify, one_line
from lis.people.models import Membership
from lis.templatetags.office import date_words, due_words

from ..sides.assigning import with_assignee
from ..sides.models import Chaser, Side

# In working days: before the day, the day after it, and then each week; from a week on the coordinator is told too.
BEFORE, AFTER, WEEK = -2, 1, 5


def point_of(days: int) -> int | None:
    """The last point at which one is reminded, ``days`` working days after the day; None before the first."""
    if days >= WEEK:
        return days - days % WEEK
    if days >= AFTER:
        return AFTER
    return BEFORE if days >= BEFORE else None


def chase() -> int:
    """Remind whoever acts of each turn that has come to a point of which nobody was reminded; how many turns were.

    A clock that stands still has no turn, so nobody is reminded of it. What was missed while no clock beat is not
    made up for: only the last point counts.
    """
    today, chased = clock.today(), 0
    last = today + dt.timedelta(days=7)
    turns = Turn.objects.filter(record__kind="side", ended=None, due_on__lte=last).exclude(role="")
    for turn in with_assignee(turns).select_related("organisation", "since").order_by("due_on", "pk"):
        point = point_of(working_days_between(turn.due_on, today))
        if point is None:
            continue
        key = {"turn": turn, "due_on": turn.due_on, "point": point}
        # Two clocks at once: the row is unique, and whoever makes it writes.
        _, new = Chaser.objects.get_or_create(**key, defaults={"sent_at": clock.now()})
        if new:
            remind(turn, point)
            chased += 1
    return chased


def remind(turn: Turn, point: int) -> None:
    side = Side.objects.with_record().get(pk=turn.record_id)
    for person in people_to_remind(turn, point):
        write(person, side, turn)


def people_to_remind(turn: Any, point: int) -> list[Any]:
    """Whoever acts: the assigned person or all who hold the role, and when it is a week late the coordinators."""
    held = Membership.objects.current(clock.now()).filter(organisation=turn.organisation)
    chosen = Q(pk=turn.assignee) if turn.assignee else Q(pk__in=held.holding(turn.role).values("user"))
    if point >= WEEK:
        chosen |= Q(pk__in=held.holding("coordinator").values("user"))
    return list(get_user_model().objects.filter(chosen, is_active=True).order_by("pk"))


def write(person: Any, side: Side, turn: Turn) -> None:
    ask, now = side.ask, clock.now()
    reader = Actor.of(person, now)
    may_see = visible_records(Record.objects.filter(pk=side.pk), reader, now).exists()
    line = words_of_records([ask.record], reader, now)[ask.pk]["ask"] if may_see else ""
    context = {
        "person": one_line(person.name),
        "reference": ask.ref,
        "line": one_line(line),
        "reason": turn.reason,
        "day": date_words(turn.due_on),
        "due": due_words(turn.due_on),
        "link": link_to(reverse("ask_detail", args=[ask.ref])),
    }
    notify(
        person, "chaser", record=ask.record, event=None, may_see=may_see,
        subject=f"{ask.ref}: {turn.reason[:1].lower()}{turn.reason[1:]}, {context['due']}",
        body=render_to_string("notices/chaser.txt", context),
    )  # fmt: skip
