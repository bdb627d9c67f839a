"""The page on which a lead or negotiator sets the area's reserve on an ask."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from lis.doors.making import making_page
from lis.doors.pages import visible_noun
from lis.engine.errors import NotVisible
from lis.engine.reading import words_of_records
from lis.engine.registry import workflows

from .lifecycle import workflow
from .permissions import reads_reserves


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reserve_set(request: HttpRequest, ref: str) -> HttpResponse:
    """Set the reserve on the ask ``ref``; whoever reads no reserves finds no such page."""
    ask = visible_noun(workflows["ask"], ref, request)
    if not reads_reserves(request.actor, ask):
        raise NotVisible
    offer = words_of_records([ask.record], request.actor, request.received_at)[ask.pk]["ask"]
    return making_page(
        request, workflow, "set", fixed={"ask": ask.ref}, initial={"words": offer},
        back_url=reverse("ask_detail", args=[ask.ref]), done=f"{ask.ref}: you set your reserve.",
        context={
            "ask": ask, "back_label": f"Back to {ask.ref}", "preview_heading": "On the table",
            "preview": [("The ask as it stands", offer)],
        },
    )  # fmt: skip


urlpatterns = [path("asks/<str:ref>/reserve/", reserve_set, name="reserve_set")]
