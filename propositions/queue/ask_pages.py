"""The ask on one page: what is asked and why, who holds it, what was said, what happened and what I can do."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lis.doors.outages import only_reads
from lis.doors.pages import history_entry, step_page, visible_noun
from lis.engine.errors import NotVisible
from lis.engine.models import Event, ReadMark
from lis.engine.reading import Words, words_of_records
from lis.engine.registry import workflows
from lis.engine.visibility import readable_events
from lis.templatetags.office import date_words, due_words

from ..asks.lifecycle import Facts
from ..asks.models import Ask
from ..sides.models import Answer, Clarification
from ..sides.notes import notes_for_step, notes_of
from ..sides.remarks import remarks_on, told
from .states import AskState, states_of

PARTS = (("what", "What"), ("why", "Why"), ("how", "How"))
NAMES = {"questions": "Question", "answers": "Answer"}
# What the steps of an ask's page may be about; each part leads back to the page of its ask.
KINDS = {"asks": "ask", "sides": "side", "questions": "clarification", "answers": "answer"}


@login_required
@require_safe
def ask_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole page from one reading: each of its parts is fetched once, whoever of those below shows it."""
    ask = visible_noun(workflows["ask"], ref, request)
    actor, at = request.actor, request.received_at
    state = states_of([ask], actor, at)[ask.pk]
    questions, answers = parts_of(ask, Clarification, request), parts_of(ask, Answer, request)
    words = words_of_records([part.record for part in (*questions, *answers)], actor, at)
    numbers = dict(ask.record.versions.values_list("pk", "number"))
    side = state.own_side
    facts = {"ask": {ask.pk: Facts(state.words.latest)}}
    if side is not None:
        facts["side"] = workflows["side"].facts(actor, [side], at)
    events = list(readable_events(ask.record, actor, at).select_related("by_user", "behalf"))
    seen = read_up_to(request, ask, max(numbers.values(), default=0))
    context = {
        "ask": ask,
        "state": state,
        "parts": [(label, state.above.latest.get(part, "")) for part, label in PARTS],
        "facts": facts_of(state),
        "questions": [question_row(question, words[question.pk]) for question in questions],
        "answers": answer_rows(answers, words, numbers, state.stance_labels),
        "side": side_of(state, facts["side"][side.pk].draft, request) if side else None,
        "panels": panels(request, {"sides": [side] if side else [], "questions": questions, "answers": answers,
                                   "asks": [ask]}, facts),
        "history": [history_entry(workflows["ask"], event) for event in reversed(events)],
        "seen": seen,
        "where_we_are": where_we_are(state),
        "breadcrumbs": [("Asks", reverse("ask_list")), (ask.ref, "")],
    }  # fmt: skip
    return render(request, "asks/detail.html", context)


@login_required
def ask_step(request: HttpRequest, kind: str, ref: str, slug: str) -> HttpResponse:
    """One step of an ask, or of a side, question or answer of it."""
    if kind not in KINDS:
        raise NotVisible
    workflow = workflows[KINDS[kind]]
    noun = visible_noun(workflow, ref, request)
    ask = noun if kind == "asks" else noun.ask
    state = states_of([ask], request.actor, request.received_at)[ask.pk]
    context = {"about": "asks/about.html", "state": state, "ask": ask}
    if kind == "questions":
        context["question"] = noun.record.versions.get(number=1).content["question"]
    if kind == "sides":
        context["notes"] = notes_for_step(noun, state.words.number)
    return step_page(
        request, workflow, noun, slug, back_url=reverse("ask_detail", args=[ask.ref]),
        context={**context, "back_label": f"Back to {ask.ref}"},
    )  # fmt: skip


def facts_of(state: AskState) -> list[tuple[str, str]]:
    """What the ask is, beside its words, as (label, value)."""
    number = state.words.number
    return [
        ("Type", state.type_label),
        ("Money", state.money),
        ("Departments named", ", ".join(state.departments) or "None: the coordinating unit routes it"),
        ("Version", str(number) if number else "Draft"),
    ]


def where_we_are(state: AskState) -> str:
    """One sentence for each body whose turn it is, or why nobody need act."""
    asks_it = state.ask.body.name
    if state.ask.status == "draft":
        return f"A draft of {asks_it}. Government does not see it yet."
    if state.ask.status == "withdrawn":
        return f"{asks_it} has withdrawn this ask."
    told = []
    for turn in state.turns:
        due = f" ({due_words(turn.due_on)})" if turn.due_on else ""
        reason = turn.reason[:1].lower() + turn.reason[1:]
        told.append(f"It is with {turn.organisation.name} to {reason}, since {date_words(turn.since.at)}{due}.")
    return " ".join(told) or ("Answered. Nobody need act now." if state.answers else "Nobody need act now.")


def parts_of(ask: Ask, model: type[Clarification | Answer], request: HttpRequest) -> list[Any]:
    """The questions about ``ask``, or the answers to it, oldest first, each with that very ask."""
    found = model.objects.select_related("record__area", "organisation").filter(ask=ask)
    parts = list(found.visible_to(request.actor, request.received_at).order_by("pk"))
    for part in parts:
        part.ask = ask
    return parts


def question_row(question: Clarification, words: Words) -> dict[str, Any]:
    """One question with its answer."""
    return {
        "ref": question.ref,
        "by": question.organisation.name,
        "question": words["question"],
        "answer": words["answer"],
        "status": workflows["clarification"].statuses[question.status],
        "open": question.status == "open",
    }


def answer_rows(
    answers: list[Answer], words: dict[int, Words], numbers: dict[int, int], labels: dict[str, str]
) -> list[dict[str, Any]]:
    """The answers that departments have issued, newest first, the earlier ones of a department marked.

    ``numbers`` are those of the ask's versions by key, ``labels`` what each stance is called.
    """
    keys = [answer.pk for answer in answers]
    issued = dict(Event.objects.filter(record__in=keys, number=1).values_list("record_id", "at"))
    shown, rows = set(), []
    for answer in reversed(answers):
        rows.append(
            {
                "ref": answer.ref,
                "by": answer.organisation.name,
                "stance": labels.get(answer.stance, answer.stance),
                "content": words[answer.pk].content,
                "version": numbers[answer.on_version_id],
                "at": issued[answer.pk],
                "read": answer.status == "read",
                "replaced": answer.organisation_id in shown,
            }
        )
        shown.add(answer.organisation_id)
    return rows


def side_of(state: AskState, draft: dict[str, str], request: HttpRequest) -> dict[str, Any]:
    """What only our own department sees: where its work on the ask stands, and its ``draft`` by part."""
    side, workflow = state.own_side, workflows["side"]
    turn = side.record.turns.filter(ended=None).select_related("since").first()
    events = list(side.record.events.select_related("by_user", "behalf").order_by("-number"))
    drafted = {part: body for part, body in draft.items() if body}
    return {
        "noun": side,
        "notes": notes_of(side, events, drafted, state.words.number),
        "remarks": [told(one) for one in remarks_on([side.pk])[side.pk]],
        "coordinates": request.actor.holds("coordinator", side.organisation_id),
        "status": workflow.statuses[side.status],
        "stance": state.stance_labels.get(draft.get("stance", ""), ""),
        "draft": drafted,
        "turn": turn,
        "reason": next((event.note for event in events if event.verb in ("open", "route_again") and event.note), ""),
        "history": [history_entry(workflow, event) for event in events],
    }


def panels(request: HttpRequest, nouns: dict[str, list[Any]], facts: dict[str, dict[int, Any]]) -> list[dict[str, Any]]:
    """The steps open to the reader of ``nouns``, by how their addresses begin; ``facts`` by kind, where known."""
    found = []
    for kind, some in nouns.items():
        name = KINDS[kind]
        verdicts = workflows[name].judge(request.actor, some, request.received_at, facts=facts.get(name))
        for noun in some:
            mine = [
                verdict for verdict in verdicts[noun.pk]
                if verdict.mine and (noun.status in verdict.step.sources)
            ]  # fmt: skip
            if mine:
                heading = "What you can do" if kind in ("asks", "sides") else f"{NAMES[kind]} {noun.ref}"
                found.append({"verdicts": mine, "steps_url": f"/{kind}/{noun.ref}/steps/", "heading": heading,
                              "id": f"steps-{noun.ref}"})  # fmt: skip
    return found


def read_up_to(request: HttpRequest, ask: Ask, last: int) -> dt.datetime | None:
    """Note that this person has now read the ask up to version ``last``, and answer when they last did before.

    A database that can only be read still shows the ask; then nothing is noted.
    """
    key = {"person": request.actor.user, "record": ask.record}
    mark = ReadMark.objects.filter(**key).first()
    if mark and (mark.event, mark.version) == (ask.revision, last):
        return mark.read_at
    now = {"event": ask.revision, "version": last, "read_at": request.received_at}
    try:
        with transaction.atomic():
            if mark is None:
                ReadMark.objects.create(**key, **now)
            else:
                ReadMark.objects.filter(pk=mark.pk).update(**now)
    except IntegrityError:
        # The same person opened it twice at once: one mark is enough.
        return None
    except DatabaseError as error:
        if not only_reads(error):
            raise
    return mark.read_at if mark else None
