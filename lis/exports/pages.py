"""How a table is handed out as a file: written by the one writer, and noted before the first byte leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from ..doors.tables import Column, UnknownFormat, write_table
from ..engine import clock
from ..engine.actor import Actor
from ..engine.canonical import clean_text
from .models import Download

FILTER_CHARACTERS = 2000
ROWS_AT_ONCE = 500


def record_download(actor: Actor, *, what: str, format: str, rows: int, filters: str = "") -> Download:
    """Note that ``actor`` fetched ``rows`` rows of ``what`` as ``format``, narrowed by ``filters`` (a query string)."""
    return Download.objects.create(
        person=actor.user, what=what, format=format, rows=rows, filters=clean_text(filters)[:FILTER_CHARACTERS]
    )


def table_response(
    request: HttpRequest,
    format: str,
    columns: Iterable[Column],
    rows: QuerySet | Sequence[Any],
    *,
    title: str,
    what: str,
) -> StreamingHttpResponse:
    """Answer ``request`` with ``rows`` as a file of ``format``; an unknown format is ``Http404``.

    ``rows`` are already narrowed to what the request's actor may see, and filtered as on the page that offers the
    file. ``title`` is what people read at the top and in the file's name, ``what`` the word in the list of downloads.
    """
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    # Prefetches survive only when the piece that is read at once is named.
    every = rows.iterator(chunk_size=ROWS_AT_ONCE) if isinstance(rows, QuerySet) else iter(rows)
    try:
        content_type, pieces, extension = write_table(format, columns, every, title=title)
    except UnknownFormat:
        raise Http404 from None
    record_download(request.actor, what=what, format=format, rows=count, filters=request.GET.urlencode())
    response = StreamingHttpResponse(pieces, content_type=content_type)
    name = f"{slugify(title) or 'table'}-{clock.today():%Y-%m-%d}.{extension}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
