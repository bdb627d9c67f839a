"""The pages of strategies: which there are, and what one of them wants to reach by which work."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from lis.doors.context import NavigationItem, offers_navigation
from lis.doors.pages import visible_noun

from .lifecycle import workflow
from .models import Strategy
from .panels import panels_for
from .permissions import may_write_plan


@offers_navigation(30)
def strategies_of_mine(request: HttpRequest) -> Iterable[NavigationItem]:
    if any(membership.organisation.is_area_body for membership in request.actor.memberships):
        return [NavigationItem("Strategies", reverse("strategy_list"))]
    return []


@login_required
@require_safe
def strategy_list(request: HttpRequest) -> HttpResponse:
    """The strategies that the person sees, by reference."""
    seen = Strategy.objects.visible_to(request.actor, request.received_at).with_place().order_by("record__ref")
    return render(request, "strategies/strategy_list.html", {"strategies": seen, "statuses": workflow.statuses})


@login_required
@require_safe
def strategy_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One strategy: what it is, its workstreams with ambitions and actions, and what other rooms know of it."""
    strategy = visible_noun(workflow, ref, request)
    workstreams = strategy.workstreams.select_related("theme", "lead").prefetch_related("actions").order_by("number")
    areas = [area.name for area in strategy.areas.order_by("name")]
    writes = may_write_plan(request.actor, strategy)
    return render(
        request,
        "strategies/strategy_detail.html",
        {
            "strategy": strategy,
            "status": workflow.statuses[strategy.status],
            "facts": [
                ("Area", " and ".join([", ".join(areas[:-1]), areas[-1]] if len(areas) > 1 else areas)),
                ("Framework", strategy.framework.name),
                ("Led by", strategy.organisation.name),
                ("Part of", strategy.parent.title if strategy.parent_id and _sees(request, strategy.parent) else ""),
                ("Status", workflow.statuses[strategy.status]),
            ],
            "workstreams": workstreams,
            "panels": panels_for(request, strategy),
            "plan_url": reverse("admin:lis_workstream_changelist") if writes and request.user.is_staff else "",
            "breadcrumbs": [("Strategies", reverse("strategy_list")), (strategy.ref, "")],
        },
    )


def _sees(request: HttpRequest, strategy: Strategy) -> bool:
    return Strategy.objects.visible_to(request.actor, request.received_at).filter(pk=strategy.pk).exists()


urlpatterns = [
    path("strategies/", strategy_list, name="strategy_list"),
    path("strategies/<ref>/", strategy_detail, name="strategy_detail"),
]
