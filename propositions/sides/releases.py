"""How cleared words wait for the day on which they go out, go out by the clock, or are kept back and why.

Whether they go out is decided when the day has come and not before: by then the ask may have ended, its words may have
changed, a hold may stand. So no grant is dated ahead. The truth is the event that is written when they go out; until
it is written there is no answer at any address, and a beat of the clock that comes late makes the answer late, never
early.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import NotNow
from lis.engine.models import Event, Record
from lis.engine.registry import workflows
from lis.engine.steps import Act
from lis.engine.visibility import visible_records
from lis.jobs.queue import enqueue
from lis.notices.writing import link_to, notify, one_line
from lis.templatetags.office import datetime_words

from .models import Side

CLOCK = "the clock"
WORK = "issue_on_its_day"
MOVED = "its part in the ask has moved on meanwhile"


def wait_for_the_day(act: Act, moment: dt.datetime) -> None:
    """The cleared words of the side go out at ``moment``, unless somebody calls them back before."""
    Side.objects.filter(pk=act.noun.pk).update(issue_on=moment)
    enqueue(
        WORK, act.noun.record, key=f"{WORK} {act.event.pk}", due_at=moment, side=act.noun.pk, scheduled=act.event.pk
    )


def forget_the_day(act: Act) -> None:
    """Nothing of the side goes out by the clock any more, since a person or the clock has acted on it."""
    Side.objects.filter(pk=act.noun.pk).update(issue_on=None)


def stop_the_day(act: Act, why: str) -> None:
    """Something else has moved the side while its words waited for their day: whoever set it is told."""
    side = act.noun
    scheduled = scheduling_of(side)
    if side.issue_on is None or scheduled is None:
        return
    forget_the_day(act)
    tell_kept_back(scheduled, side, side.issue_on, why, event=act.event, at=act.at)


def scheduling_of(side: Side) -> Event | None:
    """The event that set the day on which the side's words go out: the last of its kind."""
    found = Event.objects.filter(record_id=side.pk, verb="schedule").select_related("by_user", "behalf", "record")
    return found.order_by("-number").first()


def let_out(side_pk: int, scheduled_pk: int) -> None:
    """The day has come: issue the words for whoever set it, or keep them back and tell that person why.

    Asked once more, or after the words were called back, it does nothing.
    """
    root = Side.objects.values_list("record__root_id", flat=True).get(pk=side_pk)
    list(Record.objects.select_for_update(no_key=True).filter(pk=root))
    side = Side.objects.with_record().get(pk=side_pk)
    scheduled, now = scheduling_of(side), clock.now()
    if side.issue_on is None or scheduled is None or scheduled.pk != scheduled_pk:
        return
    if now < side.issue_on:
        raise RuntimeError("The clock that woke this work is ahead of ours.")
    if not side.waits_for_its_day:
        Side.objects.filter(pk=side.pk).update(issue_on=None)
        tell_kept_back(scheduled, side, side.issue_on, MOVED, event=scheduled, at=now)
        return
    workflow = workflows["side"]
    try:
        workflow.follow("go_out", side, cause=scheduled, by=decider(scheduled, now), at=now)
    except NotNow as refusal:
        service = Actor.of_service(CLOCK)
        kept = workflow.follow("keep_back", side, cause=scheduled, by=service, data={"note": refusal.sentence}, at=now)
        tell_kept_back(scheduled, side, side.issue_on, refusal.sentence, event=kept, at=now)


def decider(scheduled: Event, at: dt.datetime) -> Actor:
    """Whoever set the day: the words go out under their name, also when they have left meanwhile."""
    memberships = scheduled.by_user.memberships.current(at).select_related("organisation", "organisation__area")
    return Actor(user=scheduled.by_user, memberships=tuple(memberships), at=at)


def tell_kept_back(
    scheduled: Event, side: Any, day: dt.datetime, why: str, *, event: Event, at: dt.datetime
) -> None:  # fmt: skip
    """Write to whoever set the day that the answer did not go out, and why."""
    person, ask = scheduled.by_user, side.ask
    context = {
        "person": one_line(person.name),
        "reference": ask.ref,
        "organisation": one_line(side.organisation.name),
        "day": datetime_words(day),
        "why": one_line(why),
        "link": link_to(reverse("ask_detail", args=[ask.ref])),
    }
    may_see = visible_records(Record.objects.filter(pk=side.pk), Actor.of(person, at), at).exists()
    notify(
        person, "kept_back", record=side.record, event=event, may_see=may_see,
        subject=f"{ask.ref}: the answer did not go out", body=render_to_string("notices/kept_back.txt", context),
    )  # fmt: skip
