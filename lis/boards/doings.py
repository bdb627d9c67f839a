"""What somebody can do with a thing of a board, and what has happened to it: the sides of each of its pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from lis.doors.pages import history_entry
from lis.engine.visibility import readable_events


def doings(request: HttpRequest, workflow: Any, noun: Any, page: str) -> dict[str, Any]:
    """What the person can do with ``noun``, and what has happened to it."""
    at = request.received_at
    verdicts = workflow.judge(request.actor, [noun], at)[noun.pk]
    events = readable_events(noun.record, request.actor, at).select_related("by_user", "behalf")
    return {
        "verdicts": [verdict for verdict in verdicts if verdict.mine and noun.status in verdict.step.sources],
        "steps_url": reverse(page, args=[noun.ref]) + "steps/",
        "history": [history_entry(workflow, event) for event in events][::-1],
    }
