"""Where an area's officers see every ask of theirs, write those that are drafts, and begin their day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lis.doors.admin.filters import OfferedFilter, StatusFilter
from lis.doors.admin.office import OfficeAdmin
from lis.doors.admin.site import office_site
from lis.engine import clock
from lis.frameworks.models import vocabulary_choices
from lis.templatetags.office import date_words, due_words, plain_list

from ..asks.checks import warnings
from ..asks.filters import HOLDERS, AskFilterSet
from ..asks.lifecycle import workflow
from ..asks.models import Ask
from .start import start_page
from .states import states_of


class TypeFilter(OfferedFilter):
    """By type, asks without one first in the list, since they cannot be submitted."""

    title = "type"
    parameter_name = "type"
    NONE = "none"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(self.NONE, "Not chosen yet"), *vocabulary_choices("ask_types")]

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(type="" if value == self.NONE else value)


class WaitingFilter(OfferedFilter):
    """By whose turn it is."""

    title = "waiting for"
    parameter_name = "waiting_for"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return HOLDERS

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        return AskFilterSet({"waiting_for": value}, queryset=queryset, request=request).qs


@admin.register(Ask)
class AskAdmin(OfficeAdmin):
    """The asks of the officer's own area: with whom each is, since when, and what can be done."""

    workflow = workflow
    title_part = "ask"
    list_display = ("reference", "title", "type_label", "status", "turn", "answers_so_far")
    list_filter = (StatusFilter, WaitingFilter, TypeFilter)
    search_words = True
    readonly_fields = ("proposition_link", "holder", "since", "answers_so_far")
    bulk_verbs = ("submit", "withdraw")
    change_form_template = "admin/office/ask.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        own = sorted(request.actor.organisation_ids)
        found = super().get_queryset(request).filter(proposition__body__in=own)
        return found.prefetch_related("departments")

    def prepare(self, request: HttpRequest, nouns: Sequence[Any]) -> None:
        states = states_of(nouns, request.actor, request.received_at)
        own = {membership.organisation.code for membership in request.actor.memberships}
        for ask in nouns:
            ask.state = states[ask.pk]
            ask.holders = ["us" if code in own else code for code in ask.state.holders]

    def page_context(self, request: HttpRequest, noun: Any) -> dict[str, Any]:
        """The warnings about a draft; they stop nothing."""
        if noun.status != "draft":
            return {}
        closed = [body for body in noun.departments.all() if not body.is_open_on(clock.today())]
        return {"checks": warnings(noun, noun.state.words.latest, closed)}

    @admin.display(description="Proposition")
    def proposition_link(self, ask: Any) -> SafeString:
        url = reverse("admin:propositions_proposition_change", args=[ask.proposition.ref])
        return format_html('<a class="govuk-link" href="{}">{}</a> {}', url, ask.proposition.ref, ask.state.title)

    @admin.display(description="Type")
    def type_label(self, ask: Any) -> str:
        return ask.state.type_label or "Not chosen yet"

    @admin.display(description="With")
    def holder(self, ask: Any) -> str:
        if ask.status == "draft":
            return "Us, drafting"
        holders = plain_list(ask.holders)
        return holders[:1].upper() + holders[1:] or "Nobody"

    @admin.display(description="Since")
    def since(self, ask: Any) -> str:
        if ask.state.since is None:
            return "–"
        due = f", {due_words(ask.state.due_on)}" if ask.state.due_on else ""
        return f"{date_words(ask.state.since)}{due}"

    @admin.display(description="With, since")
    def turn(self, ask: Any) -> SafeString:
        """Both in one column, so that the words of the ask have room."""
        if ask.state.since is None:
            return format_html("{}", self.holder(ask))
        return format_html('{}<br><span class="app-admin-since">{}</span>', self.holder(ask), self.since(ask))

    @admin.display(description="Answers")
    def answers_so_far(self, ask: Any) -> str:
        return "; ".join(f"{code}: {stance}" for code, stance in ask.state.stances) or "None yet"


office_site.start_with(start_page)
