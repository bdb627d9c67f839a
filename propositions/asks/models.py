"""The ask: what a place asks Government to do, as both sides see it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef

from lis.engine.models import Noun, NounQuerySet, Turn

# The records of an ask on which both sides see whose turn it is.
SHARED_KINDS = ("ask", "clarification", "answer")


class AskQuerySet(NounQuerySet):
    """Asks as the office speaks of them."""

    def with_record(self) -> AskQuerySet:
        return self.select_related(
            "record", "record__area", "proposition__record", "proposition__body", "lead_department"
        )

    def with_phase(self, at: dt.datetime) -> AskQuerySet:
        """Annotate who holds it, as far as both sides may know: a department, the area, or nobody."""
        turns = Turn.objects.filter(record__root=OuterRef("pk"), record__kind__in=SHARED_KINDS, ended=None)
        return self.annotate(
            with_department=Exists(turns.exclude(organisation__kind="area_body")),
            with_area=Exists(turns.filter(organisation__kind="area_body")),
        )


class Ask(Noun):
    """One ask of Government, such as LAN-07.3, under its proposition.

    Drafted by the area; once submitted it is the shared record of both sides: its events are the ledger that all of
    them read, and each body works on its own side. Type, departments and money are the area's to set while it is a
    draft, and stand in each version with the words. It may be withdrawn, which leaves a tombstone.
    """

    class Money(models.TextChoices):
        NONE = "none", "No money"
        EXISTING = "existing", "Existing money"
        NEW = "new", "New money"

    proposition = models.ForeignKey("propositions.Proposition", on_delete=models.PROTECT, related_name="asks")
    type = models.CharField("type of ask", max_length=80, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    money = models.CharField(max_length=10, choices=Money, default=Money.NONE)
    departments = models.ManyToManyField(
        "lis.Organisation", related_name="asks_named", blank=True,
        help_text="Leave empty when you do not know: the unit that coordinates for Government then routes it.",
    )  # fmt: skip
    lead_department = models.ForeignKey(
        "lis.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="asks_led",
        help_text="Who answers first, when several departments are named.",
    )  # fmt: skip

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["record__ref"]
        indexes = [models.Index(fields=["type"], name="ask_type")]

    @property
    def body(self) -> Any:
        """The area body that asks."""
        return self.proposition.body

    @property
    def body_id(self) -> int:
        return self.proposition.body_id

    @property
    def is_with_government(self) -> bool:
        """Whether departments may work on it: submitted, and not withdrawn since."""
        return self.status == "submitted"
