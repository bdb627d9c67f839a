"""The private fallback of an area on one ask of its own."""

from __future__ import annotations

from typing import Any

from django.db import models

from lis.engine.models import Noun, NounQuerySet
from lis.engine.rights import READ_AND_ADD


class ReserveQuerySet(NounQuerySet):
    """Reserves with the ask that each is about."""

    def with_record(self) -> ReserveQuerySet:
        return self.select_related(
            "record", "record__area", "ask__record__area", "ask__proposition__record", "ask__proposition__body"
        )


class Reserve(Noun):
    """The wording of an ask with which its area could live: kept, or dropped. Every wording of it is a version.

    It is a record of its own, granted by role to leads, negotiators and drafters of the area's body and to nobody
    else: not to its board, not to a sponsor, never to Government. Setting, changing or dropping it moves nothing of
    the ask.
    """

    web_rights = READ_AND_ADD

    ask = models.ForeignKey("propositions.Ask", on_delete=models.PROTECT, related_name="reserves")

    objects = ReserveQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ask"], name="reserve_is_one_per_ask")]
        ordering = ["ask"]

    @property
    def body(self) -> Any:
        """The area body whose reserve it is."""
        return self.ask.body

    @property
    def ask_was_withdrawn(self) -> bool:
        return self.ask.status == "withdrawn"
