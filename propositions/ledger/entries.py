"""What each event of an ask says to its reader: who, for whom, under what, on which version, and which words moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import NoReverseMatch, reverse

from lis.doors.word_diff import WordDiff, word_diff
from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.ledger import Head
from lis.engine.models import Event, Record, Version
from lis.engine.registry import inheriting_kinds, workflows
from lis.engine.visibility import readable_events, reading_since, visible_records
from lis.templatetags.office import date_words, datetime_words

from ..asks.models import Ask
from .labels import moved_parts

AREA, GOVERNMENT, SERVICE = "area", "government", "service"
# Up to this many characters, words stand in one line with their label.
SHORT = 40
SIDES = {AREA: "The area", GOVERNMENT: "Government", SERVICE: "This service"}


@dataclass(frozen=True)
class Words:
    """Some words that an event brought: new ones, or what became of earlier ones (``before`` is not empty then)."""

    label: str
    after: str
    before: str = ""

    @property
    def is_short(self) -> bool:
        """Whether it reads better in one line with its label."""
        return not self.before and len(self.after) <= SHORT and "\n" not in self.after

    @cached_property
    def diff(self) -> WordDiff:
        """From the words before to the words after."""
        return word_diff(self.before, self.after)


@dataclass(frozen=True)
class Mandate:
    """Under what somebody acted, in words; ``record`` is what the reader may open."""

    text: str
    record: Record | None = None

    @property
    def url(self) -> str:
        """Where the reader may open it; "" where it has no page or they may not."""
        if self.record is None:
            return ""
        try:
            return reverse(f"{self.record.kind}_detail", args=[self.record.ref])
        except NoReverseMatch:
            return ""


@dataclass
class Entry:
    """One event as a reader of the ask reads it. ``version`` is the number of the version that it is about."""

    event: Event
    what: str
    version: int | None = None
    mandates: list[Mandate] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.event.number

    @property
    def moment(self) -> str:
        """The moment in London's time with its name."""
        return datetime_words(self.event.at)

    @property
    def side(self) -> str:
        """Which column it stands in: the body's for which it was done."""
        if self.event.behalf is None:
            return SERVICE
        return AREA if self.event.behalf.is_area_body else GOVERNMENT

    @property
    def side_label(self) -> str:
        return SIDES[self.side]

    @property
    def seal(self) -> str:
        """The beginning of its hash: enough to compare two copies by eye."""
        return self.event.hash[:16]

    @property
    def who(self) -> str:
        if self.event.by_user:
            return str(self.event.by_user.name)
        return self.event.by_service or "Somebody with a link"

    @property
    def done(self) -> str:
        """Who did what for whom: "Sam Hill, for the Treasury, asked the area a question"."""
        behalf = f", for {self.event.behalf.name}," if self.event.behalf else ""
        return f"{self.who}{behalf} {self.what}"


@dataclass
class Ledger:
    """All that its reader may read of an ask's ledger, oldest first, with its head at that moment."""

    ask: Ask
    head: Head
    entries: list[Entry]
    sentence: str = ""


def ledger_of(ask: Ask, actor: Actor, at: dt.datetime | None = None) -> Ledger:
    """The ledger of ``ask`` as ``actor`` may read it, in a number of queries that does not grow with it.

    The caller has found the ask among those that the actor may see.
    """
    at = at or clock.now()
    events = list(
        readable_events(ask.record, actor, at).select_related(
            "by_user", "behalf", "delegation", "version__base", "cause__record", "cause__version__base"
        )
    )
    first_version = (reading_since(ask.record, actor, at) or (0, 0))[0]
    parts = _parts_of(ask, events, actor, at)
    open_delegations = _open_delegations(events, actor, at)
    submission = reading_since(ask.proposition.record, actor, at)
    entries: list[Entry] = []
    version, brought = None, set()
    for event in events:
        entry = Entry(event, workflows["ask"].describe(event))
        if event.version and event.version.number >= first_version:
            version = event.version.number
            # A later event may name the same version without changing a word.
            if event.version_id not in brought:
                entry.words += _moved(event.version, first_version)
            brought.add(event.version_id)
        entry.words += _words_of(event, parts)
        entry.version = parts.versions.get(event.cause_id) or version
        entry.mandates = [*_delegation_of(event, open_delegations), *_submission_of(event, ask, submission)]
        entries.append(entry)
    last = events[-1]
    return Ledger(ask, Head(last.number, last.hash, last.at), entries)


@dataclass
class _Parts:
    """The parts of an ask that its reader may read: their keys, and by cause what else each act brought about."""

    readable: set[int]
    said: dict[int, list[Event]]
    versions: dict[int, int]


def _parts_of(ask: Ask, events: Sequence[Event], actor: Actor, at: dt.datetime) -> _Parts:
    kinds = inheriting_kinds()
    of_ask = Record.objects.filter(root=ask.record, kind__in=kinds)
    readable = set(visible_records(of_ask, actor, at).values_list("pk", flat=True))
    causes = {event.cause_id for event in events if event.cause_id}
    beside = Event.objects.filter(cause_id__in=causes, record_id__in=readable, version__isnull=False)
    said: dict[int, list[Event]] = {}
    for event in beside.select_related("record", "version__base").order_by("pk"):
        said.setdefault(event.cause_id, []).append(event)
    answered = {event.record_id: cause for cause, found in said.items() for event in found}
    on = ask.answers.filter(pk__in=answered).values_list("pk", "on_version__number")
    return _Parts(readable, said, {answered[pk]: number for pk, number in on})


def _words_of(event: Event, parts: _Parts) -> list[Words]:
    """The words of a question or answer that ``event`` tells of, and the reason that was given with it."""
    found: list[Words] = []
    if event.cause and event.cause.record_id in parts.readable and event.cause.version:
        found += _moved(event.cause.version)
    for beside in parts.said.get(event.cause_id, ()):
        found += _moved(beside.version)
    if event.note:
        note = workflows["ask"].step(event.verb).form.base_fields.get("note")
        found.append(Words(str(note.label or "Note") if note else "Note", event.note))
    return found


def _moved(version: Version, first_version: int = 0) -> list[Words]:
    base = version.base if version.base and version.base.number >= first_version else None
    return [Words(*part) for part in moved_parts(version, base)]


def _open_delegations(events: Iterable[Event], actor: Actor, at: dt.datetime) -> set[int]:
    cited = {event.delegation_id for event in events if event.delegation_id}
    if not cited:
        return set()
    return set(visible_records(Record.objects.filter(pk__in=cited), actor, at).values_list("pk", flat=True))


def _delegation_of(event: Event, seen: set[int]) -> list[Mandate]:
    if event.delegation is None:
        return []
    if event.delegation_id in seen:
        return [Mandate(f"Under delegation {event.delegation.ref}", event.delegation)]
    return [Mandate("Under a delegation of the area’s board")]


def _submission_of(event: Event, ask: Ask, since: tuple[int, int] | None) -> list[Mandate]:
    """The meeting that agreed the proposition with which the ask went to Government."""
    cause = event.cause
    if cause is None or cause.record_id != ask.proposition_id or since is None or cause.number < since[1]:
        return []
    data = cause.data
    if not (data.get("meeting") and data.get("agreed_on")):
        return []
    on = date_words(dt.date.fromisoformat(data["agreed_on"]))
    return [Mandate(f"Agreed by {data['meeting']} on {on}")]
