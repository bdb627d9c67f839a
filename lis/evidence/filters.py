"""What a list of findings can be narrowed by: the same for the page and the API."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import QuerySet

from lis.engine.registry import workflows
from lis.search.finding import search

from .models import Finding

UNKNOWN = {"invalid_choice": "“%(value)s” is not one of the choices here."}


class FindingFilter(django_filters.FilterSet):
    """By words and by status."""

    q = django_filters.CharFilter(
        method="find", label="Words or reference",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    status = django_filters.ChoiceFilter(
        field_name="record__status", label="Status", empty_label="Any", error_messages=UNKNOWN,
        choices=lambda: list(workflows["finding"].statuses.items()),
    )  # fmt: skip

    class Meta:
        model = Finding
        fields: list[str] = []

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return search(queryset, value, self.request.actor, self.request.received_at)
