"""The door of pages: how a person's step is offered, taken and refused in HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime

from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou, Refusal, Stale
from lis.engine.steps import Step
from lis.engine.visibility import readable_events
from lis.engine.workflow import Workflow

from .forms import StepEnvelope, new_key
from .outages import only_reads

ONLY_READS = (
    "Nothing can be changed just now, and what you sent was not kept. You can read everything. Go back to the page "
    "before, where your words still stand, and send it again in a few minutes."
)


def visible_noun(workflow: Workflow, ref: str, request: HttpRequest) -> Any:
    """The noun with that reference, or :class:`NotVisible` when there is none for this actor's eyes."""
    found = workflow.model.objects.with_record().visible_to(request.actor, request.received_at)
    # PostgreSQL takes no NUL, and no reference holds one.
    noun = None if "\x00" in ref else found.filter(record__ref=ref).first()
    if noun is None:
        raise NotVisible
    return noun


def step_by_slug(workflow: Workflow, slug: str) -> Step:
    """The step whose address is ``slug``; one that no door offers is not found."""
    for step in workflow.steps:
        if step.slug == slug and not step.consequence and not step.creates:
            return step
    raise NotVisible


def step_page(
    request: HttpRequest,
    workflow: Workflow,
    noun: Any,
    slug: str,
    *,
    back_url: str,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show one step of ``noun`` and take it: the form, what exactly it lets out, and why it cannot be done now.

    Whatever a person typed comes back with a refusal. After success it leads to ``back_url``.
    """
    step = step_by_slug(workflow, slug)
    verdicts = workflow.judge(request.actor, [noun], request.received_at)[noun.pk]
    verdict = next(verdict for verdict in verdicts if verdict.step is step)
    if not verdict.mine:
        raise NotYou(step.label, step.who.phrase)
    if request.method != "POST":
        form = step.form(actor=request.actor, noun=noun, initial=workflow.initial(step, noun, request.actor))
        envelope = StepEnvelope(initial={"expected": noun.revision, "key": new_key()})
        return _show(request, workflow, step, noun, back_url, form, envelope, verdict.reasons, context)

    envelope = StepEnvelope(request.POST)
    form = step.form(request.POST, actor=request.actor, noun=noun)
    if not envelope.is_valid():
        # The hidden fields were tampered with or lost; the words were not.
        envelope = StepEnvelope(initial={"expected": noun.revision, "key": new_key()})
        problems = ["The page was not sent whole. Read it again, then send it once more."]
        return _show(
            request, workflow, step, noun, back_url, form, envelope, (), {**(context or {}), "problems": problems}, 400
        )
    try:
        event = workflow.perform(
            step.verb, noun, by=request.actor, expected=envelope.cleaned_data["expected"], data=request.POST,
            key=envelope.cleaned_data["key"],
        )  # fmt: skip
    except BadInput as refusal:
        return _show(request, workflow, step, noun, back_url, refusal.form, envelope, (), context, 400)
    except NotNow as refusal:
        return _show(request, workflow, step, noun, back_url, form, envelope, refusal.reasons, context, 409)
    except Stale as refusal:
        noun = visible_noun(workflow, noun.ref, request)
        envelope = StepEnvelope(initial={"expected": refusal.current, "key": new_key()})
        changed = {
            "stale": refusal.sentence,
            "news": news_since(request, workflow, noun, request.POST.get("expected", "")),
        }
        return _show(request, workflow, step, noun, back_url, form, envelope, (), {**(context or {}), **changed}, 412)
    messages.success(request, done_words(step, noun, event))
    return HttpResponseRedirect(back_url)


def done_words(step: Step, noun: Any, event: Any) -> str:
    """What the page says after a step: that it is done, or that this person had already done it."""
    # People know a side or a question by the ask that it belongs to.
    ref = noun.record.root.ref
    if event.repeated:
        return f"{ref}: already done by you at {date_format(localtime(event.at), 'H:i')}. Nothing was done twice."
    return f"{ref}: you {step.past}."


def news_since(request: HttpRequest, workflow: Workflow, noun: Any, revision: str) -> list[Any]:
    """The events after ``revision``, told in words, for somebody whose page was out of date."""
    seen = int(revision) if revision.isdecimal() else 0
    events = readable_events(noun.record, request.actor, request.received_at).filter(number__gt=seen)
    return [history_entry(workflow, event) for event in events.select_related("by_user", "behalf")]


def history_entry(workflow: Workflow, event: Any) -> dict[str, Any]:
    """One event as the history partial shows it."""
    return {
        "id": f"event-{event.number}",
        "number": event.number,
        "title": sentence(workflow.describe(event)),
        "who": who(event),
        "at": event.at,
        "note": event.note,
    }


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def who(event: Any) -> str:
    """Who did it and for whom: "Priya Nair, BEIS"."""
    name = event.by_user.name if event.by_user else event.by_service or "Somebody with a link"
    return f"{name}, {event.behalf.name}" if event.behalf else name


def _show(
    request: HttpRequest, workflow: Workflow, step: Step, noun: Any, back_url: str, form: Any, envelope: Any,
    reasons: Any, context: dict[str, Any] | None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    page = {
        "workflow": workflow,
        "step": step,
        "noun": noun,
        "form": form,
        "envelope": envelope,
        "reasons": reasons,
        "preview": workflow.preview(step, noun, request.actor),
        "back_url": back_url,
        "back_label": f"Back to {noun.ref}",
        **(context or {}),
    }
    return render(request, "steps/step.html", page, status=status)


class RefusalMiddleware:
    """Turns a refusal that a page did not answer itself, or a database that only reads, into its error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if only_reads(exception):
            return render(request, "errors/503.html", {"sentence": ONLY_READS}, status=503)
        if not isinstance(exception, Refusal):
            return None
        context = {"sentence": exception.sentence, "reasons": getattr(exception, "reasons", [])}
        return render(request, f"errors/{exception.status_code}.html", context, status=exception.status_code)
