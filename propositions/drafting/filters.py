"""How a list of propositions is narrowed: the same for the pages and the API."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import QuerySet

from lis.engine.registry import workflows
from lis.search.finding import search

from .models import Proposition


class PropositionFilterSet(django_filters.FilterSet):
    """Filters of propositions: words and status."""

    q = django_filters.CharFilter(
        method="find", label="Words or reference",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    status = django_filters.ChoiceFilter(
        field_name="record__status", label="Status", empty_label="Any status",
        choices=lambda: list(workflows["proposition"].statuses.items()),
    )  # fmt: skip

    class Meta:
        model = Proposition
        fields: list[str] = []

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return search(queryset, value, self.request.actor, self.request.received_at)
