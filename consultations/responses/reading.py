"""What the area reads of its responses: rows for lists and files, and how often each answer was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from lis.doors.tables import Column
from lis.engine.actor import Actor
from lis.people.models import Role

from ..questionnaires.models import Question
from ..rounds.models import Round
from .asked import Asked, AskedQuestion
from .contacts import opened
from .copies import value_of
from .models import GivenAnswer, Response


def reads_names(actor: Actor, round_: Round) -> bool:
    """Whether ``actor`` may read who sent a response: the body's consultation officers, and nobody else."""
    return actor.holds(Role.CONSULTATION_OFFICER, round_.organisation.pk)


def with_answers(responses: QuerySet) -> QuerySet:
    """``responses`` with their answers, fetched for many at a time, as ``given``."""
    given = GivenAnswer.objects.only("response_id", "question_id", "body")
    return responses.select_related("record").prefetch_related(Prefetch("answers", queryset=given, to_attr="given"))


@dataclass(frozen=True)
class Tally:
    """How often each option of one question was chosen, among ``answered`` responses that answered it."""

    question: AskedQuestion
    answered: int
    lines: list[tuple[str, int]]


def tallies(responses: QuerySet, asked: Asked) -> list[Tally]:
    """The answers to every question that offers some, counted over ``responses`` in one query."""
    closed = [question for question in asked.questions if not question.in_words]
    rows = (
        GivenAnswer.objects.filter(
            response__in=responses.order_by().values("pk"), question__key__in=[question.key for question in closed],
            body__isnull=False,
        )
        .order_by()
        .values_list("question__key", "body")
        .annotate(times=Count("pk"))
    )  # fmt: skip
    chosen: dict[str, Counter[str]] = {question.key: Counter() for question in closed}
    answered: Counter[str] = Counter()
    for key, body, times in rows:
        answered[key] += times
        for code in GivenAnswer(body=body).codes:
            chosen[key][code] += times
    return [
        Tally(one, answered[one.key], [(words, chosen[one.key][code]) for code, words in one.options])
        for one in closed
    ]  # fmt: skip


def columns_of(round_: Round, asked: Asked, *, names: bool) -> list[Column]:
    """The columns of a table of responses: about each, its sender for those who may, a column for every question."""
    keys = dict(Question.objects.filter(questionnaire__round=round_).values_list("key", "pk"))
    columns = [
        Column("ref", "Reference", lambda response: response.record.ref),
        Column("received_at", "Received", lambda response: response.received_at),
        Column("channel", "Came by", lambda response: response.get_channel_display()),
        Column("publication", "May be published", lambda response: response.get_publication_display()),
        Column("capacity", "Answers", lambda response: response.get_capacity_display()),
        Column("organisation", "Organisation", lambda response: response.organisation_name),
        Column("represents", "Whom it represents", lambda response: response.represents),
    ]
    if names:
        columns += [
            Column("name", "Name", lambda response: _contact(response)["name"]),
            Column("email", "E-mail address", lambda response: _contact(response)["email"]),
        ]
    taken = {column.key for column in columns}
    return columns + [
        Column(
            f"answer_{question.key}" if question.key in taken else question.key,
            question.words,
            _answer_to(question, keys[question.key]),
        )
        for question in asked.questions
    ]


def _contact(response: Response) -> dict[str, str]:
    """Who sent it, opened once for all columns."""
    if not hasattr(response, "known"):
        response.known = opened(getattr(response, "contact", None))
    return response.known


def _answer_to(question: AskedQuestion, key: int) -> Any:
    offered = dict(question.options)

    def value(response: Response) -> Any:
        given: Iterable[GivenAnswer] = response.given
        answer = next((one for one in given if one.question_id == key), None)
        if answer is None:
            return None
        found = value_of(answer, question)
        if isinstance(found, str):
            return found
        words = [offered.get(code, code) for code in found]
        return words if question.kind == "multiple" else "; ".join(words)

    return value
