"""The coordinating unit's list of asks on which departments differ, and the page on which it records a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from lis.doors.context import NavigationItem, offers_navigation
from lis.doors.making import making_page
from lis.doors.pages import visible_noun
from lis.engine.errors import NotVisible
from lis.engine.reading import words_of_records
from lis.engine.registry import workflows
from lis.frameworks.models import vocabulary_labels

from ..asks.models import Ask
from ..sides.models import Answer
from .beside import reason_of
from .differing import differing, last_answers
from .lifecycle import workflow
from .models import GovernmentLine
from .permissions import coordinates_government

PAGE_LENGTH = 50
WANTED, NONE_YET, RECORDED = "wanted", "none-yet", "recorded"
TABS = ((WANTED, "Nothing recorded"), (NONE_YET, "No line yet"), (RECORDED, "Line recorded"))
EMPTY = {
    WANTED: "Every ask on which departments differ has a line, or a reason why there is none yet.",
    NONE_YET: "No ask waits for a line.",
    RECORDED: "No line has been recorded yet.",
}


@offers_navigation(35)
def differences_of_mine(request: HttpRequest) -> Iterable[NavigationItem]:
    if coordinates_government(request.actor):
        return [NavigationItem("Differences", reverse("line_list"))]
    return []


@login_required
@require_safe
def line_list(request: HttpRequest) -> HttpResponse:
    """The asks on which departments differ, by what is recorded of them."""
    if not coordinates_government(request.actor):
        raise NotVisible
    show = request.GET.get("show", WANTED)
    if show not in dict(TABS):
        raise NotVisible
    actor, at = request.actor, request.received_at
    found = with_line(differing(Ask.objects.visible_to(actor, at).in_status("submitted")))
    wanted = {f"n{number}": Count("pk", filter=of_tab(slug)) for number, (slug, _) in enumerate(TABS)}
    counts = found.aggregate(**wanted)
    asks = found.filter(of_tab(show)).with_record().order_by("record__ref")
    page = Paginator(asks, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(
        request,
        "lines/line_list.html",
        {
            "rows": rows_of(list(page.object_list), request),
            "page": page,
            "tabs": [
                {"label": label, "url": f"?show={slug}", "count": counts[f"n{number}"], "current": slug == show}
                for number, (slug, label) in enumerate(TABS)
            ],
            "show": show,
            "total": sum(counts.values()),
            "empty": EMPTY[show],
        },
    )  # fmt: skip


def with_line(asks: QuerySet) -> QuerySet:
    """``asks`` with what is recorded of Government's line on each."""
    lines = GovernmentLine.objects.filter(ask=OuterRef("pk"))
    return asks.annotate(
        has_line=Exists(lines.in_status("recorded")), has_no_line_yet=Exists(lines.in_status("none_yet"))
    )


def of_tab(slug: str) -> Q:
    return {
        WANTED: Q(has_line=False, has_no_line_yet=False), NONE_YET: Q(has_no_line_yet=True), RECORDED: Q(has_line=True),
    }[slug]  # fmt: skip


def rows_of(asks: Sequence[Ask], request: HttpRequest) -> list[dict[str, Any]]:
    """What the list says of each ask: its words, who answered what, and the line; as many queries for one as for 50."""
    actor, at = request.actor, request.received_at
    keys = [ask.pk for ask in asks]
    words = words_of_records([ask.record for ask in asks], actor, at)
    labels = vocabulary_labels("stances")
    said: dict[int, list[tuple[str, str]]] = {key: [] for key in keys}
    answers = last_answers(Answer.objects.visible_to(actor, at).filter(ask__in=keys)).select_related("organisation")
    for answer in answers.order_by("organisation__code"):
        said[answer.ask_id].append((answer.organisation.code, labels.get(answer.stance, answer.stance)))
    lines = {
        line.ask_id: line for line in GovernmentLine.objects.with_record().visible_to(actor, at).filter(ask__in=keys)
    }
    line_words = words_of_records([line.record for line in lines.values()], actor, at)
    told = {line.pk: [] for line in lines.values()}
    for line in GovernmentLine.objects.filter(pk__in=told).prefetch_related("record__events"):
        told[line.pk] = sorted(line.record.events.all(), key=lambda event: -event.number)
    return [
        {
            "ref": ask.ref,
            "area": ask.area.name,
            "line": " ".join(words[ask.pk]["ask"].split()),
            "said": said[ask.pk],
            "recorded": line_words[lines[ask.pk].pk]["words"] if ask.has_line else "",
            "reason": reason_of(told[lines[ask.pk].pk]) if ask.has_no_line_yet else "",
            "noun": lines.get(ask.pk),
            "steps_url": f"/lines/{lines[ask.pk].ref}/steps/" if ask.pk in lines else "",
        }
        for ask in asks
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line_begin(request: HttpRequest, ref: str) -> HttpResponse:
    """Record the line on the ask ``ref``, or that there is none yet; nobody else finds such a page."""
    if not coordinates_government(request.actor):
        raise NotVisible
    ask = visible_noun(workflows["ask"], ref, request)
    row = rows_of(list(with_line(Ask.objects.with_record().filter(pk=ask.pk))), request)[0]
    return making_page(
        request, workflow, "begin", fixed={"ask": ask.ref}, back_url=reverse("ask_detail", args=[ask.ref]),
        done=f"{ask.ref}: it is recorded.",
        context={
            "ask": ask, "preview_heading": "Who answered what", "back_label": f"Back to {ask.ref}",
            "preview": [("The ask", row["line"]), *((f"{code} answered", stance) for code, stance in row["said"])],
        },
    )  # fmt: skip


urlpatterns = [
    path("lines/", line_list, name="line_list"),
    path("asks/<str:ref>/line/", line_begin, name="line_begin"),
]
