"""A group of similar asks that one body of Government has put together for its own work."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lis.engine.models import Noun, NounQuerySet
from lis.engine.rights import READ_AND_ADD


class ClusterQuerySet(NounQuerySet):
    """Groups with the body that made them."""

    def with_record(self) -> ClusterQuerySet:
        return self.select_related("record", "record__area", "organisation")


class Cluster(Noun):
    """Similar asks that a department, or the coordinating unit, answers with one text: open, then dissolved.

    Only the body that made it sees it; no area ever does. Its versions hold its title and, once drafted, the common
    position. The asks stay apart: each is answered on its own side, and any may be an exception.
    """

    web_rights = READ_AND_ADD

    organisation = models.ForeignKey(
        "lis.Organisation", on_delete=models.PROTECT, related_name="clusters", editable=False
    )

    objects = ClusterQuerySet.as_manager()

    class Meta:
        ordering = ["-record_id"]


class ClusterMember(models.Model):
    """One ask of a group, from the event that took it in until one that took it out.

    While ``excepted_by`` is set, the ask is an exception: the common position is not meant for it.
    """

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="members")
    ask = models.ForeignKey("propositions.Ask", on_delete=models.PROTECT, related_name="memberships_in_clusters")
    added_by = models.ForeignKey("lis.Event", on_delete=models.PROTECT, related_name="+")
    removed_by = models.ForeignKey("lis.Event", null=True, on_delete=models.PROTECT, related_name="+")
    excepted_by = models.ForeignKey("lis.Event", null=True, on_delete=models.PROTECT, related_name="+")

    web_rights = ("SELECT", "INSERT", "UPDATE (removed_by_id, excepted_by_id)")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "ask"], condition=Q(removed_by=None), name="cluster_member_is_one_ask"
            )
        ]
        ordering = ["cluster", "pk"]

    def __str__(self) -> str:
        return str(self.ask_id)
