"""How the remit of a department is moved: every ask that it holds in one act, tried first without writing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import Refusal
from lis.engine.models import Turn
from lis.engine.registry import workflows
from lis.frameworks.models import Theme

from ..asks.models import Ask
from .models import RemitMove


@dataclass(frozen=True)
class Result:
    """What becomes of one ask: it moves, or why it does not."""

    ask: Ask
    why_not: str = ""


def held_asks(actor: Actor, leaving: Any, types: Iterable[str], themes: Iterable[str]) -> list[Ask]:
    """The asks that ``leaving`` holds or has held, of those types and themes, that ``actor`` may see."""
    asks = Ask.objects.with_record().visible_to(actor).filter(record__status="submitted")
    asks = asks.filter(Exists(Turn.objects.filter(record=OuterRef("pk"), organisation=leaving)))
    if types:
        asks = asks.filter(type__in=list(types))
    if themes:
        asks = asks.filter(Exists(Theme.objects.filter(propositions=OuterRef("proposition"), name__in=list(themes))))
    return list(asks.order_by("record__ref"))


def move_each(
    actor: Actor, *, leaving: Any, receiving: Any, types: Iterable[str], themes: Iterable[str], note: str,
    batch: UUID | None, dry_run: bool,
) -> list[Result]:  # fmt: skip
    """Move each of those asks, or with ``dry_run`` say what would become of it. One transaction for all."""
    workflow, results = workflows["ask"], []
    data = {"leaving": leaving.code, "receiving": receiving.code, "note": note}
    with transaction.atomic():
        for ask in held_asks(actor, leaving, types, themes):
            try:
                workflow.perform(
                    "move_remit", ask, by=actor, expected=ask.revision, data=data, batch=batch, dry_run=dry_run
                )
            except Refusal as refusal:
                results.append(Result(ask, refusal.sentence))
            else:
                results.append(Result(ask))
    return results


def carry_out(move: RemitMove, actor: Actor) -> list[Result]:
    """Move what the plan says, once, and note how many moved."""
    results = move_each(
        actor, leaving=move.leaving, receiving=move.receiving, types=move.types, themes=move.themes, note=move.note,
        batch=move.uid, dry_run=False,
    )  # fmt: skip
    moved = sum(not result.why_not for result in results)
    RemitMove.objects.filter(pk=move.pk).update(done_at=clock.now(), moved=moved, refused=len(results) - moved)
    return results
