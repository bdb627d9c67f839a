"""Where an area's officers prepare a round: its words and dates, what it is about, its documents, how it will look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.safestring import SafeString

from lis.doors.admin.filters import OfferedFilter, StatusFilter
from lis.doors.admin.office import OfficeAdmin
from lis.engine.errors import NotNow, NotYou, Refusal
from lis.engine.steps import Verdict
from lis.templatetags.office import datetime_words, plain_list, status_tag

from .document_pages import DocumentPages
from .lifecycle import workflow
from .models import Phase
from .permissions import OFFICERS
from .reading import PHASE_TONES, whole_reading
from .subject_pages import SubjectPages
from .tabs import tabs_for
from .times import closing_words


class PhaseFilter(OfferedFilter):
    """By where a round stands on the clock."""

    title = "where it stands"
    parameter_name = "phase"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(phase.value, phase.label) for phase in (Phase.UPCOMING, Phase.OPEN, Phase.CLOSED)]

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(phase=value)


class RoundDesk(SubjectPages, DocumentPages, OfficeAdmin):
    """The rounds of the officer's own area. Rooms above add what they keep of a round, and register it."""

    workflow = workflow
    adding_roles = OFFICERS
    list_display = ("reference", "title", "status", "opens", "closes", "open_steps")
    list_filter = (PhaseFilter, StatusFilter)
    readonly_fields = ("strategy_ref", "opens", "closes", "hands")
    change_form_template = "consultations/desk/words.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        own = sorted(request.actor.organisation_ids)
        rounds = super().get_queryset(request).filter(strategy__organisation__in=own)
        return rounds.with_strategy().with_phase(request.received_at)

    def get_urls(self) -> list[Any]:
        # Django's last pattern takes any address for a reference, so ours go first.
        return [*self.desk_urls(), *super().get_urls()]

    def desk_urls(self) -> list[Any]:
        """The addresses of the desk beside words and steps; a room above adds its own."""
        return [
            *self.subject_urls(),
            *self.document_urls(),
            self.desk_path("preview", self.preview_view),
        ]

    def desk_path(self, page: str, view: Any, rest: str = "") -> Any:
        """The address of one page of the desk: ``CHW-R01/documents/``."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_{page.replace('-', '_')}"
        return path(f"<str:object_id>/{rest or page}/", self.admin_site.admin_view(view), name=name)

    # Pages of the desk ----------------------------------------------------------------------------------------------

    def desk(
        self, request: HttpRequest, template: str, *, title: str, noun: Any, refusal: Refusal | None = None,
        problems: Sequence[str] = (), status: int = 200, **context: Any,
    ) -> HttpResponse:  # fmt: skip
        """A page of the desk under its tabs, with the steps beside it; ``refusal`` says why nothing was done."""
        if isinstance(refusal, NotYou):
            return self.refused(request, refusal, self.url_of("change", noun.ref))
        if refusal is not None:
            reasons = refusal.reasons if isinstance(refusal, NotNow) else [refusal]
            problems, status = [*problems, *(reason.sentence for reason in reasons)], refusal.status_code
        return self.page(
            request, template, title=title, noun=noun, status=status, problems=list(problems),
            **self.around(request, noun), **context,
        )  # fmt: skip

    def find_to_prepare(self, request: HttpRequest, object_id: str, page: str) -> Any:
        """The round, if the officer may change it now; else the answer that says why not, or leads back to ``page``."""
        noun = self.find(request, object_id)
        reasons = self.workflow.writing(noun, request.actor)
        if reasons is None:
            return self.refused(request, NotYou("Prepare", self.workflow.writer.phrase), self.url_of(page, noun.ref))
        if reasons and request.method != "POST":
            messages.info(request, " ".join(reason.sentence for reason in reasons))
            return redirect(self.url_of(page, noun.ref))
        return noun

    def around(self, request: HttpRequest, noun: Any) -> dict[str, Any]:
        """What stands around every page of the desk."""
        return {
            "name": self.shown_name(noun),
            "status_words": self.status_words(noun),
            "tabs": tabs_for(request, self, noun),
            **steps_of(noun),
            "steps_url": self.url_of("change", noun.ref) + "steps/",
            "may_prepare": self.workflow.writing(noun, request.actor) == [],
            "facts": self.facts_of(request, noun),
            "history_url": self.url_of("history", noun.ref),
        }

    def page_context(self, request: HttpRequest, noun: Any) -> dict[str, Any]:
        return {"tabs": tabs_for(request, self, noun), **steps_of(noun)}

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """How it will look: the page that visitors read, and every question as it is asked."""
        noun = self.find(request, object_id)
        return self.desk(
            request, "consultations/desk/preview.html", title="Preview", noun=noun,
            reading=whole_reading(request.actor, noun, request.received_at),
        )  # fmt: skip

    # Showing --------------------------------------------------------------------------------------------------------

    def status_words(self, noun: Any) -> str:
        return Phase(noun.phase).label

    @admin.display(description="Status", ordering="record__status")
    def status(self, noun: Any) -> SafeString | str:
        return status_tag(noun.phase, self.status_words(noun), PHASE_TONES[noun.phase])

    @admin.display(description="Strategy")
    def strategy_ref(self, noun: Any) -> str:
        return noun.strategy.ref

    @admin.display(description="Opens", ordering="opens_at")
    def opens(self, noun: Any) -> str:
        return datetime_words(noun.opens_at) or "No day yet"

    @admin.display(description="Closes", ordering="closes_at")
    def closes(self, noun: Any) -> str:
        return closing_words(noun.closes_at) or "No day yet"

    @admin.display(description="Prepared by")
    def hands(self, noun: Any) -> str:
        """Those who chose something in it, none of whom may schedule it."""
        return plain_list(str(person) for person in noun.editors.order_by("name"))


def steps_of(noun: Any) -> dict[str, list[Verdict]]:
    """The steps that fit where the round stands: those that lead on, and those beside them."""
    fitting = [verdict for verdict in noun.verdicts if not any(reason.code == "status" for reason in verdict.reasons)]
    return {
        "ahead": [verdict for verdict in fitting if verdict.main],
        "beside": [verdict for verdict in fitting if not verdict.main],
    }
