"""Where an area's officers bring papers in and make propositions and asks of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lis.doors.admin.filters import StatusFilter
from lis.doors.admin.office import OfficeAdmin
from lis.engine.models import Event
from lis.templatetags.office import date_words

from .block_pages import BlockPages
from .lifecycle import workflow
from .models import SourceDocument
from .permissions import WRITERS
from .preview_page import PreviewPage
from .receiving import grouped, made_from, span
from .wizard import Wizard

PAGES_OF_STEPS = {"import": "rows", "use": "blocks"}


@admin.register(SourceDocument)
class SourceDocumentAdmin(Wizard, PreviewPage, BlockPages, OfficeAdmin):
    """The papers of the officer's own area; adding one is the first page of an import."""

    workflow = workflow
    creating_verb = "receive"
    list_display = ("reference", "title", "status", "received", "by", "made", "go_on")
    list_filter = (StatusFilter,)
    readonly_fields = ("strategy", "received", "by", "as_it_came")
    change_form_template = "admin/office/sourcedocument.html"

    def get_urls(self) -> list[Any]:
        # Django's last pattern takes any address for a reference, so ours go first.
        return [*self.wizard_urls(), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return self.upload_view(request)

    def step_view(self, request: HttpRequest, object_id: str, slug: str) -> HttpResponse:
        """The steps that need a look at the paper have pages of their own."""
        if slug in PAGES_OF_STEPS:
            source = self.find(request, object_id)
            return redirect(self.url_of(PAGES_OF_STEPS[slug], source.ref))
        return super().step_view(request, object_id, slug)

    def shown_name(self, noun: Any) -> str:
        return noun.name

    def prepare(self, request: HttpRequest, nouns: Sequence[Any]) -> None:
        keys = [noun.pk for noun in nouns]
        first = Event.objects.filter(record_id__in=keys, number=1).select_related("by_user")
        received = {event.record_id: event for event in first}
        made = SourceDocument.objects.filter(pk__in=keys).annotate(count=Count("imported_rows__named", distinct=True))
        counts = dict(made.values_list("pk", "count"))
        for noun in nouns:
            noun.received_event, noun.made_count = received.get(noun.pk), counts.get(noun.pk, 0)

    def page_context(self, request: HttpRequest, noun: Any) -> dict[str, Any]:
        rows = made_from(noun)
        return {
            "made": span(one.row.named for one in grouped(rows)),
            "made_url": self.url_of("made", noun.ref),
            "rows_url": self.url_of("rows" if noun.preview else "table", noun.ref),
            "blocks_url": self.url_of("blocks", noun.ref),
            "may_go_on": noun.status != "set_aside" and request.actor.holds(WRITERS, noun.body_id),
        }

    @admin.display(description="Received")
    def received(self, source: Any) -> str:
        return date_words(source.received_event.at) if source.received_event else ""

    @admin.display(description="By")
    def by(self, source: Any) -> str:
        event = source.received_event
        return str(event.by_user or event.by_service) if event else ""

    @admin.display(description="Made of it")
    def made(self, source: Any) -> str:
        if not source.made_count:
            return "Nothing yet"
        return f"{source.made_count} draft{'' if source.made_count == 1 else 's'}"

    @admin.display(description="The file as it came")
    def as_it_came(self, source: Any) -> SafeString:
        address = reverse("file_fetch", args=[source.file.uid])
        return format_html('<a class="govuk-link" href="{}">{}</a>', address, source.file.name)

    @admin.display(description="Go on")
    def go_on(self, source: Any) -> SafeString | str:
        """The page of the import on which the officer goes on."""
        if source.status == "set_aside":
            return "Set aside"
        page, words = ("made", "See what was made") if source.status == "imported" else ("table", "Import it")
        if page == "table" and source.preview:
            page = "rows"
        hidden = format_html('<span class="visually-hidden">: {}</span>', source.ref)
        return format_html('<a href="{}">{}{}</a>', self.url_of(page, source.ref), words, hidden)
