"""What was uploaded, by whom, what kind of file it really is, and which record it belongs to."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..engine import clock


def random_place(stored_file: "StoredFile", name: str) -> str:
    """A place in the storage that nobody can guess and that says nothing of the file's name or kind."""
    place = secrets.token_hex(20)
    return f"{place[:2]}/{place[2:]}"


class StoredFile(models.Model):
    """A file as it was uploaded. Whoever may see its record may fetch it; without a record, its uploader alone.

    ``content_type`` is what we found inside, never what the browser said. ``source_hash`` is set by whoever read the
    file: the hash of the words that were found in it, which stays the same when only the wrapping differs.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey("lis.Record", null=True, blank=True, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    content = models.FileField(upload_to=random_place, max_length=100)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="uploaded_files"
    )
    uploaded_at = models.DateTimeField("uploaded", default=clock.now)
    source_hash = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(record__isnull=False) | Q(uploaded_by__isnull=False), name="stored_file_belongs_to_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.name
