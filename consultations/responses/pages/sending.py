"""The end of the journey: the answers are checked and sent, once, and their reference is given."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lis.engine.actor import Actor
from lis.engine.canonical import digest
from lis.engine.errors import BadInput, KeyReused, NotNow, NotVisible

from .. import holding
from ..copies import about_lines, copy_of, sections_of
from ..forms import AboutForm, Sending, SubmitForm
from ..lifecycle import workflow
from ..models import Response
from .visit import Visit, lost, of_the_journey, sent_already, stopped

CHANGED = "Your answers have changed since you opened this page, perhaps in another tab. Read them again, then send."


@require_http_methods(["GET", "HEAD", "POST"])
@of_the_journey
def check(visit: Visit) -> HttpResponse:
    """Everything that was typed, to be checked; POST sends it."""
    posted = visit.request.method == "POST"
    held = visit.meant if posted else visit.newest
    if held is None:
        return lost(visit, {}) if posted else HttpResponseRedirect(visit.url("respond_begin"))
    if held.unfinished is None:
        return _after(visit, held)
    if reasons := visit.refusals(held):
        return stopped(visit, held, reasons, {})
    return _send(visit, held) if posted else _show(visit, held)


def _after(visit: Visit, held: holding.Held) -> HttpResponse:
    """The button was pressed again, or the page opened again, after it was sent: the same reference."""
    made = held.sent
    return HttpResponseRedirect(visit.url("respond_sent", made.ref) if made else visit.url("respond_begin"))


def _send(visit: Visit, held: holding.Held) -> HttpResponse:
    if visit.request.POST.get("seen") != _seen(held):
        return _show(visit, held, problems=[CHANGED], status=409)
    data = _data(visit, held)
    try:
        made = workflow.create("submit", by=Actor(link=held.link), data=data, key=held.key)
    except BadInput as refusal:
        return _show(visit, held, form=refusal.form, status=400)
    except NotNow as refusal:
        return stopped(visit, held, refusal.reasons, {})
    except KeyReused:
        return sent_already(visit, held, {})
    return HttpResponseRedirect(visit.url("respond_sent", made.ref))


def _data(visit: Visit, held: holding.Held) -> dict[str, Any]:
    """What was typed, as the data of the step."""
    typed, row = held.typed, held.unfinished
    sending = Sending(
        visit.round, visit.received_at, row.began_at, visit.asked, Response.Channel.PAGE, row.pk, row.answers
    )
    answers = {f"answers.{key}": value for key, value in typed["answers"].items()}
    return {**typed["about"], **answers, "sending": sending}


def _seen(held: holding.Held) -> str:
    return digest(held.unfinished.answers)[:16]


def _show(visit: Visit, held: holding.Held, form: Any = None, problems: Any = (), status: int = 200) -> HttpResponse:
    typed, number = held.typed, len(visit.asked.pages) + 2
    gaps = form or SubmitForm(_data(visit, held), actor=Actor(link=held.link))
    context = {
        "sections": [
            (section, visit.page_url(section.page.number)) for section in sections_of(visit.asked, typed["answers"])
        ],
        "about": [(line, f"id_{_field_of(line.label)}") for line in about_lines(typed["about"], empty=True)],
        "about_url": visit.url("respond_about"),
        "gaps": _gaps(visit, gaps),
        "refused": form is not None,
        "problems": problems,
        "key": held.key,
        "seen": _seen(held),
        "progress": visit.progress(number),
        "back_url": visit.url("respond_about"),
    }
    return visit.show("check", context, status)


_FIELDS = {
    "You answer": "capacity_0", "Organisation": "organisation_name", "Whom it represents": "represents", "Name": "name",
    "E-mail address": "email", "Publication": "publication_0",
}  # fmt: skip


def _field_of(label: str) -> str:
    return _FIELDS[label]


def _gaps(visit: Visit, form: SubmitForm) -> list[tuple[str, str]]:
    """What still keeps it from being sent: the sentence and where to mend it ("" for the whole)."""
    if form.is_valid():
        return []
    pages = {question.name: page.number for page in visit.asked.pages for question in page.questions}
    found = []
    for name, sentences in form.errors.items():
        url = ""
        if name in pages or name in AboutForm.base_fields:
            page = visit.page_url(pages[name]) if name in pages else visit.url("respond_about")
            url = f"{page}?check=1#{form[name].first_id}"
        found += [(str(sentence), url) for sentence in sentences]
    return found


@require_safe
@of_the_journey
def sent(visit: Visit, response: str) -> HttpResponse:
    """It is sent: the reference, when it came in, and a full copy; for the browser that sent it and no other."""
    keys = {held.link.pk: held.key for held in visit.held}
    mine = (
        Response.objects.with_record()
        .select_related("version", "contact")
        .filter(record__events__number=1, record__events__by_link__in=keys)
        .annotate(link=F("record__events__by_link"))
    )
    found = None if "\x00" in response else mine.filter(record__ref=response).first()
    if found is None:
        raise NotVisible
    copy = copy_of(found, contact=True)
    mailed = any(line.label == "E-mail address" for line in copy.about)
    return visit.show("sent", {"copy": copy, "key": keys[found.link], "mailed": mailed})


@require_POST
@of_the_journey
def forget(visit: Visit) -> HttpResponse:
    """Delete what was typed and not sent, or let this browser forget what was sent from it."""
    held = visit.meant
    answer = HttpResponseRedirect(visit.url("respond_begin"))
    if held is not None:
        was_sent = held.unfinished is None
        holding.forget(held)
        holding.remember(answer, visit.round, [one for one in visit.held if one is not held])
        messages.success(
            visit.request,
            "This device no longer shows your response. We have it." if was_sent else "What you typed is deleted.",
        )
    return answer
