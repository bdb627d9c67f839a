"""The pages of holds: which there are, what each stops, raising and lifting one, and exceptions from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from lis.doors.context import NavigationItem, offers_navigation
from lis.doors.creating import creation_page
from lis.doors.pages import history_entry, step_page, visible_noun
from lis.engine.checks import STOP, Check
from lis.engine.errors import NotNow, NotYou
from lis.engine.models import Event, Hold, HoldException
from lis.engine.reading import words_of_records
from lis.engine.registry import workflows
from lis.engine.visibility import readable_events
from lis.templatetags.office import date_words

from .banners import phase_of, scope_words
from .lifecycle import exception_workflow, workflow
from .permissions import bodies_that_hold, holder
from .stopped import stopped_steps


@offers_navigation(48)
def holds_item(request: HttpRequest) -> Iterable[NavigationItem]:
    """Offered to whoever raises them; a note on top of whatever one touches leads everybody else there."""
    return [NavigationItem("Holds", reverse("hold_list"))] if bodies_that_hold(request.actor) else []


@login_required
@require_safe
def hold_list(request: HttpRequest) -> HttpResponse:
    at = request.received_at
    holds = Hold.objects.visible_to(request.actor, at).with_scope().order_by("-from_on", "-pk")
    return render(
        request,
        "holds/list.html",
        {
            "rows": [{"hold": hold, "phase": phase_of(hold, at), "scope": scope_words(hold)} for hold in holds],
            "may_raise": bool(bodies_that_hold(request.actor)),
        },
    )


@login_required
@require_safe
def hold_detail(request: HttpRequest, ref: str) -> HttpResponse:
    hold = visible_noun(workflow, ref, request)
    actor, at = request.actor, request.received_at
    words = words_of_records([hold.record], actor, at)[hold.pk]
    verdicts = workflow.judge(actor, [hold], at)[hold.pk]
    events = readable_events(hold.record, actor, at).select_related("by_user", "behalf")
    in_force = hold.is_in_force_at(at)
    stopped = [one for one in stopped_steps(actor, at) if hold in one.holds] if in_force else []
    return render(
        request,
        "holds/detail.html",
        {
            "hold": hold,
            "phase": phase_of(hold, at),
            "reason": words["reason"],
            "facts": [
                ("First day", date_words(hold.from_on)),
                ("Last day", date_words(hold.until_on)),
                ("Touches", scope_words(hold)),
                ("Raised by", hold.raised_by.name),
            ],
            "verdicts": [v for v in verdicts if v.mine and hold.status in v.step.sources],
            "steps_url": f"{reverse('hold_detail', args=[hold.ref])}steps/",
            "in_force": in_force,
            "over": phase_of(hold, at) in ("Over", "Lifted")
            and any(one.organisation.is_department for one in actor.memberships),
            "stopped": stopped,
            "exceptions": exceptions_of(hold, request),
            "history": [history_entry(workflow, event) for event in events][::-1],
            "breadcrumbs": [("Holds", reverse("hold_list")), (hold.ref, "")],
        },
    )


def exceptions_of(hold: Hold, request: HttpRequest) -> list[dict[str, Any]]:
    """The exceptions of the reader's own organisations, with what each is for, why, and what can be done."""
    found = HoldException.objects.with_record().visible_to(request.actor, request.received_at).filter(hold=hold)
    leaves = list(found.order_by("-pk"))
    verdicts = exception_workflow.judge(request.actor, leaves, request.received_at)
    asked = Event.objects.filter(record__in=[leave.pk for leave in leaves], number=1).select_related(
        "by_user", "behalf"
    )
    first = {event.record_id: event for event in asked}
    return [
        {
            "leave": leave,
            "step": workflows[leave.target.kind].step(leave.verb).label,
            "status": exception_workflow.statuses[leave.status],
            "asked": history_entry(exception_workflow, first[leave.pk]),
            "verdicts": [v for v in verdicts[leave.pk] if v.mine and leave.status in v.step.sources],
            "steps_url": f"/exceptions/{leave.ref}/steps/",
        }
        for leave in leaves
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hold_raise(request: HttpRequest) -> HttpResponse:
    step = workflow.step("raise")
    bodies = bodies_that_hold(request.actor)
    if not bodies:
        raise NotYou(step.label, holder.phrase)
    return creation_page(
        request, workflow, "raise", back_url=reverse("hold_list"), initial={"organisation": bodies[0].code},
        after=lambda hold: reverse("hold_detail", args=[hold.ref]),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hold_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    hold = visible_noun(workflow, ref, request)
    return step_page(request, workflow, hold, slug, back_url=reverse("hold_detail", args=[hold.ref]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exception_ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask that one step may be taken in spite of the hold."""
    hold = visible_noun(workflow, ref, request)
    back = reverse("hold_detail", args=[hold.ref])
    if not any(hold in one.holds for one in stopped_steps(request.actor, request.received_at)):
        raise NotNow([Check("nothing-held", f"No step of yours waits for {hold.ref} just now.", STOP)])
    return creation_page(
        request, exception_workflow, "ask", back_url=back, initial={"hold": hold.ref}, after=lambda leave: back,
        context={
            "caption": f"{hold.ref}, {hold.get_kind_display()}",
            "lead": "Somebody else of your organisation has to approve it. Then the step may be taken once.",
        },
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exception_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    leave = visible_noun(exception_workflow, ref, request)
    return step_page(request, exception_workflow, leave, slug, back_url=reverse("hold_detail", args=[leave.hold.ref]))


urlpatterns = [
    path("holds/", hold_list, name="hold_list"),
    path("holds/raise/", hold_raise, name="hold_raise"),
    path("holds/<str:ref>/", hold_detail, name="hold_detail"),
    path("holds/<str:ref>/exception/", exception_ask, name="exception_ask"),
    path("holds/<str:ref>/steps/<slug:slug>/", hold_step, name="hold_step"),
    path("exceptions/<str:ref>/steps/<slug:slug>/", exception_step, name="exception_step"),
]
