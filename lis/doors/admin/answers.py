"""What the office tells a person of a step: done by you, already done by you, or what came in between."""

from __future__ import annotations

from typing import Any

from lis.doors.word_diff import WordDiff, word_diff
from lis.engine import clock
from lis.engine.models import Event
from lis.engine.workflow import Workflow


def told(workflow: Workflow, event: Event) -> str:
    """``event`` to the person who took the step: "You sent it back.", or that and when they had already done so."""
    words = workflow.describe(event)
    if not event.repeated:
        return f"You {words}."
    moment = event.at.astimezone(clock.LONDON)
    day = "" if moment.date() == clock.today() else f" on {moment.day} {moment:%B %Y}"
    return f"You already {words}{day} at {moment:%H:%M}. Nothing was done twice."


def who(event: Event) -> str:
    """Who took the step and for which organisation."""
    name = str(event.by_user) if event.by_user_id else ("Somebody with a link" if event.by_link_id else "The service")
    return f"{name}, {event.behalf}" if event.behalf_id else name


def entry(workflow: Workflow, event: Event) -> dict[str, Any]:
    """``event`` as a line of the history, in the shape that the history partial draws."""
    words = workflow.describe(event)
    moved = event.to_status != event.from_status
    return {
        "id": f"event-{event.number}",
        "number": event.number,
        "title": f"{words[:1].upper()}{words[1:]}",
        "who": who(event),
        "at": event.at,
        "tag": workflow.statuses.get(event.to_status, event.to_status) if moved else "",
        "note": "The words given with it have been erased." if event.is_erased else event.note,
    }


def words_since(events: list[Event], record: Any, revision: int) -> WordDiff | None:
    """How the official words have changed after event ``revision``, if a later event of ``events`` brought others."""
    later = [event.version for event in events if event.number > revision and event.version_id]
    if not later:
        return None
    earlier = [event.version for event in events if event.number <= revision and event.version_id]
    old = earlier[-1] if earlier else None
    if old is not None and old.hash == later[-1].hash:
        return None
    return word_diff(old.words if old else "", later[-1].words)
