"""The life of a department's side: routed, ours or handed on, drafted, agreed in the team, cleared, issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Draft, Record, Remark, Version
from lis.engine.registry import register, workflows
from lis.engine.steps import NEW, Act, NoteForm, ReasonForm, Step
from lis.engine.words import nobody
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, drafts_of, mint, save_drafts
from lis.frameworks.models import Programme, vocabulary_labels
from lis.templatetags.office import datetime_words

from ..asks.weights import AskVersions, versions_of
from ..wording.forms import WordingForm
from ..wording.permissions import wording_writer
from . import effects, releases, remits, versions
from .assigning import AssignForm, assign
from .due_dates import DueForm, set_due_date
from .forms import (
    AnswerRemarkForm,
    HandOnForm,
    NewAskForm,
    OpenForm,
    PositionForm,
    QuestionForm,
    RemarkForm,
    ScheduleForm,
    moment_of,
)
from .mail import tell_turn
from .models import Position, Side, TeamRule
from .passing import ask_question, hand_on
from .permissions import (
    another_hand,
    ask_is_open,
    ask_stands,
    assigner,
    clearer,
    issuer,
    no_open_wording,
    position_is_current,
    position_is_whole,
    remark_is_open,
    reviewer,
    team_has_agreed,
    team_member,
)
from .reconfirming import confirm_answer, position_needs_confirming, waiting_for_confirmation
from .remarks import keep_answer, keep_remark

ROUTED, OURS, HANDED_ON, DRAFTED, CLEARED, ISSUED = "routed", "ours", "handed_on", "drafted", "cleared", "issued"
TEAM_AGREED, SCHEDULED = "team_agreed", "scheduled"
OPEN, CLOSED = "open", "closed"
# While its department works on it, or has: then its people remark on it among themselves.
INSIDE = {ROUTED, OURS, HANDED_ON, DRAFTED, TEAM_AGREED, CLEARED, SCHEDULED, ISSUED}
# While its body may propose: a sponsor's from submission on, a department's once it has taken the ask as its own.
WORKED_ON = {OPEN, *INSIDE} - {ROUTED, HANDED_ON}

# While it holds the ask; also while a question of its own is open.
WORKING = {ROUTED, OURS, DRAFTED, TEAM_AGREED, CLEARED, SCHEDULED}

POSITION_PARTS = ("stance", "words", "reason", "condition", "programme")
# The part of a draft that says on which version of the ask it was written, by its number.
WRITTEN_ON = "written_on"

# What a position says, in the order in which the area reads it.
TOLD = (
    ("stance_label", "Position"), ("words", "Words"), ("reason", "Reason"), ("condition", "Condition or date"),
    ("programme", "Existing programme"),
)  # fmt: skip


@dataclass
class Facts:
    """What the table needs to know of one side: its draft and authors, its last position, the ask's versions.

    ``team_first`` says that its department clears nothing that was not agreed in the team, ``wording`` is the
    reference of the other words that its body is working on.
    """

    draft: dict[str, str] = field(default_factory=dict)
    authors: set[int] = field(default_factory=set)
    position: Position | None = None
    versions: AskVersions = field(default_factory=AskVersions)
    team_first: bool = False
    open_remarks: int = 0
    to_reconfirm: bool = False
    wording: str | None = None

    @property
    def ask_version_id(self) -> int | None:
        return self.versions.last_id

    @property
    def ask_version(self) -> int:
        return self.versions.number


def save_position(act: Act) -> None:
    given = {**act.given, "programme": act.given["programme"].name if act.given.get("programme") else ""}
    bodies = {part: given.get(part) or "" for part in POSITION_PARTS}
    save_drafts(act.noun.record, act.noun.organisation, bodies, by=act.actor.user, at=act.at)
    # Nobody's words: whoever saves the same words again on a new version has written nothing.
    written_on = {WRITTEN_ON: str(act.facts.ask_version)}
    save_drafts(act.noun.record, act.noun.organisation, written_on, by=None, at=act.at)


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
    releases.forget_the_day(act)


def pass_on_the_draft(act: Act) -> None:
    """A draft goes to whoever clears, or first to the team where the department always agrees there."""
    if act.facts.team_first:
        effects.pass_inside(act, "reviewer", "Agree the draft in the team")
    else:
        effects.pass_inside(act, "clearer", "Clear the position")


def set_the_day(act: Act) -> None:
    releases.wait_for_the_day(act, moment_of(act.given))


def rest_until_the_day(act: Act) -> None:
    effects.rest_inside(act, f"Goes out on {datetime_words(moment_of(act.given))}")


def close(act: Act) -> None:
    releases.stop_the_day(act, f"{act.noun.ask.ref} has ended")


def words_told(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The words of a position as (label, text), exactly as the area would read them."""
    return [(label, content[part]) for part, label in TOLD if content.get(part)]


class SideWorkflow(Workflow):
    kind = "side"
    model = Side
    noun_name = "side"
    statuses = {
        OPEN: "Open", ROUTED: "Routed", OURS: "Ours", HANDED_ON: "Handed on", DRAFTED: "Position drafted",
        TEAM_AGREED: "Agreed in the team", CLEARED: "Position cleared", SCHEDULED: "Goes out on a day",
        ISSUED: "Answer issued", CLOSED: "Closed",
    }  # fmt: skip
    steps = (
        Step("open", "Open", {NEW}, ROUTED, who=nobody, form=OpenForm, act=effects.begin, consequence=True,
             past="brought it to the department"),
        Step("take", "This is ours", {ROUTED}, OURS, who=reviewer, requires=(ask_is_open,),
             turns=lambda act: effects.pass_inside(act, "reviewer", effects.REVIEW),
             past="took it as ours", main=True, hint="Your department will answer this ask."),
        Step("hand_on", "Pass to another department", {ROUTED, OURS}, HANDED_ON, who=reviewer,
             requires=(ask_is_open,), form=HandOnForm, act=hand_on, past="passed it on"),
        Step("ask", "Ask the area a question", {ROUTED, OURS, DRAFTED, TEAM_AGREED}, None, who=reviewer,
             requires=(ask_is_open,), form=QuestionForm, act=ask_question, past="asked the area a question"),
        Step("remark", "Make a remark to colleagues", INSIDE, None, who=reviewer, form=RemarkForm, act=keep_remark,
             past="made a remark", hint="Only your department reads it."),
        Step("answer_remark", "Answer a remark", INSIDE, None, who=reviewer, requires=(remark_is_open,),
             form=AnswerRemarkForm, act=keep_answer, past="answered a remark"),
        Step("draft_position", "Draft our position", {OURS, DRAFTED, TEAM_AGREED, ISSUED}, DRAFTED, who=reviewer,
             requires=(ask_is_open,), form=PositionForm, act=save_position, turns=pass_on_the_draft,
             past="drafted the position", main={OURS}, hint="Nobody outside your department sees the draft."),
        Step("agree_in_team", "Agree in the team", {DRAFTED}, TEAM_AGREED, who=team_member, form=NoteForm,
             requires=(ask_is_open, position_is_whole, another_hand),
             turns=lambda act: effects.pass_inside(act, "clearer", "Clear the position"),
             past="agreed the position in the team", hint="Whoever clears it sees that the team agreed, and by whom."),
        Step("send_back", "Send back to the reviewer", {DRAFTED, TEAM_AGREED, CLEARED}, OURS, who=clearer,
             form=ReasonForm, turns=lambda act: effects.pass_inside(act, "reviewer", "Change the position"),
             past="sent it back to the reviewer"),
        Step("clear", "Clear the position", {DRAFTED, TEAM_AGREED}, CLEARED, who=clearer, form=NoteForm,
             requires=(ask_is_open, position_is_whole, another_hand, team_has_agreed), mint=mint_position,
             act=keep_position, turns=lambda act: effects.pass_inside(act, "clearer", "Issue the answer"),
             past="cleared the position", main=True, hint="Read the exact words. They can then be issued."),
        Step("issue", "Issue the answer", {CLEARED}, ISSUED, who=issuer, form=NoteForm,
             requires=(ask_is_open, position_is_current, another_hand), act=issue_answer, held=True,
             past="issued the answer", main=True, hint="The area and every department on this ask will read it."),
        Step("schedule", "Issue on a day", {CLEARED}, SCHEDULED, who=issuer, form=ScheduleForm,
             requires=(ask_is_open, position_is_current, another_hand), act=set_the_day, turns=rest_until_the_day,
             past="set the day on which the answer goes out",
             hint="It goes out by itself at that hour, in your name. You can call it back before."),
        Step("call_back", "Call the answer back", {SCHEDULED}, CLEARED, who=issuer, form=NoteForm,
             act=releases.forget_the_day, turns=lambda act: effects.pass_inside(act, "clearer", "Issue the answer"),
             past="called the answer back before its day",
             hint="It does not go out. The cleared words stay, to be issued now or on another day."),
        Step("reconfirm", "Confirm the answer", {ISSUED}, None, who=issuer, form=NoteForm,
             requires=(ask_is_open, position_needs_confirming), act=confirm_answer, held=True, quiet=True,
             past="confirmed the answer", hint="After a pre-election period or a new administration: it still stands."),
        Step("go_out", "Goes out", {SCHEDULED}, ISSUED, who=nobody, consequence=True, act=issue_answer, held=True,
             requires=(ask_is_open, position_is_current), past="issued the answer on the day that was set"),
        Step("keep_back", "Kept back", {SCHEDULED}, CLEARED, who=nobody, form=NoteForm, consequence=True,
             act=releases.forget_the_day,
             turns=lambda act: effects.pass_inside(act, "clearer", "It did not go out: decide again"),
             past="kept the answer back on its day"),
        Step("assign", "Assign to a person", WORKING, None, who=assigner, form=AssignForm, act=assign,
             past="assigned it", hint="Only your department sees to whom."),
        Step("set_due", "Set another due date", WORKING, None, who=assigner, requires=(ask_is_open,), form=DueForm,
             act=set_due_date, past="set another due date", hint="The area sees the day, not the reason."),
        Step("remit_moved", "Remit moved", WORKING, HANDED_ON, who=nobody, form=NoteForm, consequence=True,
             act=remits.let_go, past="let it go with its remit"),
        Step("route_again", "Routed again", {HANDED_ON}, ROUTED, who=nobody, form=NoteForm, act=effects.begin,
             consequence=True, past="brought it back to the department"),
        Step("draft_wording", "Propose other words", WORKED_ON, None, who=wording_writer,
             requires=(ask_is_open, no_open_wording), form=WordingForm, act=versions.begin_wording,
             past="drafted other words", hint="Nobody else sees them until another person has cleared them."),
        Step("propose_ask", "Propose a new ask", WORKED_ON - {OPEN}, None, who=reviewer,
             requires=(ask_stands,), form=NewAskForm, act=versions.propose_new_ask, past="proposed a new ask",
             hint="For what came up and belongs into an ask of its own. The area decides whether it asks."),
        Step("return_for_version", "Returned", {DRAFTED, TEAM_AGREED, CLEARED, SCHEDULED, ISSUED}, OURS, who=nobody,
             form=NoteForm, act=versions.take_up_again, consequence=True, past="took it up again"),
        Step("close_with_ask", "Closed", set(statuses) - {CLOSED}, CLOSED, who=nobody, act=close,
             consequence=True, past="closed it, since the ask was withdrawn"),
    )  # fmt: skip

    open_for_submission = staticmethod(effects.open_for_submission)
    close_for_withdrawal = staticmethod(effects.close_for_withdrawal)
    move_remit = staticmethod(remits.move)
    remit_objections = staticmethod(remits.objections)
    consider_words = staticmethod(versions.consider_words)
    return_sides = staticmethod(versions.return_sides)
    tell_turn = staticmethod(tell_turn)
    starting_words = staticmethod(versions.starting_words)

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, Facts]:
        found = {side.pk: Facts() for side in nouns}
        own = [side.pk for side in nouns if side.organisation_id in actor.organisation_ids]
        for draft in Draft.objects.filter(record_id__in=own).prefetch_related("authors"):
            found[draft.record_id].draft[draft.part] = draft.body
            found[draft.record_id].authors |= {author.pk for author in draft.authors.all()}
        # Of every side: what was decided to happen on a day is judged for whoever decided, who may have left by then.
        for position in Position.objects.filter(side_id__in=found).order_by("pk"):
            found[position.side_id].position = position
        open_remarks = Remark.objects.filter(record_id__in=own, answered_at=None).values_list("record_id", flat=True)
        for record_id in open_remarks:
            found[record_id].open_remarks += 1
        of_asks = versions_of(side.ask_id for side in nouns)
        drafted = versions.own_open_wordings(of_asks, actor)
        rules = TeamRule.objects.filter(organisation_id__in={side.organisation_id for side in nouns}).order_by("pk")
        always = dict(rules.values_list("organisation_id", "always"))
        for side in nouns:
            fact = found[side.pk]
            fact.versions = of_asks[side.ask_id]
            fact.team_first = always.get(side.organisation_id, False)
        for key in waiting_for_confirmation(nouns, at):
            found[key].to_reconfirm = True
            fact.wording = drafted.get((side.ask_id, side.organisation_id))
        return found

    def drafting_organisation(self, actor: Actor, noun: Side) -> Any:
        return noun.organisation if noun.organisation_id in actor.organisation_ids else None

    def initial(self, step: Step, noun: Side, actor: Actor) -> dict[str, Any]:
        if step.verb == "draft_wording":
            return versions.starting_words(noun.ask)
        if step.verb == "assign":
            return {"person": noun.assignee.email if noun.assignee else ""}
        if step.verb != "draft_position":
            return {}
        return {part: draft.body for part, draft in drafts_of(noun.record, noun.organisation).items()}

    def preview(self, step: Step, noun: Side, actor: Actor) -> list[tuple[str, str]]:
        """The words that clearing or issuing is about, exactly as the area would read them."""
        if step.verb in ("clear", "agree_in_team"):
            draft = drafts_of(noun.record, noun.organisation)
            content = {part: draft[part].body for part in POSITION_PARTS if part in draft}
            content["stance_label"] = vocabulary_labels("stances").get(content.get("stance", ""), "")
        elif step.verb in ("issue", "schedule", "call_back") and (
            version := noun.record.versions.order_by("-number").first()
        ):
            content = version.content
        else:
            return []
        return words_told(content)

    def acting_for(self, actor: Actor, noun: Side, facts: Any) -> Any:
        if noun.organisation_id in actor.organisation_ids:
            return noun.organisation
        return next((membership.organisation for membership in actor.memberships), None)

    def held_body(self, actor: Actor, noun: Side) -> Any:
        return noun.organisation

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

    def describe(self, event: Any) -> str:
        if event.verb == "assign" and not event.is_erased:
            person = event.data.get("person")
            return f"assigned it to {person}" if person else "gave it back to the team"
        return super().describe(event)


workflow = register(SideWorkflow())
