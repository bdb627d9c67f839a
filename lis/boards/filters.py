"""What the lists of boards and their papers can be narrowed by."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import QuerySet

from lis.engine.registry import workflows
from lis.search.finding import search

from .models import Board, Delegation, Meeting, PartTwo, Recommendation, Report, Target

UNKNOWN = {"invalid_choice": "“%(value)s” is not one of the choices here."}


def by_status(kind: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        field_name="record__status", label="Status", empty_label="Any", error_messages=UNKNOWN,
        choices=lambda: list(workflows[kind].statuses.items()),
    )  # fmt: skip


class BoardFilter(django_filters.FilterSet):
    """Boards by status."""

    status = by_status("board")

    class Meta:
        model = Board
        fields: list[str] = []


class MeetingFilter(django_filters.FilterSet):
    """Meetings by board and by status."""

    status = by_status("meeting")
    board = django_filters.CharFilter(field_name="board__record__ref", label="Board")

    class Meta:
        model = Meeting
        fields: list[str] = []


class WordsFilter(django_filters.FilterSet):
    """What has words, by them."""

    q = django_filters.CharFilter(
        method="find", label="Words or reference",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip

    def find(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return search(queryset, value, self.request.actor, self.request.received_at)


class ReportFilter(WordsFilter):
    """Reports by words, meeting and status."""

    status = by_status("report")
    meeting = django_filters.CharFilter(field_name="meeting__record__ref", label="Meeting")

    class Meta:
        model = Report
        fields: list[str] = []


class RecommendationFilter(WordsFilter):
    """Recommendations by words, report, what they are about, and status."""

    status = by_status("recommendation")
    report = django_filters.CharFilter(field_name="report__record__ref", label="Report")
    about = django_filters.CharFilter(method="find_target", label="About, by reference")

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def find_target(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=Target.objects.filter(record__ref=value).values("recommendation"))


class DelegationFilter(WordsFilter):
    """Mandates by words and status."""

    status = by_status("delegation")

    class Meta:
        model = Delegation
        fields: list[str] = []


class PartTwoFilter(WordsFilter):
    """Exempt parts by words and report, among those that the reader is cleared for."""

    report = django_filters.CharFilter(field_name="report__record__ref", label="Report")

    class Meta:
        model = PartTwo
        fields: list[str] = []
