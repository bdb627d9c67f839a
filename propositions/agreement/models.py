"""The keys that both sides turn on one version of an ask."""

from __future__ import annotations

from django.db import models

from lis.engine.rights import READ_AND_ADD


class Key(models.Model):
    """One body accepts one version of an ask, word for word; inserted once and never changed.

    It counts while that version is the last one, and until the ask is reopened or somebody calls the version
    substantive: then it has to be turned again.
    """

    side = models.ForeignKey("propositions.Side", on_delete=models.PROTECT, related_name="keys")
    version = models.ForeignKey("lis.Version", on_delete=models.PROTECT, related_name="keys")
    event = models.OneToOneField("lis.Event", on_delete=models.PROTECT, related_name="key_turned")

    web_rights = READ_AND_ADD

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.side} on {self.version}"
