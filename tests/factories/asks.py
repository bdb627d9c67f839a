"""Strategies, propositions, asks and sides for tests, each state reached by its steps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.frameworks.models import Framework
from lis.people.models import Organisation
from propositions.asks.models import Ask
from propositions.drafting.models import Proposition
from propositions.lines.models import GovernmentLine
from propositions.reserves.models import Reserve
from propositions.sides.models import Answer, Clarification, Side

from .people import actor, body, department

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
    ours = side(of_ask, of)
    if ours.status == "routed":
        ours = take("take", ours, reviewer)
    return take("draft_position", ours, reviewer, **{**POSITION, **position})


def team_agreed_side(of_ask: Ask, of: Organisation, **position: Any) -> Side:
    return take("agree_in_team", drafted_side(of_ask, of, **position), actor("reviewer", of=of))


def cleared_side(of_ask: Ask, of: Organisation, **position: Any) -> Side:
    return take("clear", drafted_side(of_ask, of, **position), actor("clearer", of=of))


def ahead(days: int = 7, hour: int = 9) -> dict[str, str]:
    """A day and an hour that lie ahead, as a form takes them."""
    return {"day": (clock.today() + dt.timedelta(days)).isoformat(), "hour": str(hour)}


def scheduled_side(of_ask: Ask, of: Organisation, by: Actor | None = None, **day: str) -> Side:
    """A side whose cleared words go out on a day, in a week unless another is given."""
    return take("schedule", cleared_side(of_ask, of), by or actor("clearer", of=of), **(day or ahead()))


def issued_side(of_ask: Ask, of: Organisation, **position: Any) -> Side:
    return take("issue", cleared_side(of_ask, of, **position), actor("clearer", of=of))


def open_question(of_ask: Ask, of: Organisation, question: str = "Which towns?") -> Clarification:
    take("ask", side(of_ask, of), actor("reviewer", of=of), question=question)
    return Clarification.objects.with_record().filter(ask=of_ask, organisation=of).latest("pk")


def issued_answer(of_ask: Ask, of: Organisation) -> Answer:
    issued_side(of_ask, of)
    return Answer.objects.with_record().filter(ask=of_ask, organisation=of).latest("pk")


def differing_ask() -> Ask:
    """An ask to which BEIS has said yes and DfE no."""
    beis, dfe = department("BEIS"), department("DfE")
    made = submitted_ask(beis, dfe)
    issued_side(made, beis, stance="support")
    issued_side(made, dfe, stance="object", words="We cannot.", reason="It costs too much.")
    return Ask.objects.with_record().get(pk=made.pk)


def line_on(of_ask: Ask, by: Actor | None = None, **data: Any) -> GovernmentLine:
    keeper = by or actor("coordinator", of=department("CLGU"))
    return workflows["line"].create("begin", by=keeper, data={"ask": of_ask.ref, **data})


def reserve_on(of_ask: Ask, words: str = "Ten districts would do.", by: Actor | None = None) -> Reserve:
    keeper = by or actor("lead", of=of_ask.body)
    return workflows["reserve"].create("set", by=keeper, data={"ask": of_ask.ref, "words": words})
