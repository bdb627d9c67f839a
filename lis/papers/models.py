"""A paper of a workstream, and who of Government may read it until when."""

from __future__ import annotations

from typing import Any

from django.db import models

from lis.engine.models import Noun, NounQuerySet
from lis.strategies.models import Workstream


class PaperQuerySet(NounQuerySet):
    """Papers with what every list of them shows."""

    def with_workstream(self) -> PaperQuerySet:
        return self.with_record().select_related(
            "workstream__strategy__record", "workstream__strategy__organisation", "workstream__theme"
        )


class PolicyPositionPaper(Noun):
    """What an area thinks should be done in a workstream: evidence, ambition, proposals, what it wants from others.

    *Drafting*, then *internal review* and perhaps back, then *submitted* to Government; or *withdrawn*, after which
    whoever had it still finds it, marked as such. Sharing it informally is no status: a department may read it from
    one version on until a date. Title and words are kept in drafts (the area's own) and versions (for good).
    """

    class Kind(models.TextChoices):
        POSITION_PAPER = "position_paper", "Policy Position Paper"
        SECTOR_ACTION_PLAN = "sector_action_plan", "Sector action plan"

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="papers", editable=False)
    kind = models.CharField(max_length=24, choices=Kind, default=Kind.POSITION_PAPER, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "policy position paper"
        ordering = ["record__ref"]

    @property
    def strategy(self) -> Any:
        return self.workstream.strategy

    @property
    def organisation(self) -> Any:
        """The area body that writes it."""
        return self.workstream.strategy.organisation
