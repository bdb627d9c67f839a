"""What a list of commitments can be narrowed by: the same for the page and the API."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import QuerySet

from lis.engine import clock
from lis.engine.registry import workflows
from lis.people.models import Organisation
from lis.search.finding import search

from .models import Commitment

UNKNOWN = {"invalid_choice": "“%(value)s” is not one of the choices here."}
LATE = "late"


class CommitmentFilter(django_filters.FilterSet):
    """By words, by status, by whoever delivers it, and whether it is late."""

    q = django_filters.CharFilter(
        method="find", label="Words or reference",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    status = django_filters.ChoiceFilter(
        field_name="record__status", label="Status", empty_label="Any", error_messages=UNKNOWN,
        choices=lambda: list(workflows["commitment"].statuses.items()),
    )  # fmt: skip
    owner = django_filters.ModelChoiceFilter(
        field_name="organisation", to_field_name="code", label="Delivered by", empty_label="Anybody",
        queryset=Organisation.objects.none(),
    )  # fmt: skip
    time = django_filters.ChoiceFilter(
        method="by_time", label="In time", empty_label="Any", choices=[(LATE, "Late")], error_messages=UNKNOWN
    )

    class Meta:
        model = Commitment
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            seen = Commitment.objects.visible_to(self.request.actor, self.request.received_at)
            owners = Organisation.objects.filter(pk__in=seen.values("organisation_id")).order_by("name")
            self.filters["owner"].queryset = owners

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return search(queryset, value, self.request.actor, self.request.received_at)

    def by_time(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.late_on(clock.today())
