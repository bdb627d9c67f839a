"""Rounds of consultation for tests, each state reached by its steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from consultations.questionnaires.models import Option, Question
from consultations.rounds.models import Element, Round
from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.frameworks.models import Theme
from lis.people.models import Organisation

from .asks import strategy, take
from .people import actor, body

WORDS = {
    "summary": "Which findings should the strategy rest on?",
    "decided": "The five themes are set by the framework.",
    "privacy": "We keep your name for two years.",
    "contact": "Write to consult@lancashire.example.",
}
# Key, kind, words, codes of the options, whether it must be answered.
QUESTIONS: tuple[tuple[str, str, str, tuple[str, ...], bool], ...] = (
    ("agree", "agree", "Do you agree with the themes?", (), True),
    ("theme", "single", "Which theme matters most to you?", ("people", "places"), False),
    ("ways", "multiple", "How do you travel to work?", ("bus", "car", "foot"), False),
    ("name", "text", "Which town do you live in?", (), False),
    ("more", "long_text", "What have we missed?", (), False),
)
# Strategies are there before any round, also one that closed long ago.
LONG_BEFORE = dt.datetime(2019, 1, 7, 9, tzinfo=dt.UTC)
OPENS_IN, LASTS = dt.timedelta(hours=1), dt.timedelta(days=30)


def officer(of: Organisation | None = None) -> Actor:
    return actor("consultation_officer", of=of or body())


def round_(of: Organisation | None = None, by: Actor | None = None, title: str = "Themes and evidence") -> Round:
    """A round in draft with a title, and nothing else yet."""
    of = of or body()
    with clock.at(LONG_BEFORE):
        data = {"strategy": strategy(of).ref, "title": title}
    made = workflows["round"].create("start", by=by or officer(of), data=data)
    return Round.objects.with_strategy().get(pk=made.pk)


def filled_round(
    of: Organisation | None = None,
    by: Actor | None = None,
    *,
    questions: Iterable[tuple[str, str, str, tuple[str, ...], bool]] = QUESTIONS,
    opens_at: dt.datetime | None = None,
    closes_at: dt.datetime | None = None,
    grace_minutes: int = 0,
    title: str = "Themes and evidence",
    **words: str,
) -> Round:
    """A round in draft that lacks nothing: words, dates, a theme, one page of questions."""
    of = of or body()
    by = by or officer(of)
    made = round_(of, by, title)
    workflows["round"].write(made, {**WORDS, **words}, by=by)
    made.opens_at = opens_at or clock.now() + OPENS_IN
    made.closes_at = closes_at or made.opens_at + LASTS
    made.grace_minutes = grace_minutes
    made.save(update_fields=["opens_at", "closes_at", "grace_minutes"])
    fill(made, questions)
    return made


def fill(of_round: Round, questions: Iterable[tuple[str, str, str, tuple[str, ...], bool]] = QUESTIONS) -> None:
    """Choose a theme for a round in draft, and put ``questions`` on its first page."""
    theme = Theme.objects.filter(framework=of_round.strategy.framework).exclude(kind="part").first()
    Element.objects.create(round=of_round, kind="theme", theme=theme)
    ask(of_round, questions)


def ask(of_round: Round, questions: Iterable[tuple[str, str, str, tuple[str, ...], bool]] = QUESTIONS) -> None:
    """Put ``questions`` on the first page of a round in draft."""
    page = of_round.questionnaire.pages.first()
    for position, (key, kind, words, codes, required) in enumerate(questions, 1):
        made = Question.objects.create(
            questionnaire=of_round.questionnaire, page=page, position=position, key=key, kind=kind, words=words,
            required=required,
        )  # fmt: skip
        Option.objects.bulk_create(
            Option(question=made, position=place, code=code, words=code.capitalize())
            for place, code in enumerate(codes, 1)
        )


def round_in_review(of: Organisation | None = None, by: Actor | None = None, **more: Any) -> Round:
    of = of or body()
    by = by or officer(of)
    return take("send_for_review", filled_round(of, by, **more), by)


def scheduled_round(of: Organisation | None = None, by: Actor | None = None, **more: Any) -> Round:
    """A round that a lead has scheduled: it opens in an hour unless ``opens_at`` says otherwise."""
    of = of or body()
    return take("schedule", round_in_review(of, by, **more), actor("lead", of=of))


def open_round(
    of: Organisation | None = None, by: Actor | None = None, *, opens_at: dt.datetime | None = None,
    closes_at: dt.datetime | None = None, **more: Any,
) -> Round:  # fmt: skip
    """A round that opened an hour ago, or at ``opens_at``; it was prepared and scheduled the day before that."""
    opens_at = opens_at or clock.now() - OPENS_IN
    with clock.at(opens_at - dt.timedelta(days=1)):
        made = scheduled_round(of, by, opens_at=opens_at, closes_at=closes_at, **more)
    return Round.objects.with_strategy().get(pk=made.pk)


def closed_round(of: Organisation | None = None, by: Actor | None = None, **more: Any) -> Round:
    """A round that closed an hour ago."""
    closes_at = clock.now() - OPENS_IN
    return open_round(of, by, opens_at=closes_at - LASTS, closes_at=closes_at, **more)
