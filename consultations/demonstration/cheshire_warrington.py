"""Cheshire and Warrington's consultations, told by steps: one has closed, one is open, one is being prepared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.evidence.models import Finding
from lis.files.storing import store_content
from lis.people.models import User
from lis.strategies.models import Strategy

from ..questionnaires.editing import add_pasted, copy_questions, save_page
from ..questionnaires.pasting import questions_in
from ..rounds.models import Element, Round, SupportingDocument
from ..rounds.preparing import add_subjects, prepared
from .cheshire_warrington_words import (
    DOCUMENTS,
    EXPLANATIONS,
    FINDINGS,
    FIRST_QUESTIONS,
    FIRST_ROUND,
    INTRODUCTIONS,
    SECOND_QUESTIONS,
    SECOND_ROUND,
    THIRD_ROUND,
    Told,
)

BODY = "cheshire-warrington.example"


class Teller:
    """Takes the steps of the consultation officer, the drafter and the lead, each on a day of the story."""

    def __init__(self, people: Mapping[str, User], first_day: dt.date) -> None:
        self.first_day = first_day
        self.officer, self.drafter, self.lead = (
            people[f"{name}@{BODY}"] for name in ("consultation", "drafter", "lead")
        )  # fmt: skip
        self.strategy = Strategy.objects.with_record().get(organisation__memberships__user=self.lead)

    def moment(self, day: int, hour: int, minute: int = 0) -> dt.datetime:
        return clock.on(self.date(day), hour, minute)

    def date(self, day: int) -> dt.date:
        return self.first_day + dt.timedelta(days=day)

    def record(self, day: int, told: Told) -> Finding:
        """A finding, started by the drafter and recorded the same day."""
        workflow, by = workflows["finding"], Actor.of(self.drafter)
        with clock.at(self.moment(day, 10)):
            data = {"strategy": self.strategy.ref, "statement": told.statement}
            made = workflow.create("start", by=by, data=data)
            workflow.write(made, {"detail": told.detail, "source": told.source}, by=by)
            workflow.change_details(made, {"theme": told.theme}, by=by)
            return self.take(day, 11, "record", made, self.drafter)

    def prepare(self, day: int, words: dict[str, str], *, opens: int, closes: int) -> Round:
        """A round in draft with its words and dates, by the consultation officer."""
        workflow, by = workflows["round"], Actor.of(self.officer)
        with clock.at(self.moment(day, 9)):
            data = {"strategy": self.strategy.ref, "title": words["title"]}
            made = workflow.create("start", by=by, data=data)
            workflow.write(made, words, by=by)
            dates = {
                "opens_on": self.date(opens).isoformat(), "opens_time": "09:00",
                "closes_on": self.date(closes).isoformat(), "closes_time": "23:59", "grace_minutes": "30",
            }  # fmt: skip
            workflow.change_details(made, dates, by=by)
            return Round.objects.with_strategy().get(pk=made.pk)

    def about(self, day: int, made: Round, kind: str, *values: str) -> None:
        """What it is about, with why it is asked where the story says so."""
        by = Actor.of(self.officer)
        with clock.at(self.moment(day, 10)):
            elements = add_subjects(made, kind, values, by)
            with prepared(made, by):
                for element, value in zip(elements, values, strict=True):
                    element.explanation = EXPLANATIONS.get(value, "")
                    element.save(update_fields=["explanation"])

    def ask(self, day: int, made: Round, text: str) -> None:
        by = Actor.of(self.officer)
        with clock.at(self.moment(day, 11)):
            add_pasted(made, questions_in(text), by)
            for page in made.questionnaire.pages.all():
                given = {"heading": page.heading, "introduction": INTRODUCTIONS.get(page.heading, "")}
                save_page(made, given, by, page)

    def connect(self, day: int, made: Round, questions: dict[str, Any]) -> None:
        """Say of single questions which element they are about."""
        with clock.at(self.moment(day, 12)), prepared(made, Actor.of(self.officer)) as fresh:
            for question in fresh.questionnaire.questions.filter(words__in=questions):
                question.element = questions[question.words]
                question.save(update_fields=["element"])

    def attach(self, day: int, made: Round, names: tuple[str, ...]) -> None:
        by = Actor.of(self.officer)
        with clock.at(self.moment(day, 13)), prepared(made, by) as fresh:
            for position, name in enumerate(names, 1):
                title, words = DOCUMENTS[name]
                file = store_content(name, words.encode(), by=self.officer, record=fresh.record)
                SupportingDocument.objects.create(round=fresh, position=position, title=title, file=file)

    def schedule(self, day: int, made: Round) -> None:
        """Sent for review by the officer, scheduled by the lead the next day."""
        self.take(day, 15, "send_for_review", made, self.officer, note="Ready to be read by somebody else.")
        self.take(day + 1, 10, "schedule", made, self.lead)

    def take(self, day: int, hour: int, verb: str, noun: Any, by: User, **data: Any) -> Any:
        workflow = workflows[noun.record.kind]
        with clock.at(self.moment(day, hour, 30)):
            fresh = workflow.model.objects.with_record().get(pk=noun.pk)
            workflow.perform(verb, fresh, by=Actor.of(by), expected=fresh.revision, data=data)
            return workflow.model.objects.with_record().get(pk=noun.pk)


def tell(people: Mapping[str, User], first_day: dt.date) -> tuple[Round, Round]:
    """Four findings and three rounds: one closed three weeks ago, one open for ten more days, one being prepared.

    ``people`` are the demonstration's accounts by e-mail address; ``first_day`` is the day, sixty days ago, on which
    the strategy began. The papers of the area have been told before. Answers the two that have opened.
    """
    teller = Teller(people, first_day)
    first = teller.prepare(3, FIRST_ROUND, opens=7, closes=35)
    teller.about(3, first, Element.Kind.THEME, "Ideas", "People", "Places")
    teller.ask(3, first, FIRST_QUESTIONS)
    teller.attach(3, first, ("where-we-stand.txt",))
    teller.schedule(4, first)
    findings = [teller.record(day, told) for day, told in zip((9, 11, 20, 33), FINDINGS, strict=True)]

    second = teller.prepare(36, SECOND_ROUND, opens=40, closes=70)
    teller.about(36, second, Element.Kind.THEME, "Ideas", "People", "Infrastructure", "Places")
    teller.about(36, second, Element.Kind.FINDING, *(finding.ref for finding in findings))
    teller.about(36, second, Element.Kind.PAPER, "CHW-P01/evidence")
    teller.ask(36, second, SECOND_QUESTIONS)
    elements = {element.version.record.ref: element for element in second.elements.exclude(version=None)}
    teller.connect(
        36, second, {told.question: elements[made.ref] for told, made in zip(FINDINGS, findings, strict=True)}
    )  # fmt: skip
    teller.attach(36, second, ("evidence-in-short.txt", "first-round-what-we-heard.txt", "figures.csv"))
    teller.schedule(37, second)
    tell_of_the_third(teller, second)
    return tuple(Round.objects.with_strategy().get(pk=made.pk) for made in (first, second))


def tell_of_the_third(teller: Teller, second: Round) -> None:
    """A round that lacks some words yet; its questions are those of the second, to begin with."""
    third = teller.prepare(57, THIRD_ROUND, opens=95, closes=125)
    teller.about(57, third, Element.Kind.THEME, "Ideas", "People")
    teller.about(57, third, Element.Kind.FINDING, "CHW-F01")
    with clock.at(teller.moment(57, 14)):
        copy_questions(third, second, Actor.of(teller.officer))
