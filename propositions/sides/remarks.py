"""What a department's people remark to each other on their side of an ask, and answer; for nobody else's eyes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lis.engine.models import Remark
from lis.engine.steps import Act

QUOTED_CHARACTERS = 60


@dataclass(frozen=True)
class Numbered:
    """A remark under its number on its side, counted from 1; remarks are never taken away, so numbers last."""

    number: int
    remark: Remark

    @property
    def is_open(self) -> bool:
        return self.remark.answered_at is None

    @property
    def label(self) -> str:
        """The remark in a line, to be chosen from a list."""
        line = " ".join((self.remark.body or "Erased").split())
        short = line if len(line) <= QUOTED_CHARACTERS else line[: QUOTED_CHARACTERS - 1].rstrip() + "…"
        return f"{self.number}. {short}"


def remarks_on(sides: Iterable[int]) -> dict[int, list[Numbered]]:
    """The remarks on each of ``sides`` (keys), oldest first, in one query. The caller names own sides only."""
    found: dict[int, list[Numbered]] = {key: [] for key in sides}
    remarks = Remark.objects.filter(record_id__in=found).select_related("by", "answered_by", "version")
    for remark in remarks.order_by("pk"):
        numbered = found[remark.record_id]
        numbered.append(Numbered(len(numbered) + 1, remark))
    return found


def keep_remark(act: Act) -> None:
    """Write down what somebody remarked, and on which version of the ask."""
    side = act.noun
    remark = Remark(
        record=side.record, organisation=side.organisation, version_id=act.facts.ask_version_id,
        quote=act.given.get("quote", ""), by=act.actor.user, at=act.at,
    )  # fmt: skip
    remark.seal(act.given["words"])
    remark.save(force_insert=True)


def keep_answer(act: Act) -> None:
    """Write down what somebody answered to a remark."""
    chosen = remarks_on([act.noun.pk])[act.noun.pk][int(act.given["remark"]) - 1]
    Remark.objects.filter(pk=chosen.remark.pk).update(
        answer=act.given["words"], answered_by=act.actor.user, answered_at=act.at
    )


def told(numbered: Numbered) -> dict[str, Any]:
    """One remark as pages and programs show it."""
    remark = numbered.remark
    return {
        "number": numbered.number,
        "words": remark.body or "",
        "quote": remark.quote,
        "on_version": remark.version.number if remark.version else None,
        "by": remark.by.name,
        "at": remark.at,
        "answer": remark.answer,
        "answered_by": remark.answered_by.name if remark.answered_by else None,
        "answered_at": remark.answered_at,
    }
