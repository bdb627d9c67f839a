"""What happens to a round: prepared, reviewed, scheduled by a second person; later extended, paused or withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, F

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.errors import BadInput
from lis.engine.models import Counter, Draft, Event, Record, Version
from lis.engine.registry import register, workflows
from lis.engine.standing import end_grants, end_turns, give_turn, grant, grant_everyone
from lis.engine.steps import NEW, Act, Part, ReasonForm, Step
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, drafts_of, mint, save_drafts
from lis.people.models import Role

from .contents import body_of, questions_of
from .forms import DatesForm, ExtendForm, PublicReasonForm, StartForm, date_and_time_of
from .models import Element, Phase, Round
from .parts import PARTS, SCHEMA, TITLE, sections_of
from .permissions import (
    READY_TO_READ,
    RoundFacts,
    by_another_person,
    has_not_closed,
    has_not_opened,
    officer,
    officer_of_strategy,
)
from .subjects import subjects_of
from .times import closing_words, opening_words

DRAFT, IN_REVIEW, SCHEDULED, PAUSED, WITHDRAWN = "draft", "in_review", "scheduled", "paused", "withdrawn"
CHOOSE_AMONG = ("single", "multiple")
STANDS_STILL = {
    Phase.IN_REVIEW: "It is in review. Send it back to draft, then change it.",
    Phase.UPCOMING: "It is scheduled. Send it back to draft, then change it.",
    Phase.WITHDRAWN: "It was withdrawn and stays as it is.",
}
HAS_OPENED = "It has opened. What people have been asked stays as it is."


def begin(act: Act) -> None:
    """The area body sees it, its title is written, and a questionnaire is kept for it."""
    round_ = act.noun
    grant(act, round_.record, round_.organisation)
    save_drafts(round_.record, round_.organisation, {TITLE: act.given["title"]}, by=act.actor.user, at=act.at)
    round_.editors.add(act.actor.user)
    workflows["questionnaire"].create("begin", by=act.actor, data={"round": round_.ref}, cause=act.event)


def put_into_words(act: Act) -> Version:
    round_, facts = act.noun, act.facts
    authors = {*draft_authors(round_.record, facts.organisation), *round_.editors.all()}
    return mint(round_.record, schema=SCHEMA, body=body_of(round_, facts.words), authors=authors, at=act.at)


def open_to_everyone(act: Act) -> None:
    """From the moment at which it opens, and not a moment before, everybody sees this version and what follows."""
    grant_everyone(act, act.noun.record, from_at=act.noun.opens_at)
    end_turns(act, act.noun.record)


def keep_it_inside(act: Act) -> None:
    """What was scheduled and has not opened is taken back before anybody has seen it."""
    end_grants(act, act.noun.record, None)


def close_later(act: Act) -> None:
    act.noun.closes_at = act.given["closes_at"]
    act.noun.save(update_fields=["closes_at"])


def withdraw(act: Act) -> None:
    """Whoever could read it finds it marked as withdrawn; what had not opened stays inside."""
    if act.noun.opens_at is None or act.at < act.noun.opens_at:
        keep_it_inside(act)
    end_turns(act, act.noun.record)


def turn_of_the_other(act: Act) -> None:
    """A lead checks what an officer sends, an officer what a lead sends."""
    record, body = act.noun.record, act.facts.organisation
    role = Role.CONSULTATION_OFFICER if act.actor.holds(Role.LEAD, body.pk) else Role.LEAD
    end_turns(act, record)
    give_turn(act, record, body, "Check the consultation: schedule it or send it back", role=role)


def turn_of_officers(act: Act) -> None:
    end_turns(act, act.noun.record)
    give_turn(
        act, act.noun.record, act.facts.organisation, "Change the consultation as the review asked",
        role=Role.CONSULTATION_OFFICER,
    )  # fmt: skip


class RoundWorkflow(Workflow):
    """The life of a round. Its references read ``CHW-R01``."""

    kind = "round"
    model = Round
    noun_name = "round of consultation"
    writer = officer
    details = DatesForm
    statuses = {
        DRAFT: "Draft",
        IN_REVIEW: "In review",
        SCHEDULED: "Scheduled",
        PAUSED: "Paused",
        WITHDRAWN: "Withdrawn",
    }
    steps = [
        Step(
            "start", "Start a consultation", {NEW}, DRAFT, officer_of_strategy, "started the consultation",
            form=StartForm, act=begin, main=True,
        ),
        Step(
            "send_for_review", "Send for review", {DRAFT}, IN_REVIEW, officer, "sent it for review",
            requires=READY_TO_READ, turns=turn_of_the_other, main=True,
            hint="Another consultation officer or lead checks and schedules it. Nobody can change it meanwhile.",
        ),
        Step(
            "schedule", "Schedule", {IN_REVIEW}, SCHEDULED, officer, "scheduled it",
            requires=(*READY_TO_READ, by_another_person), mint=put_into_words, act=open_to_everyone, main=True,
            hint="It opens by itself at its time, in exactly these words. Nobody outside sees any of it before.",
        ),
        Step(
            "send_back", "Send back to draft", {IN_REVIEW, SCHEDULED}, DRAFT, officer, "sent it back",
            requires=(has_not_opened,), form=ReasonForm, act=keep_it_inside, turns=turn_of_officers,
            hint="Its writers read your reason. Nobody outside your organisation does.",
        ),
        Step(
            "extend", "Close later", {SCHEDULED, PAUSED}, None, officer, "moved its closing to a later time",
            requires=(has_not_closed,), form=ExtendForm, act=close_later,
            hint="Only ever later. Everybody reads the new time and your reason.",
        ),
        Step(
            "pause", "Pause", {SCHEDULED}, PAUSED, officer, "paused it",
            requires=(has_not_closed,), form=PublicReasonForm, warns=True,
            hint="While it is paused nobody can send an answer. What people have typed is kept.",
        ),
        Step(
            "resume", "Resume", {PAUSED}, SCHEDULED, officer, "resumed it",
            main=True, hint="It is open again until it closes. Move the closing as well if people lost time.",
        ),
        Step(
            "withdraw", "Withdraw", {DRAFT, IN_REVIEW, SCHEDULED, PAUSED}, WITHDRAWN, officer, "withdrew it",
            form=PublicReasonForm, act=withdraw, warns=True,
            hint="Once it has opened, everybody still finds it, marked as withdrawn, with your reason. It stays "
            "withdrawn, and answers that were sent are kept.",
        ),
    ]  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, RoundFacts]:
        found = Round.objects.with_strategy().filter(pk__in=[noun.pk for noun in nouns])
        facts = {round_.pk: RoundFacts(round_.organisation, at) for round_ in found}
        drafts = Draft.objects.filter(record__in=facts, organisation__strategies__rounds=F("record_id"))
        for record, part, body in drafts.distinct().values_list("record_id", "part", "body"):
            facts[record].words[part] = body
        for record, hand in _hands(drafts, facts):
            facts[record].hands.add(hand)
        sent = Event.objects.filter(record__in=facts, verb="send_for_review").order_by("record_id", "number")
        for record, sender in sent.values_list("record_id", "by_user"):
            facts[record].sender = sender
        counts = Element.objects.filter(round__in=facts).order_by().values_list("round").annotate(Count("pk"))
        for record, number in counts:
            facts[record].elements = number
        self._look_at_questions(facts)
        return facts

    def _look_at_questions(self, facts: dict[int, RoundFacts]) -> None:
        page, question = "questionnaire__pages__", "questionnaire__pages__questions__"
        rows = (
            Round.objects.filter(pk__in=facts, questionnaire__pages__isnull=False)
            .annotate(options=Count(f"{question}options"))
            .order_by("pk", f"{page}position", f"{page}pk", f"{question}position", f"{question}pk")
            .values_list("pk", f"{page}heading", f"{question}pk", f"{question}words", f"{question}kind", "options")
        )
        for round_, heading, key, words, kind, options in rows:
            found = facts[round_]
            if key is None:
                found.gaps.append(f"The page “{heading}” asks nothing. Add a question, or take the page out.")
                continue
            found.questions += 1
            if kind in CHOOSE_AMONG and options < 2:
                found.gaps.append(f"“{words}” offers fewer than two options. Add some, or let people answer in words.")

    def acting_for(self, actor: Actor, noun: Round, facts: RoundFacts | None) -> Any:
        return noun.organisation

    def parts(self, noun: Round) -> list[Part]:
        return list(PARTS)

    def drafting_organisation(self, actor: Actor, noun: Round) -> Any:
        return noun.organisation if noun.organisation.pk in actor.organisation_ids else None

    def writing_reasons(self, actor: Actor, noun: Round, facts: RoundFacts) -> list[Check]:
        phase = noun.phase_at(facts.at)
        return [] if phase == Phase.DRAFT else [Check("not-a-draft", STANDS_STILL.get(phase, HAS_OPENED), STOP)]

    def details_of(self, noun: Round) -> dict[str, Any]:
        opens, closes = date_and_time_of(noun.opens_at), date_and_time_of(noun.closes_at, closing=True)
        return {
            "opens_on": opens[0], "opens_time": opens[1], "closes_on": closes[0], "closes_time": closes[1],
            "grace_minutes": noun.grace_minutes,
        }  # fmt: skip

    def change_details(self, noun: Any, data: Any, *, by: Actor, before: dict[str, Any] | None = None) -> list[str]:
        changed = super().change_details(noun, data, by=by, before=before)
        if changed:
            noun.editors.add(by.user)
        return changed

    def save_details(self, noun: Round, changed: dict[str, Any]) -> None:
        now = self.details_of(noun)
        form = DatesForm({**now, **changed}, actor=Actor(), noun=noun)
        if not form.is_valid():
            # Two people chose a day each, and the two do not fit together.
            raise BadInput({name: list(found) for name, found in form.errors.items()}, form)
        noun.opens_at, noun.closes_at = form.opens_at, form.closes_at
        noun.grace_minutes = changed.get("grace_minutes", noun.grace_minutes)
        noun.save(update_fields=["opens_at", "closes_at", "grace_minutes"])

    def preview(self, step: Step, noun: Round, actor: Actor) -> list[tuple[str, str]]:
        """Everything that becomes public, and when: what a second person puts their name to."""
        if step.verb not in ("send_for_review", "schedule"):
            return []
        words = {part: draft.body for part, draft in drafts_of(noun.record, noun.organisation).items()}
        shown = [("Becomes public", opening_words(noun)), ("Closes", closing_words(noun.closes_at))]
        shown += [("Title", words.get(TITLE, "")), *((heading, text) for _, heading, text in sections_of(words))]
        shown.append(("It is about", _lines(subject.name for subject in subjects_of(noun))))
        shown.append(
            ("Documents", _lines(f"{one.title} ({one.file.name})" for one in noun.documents.select_related("file")))
        )
        asked = questions_of(noun)
        for page in asked["pages"]:
            own = [question for question in asked["questions"] if question["page"] == page["number"]]
            shown.append((f"Page {page['number']}: {page['heading']}", _lines(map(_question_line, own))))
        return [(label, text) for label, text in shown if text]

    def reference(self, act: Act) -> str:
        prefix = f"{self.area_of(act).code}-R"
        return f"{prefix}{Counter.next(prefix):02d}"

    def area_of(self, act: Act) -> Any:
        return act.given["strategy"].record.area

    def build(self, act: Act, record: Record) -> Round:
        return Round.objects.create(record=record, strategy=act.given["strategy"])

    def describe(self, event: Event) -> str:
        data = event.data
        if event.verb == "extend" and data.get("closes_on"):
            moment = f"{data['closes_on']}T{data['closes_time']}"
            local = dt.datetime.fromisoformat(moment).replace(tzinfo=clock.LONDON)
            return f"moved its closing to {local.day} {local:%B %Y} at {local:%H:%M}"
        return super().describe(event)


def _hands(drafts: Any, facts: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Everybody who wrote in a draft or chose something, with the round that they did it in."""
    yield from drafts.exclude(authors=None).values_list("record_id", "authors").distinct()
    yield from Round.objects.filter(pk__in=list(facts)).exclude(editors=None).values_list("pk", "editors")


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _question_line(question: dict[str, Any]) -> str:
    options = "; ".join(option["words"] for option in question["options"])
    must = " (must be answered)" if question["required"] else ""
    return f"{question['words']}{must}" + (f" [{options}]" if options else "")


workflow = register(RoundWorkflow())
