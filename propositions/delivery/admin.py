"""Where an area's officers commit themselves to their own actions and see what they have to deliver."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from lis.doors.admin.filters import StatusFilter
from lis.doors.admin.office import OfficeAdmin
from lis.frameworks.models import vocabulary_labels
from lis.templatetags.office import date_words

from .lifecycle import workflow
from .models import Commitment


@admin.register(Commitment)
class CommitmentAdmin(OfficeAdmin):
    """The commitments of the officer's own strategies, whoever delivers them."""

    workflow = workflow
    adding_roles = ("lead",)
    title_part = "words"
    list_display = ("reference", "title", "delivers", "by", "stands", "status")
    list_filter = (StatusFilter,)
    search_words = True
    readonly_fields = ("delivers", "by", "stands")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        own = sorted(request.actor.organisation_ids)
        return super().get_queryset(request).filter(strategy__organisation__in=own).with_last_report()

    @admin.display(description="Delivered by")
    def delivers(self, commitment: Any) -> str:
        return commitment.organisation.name

    @admin.display(description="By")
    def by(self, commitment: Any) -> str:
        return date_words(commitment.due_on)

    @admin.display(description="How it stands")
    def stands(self, commitment: Any) -> str:
        return vocabulary_labels("rag").get(commitment.rag, "No delivery note yet")
