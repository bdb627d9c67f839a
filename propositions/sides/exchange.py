"""The lives of what passes between the two sides of an ask: questions, and the answers that departments issue."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import RecordField
from lis.engine.models import Record, Version
from lis.engine.registry import register, workflows
from lis.engine.standing import end_turns, give_turn
from lis.engine.steps import NEW, NOTE_LIMIT, Act, NoInput, NoteForm, Step, StepForm
from lis.engine.words import nobody
from lis.engine.workflow import Workflow
from lis.engine.writing import mint

from . import effects
from .forms import ReplyForm
from .mail import tell_turn
from .models import Answer, Clarification, Side
from .permissions import area_reader, area_writer, ask_is_open, reviewer

OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
ISSUED, READ = "issued", "read"


class FromSideForm(StepForm):
    """What comes out of a side: a question to the area, or the answer that was cleared."""

    side = RecordField(queryset=Side.objects.with_record(), widget=forms.TextInput)
    question = forms.CharField(required=False, max_length=NOTE_LIMIT)


class PartWorkflow(Workflow):
    """What questions and answers share: each is a part of its ask, given out by one body's side."""

    letter = ""

    def plan(self, step: Step, actor: Any, given: dict[str, Any]) -> Any:
        side = given["side"]
        return self.model(ask=side.ask, organisation=side.organisation)

    def reference(self, act: Act) -> str:
        ask = act.noun.ask
        return f"{ask.ref}-{self.letter}{self.model.objects.filter(ask=ask).count() + 1}"

    def area_of(self, act: Act) -> Any:
        return act.noun.ask.area

    def root_of(self, act: Act) -> Record:
        return act.noun.ask.record

    def build(self, act: Act, record: Record) -> Any:
        part = act.noun
        part.record = record
        part.save(force_insert=True)
        return part

    def acting_for(self, actor: Any, noun: Any, facts: Any) -> Any:
        own = {noun.organisation_id: noun.organisation, noun.ask.body_id: noun.ask.body}
        return next((own[pk] for pk in own if pk in actor.organisation_ids), None)


def mint_question(act: Act) -> Version:
    body = {"question": act.given["question"]}
    authors = [act.actor.user] if act.actor.user else []
    return mint(act.noun.record, schema="clarification/1", body=body, authors=authors, at=act.at)


def tell_question(act: Act) -> None:
    """The ask's history says that a question was asked, and the turn is the area's."""
    question = act.noun
    workflows["ask"].follow(
        "question", question.ask, cause=act.event, by=act.actor,
        data={"organisation": question.organisation.code, "about": question.ref},
    )  # fmt: skip
    reason = f"Answer the question from {question.organisation.code}"
    give_turn(act, question.record, question.ask.body, reason)
    tell_turn(act, question.ask, question.ask.body, ["drafter", "lead"], reason)


def mint_reply(act: Act) -> Version:
    question = act.noun.record.versions.get(number=1).content["question"]
    body = {"question": question, "answer": act.given["answer"]}
    authors = [act.actor.user] if act.actor.user else []
    return mint(act.noun.record, schema="clarification/1", body=body, authors=authors, at=act.at)


def tell_reply(act: Act) -> None:
    """The area has answered: the department goes on, once none of its questions is open."""
    question = act.noun
    workflows["ask"].follow(
        "reply", question.ask, cause=act.event, by=act.actor,
        data={"organisation": question.organisation.code, "about": question.ref},
    )  # fmt: skip
    end_turns(act, question.record)
    others = Clarification.objects.filter(ask=question.ask, organisation=question.organisation).in_status(OPEN)
    if others.exclude(pk=question.pk).exists():
        return
    side = Side.objects.with_record().get(ask=question.ask, organisation=question.organisation)
    if side.is_working:
        effects.start_clock(act, side)


class ClarificationWorkflow(PartWorkflow):
    kind = "clarification"
    model = Clarification
    noun_name = "question"
    letter = "Q"
    statuses = {OPEN: "Open", ANSWERED: "Answered", CLOSED: "Closed"}
    steps = (
        Step("ask", "Ask", {NEW}, OPEN, who=nobody, form=FromSideForm, mint=mint_question, act=tell_question,
             consequence=True, past="asked the area a question"),
        Step("answer", "Answer the question", {OPEN}, ANSWERED, who=area_writer, requires=(ask_is_open,),
             form=ReplyForm, mint=mint_reply, act=tell_reply, past="answered the question", main=True),
        Step("close", "Close the question", {ANSWERED}, CLOSED, who=reviewer, form=NoInput,
             past="closed the question", hint="The answer is all you needed."),
        Step("overtake", "Closed", {OPEN}, CLOSED, who=nobody, form=NoteForm, consequence=True,
             turns=lambda act: end_turns(act, act.noun.record),
             past="closed the question, since it has answered the ask"),
        Step("close_with_ask", "Closed", {OPEN, ANSWERED}, CLOSED, who=nobody, form=NoteForm, consequence=True,
             past="closed the question, since the ask was withdrawn"),
    )  # fmt: skip


def mint_answer(act: Act) -> Version:
    """The cleared words, letter for letter."""
    position = act.noun.position
    content = position.words.content
    return mint(act.noun.record, schema="answer/1", body=content, authors=position.words.authors.all(), at=act.at)


def tell_answer(act: Act) -> None:
    answer = act.noun
    for earlier in answer.ask.answers.filter(organisation=answer.organisation).exclude(pk=answer.pk):
        end_turns(act, earlier.record)
    reason = f"Read the answer from {answer.organisation.code}"
    give_turn(act, answer.record, answer.ask.body, reason)
    tell_turn(act, answer.ask, answer.ask.body, ["drafter", "lead", "negotiator"], reason)


class AnswerWorkflow(PartWorkflow):
    kind = "answer"
    model = Answer
    noun_name = "answer"
    letter = "A"
    statuses = {ISSUED: "Issued", READ: "Read by the area"}
    steps = (
        Step("give", "Give", {NEW}, ISSUED, who=nobody, form=FromSideForm, mint=mint_answer, act=tell_answer,
             consequence=True, past="answered the ask"),
        Step("read", "Mark as read", {ISSUED}, READ, who=area_reader, form=NoInput,
             turns=lambda act: end_turns(act, act.noun.record), past="read the answer", main=True,
             hint="The department sees that you have read it."),
    )  # fmt: skip

    def plan(self, step: Step, actor: Any, given: dict[str, Any]) -> Answer:
        answer = super().plan(step, actor, given)
        answer.position = given["side"].positions.order_by("-pk").select_related("words").first()
        answer.on_version_id = answer.position.ask_version_id
        answer.stance = answer.position.stance
        return answer


clarification_workflow = register(ClarificationWorkflow())
answer_workflow = register(AnswerWorkflow())
