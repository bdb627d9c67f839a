"""What every thing with a life has: a reference, a status and the number of its last event."""

import uuid

from django.db import models


class Record(models.Model):
    """The life of one noun: an ask, a paper, a department's side.

    ``status`` and ``revision`` are written by the workflow only; at commit the database demands that the last event
    of the record says the same. ``root`` is the record that is locked for a step and whose grants may be inherited:
    itself, or for a part (a side, a question, an answer) the record it belongs to.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40, editable=False)
    ref = models.CharField("reference", max_length=60, editable=False)
    area = models.ForeignKey(
        "lis.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="records", editable=False
    )
    # Null in Python only until the insert: a trigger makes a record without a root its own root.
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts", editable=False)
    status = models.CharField(max_length=40, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref"], name="record_reference_is_unique")]
        indexes = [models.Index(fields=["kind", "status"], name="record_kind_status")]

    def __str__(self) -> str:
        return self.ref
