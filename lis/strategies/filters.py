"""What a list of strategies can be narrowed by."""

from __future__ import annotations

import django_filters

from .models import Strategy


class StrategyFilter(django_filters.FilterSet):
    """By area and framework, each by its code."""

    area = django_filters.CharFilter(label="Area (code)", field_name="record__area__code", lookup_expr="iexact")
    framework = django_filters.CharFilter(label="Framework (code)", field_name="framework__code", lookup_expr="iexact")

    class Meta:
        model = Strategy
        fields: list[str] = []
