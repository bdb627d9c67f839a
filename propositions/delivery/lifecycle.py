"""The life of a commitment: made by both sides or declared by an area, reported on, delivered or superseded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Record, Version
from lis.engine.registry import register
from lis.engine.steps import NEW, Act, NoteForm, Step
from lis.engine.words import nobody
from lis.engine.workflow import Workflow
from lis.engine.writing import mint

from ..asks.models import Ask
from ..asks.parts import AREA, negotiated
from .forms import DeclareForm, DeliverForm, MakeForm, ReportForm
from .models import TO_DELIVER, Commitment, DeliveryUpdate
from .permissions import answering_owner, lead_of_strategy, not_committed_yet, owner

DELIVERED, SUPERSEDED = "delivered", "superseded"


def last_version(ask: Any) -> Version:
    return ask.record.versions.order_by("-number").first()


def mint_words(act: Act) -> Version:
    """What is committed: from an ask, the words on which the keys were turned, named by their hash."""
    commitment = act.noun
    if commitment.ask is None:
        body = {
            "words": f"We will {commitment.action.words}", "measure": act.given["measure"],
            "deliver_on": commitment.due_on.isoformat(), "owner": commitment.organisation.code,
            "strategy": commitment.strategy.ref,
        }  # fmt: skip
        return mint(commitment.record, schema="commitment/1", body=body, authors=[act.actor.user], at=act.at)
    agreed = last_version(commitment.ask)
    words = negotiated(agreed.content)
    body = {
        "words": words["ask"], "measure": words["measure"], "deliver_on": words["deliver_on"],
        "owner": commitment.organisation.code, "strategy": commitment.strategy.ref, "ask": commitment.ask.ref,
        "agreed": words["concludes_as"], "version": agreed.number, "hash": agreed.hash,
    }  # fmt: skip
    return mint(commitment.record, schema="commitment/1", body=body, authors=agreed.authors.all(), at=act.at)


def supersede_earlier(act: Act) -> None:
    """What was committed before on the same ask stays as it was, and says that something newer has taken its place."""
    earlier = act.noun.ask.commitments.with_record().in_status(TO_DELIVER, DELIVERED).exclude(pk=act.noun.pk)
    for commitment in earlier.order_by("pk"):
        workflow.follow("supersede", commitment, cause=act.event, by=act.actor, data={"note": act.noun.ref})


def keep_report(act: Act) -> None:
    DeliveryUpdate.objects.create(commitment=act.noun, event=act.event, rag=act.given["rag"])


class CommitmentWorkflow(Workflow):
    kind = "commitment"
    model = Commitment
    noun_name = "commitment"
    statuses = {TO_DELIVER: "To be delivered", DELIVERED: "Delivered", SUPERSEDED: "Superseded"}
    steps = (
        Step("make", "Make", {NEW}, TO_DELIVER, who=nobody, form=MakeForm, mint=mint_words, act=supersede_earlier,
             consequence=True, past="thereby made it, with all whose agreement was needed"),
        Step("declare", "Commit to an action", {NEW}, TO_DELIVER, who=lead_of_strategy, requires=(not_committed_yet,),
             form=DeclareForm, locks=lambda plan: [plan.strategy_id], mint=mint_words,
             past="committed the area to it", hint="Your own action, to which nobody else has to agree."),
        Step("report", "Report on delivery", {TO_DELIVER}, None, who=owner, form=ReportForm, act=keep_report,
             past="reported on delivery", main=True, hint="A line on how it stands. Whoever sees it reads this."),
        Step("deliver", "It is delivered", {TO_DELIVER}, DELIVERED, who=answering_owner, form=DeliverForm,
             past="delivered it", hint="Say how that was measured."),
        Step("supersede", "Superseded", {TO_DELIVER, DELIVERED}, SUPERSEDED, who=nobody, form=NoteForm,
             consequence=True, past="made another that takes its place"),
    )  # fmt: skip

    def acting_for(self, actor: Actor, noun: Commitment, facts: Any) -> Any:
        return noun.organisation

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Commitment:
        if step.verb == "make":
            return from_ask(given["ask"])
        form = step.form({}, actor=actor)
        action = form.actions[given["action"]]
        strategy = action.workstream.strategy
        plan = Commitment(
            action=action, strategy=strategy, organisation=strategy.organisation, due_on=given["deliver_on"]
        )
        plan.earlier = Commitment.objects.with_record().filter(action=action).first()
        return plan

    def reference(self, act: Act) -> str:
        of = act.noun.ask or act.noun.strategy
        before = of.commitments.filter(action__isnull=act.noun.action_id is None).count()
        return f"{of.ref}-C{before + 1}"

    def area_of(self, act: Act) -> Any:
        return (act.noun.ask or act.noun.strategy).area

    def root_of(self, act: Act) -> Record:
        """It is seen by whoever sees what it came from."""
        return (act.noun.ask or act.noun.strategy).record

    def build(self, act: Act, record: Record) -> Commitment:
        commitment = act.noun
        commitment.record = record
        commitment.save(force_insert=True)
        return commitment


def from_ask(ask: Ask) -> Commitment:
    """The commitment that the last version of an agreed ask makes: by the area, or by the department that leads."""
    words = negotiated(last_version(ask).content)
    delivers = ask.body
    if words["owner"] != AREA:
        delivers = ask.sides.get(role="lead").organisation
    return Commitment(
        ask=ask, strategy=ask.proposition.strategy, organisation=delivers,
        due_on=dt.date.fromisoformat(words["deliver_on"]),
    )  # fmt: skip


workflow = register(CommitmentWorkflow())
