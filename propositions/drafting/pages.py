"""The propositions that somebody may see, and each one with its asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from lis.doors.context import NavigationItem, offers_navigation
from lis.doors.pages import history_entry, step_page, visible_noun
from lis.engine.reading import words_of_records
from lis.engine.registry import workflows
from lis.engine.visibility import readable_events, readable_versions

from .filters import PropositionFilterSet
from .models import Proposition

PAGE = 50


@offers_navigation(20)
def propositions_item(request: HttpRequest) -> Iterable[NavigationItem]:
    if not request.actor.memberships:
        return []
    return [NavigationItem("Propositions", reverse("proposition_list"))]


@login_required
@require_safe
def proposition_list(request: HttpRequest) -> HttpResponse:
    actor, at = request.actor, request.received_at
    visible = Proposition.objects.with_record().visible_to(actor, at).order_by("record__ref")
    filterset = PropositionFilterSet(request.GET, queryset=visible, request=request)
    page = Paginator(filterset.qs, PAGE).get_page(request.GET.get("page"))
    words = words_of_records([proposition.record for proposition in page], actor, at)
    asks = workflows["ask"].model.objects.visible_to(actor, at)
    counted = dict(
        asks.filter(proposition__in=list(page)).order_by().values_list("proposition").annotate(number=Count("pk"))
    )
    rows = [
        {
            "proposition": proposition,
            "title": words[proposition.pk].drafted.get("title") or words[proposition.pk]["title"],
            "what": words[proposition.pk].drafted.get("what") or words[proposition.pk]["what"],
            "asks": counted.get(proposition.pk, 0),
        }
        for proposition in page
    ]
    context = {"form": filterset.form, "page": page, "rows": rows, "filtered": bool(request.GET)}
    return render(request, "propositions/list.html", context)


@login_required
@require_safe
def proposition_detail(request: HttpRequest, ref: str) -> HttpResponse:
    workflow = workflows["proposition"]
    proposition = visible_noun(workflow, ref, request)
    actor, at = request.actor, request.received_at
    words = words_of_records([proposition.record], actor, at)[proposition.pk]
    content = words.latest
    asks = list(
        workflows["ask"].model.objects.with_record().visible_to(actor, at).filter(proposition=proposition)
        .order_by("record__pk")
    )  # fmt: skip
    lines = words_of_records([ask.record for ask in asks], actor, at)
    verdicts = workflow.judge(actor, [proposition], at)[proposition.pk]
    events = readable_events(proposition.record, actor, at).select_related("by_user", "behalf")
    mandate = next((event.data for event in events if event.verb == "submit"), {})
    context = {
        "proposition": proposition,
        "words": content,
        "parts": [
            (part.label, content.get(part.key, "")) for part in workflow.parts(proposition) if part.key != "title"
        ],
        "version": words.version,
        "versions": list(readable_versions(proposition.record, actor, at)),
        "inside": proposition.body_id in actor.organisation_ids,
        "may_write": workflow.writing(proposition, actor) == [],
        "asks": [
            {"ask": ask, "line": lines[ask.pk].drafted.get("ask") or lines[ask.pk]["ask"] or "No words yet"}
            for ask in asks
        ],
        "verdicts": [v for v in verdicts if v.mine and proposition.status in v.step.sources],
        "history": [history_entry(workflow, event) for event in events.order_by("-number")],
        "mandate": mandate,
        "agreed_on": dt.date.fromisoformat(mandate["agreed_on"]) if mandate.get("agreed_on") else None,
        "breadcrumbs": [("Propositions", reverse("proposition_list")), (proposition.ref, "")],
    }
    return render(request, "propositions/detail.html", context)


@login_required
def proposition_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    workflow = workflows["proposition"]
    proposition = visible_noun(workflow, ref, request)
    return step_page(
        request, workflow, proposition, slug, back_url=reverse("proposition_detail", args=[proposition.ref])
    )


urlpatterns = [
    path("propositions/", proposition_list, name="proposition_list"),
    path("propositions/<str:ref>/", proposition_detail, name="proposition_detail"),
    path("propositions/<str:ref>/steps/<slug:slug>/", proposition_step, name="proposition_step"),
]
