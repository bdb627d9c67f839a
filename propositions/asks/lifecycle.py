"""The life of an ask: drafted by the area, submitted to Government, answered by departments, or withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.models import Counter, Record
from lis.engine.reading import words_of_records
from lis.engine.registry import register, workflows
from lis.engine.standing import end_turns, grant
from lis.engine.steps import NEW, Act, NoteForm, Part, ReasonForm, Step, plain
from lis.engine.waiving import Standing, WaiveForm, keep_waiver, something_to_waive, standing
from lis.engine.words import nobody
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, drafts_of, mint, save_drafts
from lis.frameworks.models import vocabulary_labels
from lis.templatetags.office import date_words

from ..drafting.submission import tell_of_submission
from .agreeing import (
    acts_for_area,
    area_negotiator,
    either_side,
    either_sides_people,
    has_joint_mandate,
    its_day_has_come,
    key_holder,
    lead_issuer,
    no_reopening_proposed,
    not_keyed_yet,
    nothing_open,
    other_side_proposed_reopening,
    own_holder,
    own_position_is_negative,
    own_position_is_not_now,
    own_position_is_positive,
    says_who_how_and_when,
    within_a_mandate,
    words_of_others,
)
from .checks import warnings
from .forms import (
    AcceptForm,
    AddForm,
    AskDetailsForm,
    DeferForm,
    DerivedForm,
    ProposedForm,
    RemitStepForm,
    ReplyForm,
    RewordForm,
    WhatHappenedForm,
)
from .models import Ask
from .negotiation import Negotiation, effect_of, negotiations
from .parts import KINDS_OF_CHANGE, filled
from .permissions import (
    area_lead,
    area_writer,
    coordinator_of_all,
    entitled_to_a_position,
    has_type,
    has_words,
    proposition_is_open,
    proposition_is_submitted,
    was_editorial,
    while_found_ready,
)
from .rewording import follow_words, last_version, mint_reworded, write_derived

DRAFT, SUBMITTED, WITHDRAWN, DECLINED, DEFERRED = "draft", "submitted", "withdrawn", "declined", "deferred"
AGREED, AGREED_IN_PART, AGREED_IN_PRINCIPLE = "agreed", "agreed_in_part", "agreed_in_principle"
SETTLED = {AGREED, AGREED_IN_PART, AGREED_IN_PRINCIPLE, DECLINED, DEFERRED}

PARTS = [
    Part("ask", "Ask", "One ask, in words that a department can answer with yes or no.", rows=4),
    Part("money_reason", "Why new money is needed", "Only if it asks for new money.", rows=3),
    Part("wanted_by", "Wanted by", "When you need it, for example “before the budget of spring”.", rows=1, limit=200),
]


@dataclass
class Facts:
    """What the table needs to know of one ask: its words by part as the actor reads them, and how its checks stand.

    ``negotiation`` is what its steps between both sides need to know.
    """

    words: dict[str, Any]
    negotiation: Negotiation = field(default_factory=Negotiation)
    checks: list[Standing] = field(default_factory=list)


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
        "wanted_by": words.get("wanted_by", ""),
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
    end_turns(act, act.noun.record)
    workflows["side"].open_for_submission(act.noun, act)
    tell_of_submission(act)


def move_remit(act: Act) -> None:
    workflows["side"].move_remit(act)


def close_sides(act: Act) -> None:
    """Nobody need act on a withdrawn ask; the departments that held it are told by its history."""
    workflows["side"].close_for_withdrawal(act.noun, act)
    end_turns(act, act.noun.record)


class AskWorkflow(Workflow):
    kind = "ask"
    model = Ask
    noun_name = "ask"
    statuses = {
        DRAFT: "Draft", SUBMITTED: "Submitted", AGREED: "Agreed", AGREED_IN_PART: "Agreed in part",
        AGREED_IN_PRINCIPLE: "Agreed in principle", DECLINED: "Declined", DEFERRED: "Deferred", WITHDRAWN: "Withdrawn",
    }  # fmt: skip
    writer = area_writer
    details = AskDetailsForm
    steps = (
        Step("add", "Add an ask", {NEW}, DRAFT, who=area_writer, requires=(proposition_is_open,), form=AddForm,
             locks=lambda plan: [plan.proposition_id], act=write_first_words, past="added the ask"),
        Step("derive", "Propose a new ask", {NEW}, DRAFT, who=nobody, form=DerivedForm, act=write_derived,
             consequence=True, past="proposed a new ask that follows from another"),
        Step("submit", "Submit to Government", {DRAFT}, SUBMITTED, who=area_lead,
             requires=(proposition_is_submitted, has_words, has_type), mint=mint_words, act=open_sides,
             past="submitted it to Government", main=True,
             hint="For an ask that was added after its proposition had gone."),
        Step("waive", "Let a check stand", {DRAFT}, None, who=area_writer, requires=(something_to_waive,),
             form=WaiveForm, act=keep_waiver, past="let a check stand", quiet=True),
        Step("accept", "Accept these words", {SUBMITTED}, None, who=key_holder,
             requires=(says_who_how_and_when, not_keyed_yet, words_of_others, own_position_is_positive, nothing_open,
                       within_a_mandate),
             form=AcceptForm, mint=last_version, act=effect_of("accept"), past="accepted the words",
             main=True, held=True,
             hint="Once everybody whose agreement is needed has accepted the same words, they are agreed."),
        Step("endorse", "Endorse these words", {SUBMITTED}, None, who=area_negotiator,
             requires=(has_joint_mandate, words_of_others), mint=last_version, act=effect_of("endorse"),
             past="endorsed the words", hint="Under a joint delegation each post stands behind the same words."),
        Step("decline", "Decline the ask", {SUBMITTED}, DECLINED, who=lead_issuer,
             requires=(own_position_is_negative,), mint=last_version, act=effect_of("decline"), past="declined the ask",
             warns=True, hint="The area reads why in the answer that you have issued, and may reply."),
        Step("defer", "Defer the ask", {SUBMITTED}, DEFERRED, who=lead_issuer, requires=(own_position_is_not_now,),
             form=DeferForm, mint=last_version, act=effect_of("defer"), past="deferred the ask",
             hint="It comes back by itself on its date."),
        Step("respond", "Reply to the decision", {DECLINED, DEFERRED}, None, who=area_lead, form=ReplyForm,
             past="replied to the decision", hint="Everybody on this ask reads it."),
        Step("take_up", "Take it up again", {DEFERRED}, SUBMITTED, who=either_sides_people,
             requires=(its_day_has_come,), act=effect_of("reopen"), past="took it up again on its day", main=True),
        Step("propose_reopening", "Propose to reopen it", SETTLED, None, who=either_side,
             requires=(no_reopening_proposed,), form=ReasonForm, act=effect_of("propose_reopening"),
             past="proposed to reopen it", hint="It is open again once the other side agrees."),
        Step("reopen", "Reopen it", SETTLED, SUBMITTED, who=either_side, requires=(other_side_proposed_reopening,),
             form=ReasonForm, act=effect_of("reopen"), past="reopened it",
             hint="It goes on from its last version. What was agreed stays as it was until something else is agreed."),
        Step("withdraw", "Withdraw", {DRAFT, SUBMITTED, DEFERRED}, WITHDRAWN, who=area_lead, form=ReasonForm,
             act=close_sides, past="withdrew it", warns=True,
             hint="Departments that have seen it will see that it was withdrawn, and why."),
        Step("move", "Passed on", {SUBMITTED}, None, who=nobody, form=WhatHappenedForm, consequence=True,
             past="passed it on"),
        Step("question", "Question asked", {SUBMITTED}, None, who=nobody, form=WhatHappenedForm, consequence=True,
             past="asked the area a question"),
        Step("reply", "Question answered", {SUBMITTED}, None, who=nobody, form=WhatHappenedForm, consequence=True,
             past="answered the question"),
        Step("route", "Routed by a rule", {SUBMITTED}, None, who=nobody, form=WhatHappenedForm, consequence=True,
             past="routed it by a rule"),
        Step("move_remit", "Move to another department", {SUBMITTED}, None, who=coordinator_of_all, form=RemitStepForm,
             act=move_remit, past="moved it with a remit",
             hint="For a remit that has moved. All asks of a remit move at once under Routing."),
        Step("due", "Due date changed", {SUBMITTED}, None, who=nobody, form=WhatHappenedForm, consequence=True,
             past="set another day for its answer"),
        Step("confirm", "Answer confirmed", {SUBMITTED}, None, who=nobody, form=WhatHappenedForm, consequence=True,
             past="confirmed its answer"),
        Step("answer", "Answered", {SUBMITTED}, None, who=nobody, form=WhatHappenedForm, consequence=True,
             past="answered the ask"),
        Step("propose_new", "New ask proposed", {SUBMITTED, *SETTLED}, None, who=nobody, form=ProposedForm,
             consequence=True, past="proposed that the area ask for something that follows from this"),
        Step("reword", "Reworded", {SUBMITTED}, None, who=nobody, form=RewordForm, mint=mint_reworded,
             act=follow_words, consequence=True, past="proposed other words"),
        Step("agree", "Agreed", {SUBMITTED}, AGREED, who=nobody, form=NoteForm, mint=last_version,
             act=effect_of("agree"), consequence=True, past="thereby settled it: all have accepted the same words"),
        Step("agree_in_part", "Agreed in part", {SUBMITTED}, AGREED_IN_PART, who=nobody, form=NoteForm,
             mint=last_version, act=effect_of("agree"), consequence=True,
             past="thereby settled a part of it: all have accepted the same words"),
        Step("agree_in_principle", "Agreed in principle", {SUBMITTED}, AGREED_IN_PRINCIPLE, who=nobody, form=NoteForm,
             mint=last_version, act=effect_of("conclude"), consequence=True,
             past="thereby settled it in principle: all have accepted the same words"),
        Step("come_back", "Came back", {DEFERRED}, SUBMITTED, who=nobody, form=NoteForm, act=effect_of("reopen"),
             requires=(its_day_has_come,), consequence=True, past="brought it back on its day"),
        Step("call_substantive", "Call the change substantive", {SUBMITTED}, None, who=entitled_to_a_position,
             requires=(was_editorial,), form=ReasonForm, mint=last_version,
             act=lambda act: workflows["side"].return_sides(act), past="called the change substantive",
             hint="The departments that have a position look at the words again. Everybody on this ask reads why."),
    )  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, Facts]:
        words = words_of_records([noun.record for noun in nouns], actor, at)
        found = negotiations(nouns, actor, at)
        facts = {pk: Facts(read.latest, found[pk]) for pk, read in words.items()}
        # Checks are for those who write it, while they can mend it.
        drafts = [ask for ask in nouns if ask.status == DRAFT and ask.body_id in actor.organisation_ids]
        prefetch_related_objects(drafts, "departments")
        day = at.astimezone(clock.LONDON).date()
        for pk, checks in standing({ask.pk: warnings(ask, facts[ask.pk].words, day) for ask in drafts}).items():
            facts[pk].checks = checks
        return facts

    def checks_of(self, nouns: Sequence[Any], actor: Actor) -> dict[int, list[Standing]]:
        return {pk: facts.checks for pk, facts in self.facts(actor, nouns, clock.now()).items()}

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
        """The area for its own people, else the body of theirs that has a part in the ask."""
        if noun.body_id in actor.organisation_ids:
            return noun.body
        if facts is not None and (holder := own_holder(actor, noun, facts.negotiation)):
            return holder.organisation
        return next((membership.organisation for membership in actor.memberships), None)

    def mandate_for(self, act: Act) -> Record | None:
        """An area accepts and endorses words under its board's mandate."""
        if act.step.verb == "accept" and acts_for_area(act.actor, act.noun, act.facts.negotiation):
            return act.facts.negotiation.authority.record(act.version)
        if act.step.verb == "endorse":
            return act.facts.negotiation.authority.joint(act.version)[0].delegation.record
        return super().mandate_for(act)

    def initial(self, step: Step, noun: Ask, actor: Actor) -> dict[str, Any]:
        if step.verb != "accept":
            return {}
        return {"hash": noun.record.versions.order_by("-number").values_list("hash", flat=True).first()}

    def preview(self, step: Step, noun: Ask, actor: Actor) -> list[tuple[str, str]]:
        """The words that accepting or endorsing is about, letter for letter."""
        last = noun.record.versions.order_by("-number").first()
        return filled(last.content) if last and step.verb in ("accept", "endorse") else []

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Ask:
        names = ("type", "lead_department", "money", "tags", "parent")
        if step.verb == "derive":
            return Ask(proposition=given["parent"].proposition, parent=given["parent"])
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
        if event.verb == "confirm" and data.get("about"):
            return f"confirmed its answer of {data['about']}"
        if event.verb == "move" and data.get("to"):
            return f"passed it from {data.get('organisation', '')} to {' and '.join(data['to'])}"
        if event.verb == "route" and data.get("to"):
            return f"routed it to {' and '.join(data['to'])} by the rule “{data.get('about', '')}”"
        if event.verb == "move_remit" and data.get("receiving"):
            return f"moved it with the remit of {data.get('leaving', '')} to {data['receiving']}"
        if event.verb == "due" and data.get("about"):
            return f"will answer by {date_words(dt.date.fromisoformat(data['about']))}"
        if event.verb == "reword" and data:
            return f"proposed version {data['number']}, {KINDS_OF_CHANGE[data['weight']]} change"
        return super().describe(event)


workflow = register(AskWorkflow())
