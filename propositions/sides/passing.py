"""What follows when a department passes an ask on, or asks the area: where it goes, and whose turn it is then."""

from __future__ import annotations

from lis.engine.registry import workflows
from lis.engine.steps import Act

from . import effects
from .models import Side


def hand_on(act: Act) -> None:
    """The ask learns where it went; each receiving department gets a side and reads the reason there."""
    side, given = act.noun, act.given
    receivers = list(given["to"])
    workflows["ask"].follow(
        "move", side.ask, cause=act.event, by=act.actor,
        data={"organisation": side.organisation.code, "to": [body.code for body in receivers]},
    )  # fmt: skip
    effects.let_go(act, side)
    role = side.role
    if role == Side.Role.LEAD:
        # Whoever passes an ask on no longer leads it.
        Side.objects.filter(pk=side.pk).update(role=Side.Role.CONSULTED)
    for body in receivers:
        earlier = Side.objects.with_record().filter(ask=side.ask, organisation=body).first()
        if earlier:
            # One body leads at a time: who leads is whoever it was passed to, whatever they were before.
            Side.objects.filter(pk=earlier.pk).update(role=role)
            workflows["side"].follow(
                "route_again", earlier, cause=act.event, by=act.actor, data={"note": given["note"]}
            )
        else:
            data = {**effects.opening(side.ask, body, role), "note": given["note"]}
            workflows["side"].create("open", by=act.actor, data=data, cause=act.event)
        role = Side.Role.CONSULTED


def ask_question(act: Act) -> None:
    workflows["clarification"].create(
        "ask", by=act.actor, cause=act.event,
        data={"side": act.noun.ref, "question": act.given["question"]},
    )  # fmt: skip
    effects.stop_clock(act, act.noun)
