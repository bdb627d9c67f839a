"""How an event is put into the ledger, found again, and told in words."""

from __future__ import annotations

import json
from typing import Any

from .actor import Actor
from .canonical import canonical, digest
from .erasable import salted_digest
from .errors import KeyReused
from .models import Event, Record
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

    Bodies and people are named by lasting references (codes, the user's key), never by what can be renamed.
    """
    return digest(
        canonical(
            {
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
        )
    )


def _who(event: Event) -> str:
    if event.by_user_id:
        return f"user:{event.by_user_id}"
    return f"link:{event.by_link_id}" if event.by_link_id else f"service:{event.by_service}"


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
