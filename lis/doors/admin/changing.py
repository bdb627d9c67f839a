"""The page of one noun: its words to write in, its facts, and its steps as buttons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lis.engine.errors import Refusal
from lis.engine.steps import Verdict

from .drafts import Sheet


class ChangePage:
    """Django's change page, with working copies and steps in the place of a form of the model.

    A step's button first saves what was typed, so that nothing is lost by going on.
    """

    change_form_template = "admin/office/change.html"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        noun = self.find(request, object_id)
        if request.method != "POST":
            return self._change_page(request, noun, Sheet(self.workflow, noun, request.actor))
        sheet = Sheet(self.workflow, noun, request.actor, request.POST)
        try:
            saved = sheet.save()
        except Refusal as refusal:
            return self.refused(request, refusal, self.url_of("change", noun.ref))
        if not saved:
            return self._change_page(request, noun, sheet)
        return self._go_on(request, noun, sheet)

    def _go_on(self, request: HttpRequest, noun: Any, sheet: Sheet) -> HttpResponse:
        slug = request.POST.get("_step", "")
        if sheet.saved:
            messages.success(request, f"Saved: {', '.join(sheet.saved)}.")
        elif not slug:
            messages.info(request, "Nothing was changed, so nothing was saved.")
        if not slug:
            return redirect(self.url_of("change", noun.ref))
        if slug not in {verdict.step.slug for verdict in noun.verdicts}:
            raise Http404
        return redirect(self.url_of("step", noun.ref, slug))

    def _change_page(self, request: HttpRequest, noun: Any, sheet: Sheet) -> HttpResponse:
        return self.page(
            request,
            self.change_form_template,
            title=noun.ref,
            noun=noun,
            status=sheet.status,
            name=self.shown_name(noun),
            status_words=self.status_words(noun),
            facts=self.facts_of(request, noun),
            sheet=sheet,
            forms=sheet.forms,
            problems=[
                *sheet.problems,
                *(f"Somebody else changed “{clash['label']}” after you opened the page." for clash in sheet.clashes),
            ],
            texts=sheet.texts_to_read(without=self.title_part),
            verdicts=sorted(noun.verdicts, key=_place),
            turns=noun.record.turns.filter(ended=None).select_related("organisation", "since"),
            history_url=self.url_of("history", noun.ref),
            **self.page_context(request, noun),
        )

    def page_context(self, request: HttpRequest, noun: Any) -> dict[str, Any]:
        """What a room adds to what its own change page is given."""
        return {}


def _place(verdict: Verdict) -> tuple[bool, bool, bool]:
    """What can be done comes first, what is hard to take back after it, and a step of another status last."""
    elsewhere = any(reason.code == "status" for reason in verdict.reasons)
    return bool(verdict.reasons), elsewhere, verdict.step.warns and not verdict.main
