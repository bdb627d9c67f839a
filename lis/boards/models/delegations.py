"""A mandate: what a board lets the holders of posts do in its name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from lis.engine import clock
from lis.engine.models import Noun, NounQuerySet
from lis.engine.rights import READ_AND_ADD

from .boards import Board, Post
from .recommendations import Recommendation

IN_FORCE = "in_force"


class DelegationQuerySet(NounQuerySet):
    """Delegations with the board that gave them."""

    def with_record(self) -> DelegationQuerySet:
        return self.select_related(
            "record", "record__area", "board__record", "board__organisation", "recommendation__record",
            "recommendation__report__meeting__record",
        )  # fmt: skip

    def in_force_at(self, at: dt.datetime) -> DelegationQuerySet:
        """Those under which somebody may act at that moment: neither ended nor past their last day in London."""
        today = at.astimezone(clock.LONDON).date()
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=today), record__status=IN_FORCE)


class Delegation(Noun):
    """What a board lets the holders of one or more posts do, about which records, until when.

    It is *in force* from the decision on, until its last day is over, until it *ended early*, or until those who hold
    it have *reported back*. Of several posts either may act, or all of them only jointly. Its words (scope, in
    consultation with whom) are a version.
    """

    # What was given stays as it was given.
    web_rights = READ_AND_ADD

    board = models.ForeignKey(Board, models.PROTECT, related_name="delegations", editable=False)
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="delegations", editable=False)
    posts = models.ManyToManyField(Post, related_name="delegations", editable=False)
    jointly = models.BooleanField(default=False, editable=False)
    scope = models.ManyToManyField("lis.Record", related_name="delegations_over", editable=False)
    report_back_on = models.DateField(null=True, editable=False)
    until_on = models.DateField("last day", null=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["record__ref"]

    @property
    def organisation(self) -> Any:
        return self.board.organisation

    def is_over_on(self, today: dt.date) -> bool:
        """Whether its last day has passed by ``today``, whatever else became of it."""
        return self.until_on is not None and self.until_on < today
