"""How a list of asks is narrowed: the same for the pages, the API and the export."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from lis.engine import clock
from lis.engine.models import Turn
from lis.frameworks.models import Theme, vocabulary_choices
from lis.people.models import Area, Organisation
from lis.search.finding import search

from .lifecycle import AskWorkflow
from .models import SHARED_KINDS, Ask

WITH_AREA, WITH_DEPARTMENT, WITH_NOBODY = "area", "department", "nobody"
HOLDERS = [(WITH_DEPARTMENT, "A department"), (WITH_AREA, "The area"), (WITH_NOBODY, "Nobody")]


class AskFilterSet(django_filters.FilterSet):
    """Filters of asks; whatever they offer to choose comes from what the reader may see, or from public lists."""

    q = django_filters.CharFilter(
        method="find", label="Words or reference",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    status = django_filters.ChoiceFilter(
        field_name="record__status",
        label="Status",
        choices=list(AskWorkflow.statuses.items()),
        empty_label="Any status",
    )
    waiting_for = django_filters.ChoiceFilter(
        method="held", label="Waiting for", choices=HOLDERS, empty_label="Anybody"
    )
    area = django_filters.ModelChoiceFilter(
        field_name="record__area",
        to_field_name="code",
        label="Area",
        queryset=Area.objects.none(),
        empty_label="Any area",
    )
    department = django_filters.ModelChoiceFilter(
        method="with_department", to_field_name="code", label="With department", queryset=Organisation.objects.none(),
        empty_label="Any department",
    )  # fmt: skip
    type = django_filters.ChoiceFilter(label="Type", choices=[], empty_label="Any type")
    money = django_filters.ChoiceFilter(label="Money", choices=Ask.Money.choices, empty_label="Any")
    theme = django_filters.ChoiceFilter(method="under", label="Theme", choices=[], empty_label="Any theme")

    class Meta:
        model = Ask
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor, at = self._reader()
        seen = Ask.objects.visible_to(actor, at) if actor else Ask.objects.none()
        self.filters["area"].queryset = Area.objects.filter(records__in=seen.values("record_id")).distinct()
        themes = Theme.objects.filter(propositions__asks__in=seen).order_by("name").values_list("name", flat=True)
        self.filters["theme"].extra["choices"] = [(name, name) for name in themes.distinct()]
        bodies = Organisation.objects.filter(kind__in=("department", "coordinating_unit")).open_on(clock.today())
        self.filters["department"].queryset = bodies
        self.filters["type"].extra["choices"] = vocabulary_choices("ask_types")

    def _reader(self) -> tuple[Any, Any]:
        if self.request is None:
            return None, None
        return self.request.actor, self.request.received_at

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        actor, at = self._reader()
        return search(queryset, value, actor, at, through=("record", "proposition"))

    def under(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Exists(Theme.objects.filter(propositions=OuterRef("proposition"), name=value)))

    def held(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        queryset = queryset.with_phase(clock.now())
        if value == WITH_DEPARTMENT:
            return queryset.filter(with_department=True)
        if value == WITH_AREA:
            return queryset.filter(with_area=True)
        return queryset.filter(with_department=False, with_area=False)

    def with_department(self, queryset: QuerySet, name: str, value: Organisation) -> QuerySet:
        turns = Turn.objects.filter(record__root=OuterRef("pk"), record__kind__in=SHARED_KINDS, ended=None)
        return queryset.filter(Exists(turns.filter(organisation=value)))
