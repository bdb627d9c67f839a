"""Who took which table out of the service, and when."""

from django.conf import settings
from django.db import models

from ..engine import clock
from ..engine.rights import READ_AND_ADD


class Download(models.Model):
    """One table that somebody fetched. ``person`` is empty for visitors without an account."""

    web_rights = READ_AND_ADD

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="downloads"
    )
    what = models.CharField(max_length=100)
    format = models.CharField(max_length=10)
    rows = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    filters = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="download_person_at")]

    def __str__(self) -> str:
        return f"{self.what} ({self.format}, {self.rows})"
