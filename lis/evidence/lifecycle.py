"""What happens to a finding: drafted, recorded for good, taken up again to change it, or withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import F

from lis.engine.actor import Actor
from lis.engine.canonical import canonical, digest
from lis.engine.checks import STOP, Check
from lis.engine.models import Counter, Draft, Record, Version
from lis.engine.registry import register
from lis.engine.standing import grant
from lis.engine.steps import NEW, Act, Part, ReasonForm, Step
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, mint, save_drafts

from .forms import PlaceForm, StartForm
from .models import Finding
from .parts import PARTS, SCHEMA, STATEMENT
from .permissions import FindingFacts, has_news, has_source, has_statement, writer, writer_of_strategy

DRAFT, RECORDED, WITHDRAWN = "draft", "recorded", "withdrawn"
STANDS_STILL = {
    RECORDED: Check("recorded", "It is recorded. Take it up again, then change its words.", STOP),
    WITHDRAWN: Check("withdrawn", "It was withdrawn. Its words stay as they are.", STOP),
}


def begin(act: Act) -> None:
    finding = act.noun
    grant(act, finding.record, finding.organisation)
    save_drafts(
        finding.record, finding.organisation, {STATEMENT: act.given[STATEMENT]}, by=act.actor.user, at=act.at
    )  # fmt: skip


def put_into_words(act: Act) -> Version:
    finding = act.noun
    body = body_of(finding, act.facts.words)
    authors = draft_authors(finding.record, act.facts.organisation)
    return mint(finding.record, schema=SCHEMA, body=body, authors=authors, at=act.at)


def body_of(finding: Finding, words: dict[str, str]) -> dict[str, str]:
    """The content of a version: each part that says something, and where it belongs."""
    return {
        **{part.key: words[part.key] for part in PARTS if words.get(part.key, "").strip()},
        "strategy": finding.strategy.ref,
        "theme": finding.theme.name if finding.theme else "",
    }


class FindingWorkflow(Workflow):
    """The life of a finding. Its references read ``CHW-F01``."""

    kind = "finding"
    model = Finding
    noun_name = "finding"
    writer = writer
    details = PlaceForm
    statuses = {DRAFT: "Draft", RECORDED: "Recorded", WITHDRAWN: "Withdrawn"}
    steps = [
        Step(
            "start", "Start a finding", {NEW}, DRAFT, writer_of_strategy, "started the finding",
            form=StartForm, act=begin, main=True,
        ),
        Step(
            "record", "Record", {DRAFT}, RECORDED, writer, "recorded it",
            requires=(has_statement, has_source, has_news), mint=put_into_words, main=True,
            hint="The words as they stand become a version for good, on which a consultation can rest.",
        ),
        Step(
            "revise", "Take up again", {RECORDED}, DRAFT, writer, "took it up again",
            hint="To change its words. What rests on the recorded version keeps that version.",
        ),
        Step(
            "withdraw", "Withdraw", {DRAFT, RECORDED}, WITHDRAWN, writer, "withdrew it",
            form=ReasonForm, warns=True,
            hint="Nothing new can rest on it. What rests on it already keeps its words.",
        ),
    ]  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, FindingFacts]:
        found = {one.pk: one for one in Finding.objects.with_place().filter(pk__in=[noun.pk for noun in nouns])}
        facts = {pk: FindingFacts(finding.organisation) for pk, finding in found.items()}
        drafts = Draft.objects.filter(record__in=facts, organisation__strategies__findings=F("record_id"))
        for record, part, body in drafts.distinct().values_list("record_id", "part", "body"):
            facts[record].words[part] = body
        last = Version.objects.filter(record__in=facts).order_by("record_id", "-number").distinct("record_id")
        hashes = dict(last.values_list("record_id", "hash"))
        for pk, fact in facts.items():
            fact.news = digest(canonical(body_of(found[pk], fact.words))) != hashes.get(pk)
        return facts

    def acting_for(self, actor: Actor, noun: Finding, facts: FindingFacts | None) -> Any:
        return noun.organisation

    def parts(self, noun: Finding) -> list[Part]:
        return list(PARTS)

    def drafting_organisation(self, actor: Actor, noun: Finding) -> Any:
        return noun.organisation if noun.organisation.pk in actor.organisation_ids else None

    def writing_reasons(self, actor: Actor, noun: Finding, facts: FindingFacts) -> list[Check]:
        still = STANDS_STILL.get(noun.status)
        return [still] if still else []

    def details_of(self, noun: Finding) -> dict[str, Any]:
        return {"theme": noun.theme.name if noun.theme else ""}

    def save_details(self, noun: Finding, changed: dict[str, Any]) -> None:
        noun.theme = changed["theme"]
        noun.save(update_fields=["theme"])

    def reference(self, act: Act) -> str:
        prefix = f"{self.area_of(act).code}-F"
        return f"{prefix}{Counter.next(prefix):02d}"

    def area_of(self, act: Act) -> Any:
        return act.given["strategy"].record.area

    def build(self, act: Act, record: Record) -> Finding:
        return Finding.objects.create(record=record, strategy=act.given["strategy"])


workflow = register(FindingWorkflow())
