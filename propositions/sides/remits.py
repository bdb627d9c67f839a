"""What follows for one ask when a department's remit moves to another: the old side lets go, the new one begins."""

from __future__ import annotations

from typing import Any

from lis.engine.checks import STOP, Check
from lis.engine.registry import workflows
from lis.engine.steps import Act

from . import days, effects, releases
from .models import Side


def objections(ask: Any, leaving: Any) -> list[Check]:
    """Why an ask does not move with the remit of ``leaving``: by facts that everybody on the ask can see."""
    side = side_of(ask, leaving)
    waits = ask.clarifications.in_status("open").filter(organisation=leaving).exists()
    if side is not None and (days.open_turn(side) or waits):
        return []
    return [Check("not-theirs", f"{leaving.code} does not hold {ask.ref}, so there is nothing to move.", STOP)]


def side_of(ask: Any, organisation: Any) -> Side | None:
    sides = Side.objects.with_record().filter(ask=ask, organisation=organisation)
    return sides.exclude(role=Side.Role.SPONSOR).first()


def let_go(act: Act) -> None:
    """The old department need not act any more; whoever had set a day for its answer is told."""
    effects.let_go(act, act.noun)
    releases.stop_the_day(act, "the remit of the department has moved")


def move(act: Act) -> None:
    """The ask goes to the department that takes the remit over; what the old one drafted stays with it."""
    ask, given, sides = act.noun, act.given, workflows["side"]
    old = side_of(ask, given["leaving"])
    sides.follow("remit_moved", old, cause=act.event, by=act.actor)
    role = old.role
    if role == Side.Role.LEAD:
        Side.objects.filter(pk=old.pk).update(role=Side.Role.CONSULTED)
    new = Side.objects.with_record().filter(ask=ask, organisation=given["receiving"]).first()
    if new is None:
        data = {**effects.opening(ask, given["receiving"], role), "note": given["note"]}
        sides.create("open", by=act.actor, data=data, cause=act.event)
        return
    if role == Side.Role.LEAD:
        Side.objects.filter(pk=new.pk).update(role=role)
    if new.status == "handed_on":
        sides.follow("route_again", new, cause=act.event, by=act.actor, data={"note": given["note"]})
