"""What happens to Government's line on an ask: recorded, recorded anew, or found not to be there yet, with a reason."""

from __future__ import annotations

from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Record, Version
from lis.engine.registry import register
from lis.engine.standing import grant
from lis.engine.steps import NEW, Act, Step
from lis.engine.workflow import Workflow
from lis.engine.writing import mint

from ..sides.effects import coordinating_units
from ..sides.models import Side
from .forms import BeginForm, LineForm, NoLineForm
from .models import GovernmentLine
from .permissions import ask_is_open, reconciler

RECORDED, NONE_YET = "recorded", "none_yet"


def mint_line(act: Act) -> Version | None:
    """The line's words; a finding that there is none yet has only its reason, in the history."""
    words = act.given.get("words", "")
    if not words:
        return None
    authors = [act.actor.user] if act.actor.user else []
    return mint(act.noun.record, schema="line/1", body={"words": words}, authors=authors, at=act.at)


def show_to_government(act: Act) -> None:
    """Every department with a part in the ask reads it, and the coordinating unit; whoever joins later does as well."""
    sides = act.noun.ask.sides.exclude(role=Side.Role.SPONSOR).select_related("organisation")
    bodies = {side.organisation for side in sides} | set(coordinating_units(clock.today()))
    for body in sorted(bodies, key=lambda body: body.pk):
        grant(act, act.noun.record, body)


class LineWorkflow(Workflow):
    """The life of a line. Its reference reads ``LAN-07.3-L``."""

    kind = "line"
    model = GovernmentLine
    noun_name = "line"
    statuses = {RECORDED: "Line recorded", NONE_YET: "No line yet"}
    steps = (
        Step("begin", "Record Government’s line", {NEW}, RECORDED, who=reconciler, requires=(ask_is_open,),
             form=BeginForm, locks=lambda plan: [plan.ask_id], mint=mint_line, act=show_to_government,
             past="said what Government’s line is",
             hint="Departments have answered this ask differently. Only Government reads what you write here."),
        Step("record_line", "Record one line", {RECORDED, NONE_YET}, RECORDED, who=reconciler, requires=(ask_is_open,),
             form=LineForm, mint=mint_line, past="recorded Government’s line", main={NONE_YET}),
        Step("no_line_yet", "There is no line yet", {RECORDED, NONE_YET}, NONE_YET, who=reconciler,
             requires=(ask_is_open,), form=NoLineForm, past="found that there is no line yet"),
    )  # fmt: skip

    def initial(self, step: Step, noun: GovernmentLine, actor: Actor) -> dict[str, Any]:
        last = noun.record.versions.order_by("-number").first() if step.verb == "record_line" else None
        return {"words": last.content["words"]} if last else {}

    def acting_for(self, actor: Actor, noun: GovernmentLine, facts: Any) -> Any:
        return next(iter(actor.organisations_as("coordinator")), None)

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> GovernmentLine:
        line = GovernmentLine(ask=given["ask"])
        line.begins_with_words = bool(given.get("words"))
        return line

    def status_at_birth(self, step: Step, plan: GovernmentLine) -> str:
        return step.target if plan.begins_with_words else NONE_YET

    def reference(self, act: Act) -> str:
        return f"{act.noun.ask.ref}-L"

    def area_of(self, act: Act) -> Any:
        return act.noun.ask.area

    def root_of(self, act: Act) -> Record:
        return act.noun.ask.record

    def build(self, act: Act, record: Record) -> GovernmentLine:
        line = act.noun
        line.record = record
        line.save(force_insert=True)
        return line


workflow = register(LineWorkflow())
