"""Where an area's officers write their papers and take the steps of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from lis.doors.admin.filters import OfferedFilter, StatusFilter
from lis.doors.admin.office import OfficeAdmin
from lis.templatetags.office import date_words, plain_list

from .lifecycle import workflow
from .models import PolicyPositionPaper
from .tracker import Readers, readers_of_all


class PaperStrategyFilter(OfferedFilter):
    """By strategy, where the officer's papers belong to more than one."""

    title = "strategy"
    parameter_name = "strategy"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        refs = model_admin.get_queryset(request).order_by("workstream__strategy__record__ref")
        found = refs.values_list("workstream__strategy__record__ref", flat=True).distinct()
        return [(ref, ref) for ref in found]

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(workstream__strategy__record__ref=value)


@admin.register(PolicyPositionPaper)
class PaperAdmin(OfficeAdmin):
    """The papers of the officer's own area; those that other areas share with them are read on the pages."""

    workflow = workflow
    list_display = ("reference", "title", "workstream", "status", "version", "read_by", "open_steps")
    list_filter = (StatusFilter, PaperStrategyFilter)
    readonly_fields = ("strategy_ref", "workstream", "kind", "version", "read_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        own = sorted(request.actor.organisation_ids)
        return super().get_queryset(request).with_workstream().filter(workstream__strategy__organisation__in=own)

    def prepare(self, request: HttpRequest, nouns: Sequence[Any]) -> None:
        readers = readers_of_all(nouns, request.received_at)
        for paper in nouns:
            paper.readers = readers.get(paper.pk, Readers())

    @admin.display(description="Strategy")
    def strategy_ref(self, paper: Any) -> str:
        return paper.strategy.ref

    @admin.display(description="Version")
    def version(self, paper: Any) -> str:
        return str(paper.words.number) if paper.words.number else "None yet"

    @admin.display(description="Read by")
    def read_by(self, paper: Any) -> str:
        """Who of Government reads it, and those who read it informally until when."""
        told = [*paper.readers.for_good, *(f"{code} until {date_words(day)}" for code, day in paper.readers.until)]
        return plain_list(told) or "Only us"
