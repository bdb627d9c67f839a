"""What points from one version to another, what a person has read, and the secret addresses we hand out."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import models

from ..canonical import digest


class Link(models.Model):
    """One version rests on another: a proposition on the board paper it came from, an ask on its evidence.

    ``checked_hash`` is the target's hash when a person last looked. Whether the target has moved on since is derived.
    """

    source = models.ForeignKey("lis.Version", on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey("lis.Version", on_delete=models.PROTECT, related_name="links_in")
    kind = models.CharField(max_length=40)
    note = models.CharField(max_length=200, blank=True)
    checked_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target", "kind", "note"], name="link_is_made_once")]

    def __str__(self) -> str:
        return self.kind


class ReadMark(models.Model):
    """A person has read a record up to an event, and up to a version: "what is new since I last looked"."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="read_marks")
    record = models.ForeignKey("lis.Record", on_delete=models.PROTECT, related_name="read_marks")
    version = models.PositiveIntegerField(default=0)
    event = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "record"], name="read_mark_is_one_per_person")]

    def __str__(self) -> str:
        return f"{self.record_id} to {self.event}"


class SecretLink(models.Model):
    """An address that lets its holder do one thing until a date; only the hash of its secret is stored."""

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    record = models.ForeignKey("lis.Record", null=True, on_delete=models.PROTECT, related_name="secret_links")
    data = models.JSONField(default=dict)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="secret_links_made"
    )

    def __str__(self) -> str:
        return self.purpose

    @classmethod
    def make(
        cls, purpose: str, *, until: dt.datetime, data: dict[str, Any] | None = None, by: Any = None, record: Any = None
    ) -> tuple[SecretLink, str]:
        """A new link and its secret, which is known now and never again."""
        secret = secrets.token_urlsafe(32)
        link = cls.objects.create(
            digest=digest(secret), purpose=purpose, record=record, data=data or {}, until=until, created_by=by
        )
        return link, secret

    @classmethod
    def find(cls, purpose: str, secret: str, at: dt.datetime) -> SecretLink | None:
        """The link with that secret, if it is for ``purpose``, unused and not yet over at ``at``."""
        return cls.objects.filter(digest=digest(secret), purpose=purpose, used_at__isnull=True, until__gt=at).first()
