"""The pages of a batch: what would happen, the one button, and afterwards what became of each item."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from lis.engine.errors import NotVisible
from lis.engine.registry import workflows

from .models import Batch
from .preparing import Foreseen, foresee, form_of, grouped
from .running import Tally, confirm, tally
from .verbs import bulk_step

PAGE = 100
WORDS_HEADINGS = {
    "draft_position": "Under each stands the draft that is there now. What you write takes its place.",
    "clear": "Under each stand the exact words that you clear.",
    "issue": "Under each stand the exact words that the area will read.",
}


def own_batch(request: HttpRequest, uid: UUID) -> Batch:
    """The batch with that reference, which is for its maker's eyes only."""
    found = Batch.objects.filter(uid=uid, maker=request.actor.user).first()
    if found is None:
        raise NotVisible
    return found


@login_required
@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """What I have done for many at once, newest first."""
    found = Batch.objects.filter(maker=request.actor.user, confirmed_at__isnull=False).order_by("-confirmed_at")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    outcomes: dict[int, list[str]] = {batch.pk: [] for batch in page}
    items = Batch.objects.filter(pk__in=list(outcomes)).order_by().values_list("pk", "items__outcome")
    for pk, outcome in items:
        outcomes[pk].append(outcome)
    rows = [
        {"batch": batch, "label": bulk_step(batch.verb).label, "tally": _tally(outcomes[batch.pk])} for batch in page
    ]
    return render(request, "bulk/list.html", {"page": page, "rows": rows})


def _tally(outcomes: list[str]) -> Tally:
    return Tally(len(outcomes), outcomes.count("done"), outcomes.count("stayed"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batch_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One batch: before it is confirmed the dry run, afterwards the result of each item."""
    batch = own_batch(request, uid)
    if batch.confirmed_at is not None:
        return HttpResponseRedirect(request.path) if request.method == "POST" else result_page(request, batch)
    step = bulk_step(batch.verb)
    if request.method != "POST":
        return dry_run_page(request, batch, form_of(batch, step, request.actor))
    form = form_of(batch, step, request.actor, data=request.POST)
    if not form.is_valid():
        return dry_run_page(request, batch, form, status=400)
    confirm(batch, request.actor, posted(request.POST, form))
    return HttpResponseRedirect(request.path)


def posted(data: QueryDict, form: Any) -> dict[str, list[str]]:
    """What was sent for the fields of ``form``, parts of dates included, as it can be stored and read again."""
    names = tuple(form.fields)
    return {
        name: data.getlist(name) for name in data if name in names or name.rpartition("_")[0] in names
    }  # fmt: skip


def dry_run_page(request: HttpRequest, batch: Batch, form: Any, status: int = 200) -> HttpResponse:
    foreseen = foresee(batch, request.actor, request.received_at)
    going = [one for one in foreseen if one.goes]
    page = Paginator(going, PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "step": bulk_step(batch.verb),
        "form": form,
        "going": len(going),
        "staying": len(foreseen) - len(going),
        "page": page,
        "rows": [row(one) for one in page],
        "has_words": any(one.words for one in page),
        "words_heading": WORDS_HEADINGS.get(batch.verb, ""),
        "groups": [
            {"sentence": group.sentence, "items": [place(one) for one in group.items]} for group in grouped(foreseen)
        ],
    }
    return render(request, "bulk/dry_run.html", context, status=status)


def place(one: Foreseen) -> dict[str, str]:
    """Where an item is read: on the page of its ask, when it is there at all."""
    return {"ref": one.item.ref, "url": ask_url(one.noun) if one.noun else ""}


def ask_url(side: Any) -> str:
    return reverse("ask_detail", args=[side.ask.ref])


def row(one: Foreseen) -> dict[str, Any]:
    """One item that goes, as the table shows it."""
    return {
        **place(one),
        "area": one.noun.area.name,
        "status": one.noun.status,
        "status_words": workflows["side"].statuses[one.noun.status],
        "becomes": one.becomes,
        "revision": one.item.expected,
        "words": one.words,
    }


def result_page(request: HttpRequest, batch: Batch) -> HttpResponse:
    page = Paginator(batch.items.order_by("outcome", "number"), PAGE).get_page(request.GET.get("page"))
    sides = workflows["side"].model.objects.with_record().visible_to(request.actor, request.received_at)
    found = {side.pk: side for side in sides.filter(pk__in=[item.record_id for item in page])}
    context = {
        "batch": batch,
        "step": bulk_step(batch.verb),
        "tally": tally(batch),
        "page": page,
        "rows": [
            {"item": item, "url": ask_url(found[item.record_id]) if item.record_id in found else ""} for item in page
        ],
    }
    return render(request, "bulk/result.html", context)


urlpatterns = [
    path("bulk/", batch_list, name="batch_list"),
    path("bulk/<uuid:uid>/", batch_detail, name="batch_detail"),
]
