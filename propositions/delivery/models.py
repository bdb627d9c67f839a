"""What somebody has committed themselves to, and what they report of it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from lis.engine.models import Noun, NounQuerySet
from lis.engine.rights import READ_AND_ADD

TO_DELIVER = "to_deliver"


class CommitmentQuerySet(NounQuerySet):
    """Commitments with whoever delivers them, their ask or their action, and the last report."""

    def with_record(self) -> CommitmentQuerySet:
        return self.select_related(
            "record",
            "record__area",
            "organisation",
            "ask__record",
            "ask__proposition__body",
            "action",
            "strategy__record",
        )

    def with_last_report(self) -> CommitmentQuerySet:
        """Annotate what the last delivery note says in one word, and when it was given; nothing before the first."""
        last = DeliveryUpdate.objects.filter(commitment=OuterRef("pk")).order_by("-pk")
        return self.annotate(rag=Subquery(last.values("rag")[:1]), reported_at=Subquery(last.values("event__at")[:1]))

    def late_on(self, today: dt.date) -> CommitmentQuerySet:
        """Those that should have been delivered before ``today`` and are not."""
        return self.in_status(TO_DELIVER).filter(due_on__lt=today)


class Commitment(Noun):
    """What will be done, by whom, how it is measured and by when: the words are its one version, never edited.

    It comes from an ask on whose words both sides have agreed, and whoever sees the ask sees it; or from an action of
    a strategy to which the area commits itself without asking anybody. It is *to be delivered*, then *delivered*; one
    that takes its place after the ask was reopened marks it *superseded*.
    """

    inherits_visibility = True
    web_rights = READ_AND_ADD

    ask = models.ForeignKey("propositions.Ask", null=True, on_delete=models.PROTECT, related_name="commitments")
    action = models.OneToOneField("lis.Action", null=True, on_delete=models.PROTECT, related_name="commitment")
    strategy = models.ForeignKey("lis.Strategy", on_delete=models.PROTECT, related_name="commitments")
    organisation = models.ForeignKey(
        "lis.Organisation", on_delete=models.PROTECT, related_name="commitments", verbose_name="delivered by"
    )
    due_on = models.DateField("by")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["record__ref"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ask__isnull=False, action__isnull=True) | Q(ask__isnull=True, action__isnull=False),
                name="commitment_comes_from_an_ask_or_an_action",
            )
        ]

    def is_late_on(self, today: dt.date) -> bool:
        """Whether it should have been delivered before ``today`` and is not."""
        return self.status == TO_DELIVER and self.due_on < today


class DeliveryUpdate(models.Model):
    """One delivery note: how it stands in one word of the vocabulary; what was written stands in its event."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="updates")
    event = models.OneToOneField("lis.Event", on_delete=models.PROTECT, related_name="delivery_update")
    rag = models.CharField(max_length=40)

    web_rights = READ_AND_ADD

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.rag
