"""How a mail is written: in the step's own transaction, once for each person and event, and sent afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from ..engine.canonical import clean_text
from ..engine.models import Event, Record
from ..jobs.queue import enqueue
from .models import Notice

SUBJECT_CHARACTERS = 150
LINE_CHARACTERS = 300
# Marks that turn the order of letters round or hide: with them a line can read as something else than it is.
_DECEIVING = re.compile("[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def one_line(text: str, limit: int = LINE_CHARACTERS) -> str:
    """``text`` on one line of at most ``limit`` characters, so that nobody's words pass for ours or for a header."""
    line = " ".join(_DECEIVING.sub(" ", clean_text(text)).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def notify(
    person: Any,
    kind: str,
    *,
    record: Record | None,
    event: Event | None,
    subject: str,
    body: str,
    may_see: bool,
) -> Notice | None:
    """Write a mail to ``person`` and ask for it to be sent after the commit; call it inside a step's ``act``.

    ``may_see`` is the caller's answer to whether the person may see ``record``, from ``visible_to``: without it
    nothing is written and None is returned. It is asked again when the mail leaves. The same person, event and kind
    give the same notice, so a repeated step writes no second mail. ``kind`` is a word such as "your_turn".
    """
    if not may_see or not person.is_active:
        return None
    words = {"record": record, "subject": one_line(subject, SUBJECT_CHARACTERS), "body": clean_text(body)}
    if event is None:
        notice, new = Notice.objects.create(person=person, kind=kind, **words), True
    else:
        notice, new = Notice.objects.get_or_create(person=person, event=event, kind=kind, defaults=words)
    if new:
        enqueue("send_notice", record, key=f"send_notice {notice.pk}", notice=notice.pk)
    return notice


def notify_your_turn(
    person: Any,
    *,
    record: Record,
    event: Event,
    what: str,
    line: str,
    sender: str,
    choices: Sequence[str],
    path: str,
    may_see: bool,
    due: str = "",
) -> Notice | None:
    """Tell ``person`` that ``record`` now waits for them.

    ``what`` names the thing ("ask", "question"), ``line`` is its words in a line as this person may read them,
    ``sender`` the organisation it comes from, ``choices`` the labels of the steps that are open to them, ``path`` the
    page's address on this site, and ``due`` the date by which an answer is expected, in words.
    """
    context = {
        "person": one_line(person.name),
        "reference": one_line(record.ref, 60),
        "what": what,
        "line": one_line(line),
        "sender": one_line(sender),
        "choices": [one_line(choice) for choice in choices],
        "due": one_line(due),
        "link": link_to(path),
        "service": settings.SERVICE_NAME,
    }
    return notify(
        person,
        "your_turn",
        record=record,
        event=event,
        subject=f"{context['reference']}: it is your turn",
        body=render_to_string("notices/your_turn.txt", context),
        may_see=may_see,
    )


def link_to(path: str) -> str:
    """The full address of a page of this site. Raises ``ValueError`` for an address that leads elsewhere."""
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError("A mail leads to pages of this site only.")
    return f"{settings.SITE_URL}{path}"
