"""How an event is put into the ledger, found again, and told in words."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from . import clock
from .actor import Actor
from .canonical import canonical, digest
from .erasable import salted_digest
from .errors import KeyReused
from .models import Event, Record, Version
from .steps import Act


def actor_columns(actor: Actor) -> dict[str, Any]:
    """The three columns of an event that name who did it."""
    return {
        "by_user": actor.user if actor.user is not None else None,
        "by_link": actor.link,
        "by_service": actor.service,
    }


def input_hash(verb: str, given: dict[str, Any]) -> str:
    """The hash under which a repetition of the same step with the same input is recognised."""
    return digest(canonical({"verb": verb, "given": given}))


def stamp(
    act: Act, record: Record, to_status: str, *, behalf: Any, key: str, input_digest: str, words: dict[str, Any],
    batch: Any = None, delegation: Record | None = None,
) -> Event:  # fmt: skip
    """Write the next event of a locked record and move the record with it; a new record is born at its first."""
    last = None if act.step.creates else record.events.order_by("-number").first()
    event = Event(
        record=record,
        number=(last.number if last else 0) + 1,
        verb=act.step.verb,
        from_status=record.status if last else "",
        to_status=to_status,
        version=act.version,
        behalf=behalf,
        delegation=delegation,
        cause=act.cause,
        batch=batch,
        key=key,
        at=act.at,
        prev=last.hash if last else "",
        **actor_columns(act.actor),
    )
    event.seal(json.dumps(words, ensure_ascii=False, sort_keys=True))
    # Under the event's own salt: without one, a guess could still be proved right after the words were erased.
    event.input_hash = salted_digest(input_digest, event.salt)
    event.hash = chain_hash(event)
    event.save(force_insert=True)
    if last is not None:
        Record.objects.filter(pk=record.pk).update(status=to_status, revision=event.number)
        record.status, record.revision = to_status, event.number
    return event


def chain_hash(event: Event) -> str:
    """The hash of an event over everything it says, its words by their salted digest, and the event before it.

    The first event also covers what the record is and will always be; an event that names a version covers its
    number, form, weight, base and moment too. Bodies and people are named by lasting references (codes, the user's
    key), never by what can be renamed.
    """
    covered = _said(event) | {"key": event.key, "sealed": _sealed(event.version) if event.version else ""}
    if event.number == 1:
        covered["of"] = _identity(event.record)
    return digest(canonical(covered))


def earlier_chain_hash(event: Event) -> str:
    """The hash as events had it before it covered keys, identities and all of a version: such events stay valid."""
    return digest(canonical(_said(event)))


def _said(event: Event) -> dict[str, Any]:
    return {
        "record": str(event.record.uid),
        "number": event.number,
        "verb": event.verb,
        "from": event.from_status,
        "to": event.to_status,
        "version": event.version.hash if event.version else "",
        "by": _who(event),
        "behalf": event.behalf.code if event.behalf else "",
        "delegation": str(event.delegation.uid) if event.delegation else "",
        "cause": event.cause.hash if event.cause else "",
        "batch": str(event.batch or ""),
        "input": event.input_hash,
        "at": event.at.isoformat(),
        "words": event.digest,
        "prev": event.prev,
    }


def _sealed(version: Version) -> str:
    """What a version says beside its text, which has a hash of its own that agreements name."""
    return digest(
        canonical(
            {
                "number": version.number,
                "schema": version.schema,
                "weight": version.weight,
                "base": version.base.hash if version.base else "",
                "at": version.created_at.astimezone(dt.UTC).isoformat(),
            }
        )
    )


def _identity(record: Record) -> list[str]:
    root = record if record.root_id == record.pk else record.root
    return [record.kind, record.ref, record.area.code if record.area else "", str(root.uid)]


def _who(event: Event) -> str:
    if event.by_user_id:
        return f"user:{event.by_user_id}"
    return f"link:{event.by_link_id}" if event.by_link_id else f"service:{event.by_service}"


@dataclass(frozen=True)
class Head:
    """The last link of a record's chain: whoever has it in writing can tell later whether the chain still holds."""

    number: int
    hash: str
    at: dt.datetime

    @property
    def in_words(self) -> str:
        """Its number, its moment in London's time, its hash: "Event 7 of 3 May 2026 at 10:02 BST, 0f3a…"."""
        local = self.at.astimezone(clock.LONDON)
        return f"Event {self.number} of {local.day} {local:%B %Y at %H:%M %Z}, {self.hash}"


def heads_of(records: Iterable[int]) -> dict[int, Head]:
    """The head of the ledger of each record, by the record's key; one query, however many."""
    last = Event.objects.filter(record_id__in=list(records), number=F("record__revision"))
    return {key: Head(*link) for key, *link in last.values_list("record_id", "number", "hash", "at")}


def same_step_before(
    record: Record | None, actor: Actor, verb: str, *, key: str, input_digest: str, expected: int | None
) -> Event | None:
    """The event that this very call has already made, if it has: by its key, or as the next one after ``expected``.

    Raises :class:`KeyReused` when the key came before with other content.
    """
    mine = Event.objects.select_related("record", "by_user", "behalf").filter(verb=verb, **actor_columns(actor))
    if key:
        found = mine.filter(key=key).filter(**({"record": record} if record else {"number": 1})).first()
        if found and not (found.is_erased or came_with(found, input_digest)):
            raise KeyReused(found)
        if found:
            return found
    if record is None or expected is None:
        return None
    following = mine.filter(record=record, number=expected + 1).first()
    return following if following and came_with(following, input_digest) else None


def came_with(event: Event, input_digest: str) -> bool:
    """Whether ``event`` was made with the input of that digest; once its words are erased nobody can tell."""
    return not event.is_erased and event.input_hash == salted_digest(input_digest, event.salt)
