"""What a report asks its board to decide, and what that is about."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lis.engine.models import Noun, NounQuerySet
from lis.engine.rights import EVERYTHING

from .reports import Report


class RecommendationQuerySet(NounQuerySet):
    """Recommendations with their report and its meeting."""

    def with_record(self) -> RecommendationQuerySet:
        return self.select_related(
            "record", "record__area", "record__root", "report__record", "report__meeting__record",
            "report__meeting__board__record", "report__meeting__board__organisation",
        )  # fmt: skip


class Recommendation(Noun):
    """One thing that a board is asked: to note, agree, delegate and so on, about records at a version.

    A *draft* (or struck out) until the agenda is published, which *puts* it to the board. What the board decides is
    its last status: *as recommended*, *amended*, *delegated*, *deferred*, *rejected* or *referred*. It is seen by
    whoever sees the meeting.
    """

    inherits_visibility = True

    report = models.ForeignKey(Report, models.PROTECT, related_name="recommendations", editable=False)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=12, help_text="As it is printed, for example (iii).")
    verbs = ArrayField(models.CharField(max_length=80), size=2, help_text="One or two, from the vocabulary.")

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["report", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="recommendation_position_once")]

    @property
    def meeting(self) -> Any:
        return self.report.meeting

    @property
    def organisation(self) -> Any:
        return self.report.organisation

    @property
    def is_put(self) -> bool:
        """Whether the board has it and has not decided."""
        return self.status == "put"


class Target(models.Model):
    """A record that a recommendation is about, and the version that the board read of it.

    The version is None where a record has none of its own, as a strategy.
    """

    # While a recommendation is written its targets change; what was put is in its version as well.
    web_rights = EVERYTHING

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="targets")
    record = models.ForeignKey("lis.Record", models.PROTECT, related_name="recommended_in")
    version = models.ForeignKey("lis.Version", models.PROTECT, null=True, related_name="recommended_in")

    class Meta:
        ordering = ["recommendation", "record__ref"]
        constraints = [models.UniqueConstraint(fields=["recommendation", "record"], name="target_once")]

    def __str__(self) -> str:
        return f"{self.record}, version {self.version.number}" if self.version else str(self.record)
