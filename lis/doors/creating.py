"""The door of pages for what a step makes: its form, sent and counted once however often it arrives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lis.engine.errors import BadInput, KeyReused, NotNow
from lis.engine.workflow import Workflow

from .forms import WithKey
from .pages import sentence


def creation_page(
    request: HttpRequest,
    workflow: Workflow,
    verb: str,
    *,
    back_url: str,
    after: Callable[[Any], str],
    initial: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the creating step ``verb`` and take it; ``after`` says where the new noun leads.

    Whatever a person typed comes back with a refusal. Whoever may not take it meets :class:`NotYou`, and the page says
    so to them.
    """
    step = workflow.step(verb)
    page = {"step": step, "back_url": back_url, **(context or {})}
    if request.method != "POST":
        form = step.form(actor=request.actor, initial=initial or {})
        return render(request, "steps/create.html", {**page, "form": form, "envelope": WithKey()})
    envelope = WithKey(request.POST)
    key = envelope.cleaned_data["key"] if envelope.is_valid() else ""
    try:
        noun = workflow.create(verb, by=request.actor, data=request.POST, key=key)
    except BadInput as refusal:
        return render(request, "steps/create.html", {**page, "form": refusal.form, "envelope": envelope}, status=400)
    except (NotNow, KeyReused) as refusal:
        form = step.form(request.POST, actor=request.actor)
        problems = [reason.sentence for reason in getattr(refusal, "reasons", [])] or [refusal.sentence]
        # A key that is used up would be refused for ever: the next sending is a new one.
        fresh = WithKey() if isinstance(refusal, KeyReused) else envelope
        more = {"form": form, "envelope": fresh, "problems": problems}
        return render(request, "steps/create.html", {**page, **more}, status=409)
    messages.success(request, f"{noun.ref}: {sentence(f'you {step.past}')}.")
    return HttpResponseRedirect(after(noun))
