"""What a list of papers can be narrowed by: the same for the page, the API and the export."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from lis.engine.actor import ANONYMOUS, Actor

from .models import PolicyPositionPaper
from .reading import INSIDE, SHARED, STATUS_WORDS

UNKNOWN = {"invalid_choice": "“%(value)s” is not one of the choices here."}


class PaperFilter(django_filters.FilterSet):
    """By status as the reader is told it, strategy, area and kind; the choices come from what the reader sees."""

    status = django_filters.ChoiceFilter(
        label="Status", method="in_status", choices=list(STATUS_WORDS.items()), empty_label="Any",
        error_messages=UNKNOWN,
    )  # fmt: skip
    strategy = django_filters.ChoiceFilter(
        label="Strategy", field_name="workstream__strategy__record__ref", choices=[], empty_label="Any",
        error_messages=UNKNOWN,
    )  # fmt: skip
    area = django_filters.ChoiceFilter(
        label="Area", field_name="record__area__code", choices=[], empty_label="Any", error_messages=UNKNOWN,
    )  # fmt: skip
    kind = django_filters.ChoiceFilter(
        label="Kind", choices=PolicyPositionPaper.Kind.choices, empty_label="Any", error_messages=UNKNOWN,
    )  # fmt: skip

    class Meta:
        model = PolicyPositionPaper
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = PolicyPositionPaper.objects.visible_to(self.actor)
        # A reader of a paper knows the reference of its strategy from it, and perhaps no more of the strategy.
        refs = seen.order_by("workstream__strategy__record__ref").values_list("workstream__strategy__record__ref")
        areas = seen.order_by("record__area__name").values_list("record__area__code", "record__area__name")
        self.filters["strategy"].extra["choices"] = [(ref, ref) for (ref,) in refs.distinct()]
        self.filters["area"].extra["choices"] = list(areas.distinct())

    @property
    def actor(self) -> Actor:
        return getattr(self.request, "actor", ANONYMOUS)

    def in_status(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The status as the reader is told it: how far another body has come inside is no way to find its papers."""
        own = Q(workstream__strategy__organisation__in=sorted(self.actor.organisation_ids))
        if value == SHARED:
            return queryset.filter(~own, record__status__in=INSIDE)
        return queryset.filter(own, record__status=value) if value in INSIDE else queryset.in_status(value)
