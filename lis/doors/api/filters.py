"""How a list is narrowed: by the same FilterSet as the noun's page and export, and by nothing that it does not know."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import django_filters
from django.db.models import QuerySet
from django_filters.widgets import SuffixedMultiWidget
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from lis.engine.errors import BadInput

from .kinds import Problem

_TYPES = (
    (django_filters.BooleanFilter, {"type": "boolean"}),
    (django_filters.DateFilter, {"type": "string", "format": "date"}),
    (django_filters.NumberFilter, {"type": "number"}),
)
_SEVERAL = (django_filters.MultipleChoiceFilter, django_filters.ModelMultipleChoiceFilter)


class FilterSetBackend(BaseFilterBackend):
    """Hands the query to ``view.filterset_class``; what the FilterSet refuses is told field by field."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        filterset_class = view.filterset_class
        # To build the fields and what they offer takes as long as many a list, and most callers narrow nothing.
        if not any(request.query_params.get(name) for name in parameters_of(filterset_class)):
            return queryset
        filterset = filterset_class(request.query_params, queryset=queryset, request=request)
        if not filterset.is_valid():
            raise BadInput({name: [str(text) for text in texts] for name, texts in filterset.errors.items()})
        return filterset.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {"name": name, "in": "query", "required": False, "description": label, "schema": schema}
            for name, label, schema in _described(view.filterset_class)
        ]


@cache
def parameters_of(filterset_class: type[django_filters.FilterSet] | None) -> frozenset[str]:
    """The query parameters that a FilterSet takes."""
    return frozenset(name for name, _, _ in _described(filterset_class))


def refuse_unknown(request: Request, known: Iterable[str]) -> None:
    """Raises a problem that names every query parameter which the address does not take."""
    known = sorted(known)
    unknown = sorted(set(request.query_params) - set(known))
    if unknown:
        names = ", ".join(f"“{name[:60]}”" for name in unknown[:10])
        takes = f"This address takes: {', '.join(known)}." if known else "This address takes none."
        raise Problem("unknown-parameter", f"Unknown: {names}. {takes}", parameters=[n[:60] for n in unknown[:10]])


def _described(filterset_class: type[django_filters.FilterSet] | None) -> Iterable[tuple[str, str, dict[str, Any]]]:
    if filterset_class is None:
        return
    for name, one in filterset_class.base_filters.items():
        widget = one.extra.get("widget") or one.field_class.widget
        kind = widget if isinstance(widget, type) else type(widget)
        suffixes = getattr(kind, "suffixes", []) if issubclass(kind, SuffixedMultiWidget) else [""]
        schema: dict[str, Any] = next((shape for type_, shape in _TYPES if isinstance(one, type_)), {"type": "string"})
        if isinstance(one, _SEVERAL):
            schema = {"type": "array", "items": schema}
        for suffix in suffixes:
            yield (f"{name}_{suffix}" if suffix else name), str(one.extra.get("label") or one.label or ""), schema
