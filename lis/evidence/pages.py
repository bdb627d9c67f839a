"""The pages of findings: the list, one of them with its words and history, and its steps."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from lis.doors.context import NavigationItem, offers_navigation
from lis.doors.pages import history_entry, step_page, visible_noun
from lis.engine.reading import words_of_records
from lis.engine.visibility import readable_events

from .filters import FindingFilter
from .lifecycle import workflow
from .models import Finding
from .parts import PARTS, STATEMENT

PAGE_LENGTH = 50


@offers_navigation(45)
def findings_of_mine(request: HttpRequest) -> Iterable[NavigationItem]:
    if any(membership.organisation.is_area_body for membership in request.actor.memberships):
        return [NavigationItem("Evidence", reverse("finding_list"))]
    return []


@login_required
@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    """The findings that the person sees, by reference, or best first while they search."""
    seen = Finding.objects.visible_to(request.actor, request.received_at).with_place().order_by("record__ref")
    filterset = FindingFilter(request.GET, queryset=seen, request=request)
    page = Paginator(filterset.qs, PAGE_LENGTH).get_page(request.GET.get("page"))
    found = list(page.object_list)
    words = words_of_records([finding.record for finding in found], request.actor, request.received_at)
    return render(
        request,
        "evidence/finding_list.html",
        {
            "page": page,
            "rows": [
                (finding, words[finding.pk].latest.get(STATEMENT, ""), workflow.statuses[finding.status])
                for finding in found
            ],
            "form": filterset.form,
            "narrowed": any(request.GET.get(name) for name in filterset.form.fields),
        },
    )  # fmt: skip


@login_required
@require_safe
def finding_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One finding as the person reads it, what they can do with it, and what has happened to it."""
    finding = visible_noun(workflow, ref, request)
    at = request.received_at
    words = words_of_records([finding.record], request.actor, at)[finding.pk]
    verdicts = workflow.judge(request.actor, [finding], at)[finding.pk]
    events = readable_events(finding.record, request.actor, at).select_related("by_user", "behalf")
    return render(
        request,
        "evidence/finding_detail.html",
        {
            "finding": finding,
            "status": workflow.statuses[finding.status],
            "statement": words.latest.get(STATEMENT, "") or "No words yet",
            "texts": [(part, words.latest[part.key]) for part in PARTS[1:] if words.latest.get(part.key, "").strip()],
            "drafted": bool(words.drafted),
            "facts": [
                ("Area", finding.area.name),
                ("Theme", finding.theme.name if finding.theme else ""),
                ("Strategy", finding.strategy.ref),
                ("Version", str(words.number) if words.number else "None yet"),
            ],
            "verdicts": [verdict for verdict in verdicts if verdict.mine],
            "steps_url": reverse("finding_detail", args=[finding.ref]) + "steps/",
            "history": [history_entry(workflow, event) for event in events][::-1],
            "desk_url": _desk_url(request, finding),
            "breadcrumbs": [("Evidence", reverse("finding_list")), (finding.ref, "")],
        },
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def finding_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step of a finding: what it asks for and, on POST, taking it."""
    finding = visible_noun(workflow, ref, request)
    return step_page(request, workflow, finding, slug, back_url=reverse("finding_detail", args=[finding.ref]))


def _desk_url(request: HttpRequest, finding: Finding) -> str:
    """Where the person writes in it, or "" where they do not."""
    if not (request.user.is_staff and workflow.writing(finding, request.actor) == []):
        return ""
    return reverse("admin:lis_finding_change", args=[finding.ref])


urlpatterns = [
    path("evidence/", finding_list, name="finding_list"),
    path("evidence/<ref>/", finding_detail, name="finding_detail"),
    path("evidence/<ref>/steps/<slug:slug>/", finding_step, name="finding_step"),
]
