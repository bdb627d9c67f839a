"""What happens to a paper: it is written, reviewed inside, shared for a while, submitted, or withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import F

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.canonical import canonical, digest
from lis.engine.checks import STOP, Check
from lis.engine.models import Counter, Draft, Event, Grant, Record, Version
from lis.engine.registry import register
from lis.engine.standing import end_grants, end_turns, give_turn, grant
from lis.engine.steps import NEW, Act, Part, ReasonForm, Step, nothing
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, mint, save_drafts
from lis.people.models import Organisation, Role
from lis.templatetags.office import date_words, plain_list

from .forms import GOVERNMENT, ShareForm, StartForm, StopSharingForm, SubmitForm
from .models import PolicyPositionPaper
from .parts import SCHEMA, TITLE, body_of, filled, parts_of, sections_of
from .permissions import (
    PaperFacts,
    by_another_person,
    has_news,
    has_section,
    has_title,
    is_shared,
    lead,
    writer,
    writer_of_strategy,
)

DRAFTING, IN_REVIEW, SUBMITTED, WITHDRAWN = "drafting", "internal_review", "submitted", "withdrawn"
# While colleagues review the words, the words stand still; a withdrawn paper has said its last.
STANDS_STILL = {
    IN_REVIEW: Check("in-review", "The paper is in internal review. Send it back, then change its words.", STOP),
    WITHDRAWN: Check("withdrawn", "The paper was withdrawn. Its words stay as they are.", STOP),
}


def put_into_words(act: Act) -> Version | None:
    """The draft as the next version; the last version when not a word has changed since."""
    paper, facts = act.noun, act.facts
    if not facts.changed:
        return paper.record.versions.order_by("-number").first()
    authors = draft_authors(paper.record, facts.organisation)
    return mint(paper.record, schema=SCHEMA, body=body_of(paper, facts.words), authors=authors, at=act.at)


def put_unsubmitted_into_words(act: Act) -> Version | None:
    """After submission informal readers get what was submitted: new words go out by submitting them."""
    if act.noun.status == SUBMITTED:
        return act.noun.record.versions.order_by("-number").first()
    return put_into_words(act)


def begin(act: Act) -> None:
    organisation = act.noun.organisation
    grant(act, act.noun.record, organisation)
    save_drafts(act.noun.record, organisation, {TITLE: act.given["title"]}, by=act.actor.user, at=act.at)


def let_read(act: Act, organisation: Any, until: dt.datetime | None) -> None:
    """Let a body of Government read from this version on; one that reads already keeps what it could read."""
    record = act.noun.record
    before = list(Grant.objects.open_at(act.at).filter(record=record, organisation=organisation))
    if any(held.until is None for held in before):
        return
    end_grants(act, record, organisation)
    grant(
        act, record, organisation, until=until,
        since_version=min([held.since_version for held in before], default=act.version.number),
        since_event=min([held.since_event for held in before], default=act.event.number),
    )  # fmt: skip


def let_departments_read(act: Act) -> None:
    until = end_of_day(act.given["until"])
    for department in act.given["departments"]:
        let_read(act, department, until)


def let_department_go(act: Act) -> None:
    end_grants(act, act.noun.record, act.given["department"])


def hand_to_government(act: Act) -> None:
    units = Organisation.objects.filter(kind=Organisation.Kind.COORDINATING_UNIT).open_on(clock.today())
    for receiver in [*act.given["departments"], *units]:
        let_read(act, receiver, None)


def turn_of_leads(act: Act) -> None:
    record = act.noun.record
    end_turns(act, record)
    give_turn(act, record, act.facts.organisation, "Review the paper: submit it or send it back", role=Role.LEAD)


def turn_of_drafters(act: Act) -> None:
    record = act.noun.record
    end_turns(act, record)
    give_turn(act, record, act.facts.organisation, "Change the paper as the review asked", role=Role.DRAFTER)


def nobodys_turn(act: Act) -> None:
    end_turns(act, act.noun.record)


def end_of_day(last_day: dt.date) -> dt.datetime:
    """The moment at which ``last_day`` is over in London."""
    return dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time(), tzinfo=clock.LONDON).astimezone(dt.UTC)


class PaperWorkflow(Workflow):
    """The life of a Policy Position Paper. Its references read ``CHW-P01``."""

    kind = "paper"
    model = PolicyPositionPaper
    noun_name = "policy position paper"
    writer = writer
    statuses = {
        DRAFTING: "Drafting",
        IN_REVIEW: "Internal review",
        SUBMITTED: "Submitted",
        WITHDRAWN: "Withdrawn",
    }
    steps = [
        Step(
            "start", "Start a paper", {NEW}, DRAFTING, writer_of_strategy, "started the paper",
            form=StartForm, act=begin, main=True,
        ),
        Step(
            "send_for_review", "Send to internal review", {DRAFTING}, IN_REVIEW, writer, "sent it to internal review",
            requires=(has_title, has_section), turns=turn_of_leads, main=True,
            hint="Nobody outside your organisation is told. Nobody can change its words meanwhile.",
        ),
        Step(
            "send_back", "Send back", {IN_REVIEW}, DRAFTING, lead, "sent it back",
            form=ReasonForm, turns=turn_of_drafters,
            hint="Its writers read your reason. Nobody outside your organisation does.",
        ),
        Step(
            "share", "Share informally", {DRAFTING, IN_REVIEW, SUBMITTED}, None, lead, "shared it informally",
            requires=(has_title, has_section), form=ShareForm, mint=put_unsubmitted_into_words,
            act=let_departments_read,
            hint="Before it is submitted, the words as they stand become a version for good. "
            "Afterwards, departments read what was submitted.",
        ),
        Step(
            "stop_sharing", "Stop sharing", {DRAFTING, IN_REVIEW, SUBMITTED}, None, lead, "stopped sharing it",
            requires=(is_shared,), form=StopSharingForm, act=let_department_go,
        ),
        Step(
            "submit", "Submit to Government", {IN_REVIEW, SUBMITTED}, SUBMITTED, lead, "submitted it to Government",
            requires=(has_title, has_section, has_news, by_another_person), form=SubmitForm, mint=put_into_words,
            act=hand_to_government, turns=nobodys_turn, main=True, warns=True,
            hint="The words as they stand become a version for good.",
        ),
        Step(
            "withdraw", "Withdraw", {DRAFTING, IN_REVIEW, SUBMITTED}, WITHDRAWN, lead, "withdrew it",
            form=ReasonForm, turns=nobodys_turn, warns=True,
            hint="Departments that have it keep what they could read, and read your reason. It stays withdrawn.",
        ),
    ]  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, PaperFacts]:
        found = PolicyPositionPaper.objects.with_workstream().filter(pk__in=[noun.pk for noun in nouns])
        papers = {paper.pk: paper for paper in found}
        facts = {pk: PaperFacts(paper.organisation) for pk, paper in papers.items()}
        drafts = Draft.objects.filter(
            record__in=papers, organisation__strategies__workstreams__papers=F("record_id")
        )  # fmt: skip
        for draft in drafts.order_by("updated_at", "pk").distinct():
            facts[draft.record_id].words[draft.part] = draft.body
            facts[draft.record_id].last_author = draft.updated_by_id
        held = Grant.objects.open_at(at).filter(record__in=papers, organisation__kind__in=GOVERNMENT)
        for grant_ in held.select_related("organisation"):
            paper = facts[grant_.record_id]
            readers = paper.receivers if grant_.until is None else paper.departments
            readers[grant_.organisation_id] = grant_
        minted = _latest(Version.objects.filter(record__in=papers).values_list("record_id", "number", "hash"))
        submitted = _latest(
            Event.objects.filter(record__in=papers, verb="submit").values_list("record_id", "number", "version__hash")
        )
        for pk, paper in facts.items():
            words = digest(canonical(body_of(papers[pk], paper.words)))
            paper.sections = len(filled(papers[pk].kind, paper.words))
            paper.changed = words != minted.get(pk)
            paper.news = words != submitted.get(pk)
        return facts

    def acting_for(self, actor: Actor, noun: PolicyPositionPaper, facts: PaperFacts | None) -> Any:
        return noun.organisation

    def parts(self, noun: PolicyPositionPaper) -> list[Part]:
        return parts_of(noun.kind)

    def drafting_organisation(self, actor: Actor, noun: PolicyPositionPaper) -> Any:
        return noun.organisation if noun.organisation.pk in actor.organisation_ids else None

    def writing_reasons(self, actor: Actor, noun: PolicyPositionPaper, facts: PaperFacts) -> list[Check]:
        still = STANDS_STILL.get(noun.status)
        return [still] if still else []

    def preview(self, step: Step, noun: PolicyPositionPaper, actor: Actor) -> list[tuple[str, str]]:
        if step.mint is nothing:
            return []
        facts = self.facts(actor, [noun], clock.now())[noun.pk]
        last = noun.record.versions.order_by("-number").first()
        fixed = noun.status == SUBMITTED and step.mint is put_unsubmitted_into_words
        content = last.content if fixed else body_of(noun, facts.words)
        return [("Title", content["title"]), *((heading, text) for _, heading, text in sections_of(content))]

    def reference(self, act: Act) -> str:
        prefix = f"{self.area_of(act).code}-P"
        return f"{prefix}{Counter.next(prefix):02d}"

    def area_of(self, act: Act) -> Any:
        return act.given["workstream"].strategy.area

    def build(self, act: Act, record: Record) -> PolicyPositionPaper:
        return PolicyPositionPaper.objects.create(
            record=record, workstream=act.given["workstream"], kind=act.given["kind"]
        )

    def describe(self, event: Event) -> str:
        version = f"version {event.version.number}" if event.version else "it"
        bodies = event.data.get("departments") or [event.data.get("department")]
        with_whom = plain_list(code for code in bodies if code)
        match event.verb:
            case "share":
                return f"shared {version} informally with {with_whom or 'a department'}" + _last_day(event)
            case "stop_sharing":
                return f"stopped sharing it with {with_whom or 'a department'}"
            case "submit":
                return f"submitted {version} to Government" + (f" and named {with_whom}" if with_whom else "")
        return super().describe(event)


def _last_day(event: Event) -> str:
    return f" until {date_words(dt.date.fromisoformat(event.data['until']))}" if event.data.get("until") else ""


def _latest(rows: Any) -> dict[int, str]:
    """The hash of the row with the highest number, by record."""
    found: dict[int, tuple[int, str]] = {}
    for record, number, fingerprint in rows:
        if record not in found or number > found[record][0]:
            found[record] = (number, fingerprint)
    return {record: fingerprint for record, (_, fingerprint) in found.items()}


workflow = register(PaperWorkflow())
