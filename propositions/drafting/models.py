"""What an area proposes: the proposition, without its words, which are drafts and versions."""

from __future__ import annotations

from django.db import models

from lis.engine.models import Noun, NounQuerySet


class PropositionQuerySet(NounQuerySet):
    """Propositions with the body that drafts them, which every rule asks for."""

    def with_record(self) -> PropositionQuerySet:
        return self.select_related("record", "record__area", "body")


class Proposition(Noun):
    """One idea of a strategy, such as LAN-07: what it is, why it is right, how it would be done, and its asks.

    An idea is drafted until another person than its last author finds it ready; the lead then submits it with the
    board's mandate, and its asks with it. It can be withdrawn at any time, which leaves a tombstone.
    """

    body = models.ForeignKey(
        "lis.Organisation", on_delete=models.PROTECT, related_name="propositions", editable=False,
        verbose_name="drafted by",
    )  # fmt: skip
    strategy = models.ForeignKey("lis.Strategy", on_delete=models.PROTECT, related_name="propositions")
    workstream = models.ForeignKey(
        "lis.Workstream", null=True, blank=True, on_delete=models.PROTECT, related_name="propositions"
    )
    sponsors = models.ManyToManyField(
        "lis.Organisation", related_name="propositions_sponsored", blank=True,
        help_text="Who stands behind it beside the body that drafts it.",
    )  # fmt: skip
    themes = models.ManyToManyField("lis.Theme", related_name="propositions", blank=True)

    objects = PropositionQuerySet.as_manager()

    class Meta:
        ordering = ["record__ref"]

    @property
    def is_submitted(self) -> bool:
        """Whether Government has it, and it was not withdrawn since."""
        return self.status == "submitted"

    @property
    def is_ready(self) -> bool:
        """Whether another person found it ready and it waits for the lead."""
        return self.status == "ready"

    @property
    def is_withdrawn(self) -> bool:
        return self.status == "withdrawn"
