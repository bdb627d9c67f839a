"""Who may see a record, from which version on and how long."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from ..actor import Actor


class GrantQuerySet(models.QuerySet):
    """Grants by when they are in force and who may use them."""

    def open_at(self, at: dt.datetime) -> GrantQuerySet:
        """Grants in force at that moment: an embargo is a ``from_at`` that lies ahead."""
        return self.not_over_at(at).filter(from_at__lte=at)

    def not_over_at(self, at: dt.datetime) -> GrantQuerySet:
        """Grants that are in force at that moment or will be: neither taken back nor past their end."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), ended_by__isnull=True)

    def held_by(self, actor: Actor) -> GrantQuerySet:
        """Grants that ``actor`` may use: given to everyone, or to a body of theirs (in the role asked, if any)."""
        mine = Q(everyone=True) | Q(organisation_id__in=sorted(actor.organisation_ids), role="")
        for membership in actor.memberships:
            mine |= Q(organisation_id=membership.organisation_id, role=membership.role)
        return self.filter(mine)


class Grant(models.Model):
    """An organisation, or everyone, may see a record: written by steps only, ended by a step or by the clock.

    ``since_version`` and ``since_event`` say how far back they may read; without them they read everything.
    """

    record = models.ForeignKey("lis.Record", on_delete=models.PROTECT, related_name="grants")
    organisation = models.ForeignKey(
        "lis.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="grants"
    )
    everyone = models.BooleanField(default=False)
    role = models.CharField(max_length=40, blank=True)
    since_version = models.PositiveIntegerField(default=0)
    since_event = models.PositiveIntegerField(default=0)
    from_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey("lis.Event", on_delete=models.PROTECT, related_name="grants_given")
    ended_by = models.ForeignKey(
        "lis.Event", null=True, blank=True, on_delete=models.PROTECT, related_name="grants_ended"
    )

    # What was given is never widened afterwards: it ends, and another is given.
    web_rights = ("SELECT", "INSERT", "UPDATE (ended_by_id)")

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, everyone=False) | Q(organisation__isnull=True, everyone=True),
                name="grant_is_for_one_or_for_all",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "record"], condition=Q(ended_by=None), name="grant_open_by_organisation"
            )
        ]

    def __str__(self) -> str:
        return "everyone" if self.everyone else str(self.organisation)
