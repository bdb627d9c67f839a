"""Where an area's officers write their propositions and take the steps of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lis.doors.admin.filters import StatusFilter
from lis.doors.admin.office import OfficeAdmin
from lis.engine.reading import words_of_records
from lis.engine.registry import workflows

from .lifecycle import workflow
from .models import Proposition


@admin.register(Proposition)
class PropositionAdmin(OfficeAdmin):
    """The propositions of the officer's own area."""

    workflow = workflow
    list_display = ("reference", "title", "status", "asks_in_all", "open_steps")
    list_filter = (StatusFilter,)
    readonly_fields = ("strategy_title", "asks_with_words")
    bulk_verbs = ("ready", "submit")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        own = sorted(request.actor.organisation_ids)
        return super().get_queryset(request).filter(body__in=own).select_related("strategy")

    def find(self, request: HttpRequest, object_id: str) -> Proposition:
        """The proposition with the lines of its asks, which its own page lists."""
        noun = super().find(request, object_id)
        asks = workflows["ask"].model.objects.visible_to(request.actor, request.received_at)
        own = list(asks.with_record().filter(proposition=noun).order_by("pk"))
        words = words_of_records([ask.record for ask in own], request.actor, request.received_at)
        noun.ask_lines = [(ask, words[ask.pk].latest.get("ask", "")) for ask in own]
        return noun

    def prepare(self, request: HttpRequest, nouns: Sequence[Any]) -> None:
        asks = workflows["ask"].model.objects.visible_to(request.actor, request.received_at)
        numbers = dict(
            asks.filter(proposition__in=nouns).order_by().values_list("proposition").annotate(number=Count("pk"))
        )
        for noun in nouns:
            noun.number_of_asks = numbers.get(noun.pk, 0)

    @admin.display(description="Asks")
    def asks_in_all(self, noun: Any) -> int:
        return noun.number_of_asks

    @admin.display(description="Strategy")
    def strategy_title(self, noun: Any) -> str:
        return noun.strategy.title

    @admin.display(description="Asks of Government")
    def asks_with_words(self, noun: Any) -> SafeString:
        """Its asks, each a way to the page where it is written, and a way to add one."""
        lines = [
            (reverse("admin:propositions_ask_change", args=[ask.ref]), ask.ref, words or "No words yet")
            for ask, words in noun.ask_lines
        ]
        add = reverse("admin:propositions_ask_add") + f"?proposition={noun.ref}"
        items = format_html_join("", '<li><a class="govuk-link" href="{}">{}</a> {}</li>', lines)
        another = format_html('<a class="govuk-link" href="{}">Add an ask</a>', add)
        return format_html('<ul class="app-admin-asks">{}</ul>{}', items, another)
