"""What the area reads: its list of responses with what was counted, one of them, and the table as a file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lis.engine.errors import NotVisible
from lis.exports.pages import table_response

from ...questionnaires.models import Questionnaire
from ..asked import Asked, asked_now
from ..copies import copy_of
from ..filters import ResponseFilter
from ..models import Response
from ..reading import columns_of, reads_names, tallies, with_answers

PAGE_LENGTH = 50


@login_required
@require_safe
def response_list(request: HttpRequest, ref: str) -> HttpResponse:
    """The responses to one round, the newest first, and how often each answer was given."""
    round_, asked, filterset = _found(request, ref)
    page = Paginator(filterset.qs, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(
        request,
        "responses/list.html",
        {
            "round": round_,
            "asked": asked,
            "page": page,
            "form": filterset.form,
            "tallies": tallies(filterset.qs, asked),
            "active": _active(request, filterset),
            "query": request.GET.urlencode(),
            "names": reads_names(request.actor, round_),
            "breadcrumbs": [*_way_to(round_), ("Responses", "")],
        },
    )


@login_required
@require_safe
def response_detail(request: HttpRequest, ref: str, response: str) -> HttpResponse:
    """One response as it was sent."""
    seen = Response.objects.with_round().visible_to(request.actor, request.received_at)
    seen = seen.select_related("version", "contact", "round__strategy__organisation")
    found = None if "\x00" in ref + response else seen.filter(round__record__ref=ref, record__ref=response).first()
    if found is None:
        raise NotVisible
    names = reads_names(request.actor, found.round)
    return render(
        request,
        "responses/detail.html",
        {
            "copy": copy_of(found, contact=names),
            "names": names,
            "breadcrumbs": [
                *_way_to(found.round), ("Responses", reverse("response_list", args=[ref])), (found.ref, ""),
            ],
        },
    )  # fmt: skip


@login_required
@require_safe
def response_export(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """The same list as a file, with a column for each question."""
    round_, asked, filterset = _found(request, ref)
    if not filterset.is_valid():
        raise Http404
    names = reads_names(request.actor, round_)
    rows = with_answers(filterset.qs)
    rows = rows.select_related("record", "contact") if names else rows
    columns = columns_of(round_, asked, names=names)
    return table_response(request, kind, columns, rows, title=f"Responses to {round_.ref}", what="responses")


def _found(request: HttpRequest, ref: str) -> tuple[Any, Asked, ResponseFilter]:
    """The round, what it asked and its responses, for those who see its questionnaire: its area body."""
    seen = Questionnaire.objects.visible_to(request.actor, request.received_at)
    seen = seen.select_related("round__record__area", "round__strategy__organisation")
    kept = None if "\x00" in ref else seen.filter(round__record__ref=ref).first()
    asked = asked_now(kept.round) if kept else None
    if asked is None:
        raise NotVisible
    responses = Response.objects.with_record().visible_to(request.actor, request.received_at).filter(round=kept.round)
    listed = responses.order_by("-received_at", "-pk")
    return kept.round, asked, ResponseFilter(request.GET, queryset=listed, request=request, asked=asked)


def _way_to(round_: Any) -> list[tuple[str, str]]:
    return [("Consultations", reverse("round_list")), (round_.ref, reverse("round_detail", args=[round_.ref]))]


def _active(request: HttpRequest, filterset: ResponseFilter) -> list[tuple[str, str]]:
    """Each filter that is on, in words, with the address that takes it off."""
    found = []
    for name, field in filterset.form.fields.items():
        value = request.GET.get(name)
        words = dict(getattr(field, "choices", ())).get(value, "" if hasattr(field, "choices") else value)
        if value and words:
            kept = request.GET.copy()
            kept.pop(name)
            kept.pop("page", None)
            found.append((f"{field.label}: {words}", f"?{kept.urlencode()}"))
    return found
