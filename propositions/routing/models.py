"""The rules by which an ask that names no department finds one."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from lis.engine import clock


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    """Rules by date, in the order in which they are tried."""

    def open_on(self, date: dt.date) -> RoutingRuleQuerySet:
        """Those that hold on ``date``, the first to be tried first."""
        held = self.filter(Q(from_on__lte=date), Q(until_on=None) | Q(until_on__gt=date))
        return held.order_by("priority", "pk").select_related("theme").prefetch_related("departments")


class RoutingRule(models.Model):
    """Asks of a type, under a theme, with a tag or with one of some words go to these departments.

    Kept by the unit that coordinates for Government and by administrators. Whatever of the four is filled must fit.
    The first rule that fits an ask decides, and only where its area named no department.
    """

    code = models.SlugField("short name", max_length=40, unique=True, help_text="Small letters and hyphens.")
    name = models.CharField(max_length=120, help_text="As the history of an ask will name it.")
    priority = models.PositiveSmallIntegerField(default=100, help_text="Lower numbers are tried first.")
    ask_type = models.CharField("type of ask", max_length=80, blank=True)
    theme = models.ForeignKey(
        "lis.Theme", null=True, blank=True, on_delete=models.PROTECT, related_name="routing_rules"
    )
    tag = models.CharField(max_length=40, blank=True)
    words = models.CharField(
        max_length=300, blank=True, help_text="Any of these, with commas between them, as whole words of the ask."
    )
    departments = models.ManyToManyField(
        "lis.Organisation", related_name="routing_rules", help_text="The first by code leads, unless only one is given."
    )
    from_on = models.DateField("from", default=clock.today)
    until_on = models.DateField("until", null=True, blank=True, help_text="The first day without it.")

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        ordering = ["priority", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(ask_type="", theme=None, tag="", words=""),
                name="routing_rule_says_which_asks",
                violation_error_message="Say which asks it is for: a type, a theme, a tag or words.",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(from_on__lte=models.F("until_on")),
                name="routing_rule_from_before_until",
                violation_error_message="A rule cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def each_word(self) -> list[str]:
        return [word for word in (" ".join(part.split()) for part in self.words.split(",")) if word]

    def clean(self) -> None:
        super().clean()
        if self.words and not self.each_word:
            raise ValidationError({"words": "Write at least one word."})


class RemitMove(models.Model):
    """The remit of one department moves to another on a day: all its asks, or those of some types or themes.

    Planned by the unit that coordinates for Government, and carried out on its day in one act: each ask that moves
    gets one event with the same ``batch``.
    """

    uid = models.UUIDField(unique=True, editable=False)
    leaving = models.ForeignKey("lis.Organisation", on_delete=models.PROTECT, related_name="remits_left")
    receiving = models.ForeignKey("lis.Organisation", on_delete=models.PROTECT, related_name="remits_received")
    types = models.JSONField(default=list, blank=True)
    themes = models.JSONField(default=list, blank=True)
    on_date = models.DateField()
    note = models.TextField()
    planned_by = models.ForeignKey("lis.User", on_delete=models.PROTECT, related_name="remits_planned")
    planned_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    moved = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-on_date", "-pk"]

    def __str__(self) -> str:
        return f"{self.leaving.code} to {self.receiving.code} on {self.on_date}"
