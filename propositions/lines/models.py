"""What Government says with one voice where its departments have said two things."""

from __future__ import annotations

from django.db import models

from lis.engine.models import Noun, NounQuerySet
from lis.engine.rights import READ_AND_ADD


class LineQuerySet(NounQuerySet):
    """Lines with the ask that each is about."""

    def with_record(self) -> LineQuerySet:
        return self.select_related(
            "record", "record__area", "ask__record__area", "ask__proposition__record", "ask__proposition__body"
        )


class GovernmentLine(Noun):
    """Government's one line on an ask on which departments differ: recorded, or "there is none yet" with the reason.

    The unit that coordinates for Government keeps it; it and every department with a part in the ask read it, the area
    never does. It answers nobody: what the area reads are the departments' own answers.
    """

    web_rights = READ_AND_ADD

    ask = models.ForeignKey("propositions.Ask", on_delete=models.PROTECT, related_name="lines")

    objects = LineQuerySet.as_manager()

    # Of a line that is only planned: whether it begins with words or with the reason why there are none yet.
    begins_with_words = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ask"], name="line_is_one_per_ask")]
        ordering = ["ask"]
