"""Each body's own part in an ask, and the questions and answers that it lets out."""

from __future__ import annotations

from django.db import models

from lis.engine.models import Noun, NounQuerySet
from lis.engine.rights import READ_AND_ADD


class PartQuerySet(NounQuerySet):
    """Parts of an ask with their body and their ask."""

    def with_record(self) -> PartQuerySet:
        return self.select_related(
            "record", "record__area", "organisation", "ask__record__area", "ask__proposition__record",
            "ask__proposition__body",
        )  # fmt: skip


class Side(Noun):
    """What one body does inside about one ask: its drafts, assignee, clock and positions. Nobody else sees it.

    A department's side is routed, then taken as ours or handed on, drafted, cleared by another person, and issued;
    a sponsor's side is open from submission on. Internal acts touch the side alone, so nothing that another body
    can see of the ask moves with them.
    """

    class Role(models.TextChoices):
        SPONSOR = "sponsor", "Sponsor"
        LEAD = "lead", "Lead department"
        CONSULTED = "consulted", "Consulted department"

    ask = models.ForeignKey("propositions.Ask", on_delete=models.PROTECT, related_name="sides")
    organisation = models.ForeignKey("lis.Organisation", on_delete=models.PROTECT, related_name="sides")
    role = models.CharField(max_length=10, choices=Role)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ask", "organisation"], name="side_is_one_per_body")]
        ordering = ["ask", "organisation__code"]

    @property
    def is_working(self) -> bool:
        """Whether the department still owes something: it has neither passed the ask on nor answered it."""
        return self.status in ("routed", "ours", "drafted", "cleared")


class Position(models.Model):
    """A department's cleared position on one version of an ask; inserted once and never changed.

    ``words`` is the version of the side's record that holds stance, words, reason and condition.
    """

    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="positions")
    words = models.OneToOneField("lis.Version", on_delete=models.PROTECT, related_name="position")
    ask_version = models.ForeignKey("lis.Version", on_delete=models.PROTECT, related_name="positions_on")
    stance = models.CharField(max_length=80)
    programme = models.ForeignKey("lis.Programme", null=True, on_delete=models.PROTECT, related_name="positions")
    cleared_by = models.ForeignKey("lis.Event", on_delete=models.PROTECT, related_name="positions_cleared")

    web_rights = READ_AND_ADD

    class Meta:
        ordering = ["side", "pk"]

    def __str__(self) -> str:
        return f"{self.stance} on {self.ask_version}"


class Clarification(Noun):
    """A question that a department asks the area about an ask: open, answered, closed. Everyone on the ask reads it.

    Its first version is the question, its second the question with its answer. While it is open that department's
    clock stands still.
    """

    inherits_visibility = True
    web_rights = READ_AND_ADD

    ask = models.ForeignKey("propositions.Ask", on_delete=models.PROTECT, related_name="clarifications")
    organisation = models.ForeignKey(
        "lis.Organisation", on_delete=models.PROTECT, related_name="clarifications", verbose_name="asked by"
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["ask", "pk"]


class Answer(Noun):
    """What a department says to the area about one version of an ask: the exact words that were cleared and issued.

    A later answer of the same department takes the place of an earlier one, which stays readable.
    """

    inherits_visibility = True
    web_rights = READ_AND_ADD

    ask = models.ForeignKey("propositions.Ask", on_delete=models.PROTECT, related_name="answers")
    organisation = models.ForeignKey("lis.Organisation", on_delete=models.PROTECT, related_name="answers")
    on_version = models.ForeignKey("lis.Version", on_delete=models.PROTECT, related_name="answers_on")
    stance = models.CharField(max_length=80)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["ask", "pk"]
