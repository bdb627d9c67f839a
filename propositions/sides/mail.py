"""The plain mail that says: it is your turn on this ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse

from lis.engine.actor import Actor
from lis.engine.models import Record
from lis.engine.reading import words_of_records
from lis.engine.steps import Act
from lis.engine.visibility import visible_records
from lis.notices.writing import notify_your_turn
from lis.people.models import Membership

# Who is told where nobody holds the role that acts: those who write or answer for the body, not its whole board.
STAND_INS = ("drafter", "lead", "reviewer", "clearer", "coordinator")


def tell_turn(act: Act, ask: Any, organisation: Any, roles: Sequence[str], reason: str) -> None:
    """Write to those in ``organisation`` who hold one of ``roles``, or to those who could stand in where nobody does.

    Nobody is told what they have just done themselves, and nobody reads in a mail what they could not see on a page.
    """
    held = Membership.objects.current(act.at).filter(organisation=organisation)
    people = held.holding(*roles) if held.holding(*roles).exists() else held.holding(*STAND_INS)
    sender = act.event.behalf
    for person in get_user_model().objects.filter(pk__in=people.values("user_id"), is_active=True).order_by("pk"):
        if act.actor.user is not None and person.pk == act.actor.user.pk:
            continue
        reader = Actor.of(person, act.at)
        may_see = visible_records(Record.objects.filter(pk=ask.record_id), reader, act.at).exists()
        line = words_of_records([ask.record], reader, act.at)[ask.record_id]["ask"] if may_see else ""
        notify_your_turn(
            person, record=ask.record, event=act.event, what="ask", line=line,
            sender=sender.name if sender else "", choices=[reason], path=reverse("ask_detail", args=[ask.ref]),
            may_see=may_see,
        )  # fmt: skip
