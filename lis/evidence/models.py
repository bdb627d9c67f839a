"""A finding: one thing that an area's evidence says, with where it comes from."""

from __future__ import annotations

from typing import Any

from django.db import models

from lis.engine.models import Noun, NounQuerySet
from lis.frameworks.models import Theme
from lis.strategies.models import Strategy


class FindingQuerySet(NounQuerySet):
    """Findings with what every list of them shows."""

    def with_place(self) -> FindingQuerySet:
        return self.with_record().select_related("strategy__record", "strategy__organisation", "theme")


class Finding(Noun):
    """One thing that the evidence of a strategy says, small enough to be agreed or doubted by itself.

    A *draft* until it is *recorded*; what was recorded is a version that others can name. It is taken up again to
    change it, and may be *withdrawn*, after which nothing new can rest on it. Only its area sees it, until something
    that is public shows it.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="findings", editable=False)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="findings")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["record__ref"]

    @property
    def organisation(self) -> Any:
        """The area body whose finding it is."""
        return self.strategy.organisation
