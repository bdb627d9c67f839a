"""The pages of consultations: which are open, one of them as everybody reads it, and its steps for its officers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from lis.doors.context import NavigationItem, offers_navigation
from lis.doors.pages import history_entry, sentence, step_page, visible_noun
from lis.templatetags.office import datetime_words

from .lifecycle import workflow
from .models import Phase, Round
from .permissions import OFFICERS
from .reading import Reading, WholeReading, events_for, readings, whole_reading

PAGE_LENGTH = 50
# What everybody can answer comes first, what is only ours last.
GROUPS = (
    ((Phase.OPEN, Phase.PAUSED), "Open now"),
    ((Phase.CLOSED, Phase.WITHDRAWN), "Closed"),
    ((Phase.UPCOMING, Phase.IN_REVIEW, Phase.DRAFT), "Seen by your organisation only"),
)


@offers_navigation(50)
def consultations_to_read(request: HttpRequest) -> Iterable[NavigationItem]:
    return [NavigationItem("Consultations", reverse("round_list"))]


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """The consultations that the visitor sees: open ones first, those that close soonest at the top."""
    at = request.received_at
    place = Case(
        *(When(phase__in=phases, then=Value(number)) for number, (phases, _) in enumerate(GROUPS)),
        output_field=IntegerField(),
    )
    seen = Round.objects.visible_to(request.actor, at).with_strategy().with_phase(at).annotate(place=place)
    page = Paginator(seen.order_by("place", "closes_at", "record__ref"), PAGE_LENGTH).get_page(request.GET.get("page"))
    found = readings(request.actor, page.object_list, at)
    groups = [(heading, [reading for reading in found if reading.phase in phases]) for phases, heading in GROUPS]
    officer = request.actor.holds_any(OFFICERS)
    return render(
        request,
        "consultations/round_list.html",
        {
            "page": page,
            "groups": [(heading, group) for heading, group in groups if group],
            "desk_url": reverse("admin:consultations_round_changelist") if officer else "",
        },
    )


@require_safe
def round_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One consultation: what it is about, what is decided and what is open, what is asked and until when."""
    at, round_ = request.received_at, _find(request, ref)
    found = whole_reading(request.actor, round_, at)
    verdicts = workflow.judge(request.actor, [round_], at)[round_.pk] if found.own else []
    return render(
        request,
        "consultations/round_detail.html",
        {
            "reading": found,
            "facts": _facts(found),
            "news": [_public_entry(event) for event in found.news],
            "verdicts": [verdict for verdict in verdicts if verdict.mine],
            "steps_url": reverse("round_detail", args=[round_.ref]) + "steps/",
            "history": _history(request, found),
            "desk_url": _desk_url(request, found),
            "breadcrumbs": [("Consultations", reverse("round_list")), (round_.ref, "")],
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step of a round: what it asks for and, on POST, taking it."""
    round_ = _find(request, ref)
    return step_page(request, workflow, round_, slug, back_url=reverse("round_detail", args=[round_.ref]))


def _find(request: HttpRequest, ref: str) -> Round:
    found = visible_noun(workflow, ref, request)
    return Round.objects.with_strategy().get(pk=found.pk)


def _facts(reading: Reading) -> list[tuple[str, str]]:
    round_ = reading.round
    grace = f"{round_.grace_minutes} minutes, for those who began before it closes" if round_.grace_minutes else ""
    return [
        ("Opens", datetime_words(round_.opens_at)),
        ("Closes", reading.closes),
        ("Still taken afterwards", grace),
        ("Asked by", round_.organisation.name),
        ("Area", round_.area.name),
        ("Strategy", round_.strategy.title),
    ]


def _public_entry(event: Any) -> dict[str, Any]:
    """What was done, for whom and why; who did it by name stays inside."""
    return {
        "id": f"news-{event.pk}",
        "title": sentence(workflow.describe(event)),
        "who": event.behalf.name if event.behalf else "",
        "at": event.at,
        "note": event.note,
    }


def _history(request: HttpRequest, reading: WholeReading) -> list[dict[str, Any]]:
    """The whole history for those of the body that asks; everybody else has read what is told to all."""
    if not reading.own:
        return []
    events = events_for(request.actor, reading.round, request.received_at)
    return [history_entry(workflow, event) for event in events][::-1]


def _desk_url(request: HttpRequest, reading: Reading) -> str:
    if not (reading.own and request.actor.holds(OFFICERS, reading.round.organisation.pk)):
        return ""
    return reverse("admin:consultations_round_change", args=[reading.ref])


urlpatterns = [
    path("consultations/", round_list, name="round_list"),
    path("consultations/<ref>/", round_detail, name="round_detail"),
    path("consultations/<ref>/steps/<slug:slug>/", round_step, name="round_step"),
]
