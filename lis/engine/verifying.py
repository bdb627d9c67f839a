"""Does every ledger hold? Each chain is recomputed from the rows themselves, and its first broken link is named.

Records, events and versions are read as three streams in the order of their records, so that the memory it takes does
not grow with the number of records.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from .canonical import digest, words_of
from .erasable import salted_digest
from .ledger import chain_hash, earlier_chain_hash, input_hash
from .models import Event, Record, Version

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Proved:
    """What became of one record's ledger: how many events it has, and its first broken link ("" when it holds)."""

    kind: str
    ref: str
    events: int
    broken: str = ""


def verify(records: QuerySet | None = None) -> Iterator[Proved]:
    """Prove the ledgers of ``records`` (a queryset of :class:`Record`; all of them without one), each as it comes.

    What is read is one moment of the database, also while others take steps: the caller iterates to the end.
    """
    events = Event.objects.select_related(
        "record__area", "record__root", "version__base", "behalf", "delegation", "cause"
    )
    versions = Version.objects.select_related("base").defer("vector")
    if records is None:
        records = Record.objects.all()
    else:
        keys = records.order_by().values("pk")
        events, versions = events.filter(record__in=keys), versions.filter(record__in=keys)
    with _one_moment():
        of_events = _Stream(events.order_by("record_id", "number", "pk"))
        of_versions = _Stream(versions.order_by("record_id", "number", "pk"))
        for record in records.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
            yield _prove(record, of_events.of(record.pk), of_versions.of(record.pk))


@contextlib.contextmanager
def _one_moment() -> Iterator[None]:
    """One snapshot for all three streams: a step that is taken meanwhile is seen whole or not at all."""
    inside = connection.in_atomic_block
    with transaction.atomic():
        if not inside:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


class _Stream:
    """Rows in the order of their records, handed out record by record."""

    def __init__(self, rows: QuerySet) -> None:
        self._rows = rows.iterator(chunk_size=ROWS_AT_ONCE)
        self._next = next(self._rows, None)

    def of(self, record_id: int) -> Iterator[Any]:
        while self._next is not None and self._next.record_id == record_id:
            row, self._next = self._next, next(self._rows, None)
            yield row


def _prove(record: Record, events: Iterable[Event], versions: Iterable[Version]) -> Proved:
    """Read both streams of ``record`` to their end, whatever is found on the way."""
    broken, last, named = "", None, {}
    count = 0
    for event in events:
        count += 1
        broken = broken or _event_broken(event, last)
        if event.version_id is not None:
            named.setdefault(event.version_id, event.at)
        last = event
    before = None
    for version in versions:
        broken = broken or _version_broken(version, before, named.get(version.pk))
        before = version
    return Proved(record.kind, record.ref, count, broken or _standing_broken(record, last))


def _event_broken(event: Event, before: Event | None) -> str:
    """Why ``event`` does not follow from the one before it, or "" when it does."""
    told = f"Event {event.number} ({event.verb})"
    expected = before.number + 1 if before else 1
    if event.number != expected:
        return f"Event {expected} is missing: after {before.number if before else 'nothing'} comes {event.number}."
    if event.prev != (before.hash if before else ""):
        return f"{told} does not name the hash of the event before it: one of the two was changed or put in."
    if event.from_status != (before.to_status if before else ""):
        return f"{told} begins at “{event.from_status}”, but the event before it ended elsewhere."
    if (event.body is None) != (event.salt is None):
        return f"The words of {told[:1].lower()}{told[1:]} are neither kept nor erased: one half of them is gone."
    if event.body is not None and event.digest != salted_digest(event.body, event.salt):
        return f"The words of event {event.number} ({event.verb}) are not those that were given."
    if event.body is not None and event.input_hash != _came_with(event):
        return f"{told} does not agree with the input that it came with."
    if event.hash not in (chain_hash(event), earlier_chain_hash(event)):
        return f"{told} does not match its own hash: something that it says was changed after it was written."
    if event.version is not None and event.version.record_id != event.record_id:
        return f"{told} names a version of another record."
    if event.cause is not None and event.cause.at > event.at:
        return f"{told} happened before the event that it is said to follow from."
    return ""


def _came_with(event: Event) -> str:
    try:
        given = json.loads(event.body)
    except ValueError:
        return ""
    return salted_digest(input_hash(event.verb, given), event.salt)


def _version_broken(version: Version, before: Version | None, named_at: Any) -> str:
    """Why ``version`` is not the one that its ledger names, or "" when it is."""
    told = f"Version {version.number}"
    expected = before.number + 1 if before else 1
    if version.number != expected:
        return f"Version {expected} is missing: after {before.number if before else 'nothing'} comes {version.number}."
    if version.hash != digest(version.body):
        return f"The text of version {version.number} does not match its hash: it was changed after it was fixed."
    # The parts may stand in another order there, since only the text itself is in order.
    if sorted(version.words.split("\n")) != sorted(words_of(version.content).split("\n")):
        return f"The words by which version {version.number} is found are not those of its text."
    if version.base is not None and version.base.record_id != version.record_id:
        return f"{told} rests on a version of another record."
    if named_at is None:
        return f"No event names version {version.number}: it was put in beside the ledger."
    if named_at != version.created_at:
        return f"{told} was not fixed at the moment of the event that names it."
    return ""


def _standing_broken(record: Record, last: Event | None) -> str:
    """Why the record does not stand where its last event left it, or "" when it does."""
    if last is None:
        return "It has no event: it was put in beside the ledger."
    if record.revision != last.number:
        return f"It stands at revision {record.revision}, but its last event is number {last.number}."
    if record.status != last.to_status:
        return f"It stands at “{record.status}”, but its last event says “{last.to_status}”."
    return ""
