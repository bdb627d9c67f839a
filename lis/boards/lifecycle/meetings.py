"""What happens to a meeting: its papers are written and go out, it is held, and its minutes are confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Counter, Draft, Event, Record, Version
from lis.engine.registry import register
from lis.engine.standing import grant
from lis.engine.steps import NEW, Act, NoteForm, Part, Step
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, drafts_of, mint, save_drafts
from lis.people.models import Role
from lis.templatetags.office import date_words

from ..forms import AgendaForm, ArrangeForm, HeldForm, MeetingForm, MinutesForm, PostponeForm
from ..mail import tell_of_pack
from ..models import BoardMember, Meeting, Recommendation, Report
from ..paragraphs import blocks_of
from ..permissions import (
    MeetingFacts,
    all_is_decided,
    another_hand,
    board_sits,
    day_has_come,
    has_minutes,
    has_reports,
    reports_are_fit,
    secretary,
    secretary_or_member,
)
from . import reports

DRAFT, PUBLISHED, HELD, CONFIRMED = "draft", "agenda_published", "held", "minutes_confirmed"
PREPARERS = (Role.SECRETARY, Role.LEAD, Role.DRAFTER)
MINUTES = Part("minutes", "Minutes", rows=14)


def let_preparers_in(act: Act) -> None:
    for role in PREPARERS:
        grant(act, act.noun.record, act.noun.organisation, role=role)


def send_papers_out(act: Act) -> None:
    """Reports and recommendations stand as they are now, and the whole body reads them."""
    meeting = act.noun
    for report in Report.objects.with_record().filter(meeting=meeting).in_status("draft").order_by("item"):
        reports.workflow.follow("publish", report, cause=act.event, by=act.actor)
    grant(act, meeting.record, meeting.organisation)
    tell_of_pack(act)


def change(act: Act) -> None:
    meeting = act.noun
    meeting.title, meeting.held_on, meeting.place = (act.given[name] for name in ("title", "held_on", "place"))
    meeting.save(update_fields=["title", "held_on", "place"])


def put_off(act: Act) -> None:
    act.noun.held_on = act.given["held_on"]
    act.noun.save(update_fields=["held_on"])


def note_who_was_there(act: Act) -> None:
    act.noun.present.set(act.given["present"])


def save_minutes(act: Act) -> None:
    meeting = act.noun
    save_drafts(
        meeting.record, meeting.organisation, {MINUTES.key: act.given["minutes"]}, by=act.actor.user, at=act.at
    )  # fmt: skip


def put_minutes_into_words(act: Act) -> Version:
    meeting = act.noun
    body = {
        "board": meeting.board.name,
        "meeting": meeting.title,
        "held_on": meeting.held_on.isoformat(),
        "minutes": blocks_of(act.facts.minutes),
    }
    authors = draft_authors(meeting.record, meeting.organisation)
    return mint(meeting.record, schema="minutes/1", body=body, authors=authors, at=act.at)


class MeetingWorkflow(Workflow):
    """The life of a meeting. Its references read ``LAN-M01``."""

    kind = "meeting"
    model = Meeting
    noun_name = "meeting"
    statuses = {
        DRAFT: "Draft", PUBLISHED: "Agenda published", HELD: "Held", CONFIRMED: "Minutes confirmed",
    }  # fmt: skip
    steps = [
        Step("arrange", "Arrange a meeting", {NEW}, DRAFT, secretary, "arranged the meeting", requires=(board_sits,),
             form=ArrangeForm, act=let_preparers_in, main=True),
        Step("change", "Change date, title or place", {DRAFT}, None, secretary, "changed the meeting",
             form=MeetingForm, act=change),
        Step("publish_agenda", "Publish the agenda", {DRAFT}, PUBLISHED, secretary,
             "published the agenda with its papers", requires=(has_reports, reports_are_fit), form=AgendaForm,
             act=send_papers_out, main=True, warns=True,
             hint="The reports become versions for good, and the members get a mail. Papers are due five clear "
             "working days before the meeting."),
        Step("postpone", "Put the meeting off", {PUBLISHED}, None, secretary, "put the meeting off",
             form=PostponeForm, act=put_off),
        Step("hold", "Record that it was held", {PUBLISHED}, HELD, secretary, "recorded that the board has met",
             requires=(day_has_come,), form=HeldForm, act=note_who_was_there, main=True,
             hint="The board’s decisions are recorded after this."),
        Step("write_minutes", "Write the minutes", {HELD}, None, secretary, "wrote in the minutes", form=MinutesForm,
             act=save_minutes, main=True),
        Step("confirm_minutes", "Confirm the minutes", {HELD}, CONFIRMED, secretary_or_member,
             "confirmed the minutes", requires=(has_minutes, all_is_decided, another_hand), form=NoteForm,
             mint=put_minutes_into_words, warns=True,
             hint="Another person than wrote them confirms them, usually the chair for the next meeting."),
    ]  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, MeetingFacts]:
        today = at.astimezone(clock.LONDON).date()
        facts = {noun.pk: MeetingFacts(is_day=noun.is_today_or_past(today)) for noun in nouns}
        boards: dict[int, list[int]] = {}
        for noun in nouns:
            boards.setdefault(noun.board_id, []).append(noun.pk)
        seats = BoardMember.objects.current(today).filter(board__in=boards, person=actor.user)
        for board in seats.values_list("board", flat=True) if actor.user else ():
            for pk in boards[board]:
                facts[pk].seated = True
        drafts = Draft.objects.filter(record__in=facts, part=MINUTES.key).prefetch_related("authors")
        for draft in drafts:
            facts[draft.record_id].minutes = draft.body
            facts[draft.record_id].minute_writers |= {author.pk for author in draft.authors.all()}
        of_meetings = Report.objects.with_record().filter(meeting__in=facts).exclude(record__status="withdrawn")
        unfit = reports.unfit(list(of_meetings.order_by("item")))
        for report, checks in unfit:
            facts[report.meeting_id].reports += 1
            facts[report.meeting_id].unfit += checks
        put = Recommendation.objects.filter(report__meeting__in=facts).in_status("put").order_by("record__ref")
        for meeting, ref in put.values_list("report__meeting", "record__ref"):
            facts[meeting].undecided.append(ref)
        return facts

    def initial(self, step: Step, noun: Meeting, actor: Actor) -> dict[str, Any]:
        match step.verb:
            case "change":
                return {"title": noun.title, "held_on": noun.held_on, "place": noun.place}
            case "write_minutes":
                return {part: draft.body for part, draft in drafts_of(noun.record, noun.organisation).items()}
            case "hold":
                return {"present": list(noun.board.members.current(noun.held_on).with_email())}
        return {}

    def preview(self, step: Step, noun: Meeting, actor: Actor) -> list[tuple[str, str]]:
        if step.verb != "confirm_minutes":
            return []
        drafts = drafts_of(noun.record, noun.organisation)
        return [(MINUTES.label, drafts[MINUTES.key].body)] if MINUTES.key in drafts else []

    def acting_for(self, actor: Actor, noun: Meeting, facts: Any) -> Any:
        return noun.organisation

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Meeting:
        return Meeting(**{name: given[name] for name in ("board", "title", "held_on", "place")})

    def reference(self, act: Act) -> str:
        prefix = f"{self.area_of(act).code}-M"
        return f"{prefix}{Counter.next(prefix):02d}"

    def area_of(self, act: Act) -> Any:
        return act.noun.board.record.area

    def build(self, act: Act, record: Record) -> Meeting:
        act.noun.record = record
        act.noun.save(force_insert=True)
        return act.noun

    def describe(self, event: Event) -> str:
        if event.verb == "postpone" and event.data.get("held_on"):
            return f"put the meeting off to {date_words(dt.date.fromisoformat(event.data['held_on']))}"
        if event.verb == "publish_agenda" and event.data.get("late_reason"):
            return f"published the agenda late, with its papers: {event.data['late_reason']}"
        return super().describe(event)


workflow = register(MeetingWorkflow())
