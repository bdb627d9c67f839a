"""The door of pages for what does not exist yet: the form of a creating step, counted once however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lis.engine.errors import BadInput, KeyReused, NotNow, NotYou, Refusal
from lis.engine.steps import StepForm
from lis.engine.workflow import Workflow

from .forms import StepEnvelope, new_key
from .pages import sentence


def creation_page(
    request: HttpRequest,
    workflow: Workflow,
    verb: str,
    *,
    back_url: str,
    after: Callable[[Any], str],
    initial: dict[str, Any] | None = None,
    fixed: tuple[str, ...] = (),
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the creating step ``verb`` and take it. Whatever a person typed comes back with a refusal.

    ``initial`` says where the new noun belongs; of that, what ``fixed`` names was chosen by coming here and is not
    asked again. After success it leads to the address that ``after`` gives for what was made.
    """
    step = workflow.step(verb)

    def show(form: StepForm, envelope: StepEnvelope, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
        for name in fixed:
            form.fields[name].widget = form.fields[name].hidden_widget()
        page = {
            "workflow": workflow, "step": step, "form": form, "envelope": envelope, "back_url": back_url,
            "reasons": refusal.reasons if isinstance(refusal, NotNow) else [],
            "problems": [refusal.sentence] if isinstance(refusal, KeyReused) else [],
            "back_label": "Back", **(context or {}),
        }  # fmt: skip
        return render(request, "steps/create.html", page, status=status)

    if request.method != "POST":
        envelope = StepEnvelope(initial={"key": new_key()})
        return show(step.form(actor=request.actor, noun=None, initial=initial or {}), envelope)

    data = request.POST.copy()
    for name in fixed:
        data[name] = (initial or {})[name]
    envelope = StepEnvelope(data)
    key = envelope.cleaned_data.get("key", "") if envelope.is_valid() else ""
    try:
        noun = workflow.create(step.verb, by=request.actor, data=data, key=key)
    except BadInput as refusal:
        return show(refusal.form, envelope, refusal, 400)
    except (NotNow, KeyReused) as refusal:
        form = step.form(data, actor=request.actor, noun=None)
        # A key that is used up would be refused for ever: the next sending is a new one.
        fresh = StepEnvelope(initial={"key": new_key()}) if isinstance(refusal, KeyReused) else envelope
        return show(form, fresh, refusal, refusal.status_code)
    told = workflow.describe(noun.created_by_event)
    done = "already done by you, and not done twice" if noun.created_by_event.repeated else f"you {told}"
    messages.success(request, f"{noun.ref}: {done}." if noun.ref not in told else f"{sentence(done)}.")
    return HttpResponseRedirect(after(noun))


def may_create(request: HttpRequest, workflow: Workflow, verb: str, plan: Any) -> bool:
    """Whether the step ``verb`` is this person's, for what ``plan`` would become, and could be taken now."""
    step = workflow.step(verb)
    return step.who(request.actor, plan, None) and not any(word(request.actor, plan, None) for word in step.requires)


def refuse_unless_yours(request: HttpRequest, workflow: Workflow, verb: str, plan: Any) -> None:
    """Raise :class:`NotYou` before a form is shown that this person could never send."""
    step = workflow.step(verb)
    if not step.who(request.actor, plan, None):
        raise NotYou(step.label, step.who.phrase)
