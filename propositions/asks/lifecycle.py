"""The life of an ask: drafted by the area, submitted to Government, answered by departments, or withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.models import Counter, Record
from lis.engine.reading import words_of_records
from lis.engine.registry import register, workflows
from lis.engine.standing import end_turns, grant
from lis.engine.steps import NEW, NOTE_LIMIT, Act, Part, ReasonForm, Step, StepForm, plain
from lis.engine.words import nobody
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, drafts_of, mint, save_drafts
from lis.frameworks.models import vocabulary_labels

from ..drafting.submission import tell_of_submission
from .forms import AddForm, AskDetailsForm
from .models import Ask
from .permissions import (
    area_lead,
    area_writer,
    has_type,
    has_words,
    proposition_is_open,
    proposition_is_submitted,
    while_found_ready,
)

DRAFT, SUBMITTED, WITHDRAWN = "draft", "submitted", "withdrawn"

PARTS = [
    Part("ask", "Ask", "One ask, in words that a department can answer with yes or no.", rows=4),
    Part("money_reason", "Why new money is needed", "Only if it asks for new money.", rows=3),
]


@dataclass
class Facts:
    """What the table needs to know of one ask: its words by part, as the actor reads them."""

    words: dict[str, Any]


class WhatHappenedForm(StepForm):
    """What a consequence remembers: the body it is about, and where it went."""

    organisation = forms.CharField(required=False)
    to = forms.JSONField(required=False)
    about = forms.CharField(required=False, max_length=NOTE_LIMIT)


def write_first_words(act: Act) -> None:
    bodies = {part.key: act.given.get(part.key, "") for part in PARTS}
    save_drafts(act.noun.record, act.noun.body, bodies, by=act.actor.user, at=act.at)
    grant(act, act.noun.record, act.noun.body)


def mint_words(act: Act) -> Any:
    """The version that departments read: the words and everything they are judged by."""
    ask = act.noun
    words = {part: draft.body for part, draft in drafts_of(ask.record, ask.body).items()}
    title = drafts_of(ask.proposition.record, ask.body).get("title")
    body = {
        "ask": words.get("ask", ""),
        "money_reason": words.get("money_reason", ""),
        "type": ask.type,
        "type_label": vocabulary_labels("ask_types").get(ask.type, ask.type),
        "money": ask.money,
        "tags": list(ask.tags),
        "departments": sorted(department.code for department in ask.departments.all()),
        "lead_department": ask.lead_department.code if ask.lead_department else "",
        "proposition": ask.proposition.ref,
        "asked_by": ask.body.code,
        "sponsors": plain(ask.proposition.sponsors.all()),
        "title": title.body if title else "",
    }
    authors = draft_authors(ask.record, ask.body)
    return mint(ask.record, schema="ask/1", body=body, authors=authors, at=act.at)


def open_sides(act: Act) -> None:
    workflows["side"].open_for_submission(act.noun, act)
    tell_of_submission(act)


def close_sides(act: Act) -> None:
    """Nobody need act on a withdrawn ask; the departments that held it are told by its history."""
    workflows["side"].close_for_withdrawal(act.noun, act)
    end_turns(act, act.noun.record)


class AskWorkflow(Workflow):
    kind = "ask"
    model = Ask
    noun_name = "ask"
    statuses = {DRAFT: "Draft", SUBMITTED: "Submitted", WITHDRAWN: "Withdrawn"}
    writer = area_writer
    details = AskDetailsForm
    steps = (
        Step("add", "Add an ask", {NEW}, DRAFT, who=area_writer, requires=(proposition_is_open,), form=AddForm,
             locks=lambda plan: [plan.proposition_id], act=write_first_words, past="added the ask"),
        Step("submit", "Submit to Government", {DRAFT}, SUBMITTED, who=area_lead,
             requires=(proposition_is_submitted, has_words, has_type), mint=mint_words, act=open_sides,
             past="submitted it to Government", main=True,
             hint="For an ask that was added after its proposition had gone."),
        Step("withdraw", "Withdraw", {DRAFT, SUBMITTED}, WITHDRAWN, who=area_lead, form=ReasonForm, act=close_sides,
             past="withdrew it", warns=True,
             hint="Departments that have seen it will see that it was withdrawn, and why."),
        Step("move", "Passed on", {SUBMITTED}, None, who=nobody, form=WhatHappenedForm, consequence=True,
             past="passed it on"),
        Step("question", "Question asked", {SUBMITTED}, None, who=nobody, form=WhatHappenedForm, consequence=True,
             past="asked the area a question"),
        Step("reply", "Question answered", {SUBMITTED}, None, who=nobody, form=WhatHappenedForm, consequence=True,
             past="answered the question"),
        Step("answer", "Answered", {SUBMITTED}, None, who=nobody, form=WhatHappenedForm, consequence=True,
             past="answered the ask"),
    )  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, Facts]:
        words = words_of_records([noun.record for noun in nouns], actor, at)
        return {pk: Facts(found.latest) for pk, found in words.items()}

    def stops(self, asks: Sequence[Any], actor: Actor, at: dt.datetime) -> dict[int, list[Check]]:
        """What keeps each draft from going along with its proposition, by the ask's key."""
        facts = self.facts(actor, asks, at)
        return {
            ask.pk: [check for word in (has_words, has_type) for check in word(actor, ask, facts[ask.pk])]
            for ask in asks
        }

    def parts(self, noun: Any) -> list[Part]:
        return PARTS

    def drafting_organisation(self, actor: Actor, noun: Ask) -> Any:
        return noun.body if noun.body_id in actor.organisation_ids else None

    def writing_reasons(self, actor: Actor, noun: Ask, facts: Any) -> list[Check]:
        if noun.status == DRAFT:
            return while_found_ready(noun.proposition)
        words = self.statuses[noun.status].lower()
        return [Check("status", f"{noun.ref} is {words}, so its words cannot be changed now.", STOP)]

    def details_of(self, noun: Ask) -> dict[str, Any]:
        names = ("type", "lead_department", "money", "tags")
        return {
            **{name: plain(getattr(noun, name)) if getattr(noun, name) is not None else "" for name in names},
            "departments": plain(noun.departments.all()),
        }

    def save_details(self, noun: Ask, changed: dict[str, Any]) -> None:
        departments = changed.pop("departments", None)
        for name, value in changed.items():
            setattr(noun, name, value)
        if changed:
            noun.save(update_fields=list(changed))
        if departments is not None:
            noun.departments.set(departments)

    def acting_for(self, actor: Actor, noun: Ask, facts: Any) -> Any:
        """The area for its own people; for a consequence, the body of whoever caused it."""
        if noun.body_id in actor.organisation_ids:
            return noun.body
        return next((membership.organisation for membership in actor.memberships), None)

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Ask:
        names = ("type", "lead_department", "money", "tags")
        return Ask(proposition=given["proposition"], **{name: given[name] for name in names if given.get(name)})

    def reference(self, act: Act) -> str:
        prefix = act.noun.proposition.ref
        return f"{prefix}.{Counter.next(prefix)}"

    def area_of(self, act: Act) -> Any:
        return act.noun.proposition.area

    def build(self, act: Act, record: Record) -> Ask:
        ask = act.noun
        ask.record = record
        ask.save(force_insert=True)
        ask.departments.set(act.given.get("departments") or [])
        return ask

    def describe(self, event: Any) -> str:
        data = event.data
        if event.verb == "move" and data.get("to"):
            return f"passed it from {data.get('organisation', '')} to {' and '.join(data['to'])}"
        return super().describe(event)


workflow = register(AskWorkflow())
