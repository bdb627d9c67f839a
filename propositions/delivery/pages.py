"""The pages of commitments: what has been agreed or taken on, by whom and by when, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from lis.doors.context import NavigationItem, offers_navigation
from lis.doors.pages import history_entry, step_page, visible_noun
from lis.engine import clock
from lis.engine.reading import words_of_records
from lis.engine.visibility import readable_events
from lis.frameworks.models import vocabulary_labels
from lis.strategies.models import Strategy
from lis.strategies.panels import Panel, shows_on_strategy
from lis.templatetags.office import date_words

from ..asks.models import Ask
from .filters import CommitmentFilter
from .lifecycle import workflow
from .models import Commitment

PAGE_LENGTH = 50


@offers_navigation(15)
def commitments_of_mine(request: HttpRequest) -> Iterable[NavigationItem]:
    kinds = {membership.organisation.kind for membership in request.actor.memberships}
    if kinds & {"area_body", "department", "coordinating_unit"}:
        return [NavigationItem("Commitments", reverse("commitment_list"))]
    return []


@shows_on_strategy(20)
def commitments_of_strategy(request: HttpRequest, strategy: Strategy) -> Panel | None:
    seen = Commitment.objects.visible_to(request.actor, request.received_at).filter(strategy=strategy)
    return Panel("commitments/panel.html", {"rows": rows_of(request, seen.order_by("due_on", "record__ref"))})


@login_required
@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """The commitments that the person sees, the next due first."""
    seen = Commitment.objects.visible_to(request.actor, request.received_at).order_by("due_on", "record__ref")
    filterset = CommitmentFilter(request.GET, queryset=seen, request=request)
    page = Paginator(filterset.qs, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": rows_of(request, page.object_list),
        "form": filterset.form,
        "narrowed": any(request.GET.get(name) for name in filterset.form.fields),
    }
    return render(request, "commitments/list.html", context)


def rows_of(request: HttpRequest, commitments: Any) -> list[dict[str, Any]]:
    """Each commitment as a table shows it, in a number of queries that does not grow with them."""
    found: Sequence[Commitment] = list(commitments.with_record().with_last_report())
    words = words_of_records([one.record for one in found], request.actor, request.received_at)
    labels, today = vocabulary_labels("rag"), clock.today()
    return [
        {
            "noun": one,
            "words": words[one.pk]["words"],
            "status": workflow.statuses[one.status],
            "rag": labels.get(one.rag, one.rag) if one.rag else "",
            "late": one.is_late_on(today),
        }
        for one in found
    ]


@login_required
@require_safe
def commitment_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One commitment: the words, who delivers it by when, every delivery note, and where it comes from."""
    commitment = visible_noun(workflow, ref, request)
    row = rows_of(request, Commitment.objects.filter(pk=commitment.pk))[0]
    labels = vocabulary_labels("rag")
    words = words_of_records([commitment.record], request.actor, request.received_at)[commitment.pk]
    verdicts = workflow.judge(request.actor, [commitment], request.received_at)[commitment.pk]
    events = list(
        readable_events(commitment.record, request.actor, request.received_at)
        .select_related("by_user", "behalf", "delivery_update")
    )  # fmt: skip
    context = {
        **row,
        "measure": words["measure"],
        "facts": [
            ("Delivered by", commitment.organisation.name),
            ("By", date_words(commitment.due_on)),
            ("How it stands", row["rag"] or "No delivery note yet"),
            ("Agreed", {"full": "In full", "part": "In part"}.get(words["agreed"], "")),
        ],
        "ask": seen_ask(request, commitment),
        "version": words.content.get("version", ""),
        "hash": words.content.get("hash", ""),
        "verdicts": [verdict for verdict in verdicts if verdict.mine],
        "steps_url": reverse("commitment_detail", args=[commitment.ref]) + "steps/",
        "history": [entry(event, labels) for event in events][::-1],
        "breadcrumbs": [("Commitments", reverse("commitment_list")), (commitment.ref, "")],
    }
    return render(request, "commitments/detail.html", context)


def entry(event: Any, labels: dict[str, str]) -> dict[str, Any]:
    """One event, with what a delivery note says in one word."""
    update = getattr(event, "delivery_update", None)
    rag = labels.get(update.rag, update.rag) if update else ""
    shown = history_entry(workflow, event)
    return {**shown, "title": f"{shown['title']}: {rag.lower()}"} if rag else shown


def seen_ask(request: HttpRequest, commitment: Commitment) -> Ask | None:
    """The ask that it comes from, for whoever may read that."""
    if commitment.ask_id is None:
        return None
    return Ask.objects.with_record().visible_to(request.actor, request.received_at).filter(pk=commitment.ask_id).first()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step of a commitment: what it asks for and, on POST, taking it."""
    commitment = visible_noun(workflow, ref, request)
    return step_page(
        request, workflow, commitment, slug, back_url=reverse("commitment_detail", args=[commitment.ref])
    )  # fmt: skip


urlpatterns = [
    path("commitments/", commitment_list, name="commitment_list"),
    path("commitments/<ref>/", commitment_detail, name="commitment_detail"),
    path("commitments/<ref>/steps/<slug:slug>/", commitment_step, name="commitment_step"),
]
