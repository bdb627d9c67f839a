"""Checks that somebody has looked at and let stand."""

from django.db import models

from ..rights import READ_AND_ADD


class Waiver(models.Model):
    """One check of one record that a named person let stand, with a reason, on the words as they were.

    ``pinned`` is the hash of the words that the check was about: once they change, the check is back. Name and reason
    are those of the event.
    """

    record = models.ForeignKey("lis.Record", on_delete=models.PROTECT, related_name="waivers")
    code = models.CharField(max_length=60)
    pinned = models.CharField(max_length=64)
    given_by = models.OneToOneField("lis.Event", on_delete=models.PROTECT, related_name="waiver")

    web_rights = READ_AND_ADD

    class Meta:
        indexes = [models.Index(fields=["record", "code"], name="waiver_record_code")]

    def __str__(self) -> str:
        return self.code
