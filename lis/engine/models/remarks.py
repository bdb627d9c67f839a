"""Comments pinned to the words they are about."""

from django.conf import settings
from django.db import models

from ..erasable import Erasable


class Remark(Erasable):
    """A comment of one organisation on a passage of a record, seen inside that organisation only.

    ``block`` names the part, ``quote`` with ``before`` and ``after`` finds the passage again when the words around it
    have moved. A remark is open until somebody of the same organisation answers it.
    """

    record = models.ForeignKey("lis.Record", on_delete=models.PROTECT, related_name="remarks")
    organisation = models.ForeignKey("lis.Organisation", on_delete=models.PROTECT, related_name="remarks")
    version = models.ForeignKey("lis.Version", null=True, on_delete=models.PROTECT, related_name="remarks")
    block = models.CharField(max_length=60, blank=True)
    quote = models.TextField(blank=True)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="remarks")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="remarks_answered"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.quote[:60] or self.block
