"""The life of a department's side: routed, ours or handed on, drafted, cleared by another person, issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Draft, Record, Version
from lis.engine.registry import register, workflows
from lis.engine.steps import NEW, Act, NoteForm, ReasonForm, Step
from lis.engine.words import nobody
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, drafts_of, mint, save_drafts
from lis.frameworks.models import Programme, vocabulary_labels

from . import effects
from .forms import HandOnForm, OpenForm, PositionForm, QuestionForm
from .models import Position, Side
from .permissions import another_hand, ask_is_open, clearer, issuer, position_is_current, position_is_whole, reviewer

ROUTED, OURS, HANDED_ON, DRAFTED, CLEARED, ISSUED = "routed", "ours", "handed_on", "drafted", "cleared", "issued"
OPEN, CLOSED = "open", "closed"

POSITION_PARTS = ("stance", "words", "reason", "condition", "programme")


@dataclass
class Facts:
    """What the table needs to know of one side: its draft and authors, its last position, the ask's last version."""

    draft: dict[str, str] = field(default_factory=dict)
    authors: set[int] = field(default_factory=set)
    position: Position | None = None
    ask_version_id: int | None = None


def hand_on(act: Act) -> None:
    """The ask learns where it went; each receiving department gets a side and reads the reason there."""
    side, given = act.noun, act.given
    receivers = list(given["to"])
    workflows["ask"].follow(
        "move", side.ask, cause=act.event, by=act.actor,
        data={"organisation": side.organisation.code, "to": [body.code for body in receivers]},
    )  # fmt: skip
    effects.let_go(act, side)
    role = side.role
    if role == Side.Role.LEAD:
        # Whoever passes an ask on no longer leads it.
        Side.objects.filter(pk=side.pk).update(role=Side.Role.CONSULTED)
    for body in receivers:
        earlier = Side.objects.with_record().filter(ask=side.ask, organisation=body).first()
        if earlier:
            # One body leads at a time: who leads is whoever it was passed to, whatever they were before.
            Side.objects.filter(pk=earlier.pk).update(role=role)
            workflow.follow("route_again", earlier, cause=act.event, by=act.actor, data={"note": given["note"]})
        else:
            data = {**effects.opening(side.ask, body, role), "note": given["note"]}
            workflow.create("open", by=act.actor, data=data, cause=act.event)
        role = Side.Role.CONSULTED


def ask_question(act: Act) -> None:
    workflows["clarification"].create(
        "ask", by=act.actor, cause=act.event,
        data={"side": act.noun.ref, "question": act.given["question"]},
    )  # fmt: skip
    effects.stop_clock(act, act.noun)


def save_position(act: Act) -> None:
    given = {**act.given, "programme": act.given["programme"].name if act.given.get("programme") else ""}
    bodies = {part: given.get(part) or "" for part in POSITION_PARTS}
    save_drafts(act.noun.record, act.noun.organisation, bodies, by=act.actor.user, at=act.at)


def mint_position(act: Act) -> Version:
    """The cleared words, as they would be issued."""
    side = act.noun
    body = {part: act.facts.draft.get(part, "") for part in POSITION_PARTS}
    body["stance_label"] = vocabulary_labels("stances").get(body["stance"], body["stance"])
    body["ask"] = Version.objects.get(pk=act.facts.ask_version_id).hash
    authors = draft_authors(side.record, side.organisation)
    return mint(side.record, schema="position/1", body=body, authors=authors, at=act.at)


def keep_position(act: Act) -> None:
    content = act.version.content
    Position.objects.create(
        side=act.noun, words=act.version, ask_version_id=act.facts.ask_version_id, stance=content["stance"],
        programme=Programme.objects.filter(name=content["programme"]).first(), cleared_by=act.event,
    )  # fmt: skip


def issue_answer(act: Act) -> None:
    """Copy the cleared words into an answer that everyone on the ask reads, and tell the ask's own history."""
    side = act.noun
    workflows["answer"].create("give", by=act.actor, cause=act.event, data={"side": side.ref})
    workflows["ask"].follow(
        "answer", side.ask, cause=act.event, by=act.actor, data={"organisation": side.organisation.code}
    )
    open_questions = side.ask.clarifications.in_status("open").with_record().filter(organisation=side.organisation)
    for question in open_questions:
        workflows["clarification"].follow("overtake", question, cause=act.event, by=act.actor)
    effects.let_go(act, side)


class SideWorkflow(Workflow):
    kind = "side"
    model = Side
    noun_name = "side"
    statuses = {
        OPEN: "Open", ROUTED: "Routed", OURS: "Ours", HANDED_ON: "Handed on", DRAFTED: "Position drafted",
        CLEARED: "Position cleared", ISSUED: "Answer issued", CLOSED: "Closed",
    }  # fmt: skip
    steps = (
        Step("open", "Open", {NEW}, ROUTED, who=nobody, form=OpenForm, act=effects.begin, consequence=True,
             past="brought it to the department"),
        Step("take", "This is ours", {ROUTED}, OURS, who=reviewer, requires=(ask_is_open,),
             turns=lambda act: effects.pass_inside(act, "reviewer", effects.REVIEW),
             past="took it as ours", main=True, hint="Your department will answer this ask."),
        Step("hand_on", "Pass to another department", {ROUTED, OURS}, HANDED_ON, who=reviewer,
             requires=(ask_is_open,), form=HandOnForm, act=hand_on, past="passed it on"),
        Step("ask", "Ask the area a question", {ROUTED, OURS, DRAFTED}, None, who=reviewer, requires=(ask_is_open,),
             form=QuestionForm, act=ask_question, past="asked the area a question"),
        Step("draft_position", "Draft our position", {OURS, DRAFTED, ISSUED}, DRAFTED, who=reviewer,
             requires=(ask_is_open,), form=PositionForm, act=save_position,
             turns=lambda act: effects.pass_inside(act, "clearer", "Clear the position"),
             past="drafted the position", main={OURS}, hint="Nobody outside your department sees the draft."),
        Step("send_back", "Send back to the reviewer", {DRAFTED, CLEARED}, OURS, who=clearer, form=ReasonForm,
             turns=lambda act: effects.pass_inside(act, "reviewer", "Change the position"),
             past="sent it back to the reviewer"),
        Step("clear", "Clear the position", {DRAFTED}, CLEARED, who=clearer, form=NoteForm,
             requires=(ask_is_open, position_is_whole, another_hand), mint=mint_position, act=keep_position,
             turns=lambda act: effects.pass_inside(act, "clearer", "Issue the answer"),
             past="cleared the position", main=True, hint="Read the exact words. They can then be issued."),
        Step("issue", "Issue the answer", {CLEARED}, ISSUED, who=issuer, form=NoteForm,
             requires=(ask_is_open, position_is_current), act=issue_answer,
             past="issued the answer", main=True, hint="The area and every department on this ask will read it."),
        Step("route_again", "Routed again", {HANDED_ON}, ROUTED, who=nobody, form=NoteForm, act=effects.begin,
             consequence=True, past="brought it back to the department"),
        Step("close_with_ask", "Closed", {OPEN, ROUTED, OURS, HANDED_ON, DRAFTED, CLEARED, ISSUED}, CLOSED, who=nobody,
             consequence=True, past="closed it, since the ask was withdrawn"),
    )  # fmt: skip

    open_for_submission = staticmethod(effects.open_for_submission)
    close_for_withdrawal = staticmethod(effects.close_for_withdrawal)

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, Facts]:
        found = {side.pk: Facts() for side in nouns}
        own = [side.pk for side in nouns if side.organisation_id in actor.organisation_ids]
        for draft in Draft.objects.filter(record_id__in=own).prefetch_related("authors"):
            found[draft.record_id].draft[draft.part] = draft.body
            found[draft.record_id].authors |= {author.pk for author in draft.authors.all()}
        for position in Position.objects.filter(side_id__in=own).order_by("pk"):
            found[position.side_id].position = position
        asks = {side.ask_id for side in nouns}
        latest = dict(Version.objects.filter(record_id__in=asks).order_by("number").values_list("record_id", "pk"))
        for side in nouns:
            found[side.pk].ask_version_id = latest.get(side.ask_id)
        return found

    def drafting_organisation(self, actor: Actor, noun: Side) -> Any:
        return noun.organisation if noun.organisation_id in actor.organisation_ids else None

    def initial(self, step: Step, noun: Side, actor: Actor) -> dict[str, Any]:
        if step.verb != "draft_position":
            return {}
        return {part: draft.body for part, draft in drafts_of(noun.record, noun.organisation).items()}

    def preview(self, step: Step, noun: Side, actor: Actor) -> list[tuple[str, str]]:
        """The words that clearing or issuing is about, exactly as the area would read them."""
        if step.verb == "clear":
            draft = drafts_of(noun.record, noun.organisation)
            content = {part: draft[part].body for part in POSITION_PARTS if part in draft}
            content["stance_label"] = vocabulary_labels("stances").get(content.get("stance", ""), "")
        elif step.verb == "issue" and (version := noun.record.versions.order_by("-number").first()):
            content = version.content
        else:
            return []
        labels = (("stance_label", "Position"), ("words", "Words"), ("reason", "Reason"),
                  ("condition", "Condition or date"), ("programme", "Existing programme"))  # fmt: skip
        return [(label, content[part]) for part, label in labels if content.get(part)]

    def acting_for(self, actor: Actor, noun: Side, facts: Any) -> Any:
        if noun.organisation_id in actor.organisation_ids:
            return noun.organisation
        return next((membership.organisation for membership in actor.memberships), None)

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Side:
        return Side(**{name: given[name] for name in ("ask", "organisation", "role")})

    def reference(self, act: Act) -> str:
        code = act.noun.organisation.code
        # A code may come back for another body, as MHCLG's did.
        before = act.noun.ask.sides.filter(organisation__code=code).count()
        return f"{act.noun.ask.ref}-{code}" + (f"-{before + 1}" if before else "")

    def area_of(self, act: Act) -> Any:
        return act.noun.ask.area

    def root_of(self, act: Act) -> Record:
        return act.noun.ask.record

    def status_at_birth(self, step: Step, plan: Side) -> str:
        return OPEN if plan.role == Side.Role.SPONSOR else ROUTED

    def build(self, act: Act, record: Record) -> Side:
        side = act.noun
        side.record = record
        side.save(force_insert=True)
        return side


workflow = register(SideWorkflow())
