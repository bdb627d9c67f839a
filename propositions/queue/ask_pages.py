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
from lis.engine.reading import words_of_records
from lis.engine.registry import workflows
from lis.engine.visibility import readable_events, readable_versions
from lis.frameworks.models import vocabulary_labels
from lis.templatetags.office import date_words, due_words

from ..asks.models import Ask
from ..sides.models import Answer, Clarification
from .states import AskState, states_of

PARTS = (("what", "What"), ("why", "Why"), ("how", "How"))
NAMES = {"questions": "Question", "answers": "Answer"}
# What the steps of an ask's page may be about; each part leads back to the page of its ask.
KINDS = {"asks": "ask", "sides": "side", "questions": "clarification", "answers": "answer"}


@login_required
@require_safe
def ask_detail(request: HttpRequest, ref: str) -> HttpResponse:
    ask = visible_noun(workflows["ask"], ref, request)
    actor, at = request.actor, request.received_at
    state = states_of([ask], actor, at)[ask.pk]
    words = words_of_records([ask.proposition.record], actor, at)[ask.proposition_id]
    proposition = words.latest
    events = list(readable_events(ask.record, actor, at).select_related("by_user", "behalf", "version"))
    seen = read_up_to(request, ask)
    context = {
        "ask": ask,
        "state": state,
        "parts": [(label, proposition.get(part, "")) for part, label in PARTS],
        "facts": facts_of(state),
        "versions": list(readable_versions(ask.record, actor, at)),
        "questions": questions_of(ask, request),
        "answers": answers_of(ask, request),
        "side": side_of(state, request),
        "panels": panels(ask, state, request),
        "history": [history_entry(workflows["ask"], event) for event in reversed(events)],
        "seen": seen,
        "where_we_are": where_we_are(state),
        "breadcrumbs": [("Asks", reverse("ask_list")), (ask.ref, "")],
    }
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


def questions_of(ask: Ask, request: HttpRequest) -> list[dict[str, Any]]:
    """The questions about ``ask`` with their answers, oldest first."""
    found = Clarification.objects.with_record().visible_to(request.actor, request.received_at).filter(ask=ask)
    questions = list(found.order_by("pk"))
    words = words_of_records([question.record for question in questions], request.actor, request.received_at)
    statuses = workflows["clarification"].statuses
    return [
        {
            "ref": question.ref,
            "by": question.organisation.name,
            "question": words[question.pk]["question"],
            "answer": words[question.pk]["answer"],
            "status": statuses[question.status],
            "open": question.status == "open",
        }
        for question in questions
    ]


def answers_of(ask: Ask, request: HttpRequest) -> list[dict[str, Any]]:
    """The answers that departments have issued on ``ask``, newest first, the earlier ones of a department marked."""
    found = Answer.objects.with_record().visible_to(request.actor, request.received_at).filter(ask=ask)
    answers = list(found.select_related("on_version").order_by("-pk"))
    words = words_of_records([answer.record for answer in answers], request.actor, request.received_at)
    issued = dict(Event.objects.filter(record__in=list(words), number=1).values_list("record_id", "at"))
    labels, shown, rows = vocabulary_labels("stances"), set(), []
    for answer in answers:
        rows.append(
            {
                "ref": answer.ref,
                "by": answer.organisation.name,
                "stance": labels.get(answer.stance, answer.stance),
                "content": words[answer.pk].content,
                "version": answer.on_version.number,
                "at": issued[answer.pk],
                "read": answer.status == "read",
                "replaced": answer.organisation_id in shown,
            }
        )
        shown.add(answer.organisation_id)
    return rows


def side_of(state: AskState, request: HttpRequest) -> dict[str, Any] | None:
    """What only our own department sees: where its work on the ask stands, and its draft."""
    side = state.own_side
    if side is None:
        return None
    workflow = workflows["side"]
    draft = workflow.draft(side, request.actor) or {}
    labels = vocabulary_labels("stances")
    turn = side.record.turns.filter(ended=None).select_related("since").first()
    events = side.record.events.select_related("by_user", "behalf").order_by("-number")
    return {
        "noun": side,
        "status": workflow.statuses[side.status],
        "stance": labels.get(draft["stance"].body, "") if "stance" in draft else "",
        "draft": {part: one.body for part, one in draft.items() if one.body},
        "turn": turn,
        "reason": next((event.note for event in events if event.verb in ("open", "route_again") and event.note), ""),
        "history": [history_entry(workflow, event) for event in events],
    }


def panels(ask: Ask, state: AskState, request: HttpRequest) -> list[dict[str, Any]]:
    """The steps open to the reader, in groups: the side of their department, questions, answers, the ask itself."""
    groups: list[tuple[str, str, list[Any]]] = []
    if state.own_side is not None:
        groups.append(("sides", "side", [state.own_side]))
    for kind, name, model in (("questions", "clarification", Clarification), ("answers", "answer", Answer)):
        nouns = model.objects.with_record().visible_to(request.actor, request.received_at).filter(ask=ask)
        groups.append((kind, name, list(nouns.order_by("pk"))))
    groups.append(("asks", "ask", [ask]))
    found = []
    for kind, name, nouns in groups:
        verdicts = workflows[name].judge(request.actor, nouns, request.received_at)
        for noun in nouns:
            mine = [
                verdict for verdict in verdicts[noun.pk]
                if verdict.mine and (noun.status in verdict.step.sources)
            ]  # fmt: skip
            if mine:
                heading = "What you can do" if kind in ("asks", "sides") else f"{NAMES[kind]} {noun.ref}"
                found.append({"verdicts": mine, "steps_url": f"/{kind}/{noun.ref}/steps/", "heading": heading,
                              "id": f"steps-{noun.ref}"})  # fmt: skip
    return found


def read_up_to(request: HttpRequest, ask: Ask) -> dt.datetime | None:
    """Note that this person has now read the ask, and answer when they last did before.

    A database that can only be read still shows the ask; then nothing is noted.
    """
    last = ask.record.versions.order_by("-number").values_list("number", flat=True).first() or 0
    key = {"person": request.actor.user, "record": ask.record}
    mark = ReadMark.objects.filter(**key).first()
    now = {"event": ask.revision, "version": last, "read_at": request.received_at}
    try:
        with transaction.atomic():
            if mark is None:
                ReadMark.objects.create(**key, **now)
            elif (mark.event, mark.version) != (ask.revision, last):
                ReadMark.objects.filter(pk=mark.pk).update(**now)
    except IntegrityError:
        # The same person opened it twice at once: one mark is enough.
        return None
    except DatabaseError as error:
        if not only_reads(error):
            raise
    return mark.read_at if mark else None
