"""The pages of the round trip: take a file to fill, bring it back, see what it would change, keep the values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from lis.doors.forms import UploadField
from lis.doors.tables import FORMATS, Column
from lis.engine import clock
from lis.engine.errors import BadInput, NotVisible
from lis.exports.pages import record_download, table_response

from ..asks.filters import AskFilterSet
from ..asks.models import Ask
from ..bulk.running import confirm
from ..sides.permissions import DEPARTMENT_ROLES
from .columns import FILLED
from .exporting import MOST, file_to_fill, sides_to_fill, stance_labels
from .filling import CHANGES, REFUSED, UNCHANGED, receive
from .models import FilledSheet

PAGE = 100
OUTCOMES = {CHANGES: "Will change", UNCHANGED: "Unchanged", REFUSED: "Refused"}


class UploadForm(forms.Form):
    """The filled file."""

    file = UploadField(label="The filled spreadsheet", types={".xlsx": "Excel"})


def demand_department(request: HttpRequest) -> None:
    """The round trip is for those who draft positions: for anybody else there is nothing here."""
    if not request.actor.holds_any(DEPARTMENT_ROLES):
        raise NotVisible


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_start(request: HttpRequest) -> HttpResponse:
    """Where the file is taken and brought back."""
    demand_department(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                sheet = receive(
                    file.name, file.read(), request.actor, request.received_at, back_url=reverse("sheet_start")
                )
                return HttpResponseRedirect(reverse("sheet_detail", args=[sheet.batch.uid]))
            except BadInput as refusal:
                form.add_error("file", refusal.errors["file"])
    found = FilledSheet.objects.filter(batch__maker=request.actor.user).select_related("batch")
    context = {
        "form": form,
        "total": sides_to_fill(request.actor, request.received_at).count(),
        "most": MOST,
        "sheets": found.order_by("-pk")[:10],
        "breadcrumbs": [("My turn", reverse("my_turn")), ("Fill offline", "")],
    }
    return render(request, "sheets/start.html", context, status=status)


@login_required
@require_safe
def sheet_export(request: HttpRequest) -> HttpResponse:
    """The asks that wait for a position of ours, narrowed by the filters of the list, as a file to fill."""
    demand_department(request)
    sides = sides_to_fill(request.actor, request.received_at)
    if request.GET:
        asks = Ask.objects.visible_to(request.actor, request.received_at)
        filterset = AskFilterSet(request.GET, queryset=asks, request=request)
        sides = sides.filter(ask__in=filterset.qs.order_by().values("pk") if filterset.is_valid() else [])
    chosen = list(sides[:MOST])
    content = file_to_fill(chosen, request.actor, request.received_at)
    record_download(
        request.actor, what="asks to fill", format="xlsx", rows=len(chosen), filters=request.GET.urlencode()
    )
    response = HttpResponse(content, content_type=FORMATS["xlsx"].content_type)
    name = f"asks-to-fill-{clock.today():%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def own_sheet(request: HttpRequest, uid: UUID) -> FilledSheet:
    found = FilledSheet.objects.select_related("batch").filter(batch__uid=uid, batch__maker=request.actor.user).first()
    if found is None:
        raise NotVisible
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the filled file would change, row by row; then, once confirmed, what became of it."""
    sheet = own_sheet(request, uid)
    result = reverse("batch_detail", args=[uid])
    if request.method == "POST":
        if sheet.batch.confirmed_at is None and sheet.batch.items.exists():
            confirm(sheet.batch, request.actor, {})
        return HttpResponseRedirect(result if sheet.batch.items.exists() else request.path)
    order = {REFUSED: 0, CHANGES: 1, UNCHANGED: 2}
    rows = sorted(sheet.rows, key=lambda row: (order[row["outcome"]], row["line"]))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    counts = {outcome: sum(row["outcome"] == outcome for row in rows) for outcome in OUTCOMES}
    stances = stance_labels()
    context = {
        "sheet": sheet,
        "page": page,
        "rows": [{**row, "outcome_words": OUTCOMES[row["outcome"]], "told": told(row, stances)} for row in page],
        "counts": counts,
        "result_url": result if sheet.batch.confirmed_at else "",
        "breadcrumbs": [("Fill offline", reverse("sheet_start")), (sheet.name, "")],
    }
    return render(request, "sheets/detail.html", context)


def told(row: dict[str, Any], stances: dict[str, str]) -> list[tuple[str, str]]:
    """What was filled into a row, as (heading, words)."""
    values = {**row["values"], "stance": stances.get(row["values"].get("stance", ""), row["values"].get("stance", ""))}
    return [(heading, values[name]) for name, heading in FILLED if values.get(name)]


COLUMNS = (
    Column("line", "Line", lambda row: row["line"]),
    Column("ref", "Reference", lambda row: row["ref"]),
    Column("outcome", "Result", lambda row: OUTCOMES[row["outcome"]]),
    Column("why", "Why", lambda row: row["sentence"]),
    *(Column(name, heading, lambda row, name=name: row["values"].get(name, "")) for name, heading in FILLED),
)


@login_required
@require_safe
def sheet_values(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """The uploaded values with the reasons beside them, so that nothing that was typed is lost."""
    sheet = own_sheet(request, uid)
    return table_response(request, kind, COLUMNS, sheet.rows, title="Filled asks with reasons", what="filled asks")


urlpatterns = [
    path("fill-offline/", sheet_start, name="sheet_start"),
    path("fill-offline/asks.xlsx", sheet_export, name="sheet_export"),
    path("fill-offline/<uuid:uid>/", sheet_detail, name="sheet_detail"),
    path("fill-offline/<uuid:uid>/values/<slug:kind>/", sheet_values, name="sheet_values"),
]
