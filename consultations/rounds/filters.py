"""How a list of rounds is narrowed over the API: by phase, by area, by words."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from lis.engine import clock
from lis.engine.actor import ANONYMOUS, Actor
from lis.search.finding import search

from .models import Phase, Round

UNKNOWN = {"invalid_choice": "“%(value)s” is not one of the choices here."}


class RoundFilter(django_filters.FilterSet):
    """By where they stand on the clock, by area, by words; areas come from what the reader sees."""

    q = django_filters.CharFilter(label="Words or reference", method="find")
    phase = django_filters.ChoiceFilter(
        label="Where it stands", choices=Phase.choices, method="in_phase", error_messages=UNKNOWN
    )
    area = django_filters.ChoiceFilter(
        label="Area", field_name="record__area__code", choices=[], error_messages=UNKNOWN
    )  # fmt: skip

    class Meta:
        model = Round
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Round.objects.visible_to(self.actor, self.at).order_by("record__area__name")
        areas = seen.values_list("record__area__code", "record__area__name").distinct()
        self.filters["area"].extra["choices"] = list(areas)

    @property
    def actor(self) -> Actor:
        return getattr(self.request, "actor", ANONYMOUS)

    @property
    def at(self) -> Any:
        return getattr(self.request, "received_at", None) or clock.now()

    def in_phase(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.with_phase(self.at).filter(phase=value)

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return search(queryset, value, self.actor, self.at)
