"""What the clock does about remits: on its day, a move that was planned is carried out."""

from __future__ import annotations

from lis.engine import clock
from lis.engine.actor import Actor
from lis.jobs.registry import GiveUp, job
from lis.jobs.running import Run

from .models import RemitMove
from .moving import carry_out


@job("move_remit")
def move_remit(attempt: Run, move: int) -> None:
    """Carry out the planned move with that key, unless it is done, in the name of whoever planned it."""
    planned = RemitMove.objects.select_related("leaving", "receiving", "planned_by").select_for_update(of=("self",))
    found = planned.get(pk=move)
    if found.done_at is not None:
        return
    actor = Actor.of(found.planned_by, clock.now())
    if not actor.holds_any("coordinator"):
        raise GiveUp("Whoever planned this move is no coordinator any more. Another coordinator has to plan it anew.")
    carry_out(found, actor)
