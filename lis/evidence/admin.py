"""Where an area's officers write findings and record them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from lis.doors.admin.filters import StatusFilter
from lis.doors.admin.office import OfficeAdmin

from .lifecycle import workflow
from .models import Finding
from .parts import STATEMENT
from .permissions import WRITERS


@admin.register(Finding)
class FindingAdmin(OfficeAdmin):
    """The findings of the officer's own area."""

    workflow = workflow
    adding_roles = WRITERS
    title_part = STATEMENT
    list_display = ("reference", "title", "theme_name", "status", "version", "open_steps")
    list_filter = (StatusFilter,)
    readonly_fields = ("strategy_ref", "theme_name", "version")
    bulk_verbs = ("record",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_place()

    @admin.display(description="Strategy")
    def strategy_ref(self, finding: Any) -> str:
        return finding.strategy.ref

    @admin.display(description="Theme")
    def theme_name(self, finding: Any) -> str:
        return finding.theme.name if finding.theme else ""

    @admin.display(description="Version")
    def version(self, finding: Any) -> str:
        return str(finding.words.number) if finding.words.number else "None yet"
