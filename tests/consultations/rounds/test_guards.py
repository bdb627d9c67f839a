"""What the database refuses of a round that has left its draft, whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from consultations.questionnaires.models import Option, Question, QuestionPage
from consultations.rounds.models import Element, Round, SupportingDocument
from lis.files.storing import store_content
from lis.frameworks.models import Theme
from tests.factories import consultations
from tests.factories.asks import take
from tests.factories.people import actor, body

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepared(settings, tmp_path) -> Round:
    """A draft with one of everything."""
    options = {"location": str(tmp_path), "base_url": None}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    officer = consultations.officer()
    made = consultations.filled_round(by=officer)
    file = store_content("summary.txt", b"Words.", by=officer.user, record=made.record)
    SupportingDocument.objects.create(round=made, title="Summary", file=file)
    return made


def changes(round_: Round) -> dict[str, Callable[[], Any]]:
    """Every way to change what a round asks and shows, each by itself."""
    question = round_.questionnaire.questions.get(key="theme")
    page, theme = question.page, Theme.objects.filter(framework=round_.strategy.framework).last()
    of = {"round": round_}
    return {
        "add an element": lambda: Element.objects.create(kind="theme", theme=theme, **of),
        "explain an element": lambda: round_.elements.update(explanation="Because."),
        "take an element out": lambda: Element.objects.filter(pk__in=round_.elements.values("pk")).delete(),
        "add a document": lambda: SupportingDocument.objects.create(title="B", file=round_.documents.get().file, **of),
        "rename a document": lambda: round_.documents.update(title="B"),
        "take a document out": lambda: round_.documents.all().delete(),
        "add a page": lambda: QuestionPage.objects.create(questionnaire=round_.questionnaire, heading="B"),
        "rename a page": lambda: round_.questionnaire.pages.update(heading="B"),
        "add a question": lambda: Question.objects.create(
            questionnaire=round_.questionnaire, page=page, key="b", kind="text", words="B?"
        ),
        "change a question": lambda: Question.objects.filter(pk=question.pk).update(words="B?"),
        "take a question out": lambda: round_.questionnaire.questions.filter(key="name").delete(),
        "add an option": lambda: Option.objects.create(question=question, code="b", words="B"),
        "change an option": lambda: question.options.update(words="B"),
        "take an option out": lambda: question.options.all().delete(),
        "open on another day": lambda: Round.objects.filter(pk=round_.pk).update(
            opens_at=round_.opens_at + dt.timedelta(days=1)
        ),
        "give more grace": lambda: Round.objects.filter(pk=round_.pk).update(grace_minutes=30),
        "close before": lambda: Round.objects.filter(pk=round_.pk).update(
            closes_at=round_.closes_at - dt.timedelta(days=1)
        ),
        "never close": lambda: Round.objects.filter(pk=round_.pk).update(closes_at=None),
    }


def outcome(change: Callable[[], Any]) -> str:
    """What the database says to a change, which is undone: "" where it takes it."""
    try:
        with transaction.atomic():
            change()
            transaction.set_rollback(True)
    except IntegrityError as error:
        return str(error)
    return ""


def refused(round_: Round) -> list[str]:
    return [name for name, change in changes(round_).items() if "is past its draft" in outcome(change)]


def test_a_draft_may_be_changed_in_every_way_and_a_round_past_its_draft_in_none(prepared):
    everything = list(changes(prepared))
    assert set(map(outcome, changes(prepared).values())) == {""}

    in_review = take("send_for_review", prepared, consultations.officer())
    assert refused(in_review) == everything

    scheduled = take("schedule", in_review, actor("lead", of=body()))
    assert refused(scheduled) == everything

    assert refused(take("send_back", scheduled, actor("lead", of=body()), note="Not yet.")) == []


def test_a_question_does_not_move_from_a_draft_into_a_round_that_is_open():
    opened, draft = consultations.open_round(), consultations.filled_round()
    question = draft.questionnaire.questions.get(key="name")

    with pytest.raises(IntegrityError, match="is past its draft"), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(questionnaire=opened.questionnaire, key="other")
