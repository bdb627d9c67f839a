"""What happens to a delegation: a decision gives it, its holders report back, or it ends before its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Counter, Record, Version
from lis.engine.registry import register
from lis.engine.standing import grant
from lis.engine.steps import NEW, Act, Step
from lis.engine.words import nobody
from lis.engine.workflow import Workflow
from lis.engine.writing import mint

from ..deciding_forms import JOINTLY, EndEarlyForm, GiveForm, ReportBackForm
from ..mail import tell_of_mandate
from ..models import Delegation, PostHolding
from ..permissions import DelegationFacts, holder_or_secretary, secretary

IN_FORCE, ENDED_EARLY, REPORTED_BACK = "in_force", "ended_early", "reported_back"


def put_into_words(act: Act) -> Version:
    given = act.given
    body = {
        "posts": sorted(post.name for post in given["posts"]),
        "jointly": act.noun.jointly,
        "scope": given["scope"],
        "about": [record.ref for record in given["targets"]],
        "consulting": given["consulting"],
        "report_back_on": given["report_back_on"].isoformat() if given["report_back_on"] else "",
        "until_on": given["until_on"].isoformat() if given["until_on"] else "",
        "board": act.noun.board.name,
        "recommendation": act.noun.recommendation.ref,
    }
    return mint(act.noun.record, schema="delegation/1", body=body, authors=[act.actor.user], at=act.at)


def begin(act: Act) -> None:
    grant(act, act.noun.record, act.noun.organisation)
    tell_of_mandate(act)


class DelegationWorkflow(Workflow):
    """The life of a delegation. Its references read ``LAN-D01``."""

    kind = "delegation"
    model = Delegation
    noun_name = "delegation"
    statuses = {IN_FORCE: "In force", ENDED_EARLY: "Ended early", REPORTED_BACK: "Reported back"}
    steps = [
        Step("give", "Give a mandate", {NEW}, IN_FORCE, nobody, "gave the mandate", form=GiveForm,
             mint=put_into_words, act=begin, consequence=True),
        Step("report_back", "Report back", {IN_FORCE}, REPORTED_BACK, holder_or_secretary, "reported back",
             form=ReportBackForm, main=True, warns=True,
             hint="The board reads what you report. The mandate ends with it: a further one needs a new decision."),
        Step("end_early", "End the mandate", {IN_FORCE}, ENDED_EARLY, secretary, "ended the mandate",
             form=EndEarlyForm, warns=True, hint="Nobody can act under it from this moment on. What was done stays."),
    ]  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, DelegationFacts]:
        facts = {noun.pk: DelegationFacts() for noun in nouns}
        if actor.user:
            held = PostHolding.objects.current(at.astimezone(clock.LONDON).date()).filter(
                person=actor.user, post__organisation__in=sorted(actor.organisation_ids), post__delegations__in=facts
            )  # fmt: skip
            for delegation in held.values_list("post__delegations", flat=True):
                if delegation in facts:
                    facts[delegation].holds_post = True
        return facts

    def acting_for(self, actor: Actor, noun: Delegation, facts: Any) -> Any:
        return noun.organisation

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Delegation:
        recommendation = given["recommendation"]
        return Delegation(
            board=recommendation.report.meeting.board, recommendation=recommendation,
            jointly=given["how"] == JOINTLY, report_back_on=given["report_back_on"], until_on=given["until_on"],
        )  # fmt: skip

    def reference(self, act: Act) -> str:
        prefix = f"{self.area_of(act).code}-D"
        return f"{prefix}{Counter.next(prefix):02d}"

    def area_of(self, act: Act) -> Any:
        return act.noun.board.record.area

    def build(self, act: Act, record: Record) -> Delegation:
        delegation = act.noun
        delegation.record = record
        delegation.save(force_insert=True)
        delegation.posts.set(act.given["posts"])
        delegation.scope.set(act.given["targets"])
        return delegation


workflow = register(DelegationWorkflow())
