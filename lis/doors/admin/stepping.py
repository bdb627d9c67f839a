"""The page on which an officer takes a step: what it will do, what it asks for, and why it was refused."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lis.doors.forms import StepEnvelope
from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou, Refusal, Stale
from lis.engine.steps import Step, StepForm, Verdict

from .answers import entry, told, words_since


class StepPages:
    """A page for each step of the noun's table; the engine is asked on sending, so the page decides nothing."""

    def step_view(self, request: HttpRequest, object_id: str, slug: str) -> HttpResponse:
        noun = self.find(request, object_id)
        step = self._step_at(slug)
        verdict = next((verdict for verdict in noun.verdicts if verdict.step is step), None)
        if verdict is None:
            return self.refused(request, NotYou(step.label, step.who.phrase), self.url_of("change", noun.ref))
        if request.method == "POST":
            return self._take(request, noun, verdict)
        form = step.form(actor=request.actor, noun=noun, initial=self.workflow.initial(step, noun, request.actor))
        return self._step_page(request, noun, verdict, form, StepEnvelope(initial={"expected": noun.revision}))

    def _step_at(self, slug: str) -> Step:
        for step in self.workflow.steps:
            if step.slug == slug and not (step.creates or step.consequence):
                return step
        raise Http404

    def _take(self, request: HttpRequest, noun: Any, verdict: Verdict) -> HttpResponse:
        envelope = StepEnvelope(request.POST)
        envelope.is_valid()
        sent = envelope.cleaned_data
        try:
            event = self.workflow.perform(
                verdict.verb, noun, by=request.actor, expected=sent.get("expected"), data=request.POST,
                key=sent.get("key", ""),
            )  # fmt: skip
        except (NotVisible, NotYou) as refusal:
            return self.refused(request, refusal, self.url_of("change", noun.ref))
        except Refusal as refusal:
            return self._refused_step(request, noun, verdict, refusal, envelope)
        messages.success(request, f"{noun.ref}: {told(self.workflow, event)}")
        if not self.get_queryset(request).filter(pk=noun.pk).exists():
            return redirect(self.url_of("changelist"))
        return redirect(self.url_of("change", noun.ref))

    def _refused_step(
        self, request: HttpRequest, noun: Any, verdict: Verdict, refusal: Refusal, envelope: StepEnvelope
    ) -> HttpResponse:
        """The page again with what was typed, why it was refused and, after a change by others, what is new."""
        noun = self.find(request, noun.ref)
        verdict = next((now for now in noun.verdicts if now.step is verdict.step), verdict)
        form = refusal.form if isinstance(refusal, BadInput) else None
        if form is None:
            form = verdict.step.form(request.POST, actor=request.actor, noun=noun)
        context: dict[str, Any] = {"problems": [] if isinstance(refusal, BadInput) else [refusal.sentence]}
        if isinstance(refusal, NotNow):
            context["problems"] = [reason.sentence for reason in refusal.reasons]
        if isinstance(refusal, Stale):
            context |= self._news(request, noun, envelope.cleaned_data["expected"])
        if not isinstance(refusal, BadInput):
            # Whoever sends it again has read this page, and so the record as it stands now.
            envelope = StepEnvelope(initial={"expected": noun.revision})
        return self._step_page(request, noun, verdict, form, envelope, status=refusal.status_code, **context)

    def _news(self, request: HttpRequest, noun: Any, read: int) -> dict[str, Any]:
        events = list(self.events(request, noun))
        new = [entry(self.workflow, event) for event in reversed(events) if event.number > read]
        return {"news": new, "diff": words_since(events, noun.record, read)}

    def _step_page(
        self, request: HttpRequest, noun: Any, verdict: Verdict, form: StepForm, envelope: StepEnvelope,
        status: int = 200, **context: Any,
    ) -> HttpResponse:  # fmt: skip
        return self.page(
            request,
            "admin/office/step.html",
            title=verdict.label,
            noun=noun,
            status=status,
            name=self.shown_name(noun),
            status_words=self.status_words(noun),
            verdict=verdict,
            step=verdict.step,
            preview=self.workflow.preview(verdict.step, noun, request.actor),
            form=form,
            envelope=envelope,
            cancel_url=self.url_of("change", noun.ref),
            **context,
        )
