"""The list of a kind of noun: its rows, columns and search."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lis.engine.actor import Actor
from lis.engine.canonical import clean_text
from lis.engine.models import Draft, Version
from lis.engine.visibility import open_grants
from lis.templatetags.office import status_tag

LONGEST_TITLE = 120


class OfficeChangeList(ChangeList):
    """One page of rows, furnished at once, each under the address of its reference."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        self.model_admin.furnish(request, self.result_list)

    def url_for_result(self, result: Any) -> str:
        return self.model_admin.url_of("change", result.ref)


class ListPage:
    """The columns that every noun has, and a search in references and in the words that the officer may read."""

    list_display = ("reference", "title", "status", "open_steps")
    search_fields = ("record__ref",)
    search_help_text = "A reference, or words from the text"
    search_words = True
    list_per_page = 50
    list_max_show_all = 200

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return OfficeChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": self.plural, **(extra_context or {})})

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only what a filter on the page asks for: a typed address cannot question rows behind the scenes."""
        return any(lookup == name or lookup.startswith(f"{name}__") for name in self._filter_names())

    def _filter_names(self) -> list[str]:
        return [getattr(item, "parameter_name", None) or str(item) for item in self.list_filter]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        term = clean_text(search_term).strip()
        if not term:
            return queryset, False
        found = Q(record__ref__icontains=term)
        if self.search_words:
            found |= words_match(request.actor, term)
        return queryset.filter(found), False

    # Columns --------------------------------------------------------------------------------------------------------

    @admin.display(description="Reference", ordering="record__ref")
    def reference(self, noun: Any) -> str:
        return noun.ref

    @admin.display(description="Title")
    def title(self, noun: Any) -> str:
        name = self.shown_name(noun)
        return name if len(name) <= LONGEST_TITLE else f"{name[: LONGEST_TITLE - 1].rstrip()}…"

    @admin.display(description="Status", ordering="record__status")
    def status(self, noun: Any) -> SafeString | str:
        return status_tag(noun.status, self.status_words(noun))

    @admin.display(description="What you can do")
    def open_steps(self, noun: Any) -> SafeString | str:
        """The steps open to the officer, each a way to its page."""
        links = [
            (self.url_of("step", noun.ref, verdict.step.slug), verdict.label, noun.ref)
            for verdict in noun.verdicts
            if verdict.available
        ]
        if not links:
            return "Nothing now"
        items = format_html_join("", '<li><a href="{}">{}<span class="visually-hidden"> {}</span></a></li>', links)
        return format_html('<ul class="app-admin-steps">{}</ul>', items)


def words_match(actor: Actor, term: str) -> Q:
    """Rows whose words hold ``term``: in a working copy of the actor's own organisations, or in a version they read."""
    query = SearchQuery(term, config="english", search_type="websearch")
    drafts = Draft.objects.filter(organisation_id__in=sorted(actor.organisation_ids), vector=query)
    grants = open_grants(actor)
    own = grants.filter(record_id=OuterRef("record_id"), since_version__lte=OuterRef("number"))
    # What is seen through its root alone is read from its beginning.
    through_root = grants.filter(record_id=OuterRef("record__root_id")).exclude(record_id=OuterRef("record_id"))
    versions = Version.objects.filter(vector=query).filter(
        Exists(own) | Exists(through_root) & ~Exists(grants.filter(record_id=OuterRef("record_id")))
    )
    return Q(pk__in=drafts.values("record_id")) | Q(pk__in=versions.values("record_id"))
