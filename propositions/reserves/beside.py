"""The reserve beside the wording on the table, for its owner only: which words differ, and no guess what they mean."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.doors.pages import history_entry
from lis.doors.word_diff import word_diff
from lis.engine.actor import Actor

from ..asks.models import Ask
from .lifecycle import KEPT, workflow
from .models import Reserve
from .permissions import KEEPERS, reads_reserves


def reserve_of(ask: Ask, offer: str, actor: Actor, at: dt.datetime) -> dict[str, Any] | None:
    """What the page of ``ask`` shows of its reserve beside the words ``offer``, or None: it is not for these eyes.

    Whoever reads no reserves costs no query, so that not even the time of an answer tells.
    """
    if not reads_reserves(actor, ask):
        return None
    may_keep = actor.holds(KEEPERS, ask.body_id)
    reserve = Reserve.objects.with_record().visible_to(actor, at).filter(ask=ask).first()
    if reserve is None:
        return {"noun": None, "may_set": may_keep and ask.status != "withdrawn", "body": ask.body}
    versions = list(reserve.record.versions.order_by("number"))
    events = reserve.record.events.select_related("by_user", "behalf", "version").order_by("-number")
    words = versions[-1].content["words"]
    return {
        "noun": reserve,
        "body": ask.body,
        "kept": reserve.status == KEPT,
        "words": words,
        "diff": word_diff(offer, words),
        "earlier": [(version.number, version.created_at, version.content["words"]) for version in versions[-2::-1]],
        "history": [history_entry(workflow, event) for event in events],
        "steps_url": f"/reserves/{reserve.ref}/steps/",
        "verdicts": [
            verdict for verdict in workflow.judge(actor, [reserve], at)[reserve.pk]
            if verdict.mine and reserve.status in verdict.step.sources
        ],
    }  # fmt: skip
