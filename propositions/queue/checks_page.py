"""What is worth a look in an area's drafts: every open check, and what was let stand, by whom and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lis.engine.actor import Actor
from lis.engine.errors import NotYou
from lis.engine.reading import words_of_records
from lis.engine.registry import workflows

from ..asks.models import Ask
from ..drafting.models import Proposition
from ..drafting.permissions import WRITERS, area_writer


def drafts_with_checks(actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """The drafts of the actor's own area with their checks, by reference; the same number of queries for any number."""
    bodies = [body.pk for body in actor.organisations_as(WRITERS)]
    if not bodies:
        return []
    propositions = Proposition.objects.with_record().visible_to(actor, at).in_status("drafting", "ready")
    asks = Ask.objects.with_record().visible_to(actor, at).in_status("draft")
    found = []
    for workflow, nouns in (
        (workflows["proposition"], propositions.filter(body__in=bodies)),
        (workflows["ask"], asks.filter(proposition__body__in=bodies).prefetch_related("departments")),
    ):
        nouns = list(nouns)
        standing = workflow.checks_of(nouns, actor) if nouns else {}
        found += [{"noun": noun, "standing": standing[noun.pk]} for noun in nouns if standing[noun.pk]]
    return sorted(found, key=lambda row: row["noun"].ref)


def drafts_with_open_checks(actor: Actor, at: dt.datetime) -> int:
    """How many drafts have a check that nobody has let stand."""
    return sum(any(one.is_open for one in row["standing"]) for row in drafts_with_checks(actor, at))


@login_required
@require_safe
def checks_page(request: HttpRequest) -> HttpResponse:
    if not request.actor.holds_any(WRITERS):
        raise NotYou("See what is worth a look", area_writer.phrase)
    rows = drafts_with_checks(request.actor, request.received_at)
    words = words_of_records([row["noun"].record for row in rows], request.actor, request.received_at)
    for row in rows:
        noun = row["noun"]
        said = words[noun.pk].latest
        row["line"] = " ".join((said.get("title") or said.get("ask", "")).split())
        row["url"] = reverse(f"{noun.record.kind}_detail", args=[noun.ref])
        row["waive_url"] = f"{row['url']}steps/waive/"
    context = {"rows": rows, "open": sum(any(one.is_open for one in row["standing"]) for row in rows)}
    return render(request, "queue/checks.html", context)
