"""What happens to an area's reserve on an ask: set, changed, dropped, set again; nobody else learns of it."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Record, Version
from lis.engine.registry import register
from lis.engine.standing import grant
from lis.engine.steps import NEW, Act, NoteForm, Step
from lis.engine.workflow import Workflow
from lis.engine.writing import mint

from .forms import SetForm, WordsForm
from .models import Reserve
from .permissions import READERS, ask_stands, keeper

KEPT, DROPPED = "kept", "dropped"
SCHEMA = "reserve/1"


def mint_words(act: Act) -> Version:
    """The reserve's wording, and the hash of the ask's words beside which it was written ("" for a draft)."""
    offer = act.noun.ask.record.versions.order_by("-number").first()
    body = {"words": act.given["words"], "ask": offer.hash if offer else ""}
    authors = [act.actor.user] if act.actor.user else []
    return mint(act.noun.record, schema=SCHEMA, body=body, authors=authors, at=act.at)


def show_to_keepers(act: Act) -> None:
    for role in READERS:
        grant(act, act.noun.record, act.noun.body, role=role)


class ReserveWorkflow(Workflow):
    """The life of a reserve. Its reference reads ``LAN-07.3-R``."""

    kind = "reserve"
    model = Reserve
    noun_name = "reserve"
    statuses = {KEPT: "Kept", DROPPED: "Dropped"}
    steps = (
        Step("set", "Set our reserve", {NEW}, KEPT, who=keeper, requires=(ask_stands,), form=SetForm,
             locks=lambda plan: [plan.ask_id], mint=mint_words, act=show_to_keepers, past="set the reserve",
             hint="The wording you could live with, for your own eyes. Government never sees it."),
        Step("change", "Change our reserve", {KEPT}, None, who=keeper, requires=(ask_stands,), form=WordsForm,
             mint=mint_words, past="changed the reserve", hint="The earlier wordings are kept."),
        Step("drop", "Drop our reserve", {KEPT}, DROPPED, who=keeper, form=NoteForm, past="dropped the reserve",
             hint="You hold to the wording on the table. What you wrote is kept."),
        Step("set_again", "Set our reserve again", {DROPPED}, KEPT, who=keeper, requires=(ask_stands,), form=WordsForm,
             mint=mint_words, past="set the reserve again"),
    )  # fmt: skip

    def initial(self, step: Step, noun: Reserve, actor: Actor) -> dict[str, Any]:
        if step.verb not in ("change", "set_again"):
            return {}
        return {"words": noun.record.versions.latest("number").content["words"]}

    def acting_for(self, actor: Actor, noun: Reserve, facts: Any) -> Any:
        return noun.body

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Reserve:
        return Reserve(ask=given["ask"])

    def reference(self, act: Act) -> str:
        return f"{act.noun.ask.ref}-R"

    def area_of(self, act: Act) -> Any:
        return act.noun.ask.area

    def root_of(self, act: Act) -> Record:
        return act.noun.ask.record

    def build(self, act: Act, record: Record) -> Reserve:
        reserve = act.noun
        reserve.record = record
        reserve.save(force_insert=True)
        return reserve


workflow = register(ReserveWorkflow())
