"""What an area is writing: a strategy, its workstreams, and the actions that need nobody's answer."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Noun, NounQuerySet
from lis.engine.rights import EVERYTHING
from lis.frameworks.models import Framework, Theme
from lis.people.models import Area, Organisation


class StrategyQuerySet(NounQuerySet):
    """Strategies with what every list of them shows."""

    def with_place(self) -> StrategyQuerySet:
        return self.with_record().select_related("framework", "organisation")


class Strategy(Noun):
    """A strategy that one or several areas write under a national framework, led by one area body.

    It begins in *drafting*. Its title is a public name; everything that is still being worked on is kept in papers,
    propositions and their drafts. Only the leading body sees it, until a later stage opens it. ``record.area`` is the
    first of ``areas`` and gives the references; ``parent`` is the strategy of a wider area that this one serves.
    """

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="strategies")
    title = models.CharField(
        max_length=160, help_text="A public name, for example “Lancashire Local Industrial Strategy”."
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="strategies", verbose_name="led by", editable=False
    )
    areas = models.ManyToManyField(Area, related_name="strategies", blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="part of"
    )

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "strategies"
        ordering = ["record__ref"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("record")), name="strategy_is_not_its_own_parent"
            )
        ]


class WorkstreamQuerySet(models.QuerySet["Workstream"]):
    """Workstreams of strategies that somebody may see."""

    def visible_to(self, actor: Actor, at: dt.datetime | None = None) -> WorkstreamQuerySet:
        return self.filter(strategy__in=Strategy.objects.visible_to(actor, at).values("pk"))


class Workstream(models.Model):
    """A line of work of a strategy, with the ambition that its papers, propositions and actions serve."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="workstreams")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    ambition = models.TextField(blank=True, max_length=4_000, help_text="What the area wants to be true in the end.")
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="workstreams",
        help_text="The heading of the framework that it belongs under.",
    )  # fmt: skip
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="workstreams_led",
        help_text="The person who answers for it.",
    )  # fmt: skip

    objects = WorkstreamQuerySet.as_manager()

    class Meta:
        ordering = ["strategy", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "number"],
                name="workstream_number_once",
                violation_error_message="Another workstream of this strategy has that number.",
            ),
            models.UniqueConstraint(
                fields=["strategy", "name"],
                name="workstream_name_once",
                violation_error_message="Another workstream of this strategy has that name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """How programs name it: ``CHW-LIS.2``."""
        return f"{self.strategy.ref}.{self.number}"

    def clean(self) -> None:
        super().clean()
        if self.theme_id and self.strategy_id and self.theme.framework_id != self.strategy.framework_id:
            raise ValidationError({"theme": f"“{self.theme}” is not a heading of {self.strategy.framework}."})


class ActionQuerySet(models.QuerySet["Action"]):
    """Actions of strategies that somebody may see."""

    def visible_to(self, actor: Actor, at: dt.datetime | None = None) -> ActionQuerySet:
        return self.filter(workstream__strategy__in=Strategy.objects.visible_to(actor, at).values("pk"))


class Action(models.Model):
    """Something that the area will do by itself, without asking Government: "We will … by …"."""

    # A line of a plan: nothing rests on it, so it may be struck out again.
    web_rights = EVERYTHING

    workstream = models.ForeignKey(Workstream, models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField()
    words = models.TextField("we will", max_length=2_000, help_text="Goes on from “We will”.")
    owner = models.CharField(max_length=160, blank=True, help_text="The body or post that does it.")
    by_on = models.DateField("by", null=True, blank=True)
    done_on = models.DateField("done on", null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "number"],
                name="action_number_once",
                violation_error_message="Another action of this workstream has that number.",
            )
        ]

    def __str__(self) -> str:
        return f"We will {self.words}"

    def clean(self) -> None:
        super().clean()
        if self.done_on and self.done_on > clock.today():
            raise ValidationError({"done_on": "The day on which it was done must be today or in the past."})

    @property
    def is_late(self) -> bool:
        """Past its day and not done."""
        return self.done_on is None and self.by_on is not None and self.by_on < clock.today()
