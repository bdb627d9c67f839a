"""The mails of boards: the papers are out, papers are due, a mandate was given, a report back is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Event, Record
from lis.engine.steps import Act
from lis.engine.visibility import visible_records
from lis.notices.writing import link_to, notify, one_line
from lis.people.models import Membership, Role
from lis.templatetags.office import date_words

from .models import Delegation, Meeting, PostHolding


def tell(
    people: Iterable[Any], kind: str, *, record: Record, event: Event, at: dt.datetime, subject: str,
    sentences: list[str], path: str, but: Any = None,
) -> None:  # fmt: skip
    """Write to each of ``people`` who may see ``record``, once for each kind and event; ``but`` did it themselves."""
    for person in people:
        if but is not None and person.pk == but.pk:
            continue
        may_see = visible_records(Record.objects.filter(pk=record.pk), Actor.of(person, at), at).exists()
        body = render_to_string(
            "boards/mail.txt",
            {"person": one_line(person.name), "sentences": [one_line(one) for one in sentences],
             "link": link_to(path), "service": settings.SERVICE_NAME},
        )  # fmt: skip
        notify(person, kind, record=record, event=event, subject=subject, body=body, may_see=may_see)


def tell_of_pack(act: Act) -> None:
    """The agenda is out: the members read the papers and declare their interests."""
    meeting: Meeting = act.noun
    seats = meeting.board.members.current(clock.today()).values("person")
    tell(
        active(seats), "pack", record=meeting.record, event=act.event, at=act.at, but=act.actor.user,
        subject=f"{meeting.board.name}: the papers for {date_words(meeting.held_on)} are out",
        sentences=[
            f"The papers of the {meeting.title} of the {meeting.board.name} on {date_words(meeting.held_on)} are out.",
            "Read them, and declare your interest in an item before it is decided, if you have one.",
        ],
        path=reverse("meeting_detail", args=[meeting.ref]),
    )  # fmt: skip


def tell_of_mandate(act: Act) -> None:
    """Whoever holds a post of a new mandate learns what they may do now."""
    delegation: Delegation = act.noun
    sentences = [
        f"The {delegation.board.name} has given you a mandate, {delegation.ref}: {act.given['scope']}",
        "It is given jointly: all of you have to agree to the same words." if delegation.jointly else "",
        f"The board expects your report by {date_words(delegation.report_back_on)}."
        if delegation.report_back_on else "",
    ]  # fmt: skip
    tell(
        holders(delegation, clock.today()), "mandate", record=delegation.record, event=act.event, at=act.at,
        but=act.actor.user, subject=f"{delegation.ref}: you have a mandate of the {delegation.board.name}",
        sentences=[one for one in sentences if one], path=reverse("delegation_detail", args=[delegation.ref]),
    )  # fmt: skip


def tell_papers_are_due(meeting: Meeting, due: dt.date, event: Event) -> None:
    tell(
        secretaries(meeting.organisation), "papers_due", record=meeting.record, event=event, at=clock.now(),
        subject=f"{meeting.ref}: papers are due on {date_words(due)}",
        sentences=[
            f"The papers of the {meeting.title} of the {meeting.board.name} are not out yet. They are due on "
            f"{date_words(due)}, five clear working days before the meeting on {date_words(meeting.held_on)}.",
            "Publish the agenda by then.",
        ],
        path=reverse("meeting_detail", args=[meeting.ref]),
    )  # fmt: skip


def tell_report_is_due(delegation: Delegation, event: Event, *, overdue: bool) -> None:
    """To those who hold the mandate; once it is overdue, to the secretaries as well."""
    today, due = clock.today(), date_words(delegation.report_back_on)
    people = list(holders(delegation, today))
    if overdue:
        people += [one for one in secretaries(delegation.organisation) if one not in people]
    said = f"was due on {due}" if overdue else f"is due on {due}"
    tell(
        people, "report_back_overdue" if overdue else "report_back_due", record=delegation.record, event=event,
        at=clock.now(), subject=f"{delegation.ref}: the report to the board {said}",
        sentences=[
            f"The report on the mandate {delegation.ref} of the {delegation.board.name} {said}.",
            "Whoever holds one of its posts can report back on its page.",
        ],
        path=reverse("delegation_detail", args=[delegation.ref]),
    )  # fmt: skip


def active(keys: Any) -> Any:
    return get_user_model().objects.filter(pk__in=keys, is_active=True).order_by("pk")


def secretaries(organisation: Any) -> Any:
    held = Membership.objects.current(clock.today()).filter(organisation=organisation).holding(Role.SECRETARY)
    return active(held.values("user"))


def holders(delegation: Delegation, today: dt.date) -> Any:
    """The people who hold one of its posts today."""
    return active(PostHolding.objects.current(today).filter(post__delegations=delegation).values("person"))
