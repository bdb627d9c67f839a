"""The page of a step that makes something: its form, what speaks against it, and nothing typed lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lis.engine.errors import BadInput, NotNow, NotYou
from lis.engine.workflow import Workflow

from .forms import WithKey


def making_page(
    request: HttpRequest, workflow: Workflow, verb: str, *, fixed: dict[str, str], back_url: str, done: str,
    initial: dict[str, Any] | None = None, context: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the creating step ``verb`` and take it; ``fixed`` is what the address has settled already.

    Only whoever may take the step sees the page. After success it says ``done`` and leads to ``back_url``.
    """
    step = workflow.step(verb)
    page = {"workflow": workflow, "step": step, "back_url": back_url, **(context or {})}
    if request.method != "POST":
        form = step.form(actor=request.actor, initial={**(initial or {}), **fixed})
        bound = step.form({**(initial or {}), **fixed}, actor=request.actor)
        # Who may do it is asked of what would be made, so it has to be filled in for a moment.
        if bound.is_valid() and not step.who(request.actor, workflow.plan(step, request.actor, bound.cleaned_data)):
            raise NotYou(step.label, step.who.phrase)
        return render(request, "steps/step.html", {**page, "form": form, "envelope": WithKey()})
    data = request.POST.copy()
    for name, value in fixed.items():
        data[name] = value
    envelope, form = WithKey(request.POST), step.form(data, actor=request.actor)
    key = request.POST.get("key", "")[:100]
    try:
        workflow.create(verb, by=request.actor, data=data, key=key)
    except BadInput as refusal:
        return render(request, "steps/step.html", {**page, "form": refusal.form, "envelope": envelope}, status=400)
    except NotNow as refusal:
        page |= {"form": form, "envelope": envelope, "reasons": refusal.reasons}
        return render(request, "steps/step.html", page, status=409)
    messages.success(request, done)
    return HttpResponseRedirect(back_url)
