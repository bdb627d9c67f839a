"""What happens to the exempt part of a report: it is written, changed, and opened to people one by one."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Event, Record, Version
from lis.engine.registry import register
from lis.engine.standing import end_grants, grant
from lis.engine.steps import NEW, Act, Step
from lis.engine.workflow import Workflow
from lis.engine.writing import mint
from lis.frameworks.models import vocabulary_labels
from lis.people.models import Role

from ..item_forms import AddExemptForm, ClearanceForm, ExemptForm
from ..models import PartTwo
from ..paragraphs import blocks_of
from ..permissions import secretary
from ..verbs import EXEMPT_PARAGRAPHS

EXEMPT = "exempt"


def put_into_words(act: Act) -> Version:
    given = act.given
    body = {
        "paragraph": given["paragraph"],
        "exempt_as": vocabulary_labels(EXEMPT_PARAGRAPHS)[given["paragraph"]],
        "reason": given["reason"],
        "words": blocks_of(given["words"]),
    }
    return mint(act.noun.record, schema="part-two/1", body=body, authors=[act.actor.user], at=act.at)


def keep_it_close(act: Act) -> None:
    grant(act, act.noun.record, act.noun.organisation, role=Role.SECRETARY)


def clear_person(act: Act) -> None:
    grant(act, act.noun.record, act.noun.organisation, person=act.given["person"])


def end_clearance(act: Act) -> None:
    end_grants(act, act.noun.record, act.noun.organisation, person=act.given["person"])


class PartTwoWorkflow(Workflow):
    """The life of a Part II. Its references read ``LAN-M01.1-II``."""

    kind = "part_two"
    model = PartTwo
    noun_name = "Part II"
    statuses = {EXEMPT: "Exempt"}
    steps = [
        Step("add", "Add a Part II", {NEW}, EXEMPT, secretary, "wrote Part II", form=AddExemptForm,
             mint=put_into_words, act=keep_it_close, locks=lambda plan: [plan.report.record.root_id]),
        Step("change", "Change", {EXEMPT}, None, secretary, "changed Part II", form=ExemptForm, mint=put_into_words),
        Step("clear", "Let a person read it", {EXEMPT}, None, secretary, "cleared a person", form=ClearanceForm,
             act=clear_person, main=True, hint="They read Part II from now on, as long as they belong to your body."),
        Step("end_clearance", "End a clearance", {EXEMPT}, None, secretary, "ended a clearance", form=ClearanceForm,
             act=end_clearance),
    ]  # fmt: skip

    def initial(self, step: Step, noun: PartTwo, actor: Actor) -> dict[str, Any]:
        if step.verb != "change":
            return {}
        last = noun.record.versions.order_by("-number").first()
        content = last.content if last else {}
        return {**content, "words": "\n\n".join(content.get("words", []))}

    def acting_for(self, actor: Actor, noun: PartTwo, facts: Any) -> Any:
        return noun.organisation

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> PartTwo:
        return PartTwo(report=given["report"])

    def reference(self, act: Act) -> str:
        return f"{act.noun.report.ref}-II"

    def area_of(self, act: Act) -> Any:
        return act.noun.report.area

    def build(self, act: Act, record: Record) -> PartTwo:
        act.noun.record = record
        act.noun.save(force_insert=True)
        return act.noun

    def describe(self, event: Event) -> str:
        person = event.data.get("person")
        match event.verb:
            case "clear" if person:
                return f"let {person} read it"
            case "end_clearance" if person:
                return f"ended the clearance of {person}"
        return super().describe(event)


workflow = register(PartTwoWorkflow())
