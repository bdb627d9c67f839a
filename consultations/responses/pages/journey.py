"""The journey of whoever answers, page by page: each is saved as it is sent, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from ...rounds.subjects import Subject, subjects_of
from ...rounds.times import closing_words
from .. import holding
from ..asked import AskedPage
from ..forms import AboutForm, PageForm
from .visit import Visit, lost, of_the_journey, sent_already, stopped


@require_http_methods(["GET", "HEAD", "POST"])
@of_the_journey
def begin(visit: Visit) -> HttpResponse:
    """Before the first page: what will be asked. POST begins, or goes on with what was begun in this browser."""
    held = visit.newest
    going_on = held if held and held.unfinished else None
    if reasons := visit.refusals(going_on):
        return stopped(visit, going_on, reasons, {})
    if visit.request.method != "POST":
        sent = held.sent if held and not going_on else None
        told = {"closes": closing_words(visit.round.closes_at), "days_remembered": holding.REMEMBERED.days}
        return visit.show("begin", {"going_on": going_on, "sent": sent, **told})
    if going_on is None:
        going_on = holding.begin(visit.round, visit.received_at)
        visit.held.append(going_on)
    last = len(visit.asked.pages) + 2
    answer = HttpResponseRedirect(visit.page_url(min(going_on.typed["reached"] + 1, last)))
    holding.remember(answer, visit.round, visit.held)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@of_the_journey
def questions(visit: Visit, number: int) -> HttpResponse:
    """One page of questions."""
    if not 1 <= number <= len(visit.asked.pages):
        raise Http404
    page = visit.asked.pages[number - 1]
    context = {"page": page, "subjects": _subjects(visit, page)}
    if visit.request.method == "POST":
        return _take(visit, number, PageForm(page, visit.request.POST), "answers", context)
    return _offer(visit, number, lambda typed: PageForm(page, answers=typed["answers"]), context)


def _subjects(visit: Visit, page: AskedPage) -> dict[str, Subject]:
    """What the questions of a page are about, by the names of their fields: to be read where it is asked about.

    What several questions in a row are about stands before the first of them.
    """
    numbered = dict(enumerate(subjects_of(visit.round), 1)) if any(one.about for one in page.questions) else {}
    found, last = {}, 0
    for question in page.questions:
        subject = numbered.get(question.about)
        if subject and subject.sections and question.about != last:
            found[question.name] = subject
        last = question.about
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@of_the_journey
def about(visit: Visit) -> HttpResponse:
    """Who answers, for whom, and what may be published."""
    number = len(visit.asked.pages) + 1
    if visit.request.method == "POST":
        return _take(visit, number, AboutForm(visit.request.POST), "about", {})
    return _offer(visit, number, lambda typed: AboutForm(initial=typed["about"]), {})


def _offer(visit: Visit, number: int, form_of: Any, context: dict[str, Any]) -> HttpResponse:
    """A page as it stands, with what was saved on it before."""
    held = visit.newest
    if held is None:
        return HttpResponseRedirect(visit.url("respond_begin"))
    if held.unfinished is None:
        return sent_already(visit, held, {}) if held.sent else HttpResponseRedirect(visit.url("respond_begin"))
    if reasons := visit.refusals(held):
        return stopped(visit, held, reasons, {})
    return _show(visit, number, form_of(held.typed), held, context)


def _take(visit: Visit, number: int, form: Any, part: str, context: dict[str, Any]) -> HttpResponse:
    """A page that was sent: saved and left behind, or back with every word and what is wrong."""
    held, typed = visit.meant, {part: form.typed()}
    if held is None:
        return lost(visit, typed)
    if held.unfinished is None:
        return sent_already(visit, held, typed) if held.sent else lost(visit, typed)
    if reasons := visit.refusals(held):
        return stopped(visit, held, reasons, typed)
    if not form.is_valid():
        return _show(visit, number, form, held, context, 400)
    words = form.answers() if part == "answers" else form.cleaned_data
    if not holding.save(held, part, words, number):
        return sent_already(visit, held, typed)
    back_to_check = "check" in visit.request.POST
    answer = HttpResponseRedirect(visit.url("respond_check") if back_to_check else visit.page_url(number + 1))
    holding.remember(answer, visit.round, visit.held)
    return answer


def _show(
    visit: Visit, number: int, form: Any, held: holding.Held, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    changing = "check" in (visit.request.POST or visit.request.GET)
    before = visit.page_url(number - 1) if number > 1 else visit.url("respond_begin")
    subjects = context.get("subjects", {})
    page = {
        "form": form,
        "fields": [(subjects.get(field.name), field) for field in form],
        "key": held.key,
        "progress": visit.progress(number),
        "changing": changing,
        "back_url": visit.url("respond_check") if changing else before,
        "back_label": "Back to your answers" if changing else "Back",
    }
    return visit.show("about" if number > len(visit.asked.pages) else "questions", context | page, status)
