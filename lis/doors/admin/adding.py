"""How an officer begins a new noun: the form of its creating step, counted once however often it is sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lis.doors.forms import StepEnvelope
from lis.engine.errors import BadInput, KeyReused, NotNow, NotYou, Refusal
from lis.engine.steps import Step, StepForm

from .answers import told


class AddPage:
    """Django's add page, with the creating step in the place of a form of the model."""

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        step = self.creating_step()
        if step is None or not self.has_module_permission(request):
            raise Http404
        if not self.has_add_permission(request):
            return self.refused(request, NotYou(step.label, step.who.phrase), self.url_of("changelist"))
        if request.method == "POST":
            return self._add(request, step)
        # An address may fill in beforehand where the new one belongs: "?proposition=LAN-07".
        asked = {name: value for name, value in request.GET.items() if name in step.form.base_fields}
        form = step.form(initial=asked, actor=request.actor, noun=None)
        return self._add_page(request, step, form, StepEnvelope())

    def _add(self, request: HttpRequest, step: Step) -> HttpResponse:
        envelope = StepEnvelope(request.POST)
        key = envelope.cleaned_data.get("key", "") if envelope.is_valid() else ""
        try:
            noun = self.workflow.create(step.verb, by=request.actor, data=request.POST, key=key)
        except BadInput as refusal:
            return self._add_page(request, step, refusal.form, envelope, status=refusal.status_code)
        except (NotNow, KeyReused) as refusal:
            form = step.form(request.POST, actor=request.actor, noun=None)
            # A key that is used up would be refused for ever: the next sending is a new one.
            fresh = StepEnvelope() if isinstance(refusal, KeyReused) else envelope
            return self._add_page(request, step, form, fresh, refusal=refusal, status=refusal.status_code)
        except NotYou as refusal:
            return self.refused(request, refusal, self.url_of("changelist"))
        event = noun.created_by_event
        messages.success(request, f"{told(self.workflow, event)} Its reference is {noun.ref}.")
        return redirect(self.url_of("change", noun.ref))

    def _add_page(
        self, request: HttpRequest, step: Step, form: StepForm, envelope: StepEnvelope, *,
        refusal: Refusal | None = None, status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        reasons = refusal.reasons if isinstance(refusal, NotNow) else []
        return self.page(
            request,
            "admin/office/add.html",
            title=step.label,
            status=status,
            step=step,
            form=form,
            envelope=envelope,
            problems=[reason.sentence for reason in reasons] or ([refusal.sentence] if refusal else []),
            cancel_url=self.url_of("changelist"),
        )
