"""The lists from which people work: what waits for me, and every ask that I can see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from lis.doors.context import NavigationItem, offers_navigation
from lis.engine import clock
from lis.exports.pages import table_response
from lis.templatetags.office import days_words, due_words

from ..asks.filters import AskFilterSet
from ..asks.models import Ask
from . import ask_pages
from .columns import COLUMNS
from .states import AskState, states_of
from .tabs import Tab, counts, in_order_of_urgency, tabs_for, works_in_area, works_in_department

PAGE = 50


@offers_navigation(10)
def my_turn_item(request: HttpRequest) -> Iterable[NavigationItem]:
    actor = request.actor
    if not (works_in_department(actor) or works_in_area(actor)):
        return []
    first = tabs_for(actor)[0]
    waiting = Ask.objects.visible_to(actor, request.received_at).filter(first.where).count()
    return [
        NavigationItem(first.label, reverse("my_turn"), waiting),
        NavigationItem("Asks", reverse("ask_list")),
    ]


@login_required
@require_safe
def my_turn(request: HttpRequest, tab: str = "mine") -> HttpResponse:
    """What waits for me, most urgent first, with a tab for what waits for others."""
    actor, at = request.actor, request.received_at
    tabs = tabs_for(actor)
    chosen = next((one for one in tabs if one.slug == tab), None)
    if chosen is None:
        raise Http404
    asks = Ask.objects.with_record().visible_to(actor, at)
    numbers = counts(asks, tabs)
    filterset = AskFilterSet(request.GET, queryset=asks.filter(chosen.where), request=request)
    context = {
        "tab": chosen,
        "tabs": [
            {"label": one.label, "url": address(one), "current": one is chosen, "count": numbers[one.slug]}
            for one in tabs
        ],
        "empty": chosen.empty,
        **listed(request, filterset, in_order_of_urgency(filterset.qs, actor)),
    }
    return render(request, "queue/my_turn.html", context)


@login_required
@require_safe
def ask_list(request: HttpRequest) -> HttpResponse:
    """Every ask that I can see, by reference or by how well it fits the words I look for."""
    asks = Ask.objects.with_record().visible_to(request.actor, request.received_at).order_by("record__ref")
    filterset = AskFilterSet(request.GET, queryset=asks, request=request)
    context = {"empty": "There is no ask that you can see.", **listed(request, filterset, filterset.qs)}
    return render(request, "asks/list.html", context)


@login_required
@require_safe
def ask_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as a file: exactly the rows that the filters leave and the reader may see."""
    asks = Ask.objects.with_record().visible_to(request.actor, request.received_at).order_by("record__ref")
    filterset = AskFilterSet(request.GET, queryset=asks, request=request)
    if not filterset.is_valid():
        raise Http404
    found = list(filterset.qs)
    states = states_of(found, request.actor, request.received_at)
    rows = [states[ask.pk] for ask in found]
    return table_response(request, kind, COLUMNS, rows, title="Asks of Government", what="asks")


def address(tab: Tab) -> str:
    return reverse("my_turn") if tab.slug == "mine" else reverse("my_turn_tab", args=[tab.slug])


def listed(request: HttpRequest, filterset: AskFilterSet, asks: QuerySet) -> dict[str, Any]:
    """One page of asks as rows, with the filters that led to it."""
    page = Paginator(asks, PAGE).get_page(request.GET.get("page"))
    states = states_of(list(page), request.actor, request.received_at)
    return {
        "filterset": filterset,
        "form": filterset.form,
        "page": page,
        "rows": [row(states[ask.pk]) for ask in page],
        "filtered": any(value for name, value in request.GET.items() if name != "page"),
        "query": request.GET.urlencode(),
        "total": page.paginator.count,
    }


def waiting_words(since: dt.datetime | None) -> str:
    """How long somebody has held it: "Waiting 12 days"."""
    if since is None:
        return ""
    days = (clock.today() - since.astimezone(clock.LONDON).date()).days
    return f"Waiting {days_words(days)}" if days else "Since today"


def row(state: AskState) -> dict[str, Any]:
    """One ask as the row of a list: enough to judge it without opening it."""
    ask = state.ask
    return {
        "ref": ask.ref,
        "area": ask.area.name,
        "title": state.line,
        "url": reverse("ask_detail", args=[ask.ref]),
        "status": ask.status,
        "is_new": "New since you looked" if state.is_new else "",
        "facts": [
            ("Part of", state.title),
            ("Type", state.type_label),
            ("Money", state.money),
            ("Departments", ", ".join(state.departments) or "None named"),
            ("Version", str(state.words.number) if state.words.number else "Draft"),
            ("With", ", ".join(state.holders)),
            ("Answers", "; ".join(f"{code}: {stance}" for code, stance in state.stances)),
        ],
        "waiting": waiting_words(state.since),
        "due": due_words(state.due_on) if state.due_on else "",
        "urgent": bool(state.due_on and state.due_on < clock.today()),
    }


urlpatterns = [
    path("my-turn/", my_turn, name="my_turn"),
    path("my-turn/<slug:tab>/", my_turn, name="my_turn_tab"),
    path("asks/", ask_list, name="ask_list"),
    path("asks/export/<slug:kind>/", ask_export, name="ask_export"),
    path("asks/<str:ref>/", ask_pages.ask_detail, name="ask_detail"),
    path("<slug:kind>/<str:ref>/steps/<slug:slug>/", ask_pages.ask_step, name="ask_step"),
]
