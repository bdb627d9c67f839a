"""Positions that were issued before a hold ended and are not settled: each is confirmed, or drafted anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.models import Event, Hold
from lis.engine.registry import workflows
from lis.engine.steps import Act
from lis.engine.words import condition
from lis.templatetags.office import date_words

from .models import Side

# A legal hold is about words that may not leave, not about who answers for them.
AFTER = (Hold.Kind.PRE_ELECTION, Hold.Kind.CHANGE)
SAID = ("issue", "go_out", "reconfirm")


class LondonMidnight(Func):
    """The moment at which a day begins in London."""

    template = "((%(expressions)s) AT TIME ZONE 'Europe/London')"
    output_field = DateTimeField()


def to_reconfirm(sides: QuerySet, at: dt.datetime) -> QuerySet:
    """Those of ``sides`` whose issued position is older than the end of a hold that touched it."""
    said = Event.objects.filter(record=OuterRef("pk"), verb__in=SAID).order_by("-number").values("at")[:1]
    lifted = Event.objects.filter(record=OuterRef("pk"), verb="lift").values("at")[:1]
    day_after = ExpressionWrapper(F("until_on") + dt.timedelta(days=1), output_field=DateTimeField())
    over = Hold.objects.over_at(at).filter(kind__in=AFTER).annotate(
        ended=Coalesce(Subquery(lifted), LondonMidnight(day_after))
    )  # fmt: skip
    touching = over.filter(
        Q(everywhere=True) | Q(areas=OuterRef("record__area")) | Q(bodies=OuterRef("organisation")),
        ended__gt=OuterRef("last_said"),
    )
    issued = sides.filter(record__status="issued", ask__record__status="submitted")
    return issued.annotate(last_said=Subquery(said)).filter(Exists(touching))


def waiting_for_confirmation(sides: Sequence[Any], at: dt.datetime) -> set[int]:
    """The keys of those sides; no query where none has issued its position."""
    issued = [side.pk for side in sides if side.status == "issued"]
    return set(to_reconfirm(Side.objects.filter(pk__in=issued), at).values_list("pk", flat=True)) if issued else set()


@condition("nothing-to-confirm")
def position_needs_confirming(actor: Actor, side: Any, facts: Any) -> list[Check]:
    if facts.to_reconfirm:
        return []
    sentence = "No hold has ended since this position was issued, so it stands without being confirmed."
    return [Check("nothing-to-confirm", sentence, STOP)]


def confirm_answer(act: Act) -> None:
    """Everybody on the ask reads that the department confirmed its answer, and of which day that answer is."""
    side = act.noun
    answer = side.ask.answers.filter(organisation=side.organisation).order_by("-pk").first()
    issued = Event.objects.filter(record_id=answer.pk, number=1).values_list("at", flat=True).get()
    workflows["ask"].follow(
        "confirm", side.ask, cause=act.event, by=act.actor,
        data={"organisation": side.organisation.code, "about": date_words(issued)},
    )  # fmt: skip
