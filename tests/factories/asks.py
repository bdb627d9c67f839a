"""Strategies, propositions, asks and sides for tests, each state reached by its steps."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.frameworks.models import Framework
from lis.people.models import Organisation
from propositions.asks.models import Ask
from propositions.drafting.models import Proposition
from propositions.sides.models import Answer, Clarification, Side

from .people import actor, body

MANDATE = {"meeting": "Board, December meeting", "agreed_on": "2019-12-12"}


def take(verb: str, noun: Any, by: Actor, **data: Any) -> Any:
    """Take a step on the noun as it stands now; answers the noun read again."""
    workflow = workflows[noun.record.kind]
    noun = workflow.model.objects.with_record().get(pk=noun.pk)
    workflow.perform(verb, noun, by=by, expected=noun.revision, data=data)
    return workflow.model.objects.with_record().get(pk=noun.pk)


def strategy(of: Organisation | None = None) -> Any:
    """The area's strategy, made once for each body in a test."""
    of = of or body()
    model = workflows["strategy"].model
    found = model.objects.with_record().filter(organisation=of).first()
    if found:
        return found
    framework = Framework.objects.get(code="lis-2018")
    data = {"area": of.area.code, "framework": framework.code, "title": f"{of.area.name} Local Industrial Strategy"}
    return workflows["strategy"].create("start", by=actor("lead", of=of), data=data)


def proposition(of: Organisation | None = None, by: Actor | None = None, **words: str) -> Proposition:
    """A proposition in drafting, written by a drafter."""
    of = of or body()
    data = {
        "strategy": strategy(of).ref,
        "title": "Careers Hub",
        "what": "Cover the whole county.",
        "why": "Hubs work.",
        "how": "With partners.",
        **words,
    }
    return workflows["proposition"].create("start", by=by or actor("drafter", of=of), data=data)


def ask(
    parent: Proposition | None = None, by: Actor | None = None, departments: tuple[Organisation, ...] = (), **data: Any
) -> Ask:
    """A draft ask under a proposition in drafting."""
    parent = parent or proposition()
    given = {
        "proposition": parent.ref,
        "ask": "Can the programme cover the whole county?",
        "type": "programme_extension",
        "departments": [department.code for department in departments],
        **data,
    }
    return workflows["ask"].create("add", by=by or actor("drafter", of=parent.body), data=given)


def submit(parent: Proposition, by: Actor | None = None) -> Proposition:
    """The proposition found ready by another person and submitted by the lead, with its asks."""
    ready = take("ready", parent, actor("drafter", of=parent.body))
    return take("submit", ready, by or actor("lead", of=parent.body), **MANDATE)


def submitted_ask(*departments: Organisation, of: Organisation | None = None, **data: Any) -> Ask:
    """An ask with Government, a side open for each of ``departments`` (none: with the coordinating unit)."""
    parent = proposition(of)
    made = ask(parent, departments=departments, **data)
    submit(parent)
    return Ask.objects.with_record().get(pk=made.pk)


def side(of_ask: Ask, of: Organisation) -> Side:
    return Side.objects.with_record().get(ask=of_ask, organisation=of)


POSITION = {"stance": "support", "words": "We will extend the programme."}


def drafted_side(of_ask: Ask, of: Organisation, by: Actor | None = None, **position: Any) -> Side:
    reviewer = by or actor("reviewer", of=of)
    ours = take("take", side(of_ask, of), reviewer)
    return take("draft_position", ours, reviewer, **{**POSITION, **position})


def cleared_side(of_ask: Ask, of: Organisation, **position: Any) -> Side:
    return take("clear", drafted_side(of_ask, of, **position), actor("clearer", of=of))


def issued_side(of_ask: Ask, of: Organisation, **position: Any) -> Side:
    return take("issue", cleared_side(of_ask, of, **position), actor("clearer", of=of))


def open_question(of_ask: Ask, of: Organisation, question: str = "Which towns?") -> Clarification:
    take("ask", side(of_ask, of), actor("reviewer", of=of), question=question)
    return Clarification.objects.with_record().filter(ask=of_ask, organisation=of).latest("pk")


def issued_answer(of_ask: Ask, of: Organisation) -> Answer:
    issued_side(of_ask, of)
    return Answer.objects.with_record().filter(ask=of_ask, organisation=of).latest("pk")
