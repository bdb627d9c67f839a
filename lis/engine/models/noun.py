"""The base of every noun that has a life of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from ..actor import Actor
from ..visibility import visible_to
from .record import Record


class NounQuerySet(models.QuerySet):
    """Nouns with their record: every list of them starts here."""

    def with_record(self) -> NounQuerySet:
        return self.select_related("record", "record__area")

    def visible_to(self, actor: Actor, at: dt.datetime | None = None) -> NounQuerySet:
        """The rows that ``actor`` may see at that moment; everything that shows, counts or sends calls this."""
        return visible_to(self, actor, at)

    def in_status(self, *statuses: str) -> NounQuerySet:
        return self.filter(record__status__in=statuses)


class Noun(models.Model):
    """A thing with a life: its record carries reference, status and revision; its words are versions and drafts."""

    record = models.OneToOneField(
        Record, primary_key=True, on_delete=models.PROTECT, related_name="%(class)s", editable=False
    )

    objects = NounQuerySet.as_manager()

    # Parts are seen by whoever sees their root, beside grants of their own.
    inherits_visibility = False

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.record.ref

    @property
    def ref(self) -> str:
        return self.record.ref

    @property
    def status(self) -> str:
        return self.record.status

    @property
    def revision(self) -> int:
        return self.record.revision

    @property
    def area(self) -> Any:
        return self.record.area
