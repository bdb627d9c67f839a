"""Who acts for whom while somebody is away."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lis.engine import clock


class CoverQuerySet(models.QuerySet["Cover"]):
    """Covers by date."""

    def on(self, date: dt.date) -> CoverQuerySet:
        """Those that hold on ``date``, the last day included."""
        return self.filter(from_on__lte=date, until_on__gte=date)


class Cover(models.Model):
    """From one day to another a colleague acts for a person who is away: turns and mail of that time reach them too.

    It gives no role: the colleague acts in the roles that they hold themselves.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="covers")
    covered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="covering")
    from_on = models.DateField()
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(from_on__lte=F("until_on")), name="cover_from_before_until"),
            models.CheckConstraint(condition=~Q(person=F("covered_by")), name="cover_is_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.covered_by} for {self.person}"


def covered_by(user: object) -> models.QuerySet:
    """The keys of the people for whom ``user`` acts today."""
    return Cover.objects.on(clock.today()).filter(covered_by=user, ended_at=None).values("person")
