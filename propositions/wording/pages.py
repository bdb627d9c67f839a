"""Two versions of an ask side by side: what became of each part of the words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from lis.doors.pages import visible_noun, who
from lis.engine.actor import Actor
from lis.engine.errors import NotVisible
from lis.engine.models import Event, Version
from lis.engine.registry import workflows
from lis.engine.visibility import readable_events, readable_versions

from ..asks.parts import differences


@login_required
@require_safe
def ask_compare(request: HttpRequest, ref: str) -> HttpResponse:
    """What changed between two versions; unless the address says otherwise, since the one I last acted on."""
    ask = visible_noun(workflows["ask"], ref, request)
    versions = list(readable_versions(ask.record, request.actor, request.received_at))
    if not versions:
        raise NotVisible
    by_number = {str(version.number): version for version in versions}
    to = request.GET.get("to") or str(versions[-1].number)
    since = request.GET.get("from") or str(last_acted_on(ask, versions, request.actor))
    if to not in by_number or since not in by_number:
        raise NotVisible
    context = {
        "ask": ask,
        "choices": [(number, f"Version {number}") for number in by_number],
        "since": since,
        "to": to,
        "changes": differences(by_number[since].content, by_number[to].content),
        "between": between(request, ask, by_number[since], by_number[to]),
        "breadcrumbs": [
            ("Asks", reverse("ask_list")), (ask.ref, reverse("ask_detail", args=[ask.ref])), ("What changed", ""),
        ],
    }  # fmt: skip
    return render(request, "asks/compare.html", context)


def last_acted_on(ask: Any, versions: Sequence[Version], actor: Actor) -> int:
    """The number of the version that was the last one when ``actor`` last did something about ``ask``.

    Whoever made the last one, or has done nothing yet, compares it with the one before.
    """
    before = versions[-2].number if len(versions) > 1 else versions[-1].number
    last = Event.objects.filter(record__root=ask.record, by_user=actor.user).order_by("-at").first()
    moment: dt.datetime | None = last.at if last else None
    known = [version.number for version in versions if moment and version.created_at <= moment]
    return known[-1] if known and known[-1] != versions[-1].number else before


def between(request: HttpRequest, ask: Any, since: Version, to: Version) -> list[dict[str, Any]]:
    """Who proposed the versions after the first and up to the second, and what they said of the change."""
    first, last = sorted((since.number, to.number))
    events = readable_events(ask.record, request.actor, request.received_at).filter(
        verb="reword", version__number__gt=first, version__number__lte=last
    )
    workflow = workflows["ask"]
    return [
        {"who": who(event), "what": workflow.describe(event), "at": event.at, "note": event.note}
        for event in events.select_related("by_user", "behalf", "version", "record").order_by("number")
    ]


urlpatterns = [path("asks/<str:ref>/compare/", ask_compare, name="ask_compare")]
