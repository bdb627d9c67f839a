"""The life of a proposition: drafted, found ready by another person, submitted with its asks, or withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.models import Counter, Draft, Record
from lis.engine.reading import words_of_records
from lis.engine.registry import register, workflows
from lis.engine.standing import end_turns, grant
from lis.engine.steps import NEW, Act, Part, ReasonForm, Step, plain
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, drafts_of, mint, save_drafts

from .forms import PropositionDetailsForm, StartForm, SubmitForm
from .models import Proposition
from .permissions import another_hand, area_lead, area_writer, asks_are_fit, has_words
from .submission import tell_of_submission

DRAFTING, READY, SUBMITTED, WITHDRAWN = "drafting", "ready", "submitted", "withdrawn"

PARTS = [
    Part("title", "Title", rows=1, limit=200),
    Part("what", "What", "What would be done, in a sentence or two."),
    Part("why", "Why", "The evidence and the reason."),
    Part("how", "How", "Who does it, with whom and by what means."),
]


@dataclass
class Facts:
    """What the table needs to know of one proposition: its words by part, its draft asks, who wrote last in any."""

    words: dict[str, Any]
    last_author_id: int | None = None
    asks: list[Any] = field(default_factory=list)
    ask_stops: dict[int, list[Check]] = field(default_factory=dict)


def write_first_words(act: Act) -> None:
    bodies = {part.key: act.given.get(part.key, "") for part in PARTS}
    save_drafts(act.noun.record, act.noun.body, bodies, by=act.actor.user, at=act.at)
    grant(act, act.noun.record, act.noun.body)


def mint_words(act: Act) -> Any:
    noun = act.noun
    body = {part.key: draft.body for part, draft in _parts_and_drafts(noun)}
    body |= {
        "strategy": noun.strategy.ref,
        "workstream": noun.workstream.name if noun.workstream else "",
        "themes": plain(noun.themes.all()),
        "proposed_by": noun.body.code,
        "sponsors": plain(noun.sponsors.all()),
    }
    authors = draft_authors(act.noun.record, act.noun.body)
    return mint(act.noun.record, schema="proposition/1", body=body, authors=authors, at=act.at)


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
    statuses = {DRAFTING: "Drafting", READY: "Ready", SUBMITTED: "Submitted", WITHDRAWN: "Withdrawn"}
    writer = area_writer
    details = PropositionDetailsForm
    steps = (
        Step("start", "Start a proposition", {NEW}, DRAFTING, who=area_writer, form=StartForm,
             act=write_first_words, past="started the proposition"),
        Step("ready", "Mark as ready", {DRAFTING}, READY, who=area_writer,
             requires=(has_words, asks_are_fit, another_hand),
             past="found it ready", main=True,
             hint="Another person than its last author confirms that it can go to the lead."),
        Step("redraft", "Take back to drafting", {READY}, DRAFTING, who=area_writer,
             past="took it back to drafting"),
        Step("submit", "Submit to Government", {READY}, SUBMITTED, who=area_lead,
             requires=(has_words, asks_are_fit), form=SubmitForm, mint=mint_words, act=submit_asks,
             locks=roots_of_asks, past="submitted it to Government", main=True,
             hint="Its asks are submitted with it, all of them or none."),
        Step("withdraw", "Withdraw", {DRAFTING, READY, SUBMITTED}, WITHDRAWN, who=area_lead, form=ReasonForm,
             act=withdraw_asks, locks=roots_of_asks, past="withdrew it", warns=True,
             hint="Its asks are withdrawn with it. Whoever has seen it will see that it was withdrawn, and why."),
    )  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, Facts]:
        words = words_of_records([noun.record for noun in nouns], actor, at)
        found = {pk: Facts(read.latest) for pk, read in words.items()}
        bodies = {noun.body_id for noun in nouns}
        drafts = Draft.objects.filter(record_id__in=found, organisation_id__in=bodies).order_by("updated_at", "pk")
        last: dict[int, dt.datetime] = {}
        for record_id, author_id, when in drafts.values_list("record_id", "updated_by_id", "updated_at"):
            found[record_id].last_author_id, last[record_id] = author_id, when
        ask_workflow = workflows["ask"]
        # Whoever does not see the drafts is not to learn of them by how long an answer takes.
        asks = ask_workflow.model.objects.with_record().visible_to(actor, at).in_status("draft")
        asks = list(asks.filter(proposition_id__in=found).order_by("record__ref"))
        stops = ask_workflow.stops(asks, actor, at)
        for ask in asks:
            found[ask.proposition_id].asks.append(ask)
            found[ask.proposition_id].ask_stops[ask.pk] = stops[ask.pk]
        # What is found ready is the proposition with its asks, so whoever wrote an ask last has written last.
        of = {ask.pk: ask.proposition_id for ask in asks}
        drafts = Draft.objects.filter(record_id__in=of, organisation_id__in=bodies).order_by("updated_at", "pk")
        for record_id, author_id, when in drafts.values_list("record_id", "updated_by_id", "updated_at"):
            if when >= last.get(of[record_id], when):
                found[of[record_id]].last_author_id, last[of[record_id]] = author_id, when
        return found

    def parts(self, noun: Any) -> list[Part]:
        return PARTS

    def drafting_organisation(self, actor: Actor, noun: Proposition) -> Any:
        return noun.body if noun.body_id in actor.organisation_ids else None

    def writing_reasons(self, actor: Actor, noun: Proposition, facts: Facts) -> list[Check]:
        if noun.status == DRAFTING:
            return []
        words = self.statuses[noun.status].lower()
        back = " Take it back to drafting first." if noun.status == READY else ""
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
