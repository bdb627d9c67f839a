"""The pages of groups: what is suggested, one group with its members, and what was answered differently."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lis.doors.context import NavigationItem, offers_navigation
from lis.doors.forms import WithKey
from lis.doors.pages import history_entry, step_page, visible_noun
from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou
from lis.engine.registry import workflows
from lis.frameworks.models import vocabulary_labels

from ..bulk.preparing import prepare
from ..bulk.verbs import bulk_step, bulk_steps
from ..sides.lifecycle import POSITION_PARTS
from ..sides.permissions import DEPARTMENT_ROLES
from .finding import furnished, suggestions
from .forms import GroupForm
from .lifecycle import OPEN
from .likeness import LEAST, MOST, USUAL
from .models import Cluster
from .precedents import answers_told, inconsistencies, signs
from .reading import ClusterState, states_of_clusters

PAGE, SUGGESTED = 25, 10
# How alike two asks have to be, as the reader can choose it, in per cent.
SHOWN = (30, USUAL, 60, 75)


@offers_navigation(15)
def groups_item(request: HttpRequest) -> Iterable[NavigationItem]:
    if request.actor.holds_any(DEPARTMENT_ROLES):
        yield NavigationItem("Similar asks", reverse("cluster_list"))


def demand_government(request: HttpRequest) -> None:
    """Groups are for Government alone: for anybody else there is nothing here."""
    if not request.actor.holds_any(DEPARTMENT_ROLES):
        raise NotVisible


def how_alike(request: HttpRequest) -> int:
    """The per cent that the reader asked for, within what makes sense."""
    asked = request.GET.get("alike", "")
    return min(max(int(asked), LEAST), MOST) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else USUAL


@login_required
@require_safe
def cluster_list(request: HttpRequest) -> HttpResponse:
    """The groups of my body, newest first."""
    demand_government(request)
    found = Cluster.objects.with_record().visible_to(request.actor, request.received_at).order_by("-record_id")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    states = states_of_clusters(list(page), request.actor, request.received_at)
    rows = [states[cluster.pk] for cluster in page]
    return render(
        request, "clusters/list.html", {"page": page, "rows": rows, "statuses": workflows["cluster"].statuses}
    )


@login_required
@require_safe
def cluster_suggestions(request: HttpRequest) -> HttpResponse:
    """Similar asks across areas that nobody here has grouped yet."""
    demand_government(request)
    least = how_alike(request)
    found = suggestions(request.actor, request.received_at, least)
    page = Paginator(found, SUGGESTED).get_page(request.GET.get("page"))
    suggested = furnished(page, request.actor, request.received_at)
    rows = [
        {
            "number": page.start_index() + number,
            "phrases": one.phrases,
            "areas": len({ask.record.area_id for ask in one.asks}),
            "asks": [{"ask": ask, "text": one.texts[ask.pk], "per_cent": one.per_cents[ask.pk]} for ask in one.asks],
            "title": (one.phrases or one.texts[one.asks[0].pk].split(". "))[0][:80] if one.asks else "",
        }
        for number, one in enumerate(suggested)
    ]
    context = {
        "page": page, "rows": rows, "least": least, "choices": SHOWN,
        "breadcrumbs": [("Similar asks", reverse("cluster_list")), ("Suggested", "")],
    }  # fmt: skip
    return render(request, "clusters/suggestions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cluster_group(request: HttpRequest) -> HttpResponse:
    """Group asks that a person has chosen: from a suggestion, or by their references."""
    workflow = workflows["cluster"]
    step = workflow.step("group")
    if not request.actor.holds_any(DEPARTMENT_ROLES):
        raise NotYou(step.label, step.who.phrase)
    page = {"step": step, "breadcrumbs": [("Similar asks", reverse("cluster_list")), (step.label, "")]}
    if request.method != "POST":
        named = " ".join(request.GET.getlist("ask"))
        form = GroupForm(actor=request.actor, initial={"asks": named, "title": request.GET.get("title", "")[:160]})
        return render(request, "clusters/group.html", {**page, "form": form, "envelope": WithKey()})
    envelope = WithKey(request.POST)
    key = envelope.cleaned_data["key"] if envelope.is_valid() else ""
    try:
        cluster = workflow.create("group", by=request.actor, data=request.POST, key=key)
    except BadInput as refusal:
        return render(request, "clusters/group.html", {**page, "form": refusal.form, "envelope": envelope}, status=400)
    except NotNow as refusal:
        form = GroupForm(request.POST, actor=request.actor)
        refused = {**page, "form": form, "envelope": envelope, "problems": [refusal.sentence]}
        return render(request, "clusters/group.html", refused, status=409)
    return HttpResponseRedirect(reverse("cluster_detail", args=[cluster.ref]))


@login_required
@require_safe
def cluster_detail(request: HttpRequest, ref: str) -> HttpResponse:
    workflow = workflows["cluster"]
    cluster = visible_noun(workflow, ref, request)
    state = states_of_clusters([cluster], request.actor, request.received_at)[cluster.pk]
    verdicts = workflow.judge(request.actor, [cluster], request.received_at)[cluster.pk]
    events = cluster.record.events.select_related("by_user", "behalf").order_by("-number")
    context = {
        "cluster": cluster,
        "state": state,
        "status": workflow.statuses[cluster.status],
        "verdicts": [verdict for verdict in verdicts if verdict.mine and cluster.status in verdict.step.sources],
        "steps_url": f"/clusters/{cluster.ref}/steps/",
        "many": many_of(cluster, state),
        "history": [history_entry(workflow, event) for event in events],
        "breadcrumbs": [("Similar asks", reverse("cluster_list")), (cluster.ref, "")],
    }
    return render(request, "clusters/detail.html", context)


def many_of(cluster: Cluster, state: ClusterState) -> list[dict[str, Any]]:
    """What can be done for all members at once, each with what it means here."""
    if cluster.status != OPEN:
        return []
    offered = [step for step in bulk_steps() if step.verb != "draft_position" or state.common]
    return [{"slug": step.slug, "label": LABELS.get(step.verb, step.label)} for step in offered]


LABELS = {"draft_position": "Use the common position as our draft"}


@login_required
@require_POST
def cluster_many(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """Prepare one step for the members' own sides; the common position is for those that are no exception."""
    cluster = visible_noun(workflows["cluster"], ref, request)
    step = bulk_step(slug)
    state = states_of_clusters([cluster], request.actor, request.received_at)[cluster.pk]
    drafts = step.verb == "draft_position"
    sides = [
        member.side for member in state.members if member.side and not (drafts and member.is_exception)
    ]  # fmt: skip
    data = {part: state.content.get(part, "") for part in POSITION_PARTS} if drafts and state.common else {}
    batch = prepare(
        request.actor, step, [(side.ref, side.revision) for side in sides], title=f"{cluster.ref}: {state.title}",
        back_url=reverse("cluster_detail", args=[cluster.ref]), data=data,
    )  # fmt: skip
    return HttpResponseRedirect(reverse("batch_detail", args=[batch.uid]))


@login_required
def cluster_step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    cluster = visible_noun(workflows["cluster"], ref, request)
    return step_page(
        request, workflows["cluster"], cluster, slug, back_url=reverse("cluster_detail", args=[cluster.ref])
    )


@login_required
@require_safe
def inconsistency_list(request: HttpRequest) -> HttpResponse:
    """Similar asks of which one was agreed to and the other was not, side by side."""
    demand_government(request)
    least = how_alike(request)
    found = inconsistencies(request.actor, request.received_at, least)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    positive, labels = signs(), vocabulary_labels("stances")
    told = answers_told([answer for one in page for answer in one.answers], request.actor, request.received_at)
    rows = [
        {
            "one": one,
            "halves": [
                {"ask": ask, "text": text, "answer": answer, "stance": labels.get(answer.stance, answer.stance),
                 "agrees": positive.get(answer.stance, False), "words": told[answer.pk]["words"][1:]}
                for ask, text, answer in zip(one.asks, one.texts, one.answers, strict=True)
            ],
        }
        for one in page
    ]  # fmt: skip
    context = {
        "page": page, "rows": rows, "least": least, "choices": SHOWN,
        "breadcrumbs": [("Similar asks", reverse("cluster_list")), ("Answered differently", "")],
    }  # fmt: skip
    return render(request, "clusters/inconsistencies.html", context)


urlpatterns = [
    path("clusters/", cluster_list, name="cluster_list"),
    path("clusters/suggested/", cluster_suggestions, name="cluster_suggestions"),
    path("clusters/group/", cluster_group, name="cluster_group"),
    path("clusters/answered-differently/", inconsistency_list, name="inconsistency_list"),
    path("clusters/<str:ref>/", cluster_detail, name="cluster_detail"),
    path("clusters/<str:ref>/many/<slug:slug>/", cluster_many, name="cluster_many"),
    path("clusters/<str:ref>/steps/<slug:slug>/", cluster_step, name="cluster_step"),
]
