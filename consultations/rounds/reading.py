"""What a person reads of a round: its words and phase, what it is about, its questions, what was said since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, QuerySet

from lis.engine.actor import Actor
from lis.engine.models import Event, Version
from lis.engine.reading import Words, words_of_records
from lis.engine.visibility import readable_events

from .contents import asked_in
from .models import Phase, Round
from .parts import TITLE, sections_of
from .subjects import Subject, subjects_of
from .times import closing_words, time_left

PHASE_TONES = {
    Phase.DRAFT: "grey", Phase.IN_REVIEW: "blue", Phase.UPCOMING: "blue", Phase.OPEN: "green", Phase.PAUSED: "amber",
    Phase.CLOSED: "grey", Phase.WITHDRAWN: "grey",
}  # fmt: skip
# What everybody is told of what happens to a round; how it was prepared stays inside.
TOLD = ("extend", "pause", "resume", "withdraw")


@dataclass
class Reading:
    """One round as one person reads it at one moment.

    ``own`` says that they belong to the body that consults. ``version`` is the one that was scheduled last, None
    while they read a draft.
    """

    round: Round
    own: bool
    phase: Phase
    words: Words
    at: dt.datetime

    @property
    def version(self) -> Version | None:
        """The scheduled version; a draft that was sent back is read as the draft that it is."""
        return None if self.phase in (Phase.DRAFT, Phase.IN_REVIEW) else self.words.version

    @property
    def content(self) -> dict[str, Any]:
        return self.words.latest if self.version is None else self.version.content

    @property
    def ref(self) -> str:
        return self.round.ref

    @property
    def title(self) -> str:
        return self.content.get(TITLE, "") or "No title yet"

    @property
    def sections(self) -> list[tuple[str, str, str]]:
        return sections_of(self.content)

    @property
    def contact(self) -> str:
        return self.content.get("contact", "")

    @property
    def summary(self) -> str:
        return self.content.get("summary", "")

    @property
    def phase_words(self) -> str:
        return str(self.phase.label)

    @property
    def tone(self) -> str:
        return PHASE_TONES[self.phase]

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.OPEN

    @property
    def closes(self) -> str:
        return closing_words(self.round.closes_at)

    @property
    def left(self) -> str:
        return time_left(self.round, self.at)


@dataclass
class WholeReading(Reading):
    """The same with all that stands on its page."""

    subjects: list[Subject] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    news: list[Event] = field(default_factory=list)

    @property
    def number_of_questions(self) -> int:
        return sum(len(page["questions"]) for page in self.pages)

    @property
    def reason(self) -> str:
        """Why it is paused or was withdrawn, in the words of whoever did it."""
        return next((event.note for event in self.news if event.verb in ("pause", "withdraw")), "")


def is_own(actor: Actor, round_: Round) -> bool:
    return round_.organisation.pk in actor.organisation_ids


def readings(actor: Actor, rounds: Iterable[Round], at: dt.datetime) -> list[Reading]:
    """Each of ``rounds`` (visible to ``actor``, with their strategies) as they read it, in three queries."""
    rounds = list(rounds)
    words = words_of_records([round_.record for round_ in rounds], actor, at)
    return [Reading(one, is_own(actor, one), one.phase_at(at), words[one.pk], at) for one in rounds]


def whole_reading(actor: Actor, round_: Round, at: dt.datetime) -> WholeReading:
    """One visible round with everything on its page."""
    found = readings(actor, [round_], at)[0]
    return WholeReading(
        found.round, found.own, found.phase, found.words, at,
        subjects=subjects_of(round_),
        documents=list(round_.documents.select_related("file")),
        pages=by_page(asked_in(round_, found.version)),
        news=list(told_since_opening(round_, actor, at)),
    )  # fmt: skip


def by_page(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The pages, each with its own questions."""
    return [
        {**page, "questions": [question for question in asked["questions"] if question["page"] == page["number"]]}
        for page in asked["pages"]
    ]


def told_since_opening(round_: Round, actor: Actor, at: dt.datetime) -> QuerySet:
    """What everybody is told has happened to it since it was scheduled, latest first."""
    events = readable_events(round_.record, actor, at).filter(verb__in=TOLD).select_related("record", "behalf")
    return events.order_by("-number")


def events_for(actor: Actor, round_: Round, at: dt.datetime) -> QuerySet:
    """What happened to ``round_`` as far as ``actor`` is told it, oldest first: outside, what stands on its page."""
    events = readable_events(round_.record, actor, at).select_related("record", "by_user", "behalf", "version")
    return events if is_own(actor, round_) else events.filter(verb__in=TOLD)


def told(actor: Actor, round_: Round, events: Iterable[Event]) -> list[Event]:
    """``events`` as they are for ``actor``; outside, the body acted and no named person. Never to be saved."""
    if is_own(actor, round_):
        return list(events)
    return [_without_a_name(event) for event in events]


def _without_a_name(event: Event) -> Event:
    event.by_user, event.by_service = None, event.behalf.name if event.behalf else "The area"
    return event


def revisions_for(actor: Actor, rounds: Iterable[Round]) -> dict[int, int]:
    """The revision of each round as ``actor`` knows it: outside, the last event that everybody is told of."""
    rounds = list(rounds)
    found = {round_.pk: round_.revision if is_own(actor, round_) else 0 for round_ in rounds}
    others = [pk for pk, revision in found.items() if not revision]
    if others:
        scheduled = Event.objects.filter(record_id__in=others, verb__in=("schedule", *TOLD)).order_by()
        found |= dict(scheduled.values_list("record_id").annotate(Max("number")))
    return found
