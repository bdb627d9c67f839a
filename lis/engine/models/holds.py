"""What waits for a time: a pre-election period, a change of administration, a legal hold, and exceptions from it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from .. import clock
from ..rights import READ_AND_ADD
from .noun import Noun, NounQuerySet


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(clock.LONDON).date()


class HoldQuerySet(NounQuerySet):
    """Holds by where their days lie; nothing but the date and an early lifting says it."""

    def with_record(self) -> HoldQuerySet:
        return self.select_related("record", "record__area", "raised_by")

    def in_force_at(self, at: dt.datetime) -> HoldQuerySet:
        day = _day(at)
        return self.exclude(record__status="lifted").filter(from_on__lte=day, until_on__gte=day)

    def ahead_at(self, at: dt.datetime) -> HoldQuerySet:
        return self.exclude(record__status="lifted").filter(from_on__gt=_day(at))

    def over_at(self, at: dt.datetime) -> HoldQuerySet:
        return self.filter(Q(record__status="lifted") | Q(until_on__lt=_day(at)))

    def with_scope(self) -> HoldQuerySet:
        return self.with_record().prefetch_related("areas", "bodies")


class Hold(Noun):
    """Between two days, both of them included, certain steps wait: answers are not issued, nothing is published.

    Raised by the unit that coordinates for Government, for everybody or for some areas or departments, or by an area
    for its own publishing; lifted early by the body that raised it, else it ends by itself. Everybody reads it.
    """

    class Kind(models.TextChoices):
        PRE_ELECTION = "pre_election", "Pre-election period"
        CHANGE = "change_of_administration", "Change of administration"
        LEGAL = "legal", "Legal hold"

    kind = models.CharField(max_length=30, choices=Kind)
    raised_by = models.ForeignKey("lis.Organisation", on_delete=models.PROTECT, related_name="holds_raised")
    everywhere = models.BooleanField(default=False)
    areas = models.ManyToManyField("lis.Area", blank=True, related_name="holds")
    bodies = models.ManyToManyField("lis.Organisation", blank=True, related_name="holds")
    from_on = models.DateField()
    until_on = models.DateField()

    web_rights = READ_AND_ADD

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(from_on__lte=F("until_on")), name="hold_ends_after_it_begins")
        ]

    def touches(self, area_id: int | None, body_id: int | None) -> bool:
        """Whether it stops what ``body_id`` does about a record of ``area_id``; expects its scope fetched with it."""
        return (
            self.everywhere
            or any(area.pk == area_id for area in self.areas.all())
            or any(body.pk == body_id for body in self.bodies.all())
        )

    def is_in_force_at(self, at: dt.datetime) -> bool:
        return self.status != "lifted" and self.from_on <= _day(at) <= self.until_on

    def has_ended_at(self, at: dt.datetime) -> bool:
        return self.status == "lifted" or self.until_on < _day(at)

    def is_ahead_at(self, at: dt.datetime) -> bool:
        return self.status != "lifted" and _day(at) < self.from_on


class HoldExceptionQuerySet(NounQuerySet):
    """Exceptions with what each is about."""

    def with_record(self) -> HoldExceptionQuerySet:
        return self.select_related("record", "record__area", "hold__record", "target", "organisation")


class HoldException(Noun):
    """Leave for one step of one record in spite of a hold: asked by one person, approved by another, used once.

    It is the business of one body alone; nobody else sees it. Asked, then approved or refused; used when the step is
    taken.
    """

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="exceptions")
    target = models.ForeignKey("lis.Record", on_delete=models.PROTECT, related_name="hold_exceptions")
    verb = models.CharField(max_length=40)
    organisation = models.ForeignKey("lis.Organisation", on_delete=models.PROTECT, related_name="hold_exceptions")

    web_rights = READ_AND_ADD

    objects = HoldExceptionQuerySet.as_manager()
