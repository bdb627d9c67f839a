"""Government's line on the page of its ask, for Government's eyes: where departments differ and what was recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.doors.pages import history_entry
from lis.engine.actor import Actor

from ..asks.models import Ask
from ..sides.permissions import DEPARTMENT_ROLES
from .differing import differs
from .lifecycle import workflow
from .models import GovernmentLine
from .permissions import coordinates_government


def line_of(ask: Ask, actor: Actor, at: dt.datetime) -> dict[str, Any] | None:
    """What the page of ``ask`` shows of Government's line, or None: there is nothing for these eyes.

    People of areas cost no query, so that not even the time of an answer tells.
    """
    if not actor.holds_any(DEPARTMENT_ROLES):
        return None
    line = GovernmentLine.objects.with_record().visible_to(actor, at).filter(ask=ask).first()
    if line is None:
        may_begin = coordinates_government(actor) and ask.is_with_government and differs(ask)
        return {"noun": None} if may_begin else None
    events = list(line.record.events.select_related("by_user", "behalf", "version").order_by("-number"))
    version = line.record.versions.order_by("-number").first()
    return {
        "noun": line,
        "status": workflow.statuses[line.status],
        "words": version.content["words"] if version and line.status == "recorded" else "",
        "reason": reason_of(events) if line.status == "none_yet" else "",
        "history": [history_entry(workflow, event) for event in events],
        "steps_url": f"/lines/{line.ref}/steps/",
        "verdicts": [verdict for verdict in workflow.judge(actor, [line], at)[line.pk] if verdict.mine],
    }


def reason_of(events: list[Any]) -> str:
    """Why there is no line yet: what was written with the last event that found so; ``events`` are newest first."""
    return next((event.note for event in events if event.to_status == "none_yet"), "")
