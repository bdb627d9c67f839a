"""What has happened to a noun, in words, and why it cannot be deleted."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from lis.engine.visibility import readable_events

from .answers import entry


class HistoryPages:
    """Django's history page, told from the ledger alone, and its delete page, which says no.

    The admin's own log stays empty for nouns: it would hold words outside the ledger, where nobody could erase them.
    """

    def events(self, request: HttpRequest, noun: Any) -> QuerySet:
        """The events of ``noun`` that the actor may read, oldest first."""
        events = readable_events(noun.record, request.actor, request.received_at)
        return events.select_related("by_user", "behalf", "version")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        noun = self.find(request, object_id)
        events = reversed(list(self.events(request, noun)))
        return self.page(
            request,
            "admin/office/history.html",
            title="History",
            noun=noun,
            name=self.shown_name(noun),
            entries=[entry(self.workflow, event) for event in events],
        )

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        noun = self.find(request, object_id)
        return self.page(
            request,
            "admin/office/kept.html",
            title="This stays",
            noun=noun,
            status=403,
            warning_steps=[verdict for verdict in noun.verdicts if verdict.step.warns and verdict.available],
            back_url=self.url_of("change", noun.ref),
        )

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Nothing: the ledger has it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Nothing: the ledger has it."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Nothing: no noun is deleted."""
