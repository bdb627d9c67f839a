"""The officer's first page: where is every ask, with whom, since when, and what is mine today?"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from lis.engine.registry import workflows

from ..asks.models import Ask
from ..drafting.models import Proposition
from .states import AskState, states_of
from .tabs import counts, in_order_of_urgency, tabs_for, works_in_area

SHOWN = 12


def start_page(request: HttpRequest) -> dict[str, Any]:
    """What the page shows of the officer's own area, in a number of queries that does not grow with it."""
    actor, at = request.actor, request.received_at
    if not works_in_area(actor):
        return {}
    own = sorted(actor.organisation_ids)
    asks = Ask.objects.with_record().visible_to(actor, at).filter(proposition__body__in=own)
    tabs = {tab.slug: tab for tab in tabs_for(actor)}
    numbers = counts(asks, list(tabs.values()))
    propositions = Proposition.objects.visible_to(actor, at).filter(body__in=own)
    by_status = propositions.aggregate(
        drafting=Count("pk", filter=Q(record__status="drafting")), ready=Count("pk", filter=Q(record__status="ready"))
    )
    waiting = in_order_of_urgency(asks.filter(tabs["mine"].where), actor)[:SHOWN]
    away = in_order_of_urgency(asks.filter(tabs["government"].where), actor)[:SHOWN]
    states = states_of([*waiting, *away], actor, at)
    return {
        "is_area": True,
        "tiles": tiles(numbers, by_status, untyped=asks.filter(record__status="draft", type="").count()),
        "waiting": [line(states[ask.pk], own) for ask in waiting],
        "waiting_count": numbers["mine"],
        "away": [line(states[ask.pk], own) for ask in away],
        "away_count": numbers["government"],
        "to_do": to_do(request, propositions),
    }


def tiles(numbers: dict[str, int], propositions: dict[str, int], *, untyped: int) -> list[dict[str, Any]]:
    asks = reverse("admin:propositions_ask_changelist")
    drafted = reverse("admin:propositions_proposition_changelist")
    return [
        {
            "number": numbers["mine"],
            "label": "asks wait for you",
            "url": reverse("my_turn"),
            "urgent": numbers["mine"] > 0,
        },
        {"number": numbers["government"], "label": "asks are with Government", "url": f"{asks}?waiting_for=department"},
        {
            "number": numbers["answered"],
            "label": "asks have an answer",
            "url": reverse("my_turn_tab", args=["answered"]),
        },
        {"number": numbers["drafts"], "label": "asks are drafts", "url": f"{asks}?status=draft"},
        {"number": untyped, "label": "drafts have no type yet", "url": f"{asks}?status=draft&type=none"},
        {
            "number": propositions["ready"],
            "label": "propositions are ready to submit",
            "url": f"{drafted}?status=ready",
        },
    ]


def to_do(request: HttpRequest, propositions: Any) -> list[dict[str, str]]:
    """The steps on propositions that this officer can take now: find ready, or submit."""
    nouns = list(propositions.with_record().in_status("drafting", "ready").order_by("record__ref")[:SHOWN])
    verdicts = workflows["proposition"].judge(request.actor, nouns, request.received_at)
    return [
        {
            "ref": noun.ref,
            "label": verdict.label,
            "url": reverse("admin:propositions_proposition_step", args=[noun.ref, verdict.step.slug]),
        }
        for noun in nouns
        for verdict in verdicts[noun.pk]
        if verdict.available and verdict.main
    ]


def line(state: AskState, own: list[int]) -> dict[str, Any]:
    """One ask as a row of the tables on the page; the reader's own bodies, by their keys, are "You" there."""
    return {
        "ref": state.ask.ref,
        "url": reverse("ask_detail", args=[state.ask.ref]),
        "line": state.line,
        "title": state.title,
        "turns": [
            {
                "who": "You" if turn.organisation_id in own else turn.organisation.code,
                "what": turn.reason[:1].lower() + turn.reason[1:],
                "since": turn.since.at,
            }
            for turn in state.turns
        ],
        "due_on": state.due_on,
    }
