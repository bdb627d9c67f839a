"""Who must act next, since when and by when."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Turn(models.Model):
    """It is this organisation's turn on a record, from one event until another ended it.

    A turn on a shared record is seen by all who see that record, so it names the organisation and no more; a turn on
    a side names the role, perhaps the person, and stays inside.
    """

    record = models.ForeignKey("lis.Record", on_delete=models.PROTECT, related_name="turns")
    organisation = models.ForeignKey("lis.Organisation", on_delete=models.PROTECT, related_name="turns")
    role = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="turns"
    )
    reason = models.CharField(max_length=200)
    since = models.ForeignKey("lis.Event", on_delete=models.PROTECT, related_name="turns_begun")
    due_on = models.DateField(null=True, blank=True)
    ended = models.ForeignKey("lis.Event", null=True, blank=True, on_delete=models.PROTECT, related_name="turns_ended")

    web_rights = ("SELECT", "INSERT", "UPDATE (ended_id, due_on)")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "organisation", "role"], condition=Q(ended=None), name="turn_is_open_once"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "role"], condition=Q(ended=None), name="turn_open_by_organisation")
        ]

    def __str__(self) -> str:
        return self.reason
