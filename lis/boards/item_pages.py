"""The pages of one item of an agenda: its report, what it recommends, its Part II, its files, and a mandate."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from lis.doors.creating import creation_page, may_create, refuse_unless_yours
from lis.doors.pages import history_entry, step_page, visible_noun
from lis.engine import clock
from lis.engine.models import Record
from lis.engine.reading import words_of_records
from lis.engine.registry import workflow_of
from lis.engine.visibility import visible_records
from lis.people.models import Role
from lis.templatetags.office import date_words, plain_list

from . import attachments
from .about import about, page_of
from .agenda import asked, items
from .doings import doings
from .lifecycle import delegations, part_two, recommendations, reports
from .models import PartTwo, Recommendation
from .paragraphs import blocks_of, numbered

ANY = ["GET", "HEAD", "POST"]


def way_to(meeting: Any, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """The breadcrumbs of whatever belongs to a meeting."""
    return [
        ("Boards", reverse("board_list")),
        (meeting.board.name, reverse("board_detail", args=[meeting.board.ref])),
        (meeting.title, reverse("meeting_detail", args=[meeting.ref])),
        *further,
    ]


@login_required
@require_safe
def report_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One report: its numbered paragraphs, what it recommends about which versions, interests, and files."""
    report = visible_noun(reports.workflow, ref, request)
    actor, at = request.actor, request.received_at
    [item] = items([report], actor, at)
    text = item.words.latest.get("paragraphs", "")
    closed = PartTwo.objects.with_record().visible_to(actor, at).filter(report=report).first()
    keeps = actor.holds(Role.SECRETARY, report.organisation.pk)
    context = {
        "report": report,
        "item": item,
        "paragraphs": numbered(text if isinstance(text, list) else blocks_of(text)),
        "summary": item.words.latest.get("summary", ""),
        "attachments": report.attachments.select_related("file"),
        "attach_url": reverse("report_attachments", args=[report.ref]) if keeps and report.is_draft else "",
        "recommend_url": reverse("recommendation_add", args=[report.ref])
        if may_create(request, recommendations.workflow, "add", Recommendation(report=report)) else "",
        "part_two": closed,
        "part_two_url": reverse("part_two_add", args=[report.ref]) if keeps and closed is None else "",
        "facts": [
            ("Board", report.meeting.board.name),
            ("Meeting", f"{report.meeting.title}, {date_words(report.meeting.held_on)}"),
            ("Item", str(report.item)),
        ],
        "breadcrumbs": way_to(report.meeting, (report.ref, "")),
        **doings(request, reports.workflow, report, "report_detail"),
    }  # fmt: skip
    return render(request, "boards/report_detail.html", context)


@login_required
@require_http_methods(ANY)
def report_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step of a report."""
    report = visible_noun(reports.workflow, ref, request)
    return step_page(request, reports.workflow, report, slug, back_url=reverse("report_detail", args=[ref]))


@login_required
@require_http_methods(ANY)
def recommendation_add(request: HttpRequest, ref: str) -> HttpResponse:
    """A new recommendation of a report."""
    report = visible_noun(reports.workflow, ref, request)
    refuse_unless_yours(request, recommendations.workflow, "add", Recommendation(report=report))
    return creation_page(
        request, recommendations.workflow, "add", back_url=reverse("report_detail", args=[ref]),
        initial={"report": report.ref}, fixed=("report",), context={"caption": report.ref},
        after=lambda made: reverse("report_detail", args=[report.ref]) + f"#{made.ref}",
    )  # fmt: skip


@login_required
@require_safe
def recommendation_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One recommendation: what the board is asked, about which versions, and what it decided."""
    recommendation = visible_noun(recommendations.workflow, ref, request)
    [row] = asked([recommendation], request.actor, request.received_at)
    report = recommendation.report
    context = {
        "recommendation": recommendation,
        "row": row,
        "facts": [
            ("Report", report.ref),
            ("Meeting", f"{report.meeting.title}, {date_words(report.meeting.held_on)}"),
            ("The board is asked to", row.asked_to),
        ],
        "breadcrumbs": way_to(
            report.meeting, (report.ref, reverse("report_detail", args=[report.ref])), (recommendation.label, "")
        ),
        **doings(request, recommendations.workflow, recommendation, "recommendation_detail"),
    }  # fmt: skip
    return render(request, "boards/recommendation_detail.html", context)


@login_required
@require_http_methods(ANY)
def recommendation_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step of a recommendation: writing it, or the board's decision."""
    recommendation = visible_noun(recommendations.workflow, ref, request)
    back_url = reverse("recommendation_detail", args=[ref])
    return step_page(request, recommendations.workflow, recommendation, slug, back_url=back_url)


@login_required
@require_http_methods(ANY)
def part_two_add(request: HttpRequest, ref: str) -> HttpResponse:
    """The exempt part of a report, which secretaries read and whom they clear."""
    report = visible_noun(reports.workflow, ref, request)
    refuse_unless_yours(request, part_two.workflow, "add", PartTwo(report=report))
    return creation_page(
        request, part_two.workflow, "add", back_url=reverse("report_detail", args=[ref]),
        initial={"report": report.ref}, fixed=("report",), context={"caption": report.ref},
        after=lambda made: reverse("part_two_detail", args=[made.ref]),
    )  # fmt: skip


@login_required
@require_safe
def part_two_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The exempt part of a report, for those cleared: what exempts it, why, and its words."""
    noun = visible_noun(part_two.workflow, ref, request)
    words = words_of_records([noun.record], request.actor, request.received_at)[noun.pk]
    held = noun.record.grants.not_over_at(request.received_at).filter(person__isnull=False).select_related("person")
    report = noun.report
    context = {
        "noun": noun,
        "words": words.content,
        "paragraphs": numbered(words.content.get("words", [])),
        "cleared": sorted({grant.person.name for grant in held}),
        "breadcrumbs": way_to(
            report.meeting, (report.ref, reverse("report_detail", args=[report.ref])), ("Part II", "")
        ),
        **doings(request, part_two.workflow, noun, "part_two_detail"),
    }  # fmt: skip
    return render(request, "boards/part_two_detail.html", context)


@login_required
@require_http_methods(ANY)
def part_two_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step of a Part II."""
    noun = visible_noun(part_two.workflow, ref, request)
    return step_page(request, part_two.workflow, noun, slug, back_url=reverse("part_two_detail", args=[ref]))


@login_required
@require_safe
def delegation_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One mandate: who may do what about what until when, who holds it today, and what was done under it."""
    noun = visible_noun(delegations.workflow, ref, request)
    actor, at, today = request.actor, request.received_at, clock.today()
    words = words_of_records([noun.record], actor, at)[noun.pk].content
    scope = list(noun.scope.order_by("ref"))
    known = about(scope, actor, at)
    posts = noun.posts.prefetch_related("holdings__person")
    seen = visible_records(Record.objects.filter(events__delegation=noun.record), actor, at).values("pk")
    acts = noun.record.events_under.filter(record__in=seen).select_related("record", "by_user", "behalf", "version")
    is_over = noun.is_over_on(today)
    context = {
        "delegation": noun,
        "status": "Over" if is_over and noun.status == delegations.IN_FORCE
        else delegations.workflow.statuses[noun.status],
        "words": words,
        "about": [known[record.pk] for record in scope],
        "posts": [
            (post, [row for row in post.holdings.all() if row.from_on <= today and not _is_past(row, today)])
            for post in posts
        ],
        "acts": [
            {**history_entry(workflow_of(event.record), event), "number": None, "tag": event.record.ref,
             "url": page_of(event.record.root)}
            for event in acts.order_by("-at", "-pk")
        ],
        "facts": [
            ("Given by", noun.board.name),
            ("To", plain_list(words.get("posts", []))),
            ("How", ("Jointly" if noun.jointly else "Either may act") if len(words.get("posts", [])) > 1 else ""),
            ("In consultation with", words.get("consulting", "")),
            ("Report back by", date_words(noun.report_back_on)),
            ("Last day", date_words(noun.until_on)),
        ],
        "breadcrumbs": way_to(
            noun.recommendation.report.meeting,
            (noun.recommendation.label, reverse("recommendation_detail", args=[noun.recommendation.ref])),
            (noun.ref, ""),
        ),
        **doings(request, delegations.workflow, noun, "delegation_detail"),
    }  # fmt: skip
    return render(request, "boards/delegation_detail.html", context)


@login_required
@require_http_methods(ANY)
def delegation_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step of a mandate: reporting back, or its end."""
    noun = visible_noun(delegations.workflow, ref, request)
    return step_page(request, delegations.workflow, noun, slug, back_url=reverse("delegation_detail", args=[ref]))


def _is_past(row: Any, today: Any) -> bool:
    return row.until_on is not None and row.until_on <= today


urlpatterns = [
    path("reports/<ref>/", report_detail, name="report_detail"),
    path("reports/<ref>/steps/<slug:slug>/", report_step, name="report_step"),
    path("reports/<ref>/recommendation/", recommendation_add, name="recommendation_add"),
    path("reports/<ref>/part-two/", part_two_add, name="part_two_add"),
    path("reports/<ref>/attachments/", attachments.report_attachments, name="report_attachments"),
    path("recommendations/<ref>/", recommendation_detail, name="recommendation_detail"),
    path("recommendations/<ref>/steps/<slug:slug>/", recommendation_step, name="recommendation_step"),
    path("exempt-parts/<ref>/", part_two_detail, name="part_two_detail"),
    path("exempt-parts/<ref>/steps/<slug:slug>/", part_two_step, name="part_two_step"),
    path("delegations/<ref>/", delegation_detail, name="delegation_detail"),
    path("delegations/<ref>/steps/<slug:slug>/", delegation_step, name="delegation_step"),
]
