"""The page on which a department issues several cleared answers at once: tick, see what would happen, decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lis.engine.errors import NotVisible
from lis.engine.models import Version
from lis.engine.reading import words_of_records

from .forms import TogetherForm
from .models import Side
from .together import ISSUERS, MOST_AT_ONCE, NOW, ON_A_DAY, Outcome, issue_together, waiting_to_be_issued

CHOSEN, REVISION, BATCH, DECIDED = "chosen", "revision-", "batch", "decided"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def issue_together_page(request: HttpRequest) -> HttpResponse:
    """The cleared answers that wait to be issued, and on POST what would become, or became, of those ticked."""
    if not request.actor.organisations_as(ISSUERS):
        raise NotVisible
    if request.method != "POST":
        return _choose(request, TogetherForm(actor=request.actor, initial={"when": NOW, "hour": "9"}))
    refs = request.POST.getlist(CHOSEN)
    form = TogetherForm(request.POST, actor=request.actor)
    if not refs or len(refs) > MOST_AT_ONCE:
        many = f"Tick {MOST_AT_ONCE} answers or fewer. Nothing was issued."
        form.add_error(None, many if refs else "Tick at least one answer. Nothing was issued.")
    if not form.is_valid():
        return _choose(request, form, refs, status=400)
    batch = _batch(request)
    decided = DECIDED in request.POST
    outcomes = issue_together(
        {ref: _whole(request.POST.get(f"{REVISION}{ref}")) for ref in refs}, by=request.actor, batch=batch,
        verb=form.verb, data=form.data_for_each(), dry_run=not decided,
    )  # fmt: skip
    goes = [outcome for outcome in outcomes if outcome.goes]
    page = {
        "goes": _described(goes, request),
        "stays": _described([outcome for outcome in outcomes if not outcome.goes], request),
        "total": len(outcomes),
        "when": form.when_in_words,
        "decided": decided,
        "hidden": [(BATCH, str(batch)), (DECIDED, "1"), *form.carried(), *_travels(goes)],
    }
    return render(request, "sides/issue_together_result.html", page)


def _choose(request: HttpRequest, form: TogetherForm, ticked: Sequence[str] = (), status: int = 200) -> HttpResponse:
    sides = list(waiting_to_be_issued(request.actor)[:MOST_AT_ONCE])
    page = {"rows": _rows(sides, request, ticked), "form": form, "batch": uuid4(), "most": MOST_AT_ONCE}
    return render(request, "sides/issue_together.html", page, status=status)


def _rows(sides: Sequence[Side], request: HttpRequest, ticked: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What the page says of each: the ask, and the exact words that would go out; three queries for any number."""
    asks = words_of_records([side.ask.record for side in sides], request.actor, request.received_at)
    versions = Version.objects.filter(record__in=[side.pk for side in sides]).order_by("record_id", "-number")
    cleared = {version.record_id: version.content for version in versions.distinct("record_id")}
    return [
        {
            "side": side,
            "ask": side.ask,
            "line": " ".join(asks[side.ask_id]["ask"].split()),
            "content": cleared.get(side.pk, {}),
            "ticked": side.ref in ticked,
        }
        for side in sides
    ]


def _described(outcomes: Sequence[Outcome], request: HttpRequest) -> list[tuple[Outcome, dict[str, Any] | None]]:
    rows = {row["side"].pk: row for row in _rows([one.side for one in outcomes if one.side], request)}
    return [(outcome, rows[outcome.side.pk] if outcome.side else None) for outcome in outcomes]


def _travels(goes: Sequence[Outcome]) -> list[tuple[str, str]]:
    """What the page sends back: only those that go, each with the revision that is shown."""
    sides = [outcome.side for outcome in goes if outcome.side]
    return [(CHOSEN, side.ref) for side in sides] + [(f"{REVISION}{side.ref}", str(side.revision)) for side in sides]


def _batch(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get(BATCH, ""))
    except ValueError:
        return uuid4()


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


__all__ = ["NOW", "ON_A_DAY", "issue_together_page"]
