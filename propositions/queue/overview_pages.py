"""The pages that look at all asks at once: by department, by how long they wait, and by area and theme."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lis.doors.tables import Column
from lis.engine.ledger import heads_of
from lis.exports.pages import table_response

from ..asks.ages import BANDS
from ..asks.filters import WITH_AREA, WITH_DEPARTMENT, AskFilterSet
from ..asks.models import Ask
from .ageing import Holder, Holding, held_by, holders
from .bars import bar
from .grid import Cell, Key, cells_of, columns_of
from .states import AskState, states_of
from .themes import themes_by_area

PAGE = 50
FORMATS = (("xlsx", "spreadsheet (XLSX)"), ("csv", "CSV"), ("docx", "Word (DOCX)"), ("jsonl", "JSON lines"))
VIEWS = (
    ("ask_list", "List"), ("ask_grid", "By department"), ("ask_ageing", "How long they wait"),
    ("ask_themes", "By area and theme"),
)  # fmt: skip


def views(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The ways to look at asks, as tabs."""
    return [{"label": label, "url": reverse(name), "current": name == current, "count": None} for name, label in VIEWS]


def taken_away(request: HttpRequest, name: str, *arguments: str) -> list[tuple[str, str]]:
    """The files in which what stands on a page can be had, each as (address, words), with the page's filters."""
    query = request.GET.copy()
    query.pop("page", None)
    end = f"?{query.urlencode()}" if query else ""
    return [(f"{reverse(name, args=[*arguments, kind])}{end}", words) for kind, words in FORMATS]


def narrowed(request: HttpRequest) -> AskFilterSet:
    """The asks that have gone to Government and that the reader may see, as they have chosen to narrow them."""
    asks = Ask.objects.with_record().visible_to(request.actor, request.received_at)
    gone = asks.exclude(record__status="draft").order_by("record__ref")
    return AskFilterSet(request.GET, queryset=gone, request=request)


def context_of(request: HttpRequest, filterset: AskFilterSet, current: str, file: str) -> dict[str, Any]:
    return {
        "views": views(request, current),
        "form": filterset.form,
        "filtered": any(value for name, value in request.GET.items() if name != "page"),
        "files": taken_away(request, file),
    }


# By department ------------------------------------------------------------------------------------------------------


@login_required
@require_safe
def ask_grid(request: HttpRequest) -> HttpResponse:
    """Asks down, departments across: who holds, asks, has answered or passed on each."""
    actor, at = request.actor, request.received_at
    filterset = narrowed(request)
    page = Paginator(filterset.qs, PAGE).get_page(request.GET.get("page"))
    columns, asks = columns_of(filterset.qs), list(page)
    states, cells = states_of(asks, actor, at), cells_of(asks, actor, at)
    context = {
        **context_of(request, filterset, "ask_grid", "ask_grid_export"),
        "page": page,
        "columns": columns,
        "rows": [(states[ask.pk], [cells.get((ask.pk, body.pk)) for body in columns]) for ask in asks],
    }
    return render(request, "asks/grid.html", context)


@login_required
@require_safe
def ask_grid_export(request: HttpRequest, kind: str) -> HttpResponse:
    actor, at = request.actor, request.received_at
    filterset = narrowed(request)
    if not filterset.is_valid():
        raise Http404
    asks = list(filterset.qs)
    states, cells = states_of(asks, actor, at), cells_of(asks, actor, at)
    columns = [
        Column("ref", "Reference", lambda state: state.ask.ref),
        Column("area", "Area", lambda state: state.ask.area.name),
        Column("ask", "Ask", lambda state: state.text),
        *(Column(body.code, body.code, told(body.pk, cells)) for body in columns_of(filterset.qs)),
        Column("ledger_head", "Head of its ledger", lambda state: heads[state.ask.pk] and heads[state.ask.pk].in_words),
    ]
    heads, rows = heads_of(states), [states[ask.pk] for ask in asks]
    return table_response(request, kind, columns, rows, title="Asks by department", what="asks by department")


def told(body: int, cells: dict[Key, Cell]) -> Any:
    """How a file gets the cell of one department out of an ask's state."""

    def value(state: AskState) -> str:
        cell = cells.get((state.ask.pk, body))
        return cell.told if cell else ""

    return value


# By how long they wait ----------------------------------------------------------------------------------------------


@login_required
@require_safe
def ask_ageing(request: HttpRequest) -> HttpResponse:
    """Who holds how many asks for how long, and then each of them, the longest first."""
    filterset = narrowed(request)
    holdings = held_by(filterset.qs)
    found = holders(holdings)
    page = Paginator(holdings, PAGE).get_page(request.GET.get("page"))
    context = {
        **context_of(request, filterset, "ask_ageing", "ask_ageing_export"),
        "page": page,
        "bands": BANDS,
        "holders": [holder_row(request, holder, max(one.total for one in found)) for holder in found],
        "total": len(holdings),
        "rows": waiting(request, list(page), found),
    }
    return render(request, "asks/ageing.html", context)


@login_required
@require_safe
def ask_ageing_export(request: HttpRequest, kind: str) -> HttpResponse:
    filterset = narrowed(request)
    if not filterset.is_valid():
        raise Http404
    holdings = held_by(filterset.qs)
    columns = (
        Column("ref", "Reference", lambda row: row["state"].ask.ref),
        Column("area", "Area", lambda row: row["state"].ask.area.name),
        Column("ask", "Ask", lambda row: row["state"].text),
        Column("with", "With", lambda row: row["body"].code),
        Column("since", "Since", lambda row: row["holding"].since),
        Column("working_days", "Working days", lambda row: row["holding"].days),
        Column("due_on", "Due", lambda row: row["holding"].due_on),
        Column("ledger_head", "Head of its ledger", lambda row: heads[row["holding"].ask].in_words),
    )
    rows = waiting(request, holdings, holders(holdings))
    heads = heads_of({row["holding"].ask: None for row in rows})
    return table_response(request, kind, columns, rows, title="How long asks wait", what="asks by age")


def holder_row(request: HttpRequest, holder: Holder, most: int) -> dict[str, Any]:
    """A body as a row of the first table, with the addresses of the asks that each number counts."""
    if holder.organisation.is_area_body:
        who = {"waiting_for": WITH_AREA, "area": holder.organisation.area.code}
    else:
        who = {"waiting_for": WITH_DEPARTMENT, "department": holder.organisation.code}
    chosen = {name: value for name, value in request.GET.items() if value and name != "page"}
    numbers = [
        (number, f"{reverse('ask_list')}?{urlencode({**chosen, **who, 'waited': band.slug})}", band)
        for number, band in zip(holder.counts, BANDS, strict=True)
    ]
    return {"holder": holder, "numbers": numbers, "bar": bar(holder.counts, most)}


def waiting(request: HttpRequest, holdings: list[Holding], found: list[Holder]) -> list[dict[str, Any]]:
    """Each holding with its ask and its body."""
    asks = Ask.objects.with_record().filter(pk__in={holding.ask for holding in holdings})
    states = states_of(list(asks.visible_to(request.actor, request.received_at)), request.actor, request.received_at)
    bodies = {holder.organisation.pk: holder.organisation for holder in found}
    return [
        {"holding": holding, "state": states[holding.ask], "body": bodies[holding.organisation]}
        for holding in holdings
    ]  # fmt: skip


# By area and theme --------------------------------------------------------------------------------------------------


@login_required
@require_safe
def ask_themes(request: HttpRequest) -> HttpResponse:
    """Areas down, themes across: how many asks each area has under each theme."""
    filterset = narrowed(request)
    themes, rows = themes_by_area(filterset.qs)
    context = {
        **context_of(request, filterset, "ask_themes", "ask_themes_export"),
        "themes": themes,
        "rows": [
            (row, [(row.counts.get(theme, 0), theme, f"?{urlencode({'area': row.code, 'theme': theme})}")
                   for theme in themes])
            for row in rows
        ],
    }  # fmt: skip
    return render(request, "asks/themes.html", context)


@login_required
@require_safe
def ask_themes_export(request: HttpRequest, kind: str) -> HttpResponse:
    filterset = narrowed(request)
    if not filterset.is_valid():
        raise Http404
    themes, rows = themes_by_area(filterset.qs)
    columns = [
        Column("area", "Area", lambda row: row.name),
        *(Column(theme, theme, lambda row, theme=theme: row.counts.get(theme)) for theme in themes),
        Column("asks", "All asks", lambda row: row.total),
    ]
    return table_response(request, kind, columns, rows, title="Asks by area and theme", what="asks by theme")


urlpatterns = [
    path("asks/grid/", ask_grid, name="ask_grid"),
    path("asks/grid/export/<slug:kind>/", ask_grid_export, name="ask_grid_export"),
    path("asks/ageing/", ask_ageing, name="ask_ageing"),
    path("asks/ageing/export/<slug:kind>/", ask_ageing_export, name="ask_ageing_export"),
    path("asks/themes/", ask_themes, name="ask_themes"),
    path("asks/themes/export/<slug:kind>/", ask_themes_export, name="ask_themes_export"),
]
