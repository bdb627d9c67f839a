"""What happened, numbered without gaps: the one history of a record."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..erasable import Erasable
from .record import Record


class Event(Erasable):
    """One step that was taken: who, for whom, when, from where to where, on which version.

    Rows are never changed or deleted; only what the person typed (``body``) can be erased. ``prev`` and ``hash``
    chain the events of a record. ``behalf`` is the organisation for which the person acted, ``delegation`` the
    record of the mandate they used, ``cause`` the event that this one followed from, ``batch`` what ties together
    the events of one bulk act. ``key`` is the caller's idempotency key and ``input_hash`` the hash, under the
    event's salt, of what came with it.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    from_status = models.CharField(max_length=40, blank=True)
    to_status = models.CharField(max_length=40)
    version = models.ForeignKey("lis.Version", null=True, on_delete=models.PROTECT, related_name="events")
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="events")
    by_link = models.ForeignKey("lis.SecretLink", null=True, on_delete=models.PROTECT, related_name="events")
    by_service = models.CharField(max_length=60, blank=True)
    behalf = models.ForeignKey("lis.Organisation", null=True, on_delete=models.PROTECT, related_name="events")
    delegation = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="events_under")
    cause = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="consequences")
    batch = models.UUIDField(null=True)
    key = models.CharField(max_length=100, blank=True)
    input_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="event_number_is_unique"),
            # One key is one act of one actor: on a record, or, while the record does not exist yet, on its making.
            models.UniqueConstraint(
                fields=["record", "by_user", "by_link", "by_service", "verb", "key"],
                condition=~Q(key="") & Q(number__gt=1),
                nulls_distinct=False,
                name="event_key_is_used_once",
            ),
            models.UniqueConstraint(
                fields=["by_user", "by_link", "by_service", "verb", "key"],
                condition=~Q(key="") & Q(number=1),
                nulls_distinct=False,
                name="event_creation_key_is_used_once",
            ),
            models.CheckConstraint(
                condition=(
                    Q(by_user__isnull=False, by_link__isnull=True, by_service="")
                    | Q(by_user__isnull=True, by_link__isnull=False, by_service="")
                    | (Q(by_user__isnull=True, by_link__isnull=True) & ~Q(by_service=""))
                ),
                name="event_has_one_actor",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="event_at"), models.Index(fields=["batch"], name="event_batch")]
        ordering = ["record", "number"]

    # Set on the answer to a step that this person had already taken: nothing new was written.
    repeated = False

    def __str__(self) -> str:
        return f"{self.verb} {self.number}"

    @property
    def data(self) -> dict[str, Any]:
        """What the person gave with the step, empty once erased."""
        return json.loads(self.body) if self.body else {}

    @property
    def note(self) -> str:
        return self.data.get("note", "")
