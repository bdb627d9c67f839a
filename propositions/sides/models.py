"""Each body's own part in an ask, and the questions and answers that it lets out."""

from __future__ import annotations

from django.db import models

from lis.engine.models import Noun, NounQuerySet
from lis.engine.rights import READ_AND_ADD

from ..asks.models import Ask


class PartQuerySet(NounQuerySet):
    """Parts of an ask with their body and their ask."""

    def with_record(self) -> PartQuerySet:
        """With the ask from a query of its own: joins over ten tables take longer to plan than two to answer."""
        parts = self.select_related("record__area", "organisation")
        return parts.prefetch_related(models.Prefetch("ask", Ask.objects.with_record()))


class Side(Noun):
    """What one body does inside about one ask: its drafts, assignee, clock and positions. Nobody else sees it.

    A department's side is routed, then taken as ours or handed on, drafted, perhaps agreed in the team, cleared by
    another person, and issued, at once or on the day that was set (``issue_on``); a sponsor's side is open from
    submission on. Internal acts touch the side alone, so nothing that another body can see of the ask moves with them.
    """

    class Role(models.TextChoices):
        SPONSOR = "sponsor", "Sponsor"
        LEAD = "lead", "Lead department"
        CONSULTED = "consulted", "Consulted department"

    ask = models.ForeignKey("propositions.Ask", on_delete=models.PROTECT, related_name="sides")
    organisation = models.ForeignKey("lis.Organisation", on_delete=models.PROTECT, related_name="sides")
    role = models.CharField(max_length=10, choices=Role)
    # When cleared words go out; set while they wait for that moment, and at no other time.
    issue_on = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ask", "organisation"], name="side_is_one_per_body")]
        ordering = ["ask", "organisation__code"]

    @property
    def is_working(self) -> bool:
        """Whether the department still owes something: it has neither passed the ask on nor answered it."""
        return self.status in ("routed", "ours", "drafted", "team_agreed", "cleared", "scheduled")

    @property
    def is_agreed_in_team(self) -> bool:
        """Whether the draft as it stands has been agreed by another of the team than who wrote it."""
        return self.status == "team_agreed"

    @property
    def waits_for_its_day(self) -> bool:
        """Whether cleared words wait for the day on which they go out."""
        return self.status == "scheduled"


class TeamRule(models.Model):
    """Whether a department agrees every position in its team before it is cleared, from one moment on.

    Its coordinator keeps it. Rows are added and never changed: the last one counts, the earlier ones say what held
    before. A department without a row leaves it to its reviewers.
    """

    organisation = models.ForeignKey("lis.Organisation", on_delete=models.PROTECT, related_name="team_rules")
    always = models.BooleanField("agrees every position in the team first")
    by = models.ForeignKey("lis.User", on_delete=models.PROTECT, related_name="team_rules_set")
    at = models.DateTimeField()

    web_rights = READ_AND_ADD

    class Meta:
        ordering = ["organisation", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation.code}: {'always' if self.always else 'as they choose'}"


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
