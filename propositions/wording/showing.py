"""What a person is shown of the other words that their own body is working on, beside the words as they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.doors.pages import history_entry
from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.engine.writing import drafts_of

from ..asks.parts import WEIGHTS, both_texts, differences
from .models import Wording


def own_wordings(ask: Any, actor: Actor, at: dt.datetime) -> list[Wording]:
    """The other words for ``ask`` on which the actor's own bodies are working, oldest first."""
    return list(Wording.objects.with_record().visible_to(actor, at).open().filter(ask=ask).order_by("pk"))


def shown(wording: Wording) -> dict[str, Any]:
    """One of them as the page of the ask shows it: against the version that it starts from, and what came since."""
    words = {part: draft.body for part, draft in drafts_of(wording.record, wording.organisation).items()}
    last = wording.ask.record.versions.order_by("-number").first()
    workflow = workflows["wording"]
    turn = wording.record.turns.filter(ended=None).first()
    events = wording.record.events.select_related("by_user", "behalf", "version").order_by("-number")
    return {
        "noun": wording,
        "status": workflow.statuses[wording.status],
        "weight": dict(WEIGHTS).get(words.get("weight", ""), ""),
        "change": words.get("change", ""),
        "differences": [(label, diff) for label, diff in differences(wording.base.content, words) if diff.changed],
        "last": last,
        "outdated": last.pk != wording.base_id,
        "clashes": clashes(both_texts(words, last.content)) if last.pk != wording.base_id else [],
        "turn": turn.reason if turn else "",
        "history": [history_entry(workflow, event) for event in events],
    }


def clashes(texts: Any) -> list[dict[str, str]]:
    """Both texts of each part that is not the same, as the page compares them."""
    return [{"label": label, "yours": yours, "now": now} for label, yours, now in texts]
