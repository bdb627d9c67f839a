"""What somebody wanted to do with many sides at once, and what became of each."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from lis.engine import clock
from lis.engine.rights import EVERYTHING


class Batch(models.Model):
    """One verb for many sides, chosen by one person: prepared, confirmed once, then done item by item.

    Its ``uid`` is the batch reference of every event that comes of it. Only its maker sees it. ``data`` holds what
    they gave with the step until the last item is done; after that the events hold it. ``key`` is the key that a
    program sent and ``digest`` the hash of what came with it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="batches")
    verb = models.CharField(max_length=40)
    title = models.CharField(max_length=160, blank=True)
    back_url = models.CharField(max_length=500, blank=True)
    data = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    # What was never confirmed is swept away after a week.
    web_rights = EVERYTHING

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["maker", "key"], condition=~Q(key=""), name="batch_key_is_used_once")
        ]
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return str(self.uid)


class BatchItem(models.Model):
    """One of the chosen records, the revision at which it was chosen, and what became of it.

    ``outcome`` is empty while it waits. ``event`` is the step that was taken; ``sentence`` says what happened, or
    why nothing did.
    """

    class Outcome(models.TextChoices):
        WAITING = "", "Waiting"
        DONE = "done", "Done"
        STAYED = "stayed", "Not done"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    ref = models.CharField("reference", max_length=60)
    record = models.ForeignKey("lis.Record", null=True, on_delete=models.PROTECT, related_name="batch_items")
    expected = models.PositiveIntegerField(null=True)
    # Where this item was given words of its own, as in a spreadsheet; laid over the batch's data.
    data = models.JSONField(default=dict, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    code = models.CharField(max_length=60, blank=True)
    sentence = models.TextField(blank=True)
    event = models.ForeignKey("lis.Event", null=True, on_delete=models.PROTECT, related_name="batch_items")

    web_rights = EVERYTHING

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_item_number_is_unique"),
            models.UniqueConstraint(fields=["batch", "ref"], name="batch_item_is_chosen_once"),
        ]
        indexes = [models.Index(fields=["batch"], condition=Q(outcome=""), name="batch_item_waiting")]
        ordering = ["batch", "number"]

    def __str__(self) -> str:
        return self.ref

    @property
    def waits(self) -> bool:
        return self.outcome == self.Outcome.WAITING

    @property
    def was_done(self) -> bool:
        return self.outcome == self.Outcome.DONE

    def given(self) -> dict[str, Any]:
        """What this item is given with the step: the batch's data, with the item's own laid over it."""
        return {**self.batch.data, **self.data}
