"""The pages of papers: the list, one paper as its reader may read it, two versions side by side, and its steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from lis.doors.context import NavigationItem, offers_navigation
from lis.doors.pages import history_entry, step_page, visible_noun
from lis.doors.word_diff import word_diff
from lis.engine.errors import NotVisible
from lis.people.models import Organisation
from lis.strategies.models import Strategy
from lis.strategies.panels import Panel, shows_on_strategy

from .filters import PaperFilter
from .lifecycle import workflow
from .models import PolicyPositionPaper
from .parts import PARTS, body_of, filled, sections_of
from .reading import Reading, events_for, reading, readings, told, versions_for
from .tracker import Readers, readers_of_all, tracker

PAGE_LENGTH = 50
DRAFT = "draft"
READERS = (Organisation.Kind.AREA_BODY, Organisation.Kind.DEPARTMENT, Organisation.Kind.COORDINATING_UNIT)


@offers_navigation(40)
def papers_to_read(request: HttpRequest) -> Iterable[NavigationItem]:
    if any(membership.organisation.kind in READERS for membership in request.actor.memberships):
        return [NavigationItem("Papers", reverse("paper_list"))]
    return []


@shows_on_strategy(10)
def papers_of_strategy(request: HttpRequest, strategy: Strategy) -> Panel:
    return Panel("papers/tracker.html", {"tracker": tracker(request.actor, strategy, request.received_at)})


@login_required
@require_safe
def paper_list(request: HttpRequest) -> HttpResponse:
    """The papers that the person sees, each with the title and the status that they may know."""
    seen = PolicyPositionPaper.objects.visible_to(request.actor, request.received_at).with_workstream()
    filterset = PaperFilter(request.GET, queryset=seen.order_by("record__ref"), request=request)
    page = Paginator(filterset.qs, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(
        request,
        "papers/paper_list.html",
        {
            "page": page,
            "readings": readings(request.actor, page.object_list, request.received_at),
            "form": filterset.form,
            "active": _active(request, filterset),
            "writes": request.actor.holds_any({"drafter", "lead"}),
        },
    )


@login_required
@require_safe
def paper_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One paper: its last version for this reader, the versions before, its history, and what they can do."""
    paper = _find(request, ref)
    found = reading(request.actor, paper, request.received_at)
    verdicts = workflow.judge(request.actor, [paper], request.received_at)[paper.pk]
    return render(
        request,
        "papers/paper_detail.html",
        {
            "paper": paper,
            "reading": found,
            "sections": _sections(paper, found),
            "draft_only": found.own and found.version is None,
            "versions": versions_for(request.actor, paper, request.received_at)[::-1],
            "readers": readers_of_all([paper], request.received_at).get(paper.pk, Readers()) if found.own else None,
            "verdicts": [verdict for verdict in verdicts if verdict.mine],
            "steps_url": reverse("paper_detail", args=[paper.ref]) + "steps/",
            "history": _history(request, paper, found),
            "desk_url": _desk_url(request, paper, found),
            "facts": _facts(paper, found),
            "breadcrumbs": [("Papers", reverse("paper_list")), (paper.ref, "")],
        },
    )


@login_required
@require_safe
def paper_compare(request: HttpRequest, ref: str) -> HttpResponse:
    """What changed between two versions that the person may read; the area may also compare its draft."""
    paper = _find(request, ref)
    found = reading(request.actor, paper, request.received_at)
    versions = versions_for(request.actor, paper, request.received_at)
    texts: dict[str, dict[str, Any]] = {str(version.number): version.content for version in versions}
    if found.own and found.words.drafted:
        texts[DRAFT] = body_of(paper, found.words.drafted)
    if not texts:
        raise NotVisible
    choices = list(texts)
    to = request.GET.get("to") or choices[-1]
    since = request.GET.get("from") or choices[max(choices.index(to) - 1, 0) if to in choices else 0]
    if since not in texts or to not in texts:
        raise NotVisible
    return render(
        request,
        "papers/paper_compare.html",
        {
            "paper": paper,
            "reading": found,
            "choices": [(key, _name(key)) for key in choices],
            "since": since,
            "to": to,
            "since_name": _name(since),
            "to_name": _name(to),
            "changes": _changes(texts[since], texts[to]),
            "breadcrumbs": [
                ("Papers", reverse("paper_list")),
                (paper.ref, reverse("paper_detail", args=[paper.ref])),
                ("What changed", ""),
            ],
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step of a paper: what it asks for and, on POST, taking it."""
    paper = _find(request, ref)
    return step_page(request, workflow, paper, slug, back_url=reverse("paper_detail", args=[paper.ref]))


def _find(request: HttpRequest, ref: str) -> PolicyPositionPaper:
    return visible_noun(workflow, ref, request)


def _sections(paper: PolicyPositionPaper, found: Reading) -> list[tuple[str, str, str]]:
    if found.version is not None:
        return sections_of(found.version.content)
    return [(part.key, part.label, found.words[part.key]) for part in filled(paper.kind, found.words.content)]


def _facts(paper: PolicyPositionPaper, found: Reading) -> list[tuple[str, str]]:
    return [
        ("Area", paper.area.name),
        ("Kind", paper.get_kind_display()),
        ("Workstream", found.workstream),
        ("Strategy", paper.strategy.ref),
        ("Version", str(found.version.number) if found.version else "None yet"),
    ]


def _history(request: HttpRequest, paper: PolicyPositionPaper, found: Reading) -> list[dict[str, Any]]:
    events = told(request.actor, paper, events_for(request.actor, paper, request.received_at))
    entries = [history_entry(workflow, event) for event in events]
    if not found.own:
        # The gaps between the numbers would tell how busy the area was inside.
        entries = [{**entry, "number": None} for entry in entries]
    return entries[::-1]


def _desk_url(request: HttpRequest, paper: PolicyPositionPaper, found: Reading) -> str:
    """Where the person writes in it, or "" where they do not."""
    if not (found.own and request.user.is_staff and workflow.writing(paper, request.actor) == []):
        return ""
    return reverse("admin:lis_policypositionpaper_change", args=[paper.ref])


def _changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any]]:
    """Heading and difference of the title and of each section that either side has, in order of reading."""
    old = {key: (heading, text) for key, heading, text in sections_of(before)}
    new = {key: (heading, text) for key, heading, text in sections_of(after)}
    order = [part.key for part in PARTS[after["kind"]] if part.key in old or part.key in new]
    changes = [("Title", word_diff(before["title"], after["title"]))]
    for key in order:
        heading = (new.get(key) or old[key])[0]
        changes.append((heading, word_diff(old.get(key, ("", ""))[1], new.get(key, ("", ""))[1])))
    return changes


def _name(key: str) -> str:
    return "the draft" if key == DRAFT else f"version {key}"


def _active(request: HttpRequest, filterset: PaperFilter) -> list[tuple[str, str]]:
    """Each filter that is on, in words, with the address that takes it off."""
    found = []
    for name, field in filterset.form.fields.items():
        value = request.GET.get(name)
        words = dict(getattr(field, "choices", ())).get(value)
        if value and words:
            kept = request.GET.copy()
            kept.pop(name)
            kept.pop("page", None)
            found.append((f"{field.label}: {words}", f"?{kept.urlencode()}"))
    return found


urlpatterns = [
    path("papers/", paper_list, name="paper_list"),
    path("papers/<ref>/", paper_detail, name="paper_detail"),
    path("papers/<ref>/compare/", paper_compare, name="paper_compare"),
    path("papers/<ref>/steps/<slug:slug>/", paper_step, name="paper_step"),
]
