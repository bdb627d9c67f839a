"""The life of a proposition: drafted, found ready, agreed by the board, submitted with its asks; or put aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.canonical import canonical, digest
from lis.engine.checks import STOP, Check
from lis.engine.models import Counter, Draft, Link, Record
from lis.engine.reading import words_of_records
from lis.engine.registry import register, workflows
from lis.engine.standing import end_turns, grant
from lis.engine.steps import NEW, Act, Part, ReasonForm, Step, plain
from lis.engine.waiving import Standing, WaiveForm, keep_waiver, something_to_waive, standing
from lis.engine.words import nobody
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, drafts_of, mint, save_drafts

from .checks import warnings
from .forms import BoardDecisionForm, PropositionDetailsForm, StartForm, SubmitForm
from .models import Proposition
from .permissions import another_hand, area_lead, area_writer, asks_are_fit, has_words
from .submission import tell_of_submission

DRAFTING, READY, AGREED, SUBMITTED = "drafting", "ready", "agreed_by_board", "submitted"
NOT_TAKEN_FORWARD, PARKED, WITHDRAWN = "not_taken_forward", "parked", "withdrawn"

PARTS = [
    Part("title", "Title", rows=1, limit=200),
    Part("what", "What", "What would be done, in a sentence or two."),
    Part("why", "Why", "The evidence and the reason."),
    Part("how", "How", "Who does it, with whom and by what means."),
    Part("who_benefits", "Who benefits", "Which people or firms, and where.", rows=3, limit=2_000),
    Part(
        "baseline",
        "Baseline",
        "A figure of today, with its source, against which change is measured.",
        rows=3,
        limit=2_000,
    ),
]


@dataclass
class Facts:
    """What the table needs to know of one proposition: its words by part, its draft asks, who wrote in any of them."""

    words: dict[str, Any]
    authors: set[int] = field(default_factory=set)
    asks: list[Any] = field(default_factory=list)
    ask_stops: dict[int, list[Check]] = field(default_factory=dict)
    checks: list[Standing] = field(default_factory=list)


def write_first_words(act: Act) -> None:
    bodies = {part.key: act.given.get(part.key, "") for part in PARTS}
    save_drafts(act.noun.record, act.noun.body, bodies, by=act.actor.user, at=act.at)
    grant(act, act.noun.record, act.noun.body)


def mint_words(act: Act) -> Any:
    """The words as they stand; the last version where not a word has changed since, so that what a board read goes."""
    noun = act.noun
    body = {part.key: draft.body for part, draft in _parts_and_drafts(noun)}
    body |= {
        "strategy": noun.strategy.ref,
        "workstream": noun.workstream.name if noun.workstream else "",
        "themes": plain(noun.themes.all()),
        "proposed_by": noun.body.code,
        "sponsors": plain(noun.sponsors.all()),
    }
    last = noun.record.versions.order_by("-number").first()
    if last is not None and last.hash == digest(canonical(body)):
        return last
    authors = draft_authors(noun.record, noun.body)
    return mint(noun.record, schema="proposition/1", body=body, authors=authors, at=act.at)


def _parts_and_drafts(noun: Proposition) -> list[tuple[Part, Draft]]:
    drafts = drafts_of(noun.record, noun.body)
    return [(part, drafts[part.key]) for part in PARTS if part.key in drafts]


def submit_asks(act: Act) -> None:
    """The drafts among its asks go along, in the same transaction: all of them or none."""
    for ask in act.facts.asks:
        workflows["ask"].follow("submit", ask, cause=act.event, by=act.actor)
    tell_of_submission(act)


def withdraw_asks(act: Act) -> None:
    for ask in act.noun.asks.in_status("draft", "submitted").with_record():
        workflows["ask"].follow("withdraw", ask, cause=act.event, by=act.actor, data={"note": act.given["note"]})
    end_turns(act, act.noun.record)


def roots_of_asks(noun: Proposition) -> Iterable[int]:
    return noun.asks.values_list("record_id", flat=True)


class PropositionWorkflow(Workflow):
    kind = "proposition"
    model = Proposition
    noun_name = "proposition"
    statuses = {
        DRAFTING: "Drafting", READY: "Ready", AGREED: "Agreed by the board", SUBMITTED: "Submitted",
        NOT_TAKEN_FORWARD: "Not taken forward", PARKED: "Parked", WITHDRAWN: "Withdrawn",
    }  # fmt: skip
    # A board that only refers a question leaves it where it is.
    moved_by_board = {
        "as_recommended": "agree_by_board", "amended": "agree_by_board", "delegated": "agree_by_board",
        "deferred": "park", "rejected": "not_take_forward",
    }  # fmt: skip
    writer = area_writer
    details = PropositionDetailsForm
    steps = (
        Step("start", "Start a proposition", {NEW}, DRAFTING, who=area_writer, form=StartForm,
             act=write_first_words, past="started the proposition"),
        Step("ready", "Mark as ready", {DRAFTING}, READY, who=area_writer,
             requires=(has_words, asks_are_fit, another_hand), mint=mint_words,
             past="found it ready", main=True,
             hint="Somebody who wrote none of it confirms that it can go to the board, and to the lead."),
        Step("redraft", "Take back to drafting", {READY, AGREED, NOT_TAKEN_FORWARD, PARKED}, DRAFTING,
             who=area_writer, past="took it back to drafting",
             hint="What the board decided on is the version that it read. Other words go to a meeting again."),
        Step("agree_by_board", "Agreed by the board", {READY}, AGREED, who=nobody, form=BoardDecisionForm,
             consequence=True, past="recorded that the board agreed it"),
        Step("park", "Parked by the board", {READY}, PARKED, who=nobody, form=BoardDecisionForm, consequence=True,
             past="recorded that the board put it off"),
        Step("not_take_forward", "Not taken forward", {READY}, NOT_TAKEN_FORWARD, who=nobody,
             form=BoardDecisionForm, consequence=True, past="recorded that the board does not take it forward"),
        Step("submit", "Submit to Government", {READY, AGREED}, SUBMITTED, who=area_lead,
             requires=(has_words, asks_are_fit), form=SubmitForm, mint=mint_words, act=submit_asks,
             locks=roots_of_asks, past="submitted it to Government", main=True,
             hint="Its asks are submitted with it, all of them or none."),
        Step("waive", "Let a check stand", {DRAFTING, READY}, None, who=area_writer, requires=(something_to_waive,),
             form=WaiveForm, act=keep_waiver, past="let a check stand", quiet=True),
        Step("withdraw", "Withdraw", {DRAFTING, READY, AGREED, NOT_TAKEN_FORWARD, PARKED, SUBMITTED}, WITHDRAWN,
             who=area_lead, form=ReasonForm,
             act=withdraw_asks, locks=roots_of_asks, past="withdrew it", warns=True,
             hint="Its asks are withdrawn with it. Whoever has seen it will see that it was withdrawn, and why."),
    )  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, Facts]:
        words = words_of_records([noun.record for noun in nouns], actor, at)
        found = {pk: Facts(read.latest) for pk, read in words.items()}
        bodies = {noun.body_id for noun in nouns}
        drafts = Draft.objects.filter(record_id__in=found, organisation_id__in=bodies).exclude(authors=None)
        for record_id, author_id in drafts.values_list("record_id", "authors"):
            found[record_id].authors.add(author_id)
        ask_workflow = workflows["ask"]
        # Whoever does not see the drafts is not to learn of them by how long an answer takes.
        asks = ask_workflow.model.objects.with_record().visible_to(actor, at).in_status("draft")
        asks = list(asks.filter(proposition_id__in=found).order_by("record__ref"))
        stops = ask_workflow.stops(asks, actor, at)
        for ask in asks:
            found[ask.proposition_id].asks.append(ask)
            found[ask.proposition_id].ask_stops[ask.pk] = stops[ask.pk]
        # What is found ready is the proposition with its asks, so whoever wrote in an ask has written in it.
        of = {ask.pk: ask.proposition_id for ask in asks}
        drafts = Draft.objects.filter(record_id__in=of, organisation_id__in=bodies).exclude(authors=None)
        for record_id, author_id in drafts.values_list("record_id", "authors"):
            found[of[record_id]].authors.add(author_id)
        for pk, checks in self._standing(actor, nouns, found).items():
            found[pk].checks = checks
        return found

    def _standing(self, actor: Actor, nouns: Sequence[Any], facts: dict[int, Facts]) -> dict[int, list[Standing]]:
        """How the checks stand, for those who write it, while they can mend it."""
        drafts = [one for one in nouns if one.status in (DRAFTING, READY) and one.body_id in actor.organisation_ids]
        silent = [one.pk for one in drafts if not facts[one.pk].words.get("why", "").strip()]
        linked = Link.objects.filter(source__record__in=silent, target__record__kind="finding")
        with_finding = set(linked.values_list("source__record_id", flat=True)) if silent else set()
        return standing(
            {one.pk: warnings(facts[one.pk].words, has_finding=one.pk in with_finding) for one in drafts}
        )  # fmt: skip

    def checks_of(self, nouns: Sequence[Any], actor: Actor) -> dict[int, list[Standing]]:
        return {pk: facts.checks for pk, facts in self.facts(actor, nouns, clock.now()).items()}

    def parts(self, noun: Any) -> list[Part]:
        return PARTS

    def drafting_organisation(self, actor: Actor, noun: Proposition) -> Any:
        return noun.body if noun.body_id in actor.organisation_ids else None

    def writing_reasons(self, actor: Actor, noun: Proposition, facts: Facts) -> list[Check]:
        if noun.status == DRAFTING:
            return []
        words = self.statuses[noun.status].lower()
        back = " Take it back to drafting first." if noun.status in self.step("redraft").sources else ""
        return [Check("status", f"{noun.ref} is {words}, so its words cannot be changed now.{back}", STOP)]

    def details_of(self, noun: Proposition) -> dict[str, Any]:
        return {
            "workstream": plain(noun.workstream) if noun.workstream else "",
            "themes": plain(noun.themes.all()),
            "sponsors": plain(noun.sponsors.all()),
        }

    def save_details(self, noun: Proposition, changed: dict[str, Any]) -> None:
        if "workstream" in changed:
            noun.workstream = changed["workstream"]
            noun.save(update_fields=["workstream"])
        for name in ("themes", "sponsors"):
            if name in changed:
                getattr(noun, name).set(changed[name])

    def initial(self, step: Step, noun: Proposition, actor: Actor) -> dict[str, Any]:
        """Where a board has agreed it here, the meeting and the day need not be typed again."""
        if step.verb != "submit" or noun.status != AGREED:
            return {}
        agreed = noun.record.events.filter(verb="agree_by_board").order_by("-number").first()
        return {name: agreed.data.get(name, "") for name in ("meeting", "agreed_on")}

    def acting_for(self, actor: Actor, noun: Proposition, facts: Any) -> Any:
        return noun.body

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Proposition:
        strategy = given["strategy"]
        return Proposition(strategy=strategy, body=strategy.organisation)

    def reference(self, act: Act) -> str:
        area = act.noun.strategy.area
        return f"{area.code}-{Counter.next(area.code):02d}"

    def area_of(self, act: Act) -> Any:
        return act.noun.strategy.area

    def build(self, act: Act, record: Record) -> Proposition:
        proposition = act.noun
        proposition.record = record
        proposition.save(force_insert=True)
        return proposition


workflow = register(PropositionWorkflow())
