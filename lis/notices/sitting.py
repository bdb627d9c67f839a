"""What has gathered for one person becomes one mail, which says first whether they must act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from ..engine import clock
from ..engine.actor import Actor
from ..engine.models import Event, Record
from ..engine.registry import workflows
from ..engine.visibility import readable_events, visible_records
from ..jobs.queue import enqueue
from ..people.models import User
from .models import Notice
from .preferences import Digest, MailPreference, Watch
from .writing import link_to, one_line

# A longer mail is not read; the rest stands on the page.
LINES = 50
DIGEST, NEWS = "digest", "what happened to what you watch"
PAGES = {"ask": "ask_detail", "proposition": "proposition_detail", "commitment": "commitment_detail"}


def waiting_beside(notice: Notice) -> list[Notice]:
    """What waits for the person of ``notice``, itself included, locked, the first written first."""
    waiting = Notice.objects.filter(Q(state=Notice.State.WAITING) | Q(pk=notice.pk), person=notice.person)
    return list(waiting.select_related("record", "person").select_for_update(of=("self",)).order_by("pk"))


def gathered_message(notices: Sequence[Notice]) -> EmailMessage | None:
    """One mail about ``notices`` and about what is watched; None when there is nothing left to tell."""
    person, now = notices[0].person, clock.now()
    acts = [notice for notice in notices if notice.kind != DIGEST]
    lines = [line for notice in notices if notice.kind == DIGEST for line in watched_lines(notice, now)]
    if not acts and not lines:
        return None
    context = {
        "person": one_line(person.name),
        "act": [{"subject": notice.subject, "link": page_of(notice.record)} for notice in acts[:LINES]],
        "lines": lines,
        "page": link_to(reverse("my_turn")),
        "account": link_to(reverse("mail")),
        "service": settings.SERVICE_NAME,
    }
    number = len(acts)
    subject = f"You must act: {number} thing{'s' if number > 1 else ''} for you" if acts else f"No need to act: {NEWS}"
    return EmailMessage(
        subject=subject, body=render_to_string("notices/gathered.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL, to=[person.email],
        headers={"Message-ID": notices[0].message_id, "Auto-Submitted": "auto-generated"},
    )  # fmt: skip


def page_of(record: Record | None) -> str:
    """Where what a mail is about can be read."""
    if record is None or record.kind not in PAGES:
        return link_to(reverse("my_turn"))
    return link_to(reverse(PAGES[record.kind], args=[record.ref]))


# What is watched ----------------------------------------------------------------------------------------------------


def watched_lines(notice: Notice, now: dt.datetime) -> list[dict[str, Any]]:
    """What others did to what a person watches, as far as they may see it at the very moment of sending."""
    person, after = notice.person, notice.digest.after
    actor = Actor.of(person, now)
    since = dict(Watch.objects.filter(person=person).values_list("record", "since"))
    lines = []
    for record in visible_records(Record.objects.filter(pk__in=since), actor, now).order_by("ref"):
        begun = max(after, since[record.pk])
        events = readable_events(record, actor, now).filter(at__gt=begun, at__lte=now).exclude(by_user=person)
        for event in events.select_related("behalf")[:LINES]:
            lines.append(
                {
                    "reference": record.ref,
                    "words": told(event, record),
                    "link": page_of(record),
                    "stop": link_to(reverse("watch", args=[record.kind, record.ref])),
                }
            )
    return lines[:LINES]


def told(event: Event, record: Record) -> str:
    who = event.behalf.name if event.behalf else "The service"
    return one_line(f"{who} {workflows[record.kind].describe(event)}")


def write_digests() -> int:
    """Write today's mail to everybody whose hour has come and for whom something has happened; how many were written.

    One row for each person and day: two clocks write one mail. Its words are found when it leaves.
    """
    now, day, written = clock.now(), clock.today(), 0
    hour = now.astimezone(clock.LONDON).hour
    told_today = Digest.objects.filter(day=day).values("person")
    watchers = User.objects.filter(pk__in=Watch.objects.values("person"), is_active=True).exclude(pk__in=told_today)
    for person in watchers.order_by("pk"):
        preference = MailPreference.of(person)
        if preference.how != MailPreference.How.MUST_ACT and hour >= preference.hour:
            written += write_digest(person, day, now)
    return written


def write_digest(person: Any, day: dt.date, now: dt.datetime) -> bool:
    before = Digest.objects.filter(person=person).order_by("-day").first()
    after = before.written_at if before else now - dt.timedelta(days=1)
    with transaction.atomic():
        row, new = Digest.objects.get_or_create(person=person, day=day, defaults={"after": after, "written_at": now})
        if not new:
            return False
        notice = Notice(person=person, kind=DIGEST, subject=NEWS.capitalize(), body="")
        notice.digest = row
        if not watched_lines(notice, now):
            return False
        notice.save()
        Digest.objects.filter(pk=row.pk).update(notice=notice)
        enqueue("send_notice", key=f"send_notice {notice.pk}", notice=notice.pk)
    return True
