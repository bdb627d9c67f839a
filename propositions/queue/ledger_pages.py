"""The ledger of an ask on a page, in two columns, and as a file to keep."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lis.doors.pages import visible_noun
from lis.engine import clock
from lis.engine.registry import workflows
from lis.exports.documents import NotMade, pdf, word
from lis.exports.pages import record_download

from ..ledger.checking import HOW_TO_CHECK
from ..ledger.document import document_of
from ..ledger.entries import ledger_of
from .ask_pages import where_we_are
from .states import states_of

WRITERS = {"docx": (word.write_word, word.CONTENT_TYPE), "pdf": (pdf.write_pdf, pdf.CONTENT_TYPE)}


@login_required
@require_safe
def ledger_page(request: HttpRequest, ref: str) -> HttpResponse:
    ask = visible_noun(workflows["ask"], ref, request)
    state = states_of([ask], request.actor, request.received_at)[ask.pk]
    context = {
        "ask": ask,
        "state": state,
        "ledger": ledger_of(ask, request.actor, request.received_at),
        "where_we_are": where_we_are(state),
        "how_to_check": HOW_TO_CHECK,
        "breadcrumbs": [
            ("Asks", reverse("ask_list")),
            (ask.ref, reverse("ask_detail", args=[ask.ref])),
            ("Ledger", ""),
        ],
    }
    return render(request, "asks/ledger.html", context)


@login_required
@require_safe
def ledger_file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """The same ledger as Word or PDF; whoever takes it is noted before the first byte leaves."""
    if kind not in WRITERS:
        raise Http404
    ask = visible_noun(workflows["ask"], ref, request)
    state = states_of([ask], request.actor, request.received_at)[ask.pk]
    ledger = ledger_of(ask, request.actor, request.received_at)
    write, content_type = WRITERS[kind]
    try:
        content = write(document_of(ledger, state.title, where_we_are(state)))
    except NotMade as error:
        return render(request, "errors/503.html", {"sentence": error.sentence}, status=503)
    record_download(request.actor, what=f"ledger of {ask.ref}", format=kind, rows=len(ledger.entries))
    return _attached(content, content_type, f"ledger-{ask.ref}-{clock.today():%Y-%m-%d}.{kind}")


def _attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers: dict[str, Any] = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
