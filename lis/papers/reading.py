"""What a person reads of a paper: its title and words, where it stands for them, and what has happened."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from lis.engine.actor import Actor
from lis.engine.models import Event, Version
from lis.engine.reading import Words, words_of_records
from lis.engine.visibility import readable_events, readable_versions

from .lifecycle import DRAFTING, IN_REVIEW, workflow
from .models import PolicyPositionPaper
from .parts import TITLE

# What a department is told instead of how far the area is inside.
SHARED = "shared"
INSIDE = (DRAFTING, IN_REVIEW)
TO_ALL_READERS = ("submit", "withdraw")
TO_ITS_READER = "share"
STATUS_WORDS = {**workflow.statuses, SHARED: "Shared informally"}


@dataclass
class Reading:
    """One paper as one person reads it.

    ``own`` says that they belong to the body that writes it: they read its draft and its status as it is.
    """

    paper: PolicyPositionPaper
    own: bool
    status: str
    words: Words

    @property
    def version(self) -> Version | None:
        """The last version that they may read, None where there is none yet."""
        return self.words.version

    @property
    def title(self) -> str:
        return self.words.drafted.get(TITLE) or self.words[TITLE] or "No title yet"

    @property
    def is_changed(self) -> bool:
        """There is a draft that differs from the last version, or no version yet."""
        return bool(self.words.drafted)

    @property
    def status_words(self) -> str:
        return STATUS_WORDS[self.status]

    @property
    def ref(self) -> str:
        return self.paper.ref

    @property
    def workstream(self) -> str:
        """The workstream's name: as it is for the area, as the version has it for everybody else."""
        return self.paper.workstream.name if self.own or self.version is None else self.words["workstream"]


def is_own(actor: Actor, paper: PolicyPositionPaper) -> bool:
    """Whether ``actor`` belongs to the body that writes ``paper``."""
    return paper.organisation.pk in actor.organisation_ids


def status_for(actor: Actor, paper: PolicyPositionPaper) -> str:
    """The status of ``paper`` as ``actor`` is told it: how an area reviews inside is not for others."""
    return SHARED if paper.status in INSIDE and not is_own(actor, paper) else paper.status


def readings(actor: Actor, papers: Iterable[PolicyPositionPaper], at: dt.datetime | None = None) -> list[Reading]:
    """Each of ``papers`` (visible to ``actor``, with their workstreams) as they read it, in three queries."""
    papers = list(papers)
    words = words_of_records([paper.record for paper in papers], actor, at)
    return [
        Reading(paper, is_own(actor, paper), status_for(actor, paper), words[paper.pk])
        for paper in papers
    ]  # fmt: skip


def reading(actor: Actor, paper: PolicyPositionPaper, at: dt.datetime | None = None) -> Reading:
    """One visible paper as ``actor`` reads it."""
    return readings(actor, [paper], at)[0]


def versions_for(actor: Actor, paper: PolicyPositionPaper, at: dt.datetime | None = None) -> list[Version]:
    """The versions of ``paper`` that ``actor`` may read, oldest first."""
    return list(readable_versions(paper.record, actor, at))


def events_for(actor: Actor, paper: PolicyPositionPaper, at: dt.datetime | None = None) -> QuerySet:
    """What happened to ``paper`` as far as ``actor`` is told it, oldest first; to be shown through :func:`told`.

    The area reads all. A department reads what was said to Government; of sharing only what concerns itself, since
    which others were asked quietly is not its business; and never how far the area had come inside.
    """
    events = readable_events(paper.record, actor, at).select_related("record", "by_user", "behalf", "version")
    return events if is_own(actor, paper) else _told_to_government(events, actor).distinct()


def told(actor: Actor, paper: PolicyPositionPaper, events: Iterable[Event]) -> list[Event]:
    """``events`` of :func:`events_for` in the words that are for ``actor``; for reading, never to be saved."""
    if is_own(actor, paper):
        return list(events)
    codes = {membership.organisation.code for membership in actor.memberships}
    return [_narrowed(event, codes) for event in events]


def revisions_for(actor: Actor, papers: Iterable[PolicyPositionPaper], at: dt.datetime | None = None) -> dict[int, int]:
    """The number of the last event of each paper that ``actor`` is told of: what they know as its revision."""
    papers = list(papers)
    found = {paper.pk: paper.revision for paper in papers if is_own(actor, paper)}
    others = [paper.pk for paper in papers if paper.pk not in found]
    if others:
        told = _told_to_government(Event.objects.filter(record_id__in=others), actor)
        found |= dict(told.order_by().values_list("record_id").annotate(Max("number")))
    return found


def _told_to_government(events: QuerySet, actor: Actor) -> QuerySet:
    mine = Q(grants_given__organisation__in=sorted(actor.organisation_ids))
    return events.filter(Q(verb__in=TO_ALL_READERS) | Q(verb=TO_ITS_READER) & mine).order_by("record_id", "number")


def _narrowed(event: Event, codes: set[str]) -> Event:
    """``event`` as a department reads it; never to be saved."""
    event.from_status = SHARED if event.from_status in INSIDE else event.from_status
    event.to_status = SHARED if event.to_status in INSIDE else event.to_status
    if event.verb == TO_ITS_READER and event.body:
        data = event.data
        named = [code for code in data.get("departments", []) if code in codes]
        event.body = json.dumps({**data, "departments": named})
    return event
