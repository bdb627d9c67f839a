"""The pages of boards and meetings: who sits, who holds a mandate, and the pack of each meeting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from lis.doors.context import NavigationItem, offers_navigation
from lis.doors.creating import creation_page, may_create, refuse_unless_yours
from lis.doors.pages import step_page, visible_noun
from lis.engine import clock
from lis.engine.errors import NotYou
from lis.engine.reading import words_of_records
from lis.people.models import Role
from lis.templatetags.office import date_words

from . import item_pages
from .agenda import items
from .doings import doings
from .lifecycle import boards, delegations, meetings, reports
from .lifecycle.meetings import MINUTES
from .models import Board, Delegation, Meeting, PartTwo, Post, Report
from .papers_due import papers_due_on
from .paragraphs import blocks_of, numbered

ANY = ["GET", "HEAD", "POST"]


@offers_navigation(35)
def boards_of_mine(request: HttpRequest) -> Iterable[NavigationItem]:
    if any(membership.organisation.is_area_body for membership in request.actor.memberships):
        return [NavigationItem("Boards", reverse("board_list"))]
    return []


@login_required
@require_safe
def board_list(request: HttpRequest) -> HttpResponse:
    """The boards that the person sees, each with its next meeting and the mandates in force."""
    actor, at, today = request.actor, request.received_at, clock.today()
    seen = list(Board.objects.visible_to(actor, at).with_body().order_by("record__ref"))
    coming = Meeting.objects.with_record().visible_to(actor, at).filter(board__in=seen, held_on__gte=today)
    following: dict[int, Meeting] = {}
    for meeting in coming.order_by("held_on"):
        following.setdefault(meeting.board_id, meeting)
    mandates: dict[int, int] = {}
    for board in Delegation.objects.visible_to(actor, at).in_force_at(at).values_list("board", flat=True):
        mandates[board] = mandates.get(board, 0) + 1
    context = {
        "rows": [(one, following.get(one.pk), mandates.get(one.pk, 0)) for one in seen],
        "statuses": boards.workflow.statuses,
        "sets_up": actor.holds_any(Role.SECRETARY),
    }
    return render(request, "boards/board_list.html", context)


@login_required
@require_http_methods(ANY)
def board_set_up(request: HttpRequest) -> HttpResponse:
    """A new board, by a secretary of its body."""
    body = next(iter(request.actor.organisations_as(Role.SECRETARY)), None)
    if body is None:
        step = boards.workflow.step("set_up")
        raise NotYou(step.label, step.who.phrase)
    return creation_page(
        request, boards.workflow, "set_up", back_url=reverse("board_list"), initial={"organisation": body.code},
        after=lambda made: reverse("board_detail", args=[made.ref]),
    )  # fmt: skip


@login_required
@require_safe
def board_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One board: who sits on it, who holds which post, its meetings, and what it has delegated."""
    board = visible_noun(boards.workflow, ref, request)
    actor, at, today = request.actor, request.received_at, clock.today()
    board = Board.objects.with_body().get(pk=board.pk)
    seats = list(board.members.select_related("person").order_by("until_on", "person__name"))
    posts = Post.objects.filter(organisation=board.organisation).prefetch_related("holdings__person")
    held = Meeting.objects.with_record().visible_to(actor, at).filter(board=board).order_by("-held_on")
    given = Delegation.objects.with_record().visible_to(actor, at).filter(board=board).prefetch_related("posts")
    context = {
        "board": board,
        "status": boards.workflow.statuses[board.status],
        "members": [seat for seat in seats if _is_current(seat, today)],
        "former": [seat for seat in seats if seat.until_on and seat.until_on <= today],
        "posts": [(post, *_holders(post, today)) for post in posts],
        "meetings": [(one, meetings.workflow.statuses[one.status]) for one in held],
        "delegations": [(one, delegations.workflow.statuses[one.status], one.is_over_on(today)) for one in given],
        "arrange_url": reverse("meeting_arrange", args=[board.ref])
        if may_create(request, meetings.workflow, "arrange", Meeting(board=board)) else "",
        "facts": [("Decides for", board.organisation.name), ("Area", board.area.name)],
        "breadcrumbs": [("Boards", reverse("board_list")), (board.ref, "")],
        **doings(request, boards.workflow, board, "board_detail"),
    }  # fmt: skip
    return render(request, "boards/board_detail.html", context)


@login_required
@require_http_methods(ANY)
def board_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step of a board."""
    board = visible_noun(boards.workflow, ref, request)
    return step_page(request, boards.workflow, board, slug, back_url=reverse("board_detail", args=[ref]))


@login_required
@require_http_methods(ANY)
def meeting_arrange(request: HttpRequest, ref: str) -> HttpResponse:
    """A new meeting of a board."""
    board = visible_noun(boards.workflow, ref, request)
    refuse_unless_yours(request, meetings.workflow, "arrange", Meeting(board=board))
    return creation_page(
        request, meetings.workflow, "arrange", back_url=reverse("board_detail", args=[ref]),
        initial={"board": board.ref}, fixed=("board",), context={"caption": board.name},
        after=lambda made: reverse("meeting_detail", args=[made.ref]),
    )  # fmt: skip


@login_required
@require_safe
def meeting_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One meeting: when its papers are due, its agenda with every recommendation and decision, and its minutes."""
    meeting = visible_noun(meetings.workflow, ref, request)
    actor, at = request.actor, request.received_at
    seen = Report.objects.with_record().visible_to(actor, at).filter(meeting=meeting)
    on_agenda = seen.exclude(record__status="withdrawn").order_by("item")
    closed = PartTwo.objects.with_record().visible_to(actor, at).filter(report__meeting=meeting)
    due = papers_due_on(meeting.held_on)
    minutes, drafted = _minutes(request, meeting)
    context = {
        "meeting": meeting,
        "status": meetings.workflow.statuses[meeting.status],
        "items": items(on_agenda, actor, at),
        "part_two": {one.report_id: one for one in closed},
        "due": due,
        "is_late": meeting.is_being_prepared and clock.today() > due,
        "minutes": minutes,
        "minutes_drafted": drafted,
        "present": meeting.present.select_related("person").order_by("person__name") if meeting.has_met else [],
        "report_url": reverse("report_start", args=[meeting.ref])
        if may_create(request, reports.workflow, "start", Report(meeting=meeting)) else "",
        "facts": [
            ("Board", meeting.board.name),
            ("Date", date_words(meeting.held_on)),
            ("Place", meeting.place),
            ("Papers due", date_words(due)),
        ],
        "breadcrumbs": [
            ("Boards", reverse("board_list")),
            (meeting.board.name, reverse("board_detail", args=[meeting.board.ref])),
            (meeting.ref, ""),
        ],
        **doings(request, meetings.workflow, meeting, "meeting_detail"),
    }  # fmt: skip
    return render(request, "boards/meeting_detail.html", context)


@login_required
@require_http_methods(ANY)
def meeting_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step of a meeting."""
    meeting = visible_noun(meetings.workflow, ref, request)
    return step_page(request, meetings.workflow, meeting, slug, back_url=reverse("meeting_detail", args=[ref]))


@login_required
@require_http_methods(ANY)
def report_start(request: HttpRequest, ref: str) -> HttpResponse:
    """A new item of a meeting's agenda."""
    meeting = visible_noun(meetings.workflow, ref, request)
    refuse_unless_yours(request, reports.workflow, "start", Report(meeting=meeting))
    return creation_page(
        request, reports.workflow, "start", back_url=reverse("meeting_detail", args=[ref]),
        initial={"meeting": meeting.ref}, fixed=("meeting",), context={"caption": meeting.title},
        after=lambda made: reverse("report_detail", args=[made.ref]),
    )  # fmt: skip


def _minutes(request: HttpRequest, meeting: Meeting) -> tuple[list[Any], bool]:
    """The minutes by paragraph, and whether they are still a draft, which the body alone reads."""
    words = words_of_records([meeting.record], request.actor, request.received_at)[meeting.pk]
    if words.version is not None:
        return numbered(words.content.get(MINUTES.key, [])), False
    return numbered(blocks_of(words.drafted.get(MINUTES.key, ""))), True


def _is_current(held: Any, today: Any) -> bool:
    return held.from_on <= today and (held.until_on is None or held.until_on > today)


def _holders(post: Post, today: Any) -> tuple[Any, list[Any]]:
    """Who holds ``post`` today, if anybody, and the others who held it or will."""
    rows = list(post.holdings.all())
    now = next((row for row in rows if _is_current(row, today)), None)
    return now, [row for row in rows if row is not now]


urlpatterns = [
    path("boards/", board_list, name="board_list"),
    path("boards/set-up/", board_set_up, name="board_set_up"),
    path("boards/<ref>/", board_detail, name="board_detail"),
    path("boards/<ref>/steps/<slug:slug>/", board_step, name="board_step"),
    path("boards/<ref>/arrange/", meeting_arrange, name="meeting_arrange"),
    path("meetings/<ref>/", meeting_detail, name="meeting_detail"),
    path("meetings/<ref>/steps/<slug:slug>/", meeting_step, name="meeting_step"),
    path("meetings/<ref>/report/", report_start, name="report_start"),
    *item_pages.urlpatterns,
]
