"""The pages on which the coordinating unit keeps its rules of routing and moves the remit of a department."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from lis.doors.context import NavigationItem, offers_navigation
from lis.engine import clock
from lis.engine.errors import NotVisible
from lis.engine.models import Turn, Version
from lis.frameworks.models import vocabulary_labels
from lis.jobs.queue import enqueue
from lis.people.models import Organisation
from lis.templatetags.office import date_words

from ..asks.ages import midnight
from ..asks.models import Ask
from ..asks.permissions import coordinates_for_all
from .forms import RemitForm, RoutingRuleForm
from .matching import described, fits
from .models import RemitMove, RoutingRule
from .moving import carry_out, move_each

PREVIEWED = 200
PAGE = 50


@offers_navigation(15)
def routing_item(request: HttpRequest) -> Iterable[NavigationItem]:
    return [NavigationItem("Routing", reverse("routing"))] if coordinates_for_all(request.actor) else []


def for_the_unit(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the coordinating unit's coordinators; for everybody else there is nothing here."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not coordinates_for_all(request.actor):
            raise NotVisible
        return page(request, *args, **kwargs)

    return login_required(guarded)


@for_the_unit
@require_safe
def routing(request: HttpRequest) -> HttpResponse:
    """The rules in the order in which they are tried, and the remits that move or have moved."""
    rules = RoutingRule.objects.select_related("theme").prefetch_related("departments")
    types, today = vocabulary_labels("ask_types"), clock.today()
    context = {
        "rules": [(rule, asked_of(rule, types), rule.until_on is None or rule.until_on > today) for rule in rules],
        "closed": closed_and_holding(today),
        "page": Paginator(RemitMove.objects.select_related("leaving", "receiving"), PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "routing/routing.html", context)


def closed_and_holding(today: dt.date) -> list[dict[str, Any]]:
    """The departments that have closed and still hold asks, each with whoever carries its work on."""
    held = Turn.objects.filter(record__kind="ask", ended=None, organisation__closes_on__lte=today)
    numbers = dict(held.order_by().values_list("organisation").annotate(number=Count("record", distinct=True)))
    bodies = Organisation.objects.filter(pk__in=numbers).prefetch_related("successors").order_by("code")
    return [
        {
            "body": body,
            "number": numbers[body.pk],
            "moves": [(heir, f"?{urlencode({'leaving': body.code, 'receiving': heir.code})}")
                      for heir in body.successors_on(today)],
        }
        for body in bodies
    ]  # fmt: skip


def asked_of(rule: RoutingRule, types: dict[str, str]) -> list[str]:
    """What an ask must be for the rule to fit, a phrase each."""
    return [
        words
        for words in (
            f"type “{types.get(rule.ask_type, rule.ask_type)}”" if rule.ask_type else "",
            f"theme “{rule.theme.name}”" if rule.theme else "",
            f"tag “{rule.tag}”" if rule.tag else "",
            f"words “{rule.words}”" if rule.words else "",
        )
        if words
    ]


@for_the_unit
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: HttpRequest, code: str = "") -> HttpResponse:
    """One rule; it is tried on the last asks before it is saved, as often as one likes."""
    rule = RoutingRule.objects.filter(code=code).first() if code else RoutingRule()
    if rule is None:
        raise NotVisible
    form = RoutingRuleForm(request.POST if request.method == "POST" else None, instance=rule)
    tried = None
    if request.method == "POST" and form.is_valid():
        if "try" not in request.POST:
            form.save()
            messages.success(request, "Saved. It holds for asks that are submitted from now on.")
            return redirect("routing")
        tried = try_on_the_last(request, form)
    context = {"form": form, "rule": rule if code else None, "tried": tried, "previewed": PREVIEWED}
    return render(request, "routing/rule.html", context, status=400 if form.errors else 200)


def try_on_the_last(request: HttpRequest, form: RoutingRuleForm) -> list[dict[str, Any]]:
    """Which of the last asks that went to Government the rule of ``form`` would fit."""
    rule = form.instance
    asks = Ask.objects.with_record().visible_to(request.actor, request.received_at).exclude(record__status="draft")
    found = list(asks.prefetch_related("departments", "proposition__themes").order_by("-pk")[:PREVIEWED])
    versions = Version.objects.filter(record__in=[ask.pk for ask in found]).order_by("record", "-number")
    contents = {version.record_id: version.content for version in versions.distinct("record")}
    return [
        {"ask": ask, "words": contents[ask.pk].get("ask", ""), "named": contents[ask.pk].get("departments", [])}
        for ask in found
        if ask.pk in contents and fits(rule, described(ask, contents[ask.pk]))
    ]


@for_the_unit
@require_http_methods(["GET", "HEAD", "POST"])
def remit_move(request: HttpRequest) -> HttpResponse:
    """A remit is moved: first one sees which asks would move, then they all do, now or on their day."""
    initial = {name: request.GET.get(name, "") for name in ("leaving", "receiving")}
    form = RemitForm(request.POST if request.method == "POST" else None, initial=initial)
    results = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = {name: given[name] for name in ("leaving", "receiving", "types", "themes", "note")}
        if "move" in request.POST:
            messages.success(request, moved(request, given, chosen))
            return redirect("routing")
        results = move_each(request.actor, **chosen, batch=None, dry_run=True)
    context = {
        "form": form,
        "results": results,
        "moving": [result for result in results or [] if not result.why_not],
        "staying": [result for result in results or [] if result.why_not],
    }
    return render(request, "routing/remit.html", context, status=400 if form.errors else 200)


def moved(request: HttpRequest, given: dict[str, Any], chosen: dict[str, Any]) -> str:
    """Move now, or plan it for its day; answers what to tell."""
    move = RemitMove.objects.create(
        uid=uuid.uuid4(), on_date=given["on_date"], planned_by=request.user, planned_at=clock.now(), **chosen
    )
    names = f"{move.leaving.code} to {move.receiving.code}"
    if move.on_date > clock.today():
        begins = midnight(move.on_date)
        enqueue("move_remit", key=f"move_remit {move.pk}", due_at=begins, move=move.pk)
        return f"Planned: the remit moves from {names} on {date_words(move.on_date)}."
    results = carry_out(move, request.actor)
    number = sum(not result.why_not for result in results)
    return f"Moved from {names}: {number} ask{'' if number == 1 else 's'}."


urlpatterns = [
    path("routing/", routing, name="routing"),
    path("routing/add/", rule_edit, name="rule_add"),
    path("routing/remit/", remit_move, name="remit_move"),
    path("routing/rules/<slug:code>/", rule_edit, name="rule_edit"),
]
