"""What a person reads of a paper: its title and words, where it stands for them, and what has happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Event, Version
from lis.engine.reading import Words, words_of_records
from lis.engine.visibility import readable_events, readable_versions
from lis.people.models import Organisation

from .lifecycle import DRAFTING, IN_REVIEW, workflow
from .models import PolicyPositionPaper
from .parts import TITLE

# What a department is told instead of how far the area is inside.
SHARED = "shared"
INSIDE = (DRAFTING, IN_REVIEW)
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


def events_for(actor: Actor, paper: PolicyPositionPaper, at: dt.datetime | None = None) -> list[Event]:
    """What happened to ``paper`` as far as ``actor`` is told it, oldest first."""
    events = readable_events(paper.record, actor, at).select_related("by_user", "behalf", "version")
    return list(workflow.told_to(actor, paper, events).order_by("number"))


def in_words(actor: Actor, paper: PolicyPositionPaper, events: Iterable[Event]) -> list[dict[str, Any]]:
    """``events`` as entries of a history, newest first: who did what, for whom, on which version, and why."""
    events = list(events)
    codes = {code for event in events for code in _named(event)}
    names = {
        organisation.code: organisation.name
        for organisation in Organisation.objects.filter(code__in=codes).order_by("opens_on")
    }
    entries = []
    for event in reversed(events):
        told = is_own(actor, paper) or event.verb == "submit"
        entries.append(
            {
                "number": event.number,
                "verb": event.verb,
                "title": _sentence(event, [names.get(code, code) for code in _named(event)] if told else []),
                "who": _who(event),
                "at": event.at,
                "note": event.note,
                "version": event.version.number if event.version else None,
            }
        )
    return entries


def _named(event: Event) -> list[str]:
    """The codes of the bodies that the step was about."""
    found = event.data.get("departments") or event.data.get("department") or []
    return [found] if isinstance(found, str) else list(found)


def _sentence(event: Event, bodies: list[str]) -> str:
    """What was done, as a heading: "Shared version 2 with Department for Education until 14 December 2026"."""
    version = f"version {event.version.number}" if event.version else "it"
    to = _listed(bodies)
    match event.verb:
        case "share":
            until = dt.date.fromisoformat(event.data["until"]) if event.data.get("until") else None
            last_day = f" until {until.day} {until:%B %Y}" if until else ""
            return f"Shared {version} informally" + (f" with {to}" if to else "") + last_day
        case "stop_sharing":
            return "Stopped sharing it" + (f" with {to}" if to else "")
        case "submit":
            return f"Submitted {version} to Government" + (f": {to}" if to else "")
        case "withdraw":
            return "Withdrew the paper"
    past = workflow.describe(event)
    return past[0].upper() + past[1:]


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else " and ".join([", ".join(words[:-1]), words[-1]]) if words else ""


def _who(event: Event) -> str:
    name = str(event.by_user) if event.by_user else event.by_service or "Somebody with a link"
    return f"{name}, {event.behalf.name}" if event.behalf else name
