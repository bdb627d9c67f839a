"""What happens to a report: it is written, goes out with the agenda or is taken off, and members declare interests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Max

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.models import Draft, Event, Record, Version
from lis.engine.registry import register
from lis.engine.steps import NEW, Act, NoInput, Part, ReasonForm, Step
from lis.engine.words import nobody
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, drafts_of, mint, save_drafts

from ..forms import TITLE_LIMIT
from ..item_forms import InterestForm, NoteInterestForm, ReportForm, StartReportForm
from ..models import BoardMember, DeclaredInterest, Recommendation, Report
from ..paragraphs import blocks_of
from ..permissions import (
    ReportFacts,
    is_being_prepared,
    member,
    not_declared_yet,
    secretary,
    something_is_undecided,
)
from . import recommendations

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"
PARTS = [
    Part("title", "Title", rows=1, limit=TITLE_LIMIT),
    Part("summary", "Summary", rows=3, limit=2_000),
    Part("paragraphs", "Paragraphs", rows=18),
]


def unfit(reports: Iterable[Report]) -> list[tuple[Report, list[Check]]]:
    """Each of ``reports`` with what keeps it from going out; the same few queries for any number."""
    reports = list(reports)
    words: dict[int, dict[str, str]] = {report.pk: {} for report in reports}
    drafts = Draft.objects.filter(record__in=words, organisation=F("record__report__meeting__board__organisation"))
    for record, part, body in drafts.values_list("record_id", "part", "body"):
        words[record][part] = body
    asked = recommendations.unfit(reports)
    found = []
    for report in reports:
        checks = [
            Check(f"no-{part.key}", f"{report.ref} has no {part.label.lower()} yet. Write it first.", STOP)
            for part in PARTS
            if part.key != "summary" and report.is_draft and not words[report.pk].get(part.key, "").strip()
        ]
        found.append((report, checks + asked.get(report.pk, [])))
    return found


def save_title(act: Act) -> None:
    save_words(act, {"title": act.given["title"]})


def save_report(act: Act) -> None:
    save_words(act, {part.key: act.given[part.key] for part in PARTS})


def save_words(act: Act, words: dict[str, str]) -> None:
    report = act.noun
    save_drafts(report.record, report.organisation, words, by=act.actor.user, at=act.at)


def put_into_words(act: Act) -> Version:
    report = act.noun
    drafts = drafts_of(report.record, report.organisation)
    words = {part.key: drafts[part.key].body if part.key in drafts else "" for part in PARTS}
    body = {
        "title": words["title"],
        "summary": words["summary"],
        "paragraphs": blocks_of(words["paragraphs"]),
        "board": report.meeting.board.name,
        "meeting": report.meeting.title,
        "item": report.item,
        "attachments": [
            {"kind": one.kind, "label": one.label, "title": one.title, "sha256": one.file.sha256}
            for one in report.attachments.select_related("file")
        ],
    }
    authors = draft_authors(report.record, report.organisation)
    return mint(report.record, schema="report/1", body=body, authors=authors, at=act.at)


def put_recommendations(act: Act) -> None:
    for one in Recommendation.objects.with_record().filter(report=act.noun).in_status("draft").order_by("position"):
        recommendations.workflow.follow("put", one, cause=act.event, by=act.actor)


def declare(act: Act) -> None:
    seat = act.given.get("member") or act.facts.seat
    DeclaredInterest.objects.create(report=act.noun, member=seat, event=act.event)


class ReportWorkflow(Workflow):
    """The life of a report. Its references read ``LAN-M01.1``: the meeting, then the item of its agenda."""

    kind = "report"
    model = Report
    noun_name = "report"
    statuses = {DRAFT: "Draft", PUBLISHED: "Published", WITHDRAWN: "Taken off"}
    steps = [
        Step("start", "Write a report", {NEW}, DRAFT, secretary, "began the report", requires=(is_being_prepared,),
             form=StartReportForm, act=save_title, locks=lambda plan: [plan.meeting.record.root_id], main=True),
        Step("write", "Write", {DRAFT}, None, secretary, "wrote in it", form=ReportForm, act=save_report, main=True),
        Step("withdraw", "Take off the agenda", {DRAFT}, WITHDRAWN, secretary, "took it off the agenda",
             form=ReasonForm, warns=True),
        Step("publish", "Published", {DRAFT}, PUBLISHED, nobody, "published it with the agenda", form=NoInput,
             mint=put_into_words, act=put_recommendations, consequence=True),
        Step("declare_interest", "Declare an interest", {PUBLISHED}, None, member, "declared an interest",
             requires=(not_declared_yet, something_is_undecided), form=InterestForm, act=declare,
             hint="You are then shown as taking no part in deciding this item."),
        Step("note_interest", "Note an interest", {PUBLISHED}, None, secretary, "noted an interest",
             requires=(something_is_undecided,), form=NoteInterestForm, act=declare,
             hint="For a member who told you of it. Both names are kept."),
    ]  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, ReportFacts]:
        facts = {noun.pk: ReportFacts() for noun in nouns}
        today = at.astimezone(clock.LONDON).date()
        boards = {noun.meeting.board_id for noun in nouns}
        seats = BoardMember.objects.current(today).filter(board__in=boards, person=actor.user).select_related("person")
        held = {seat.board_id: seat for seat in seats} if actor.user else {}
        declared = DeclaredInterest.objects.filter(report__in=facts, member__in=held.values())
        for report in declared.values_list("report", flat=True):
            facts[report].declared = True
        put = Recommendation.objects.filter(report__in=facts).in_status("put")
        for report in put.values_list("report", flat=True):
            facts[report].undecided += 1
        for noun in nouns:
            facts[noun.pk].seat = held.get(noun.meeting.board_id)
        return facts

    def initial(self, step: Step, noun: Report, actor: Actor) -> dict[str, Any]:
        if step.verb != "write":
            return {}
        return {part: draft.body for part, draft in drafts_of(noun.record, noun.organisation).items()}

    def acting_for(self, actor: Actor, noun: Report, facts: Any) -> Any:
        return noun.organisation

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Report:
        meeting = given["meeting"]
        last = meeting.reports.aggregate(last=Max("item"))["last"] or 0
        return Report(meeting=meeting, item=last + 1)

    def reference(self, act: Act) -> str:
        return f"{act.noun.meeting.ref}.{act.noun.item}"

    def area_of(self, act: Act) -> Any:
        return act.noun.meeting.area

    def root_of(self, act: Act) -> Record:
        return act.noun.meeting.record

    def build(self, act: Act, record: Record) -> Report:
        act.noun.record = record
        act.noun.save(force_insert=True)
        return act.noun

    def describe(self, event: Event) -> str:
        if event.verb == "note_interest" and event.data.get("member"):
            return f"noted an interest of {event.data['member']}"
        return super().describe(event)


workflow = register(ReportWorkflow())
