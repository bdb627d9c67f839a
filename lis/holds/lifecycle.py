"""The life of a hold, raised ahead and lifted early or not at all, and of an exception from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Counter, Event, Hold, HoldException, Record, Version
from lis.engine.registry import register
from lis.engine.standing import grant, grant_everyone
from lis.engine.steps import NEW, Act, NoInput, ReasonForm, Step, plain
from lis.engine.words import nobody
from lis.engine.workflow import Workflow
from lis.engine.writing import mint

from .forms import ExceptionForm, RaiseForm
from .permissions import another_person, colleague, decider, hold_lasts, holder, not_over

RAISED, LIFTED = "raised", "lifted"
ASKED, APPROVED, REFUSED, USED = "asked", "approved", "refused", "used"


def mint_hold(act: Act) -> Version:
    given, hold = act.given, act.noun
    body = {
        "kind": hold.get_kind_display(),
        "reason": given["note"],
        "from_on": plain(hold.from_on),
        "until_on": plain(hold.until_on),
        "everywhere": hold.everywhere,
        "areas": sorted(area.code for area in given["areas"]),
        "departments": sorted(body.code for body in given["departments"]),
        "raised_by": hold.raised_by.code,
    }
    return mint(hold.record, schema="hold/1", body=body, authors=[act.actor.user], at=act.at)


def announce(act: Act) -> None:
    """A hold is for everybody to know."""
    grant_everyone(act, act.noun.record, from_at=act.at)


class HoldWorkflow(Workflow):
    kind = "hold"
    model = Hold
    noun_name = "hold"
    statuses = {RAISED: "Announced", LIFTED: "Lifted"}
    steps = (
        Step("raise", "Raise a hold", {NEW}, RAISED, who=holder, form=RaiseForm, mint=mint_hold, act=announce,
             past="raised the hold", hint="What it stops, on which days and why. It ends by itself."),
        Step("lift", "Lift it early", {RAISED}, LIFTED, who=holder, requires=(not_over,), form=ReasonForm,
             past="lifted it early", warns=True, hint="What was held can go on at once."),
    )  # fmt: skip

    def acting_for(self, actor: Actor, noun: Hold, facts: Any) -> Any:
        return noun.raised_by

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Hold:
        names = ("kind", "everywhere", "from_on", "until_on")
        return Hold(raised_by=given["organisation"], **{name: given[name] for name in names})

    def reference(self, act: Act) -> str:
        return f"H-{Counter.next('H'):02d}"

    def build(self, act: Act, record: Record) -> Hold:
        hold, given = act.noun, act.given
        hold.record = record
        hold.save(force_insert=True)
        hold.areas.set(given["areas"])
        # An area's own hold touches what its own body publishes, and nothing of anybody else's.
        hold.bodies.set([hold.raised_by] if hold.raised_by.is_area_body else given["departments"])
        return hold


@dataclass
class ExceptionFacts:
    """Who asked for the exception."""

    asked_by_id: int | None = None


def show_inside(act: Act) -> None:
    """Only the body whose step it is knows of the exception."""
    grant(act, act.noun.record, act.noun.organisation)


class ExceptionWorkflow(Workflow):
    kind = "exception"
    model = HoldException
    noun_name = "exception"
    statuses = {ASKED: "Asked", APPROVED: "Approved", REFUSED: "Refused", USED: "Used"}
    steps = (
        Step("ask", "Ask for an exception", {NEW}, ASKED, who=colleague, form=ExceptionForm, act=show_inside,
             past="asked for an exception"),
        Step("approve", "Approve the exception", {ASKED}, APPROVED, who=decider, form=NoInput,
             requires=(hold_lasts, another_person), past="approved the exception", main=True,
             hint="That one step may then be taken once in spite of the hold."),
        Step("refuse", "Refuse the exception", {ASKED}, REFUSED, who=decider, form=ReasonForm,
             requires=(another_person,), past="refused the exception"),
        Step("use", "Used", {APPROVED}, USED, who=nobody, consequence=True, past="used the exception"),
    )  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, ExceptionFacts]:
        first = Event.objects.filter(record__in=[noun.pk for noun in nouns], number=1)
        asked = dict(first.values_list("record_id", "by_user_id"))
        return {noun.pk: ExceptionFacts(asked.get(noun.pk)) for noun in nouns}

    def acting_for(self, actor: Actor, noun: HoldException, facts: Any) -> Any:
        return noun.organisation

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> HoldException:
        stopped = ExceptionForm({"hold": given["hold"].ref}, actor=actor).found[given["step"]]
        return HoldException(
            hold=given["hold"], target=stopped.noun.record, verb=stopped.step.verb, organisation=stopped.body
        )

    def reference(self, act: Act) -> str:
        prefix = f"{act.noun.hold.ref}-E"
        return f"{prefix}{Counter.next(prefix)}"

    def area_of(self, act: Act) -> Any:
        return act.noun.target.area

    def build(self, act: Act, record: Record) -> HoldException:
        leave = act.noun
        leave.record = record
        leave.save(force_insert=True)
        return leave


workflow = register(HoldWorkflow())
exception_workflow = register(ExceptionWorkflow())
