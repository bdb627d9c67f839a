"""Which mail was written to whom, about what, and whether it has left."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..engine import clock
from ..engine.rights import READ_AND_ADD


def new_message_id() -> str:
    """A Message-ID that stays with its notice, so that a second attempt is seen to be the same mail."""
    return f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"


class Outgoing(models.Model):
    """A mail on its way: it waits, is sent, or has failed (with the reason)."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    message_id = models.CharField("Message-ID", max_length=255, unique=True, default=new_message_id, editable=False)
    created_at = models.DateTimeField("created", default=clock.now)
    sent_at = models.DateTimeField("sent", null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="%(class)s_says_when_it_was_sent",
            ),
        ]
        # Whoever watches over the service asks every few seconds what has not left.
        indexes = [models.Index(fields=["state"], condition=~Q(state="sent"), name="%(class)s_not_sent")]


class Notice(Outgoing):
    """One mail to one person, because of one event."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    record = models.ForeignKey("lis.Record", null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    event = models.ForeignKey("lis.Event", null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta(Outgoing.Meta):
        constraints = [
            *Outgoing.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "event", "kind"],
                condition=Q(event__isnull=False),
                name="notice_once_per_person_event_kind",
            ),
        ]

    def __str__(self) -> str:
        # Not the subject: administrators read this name, and they see no drafts.
        return f"{self.kind} {self.message_id}"


class SentMail(models.Model):
    """A mail as it left the demonstration, which sends nothing: people read it on the page "Mail sent"."""

    web_rights = READ_AND_ADD

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.CharField(max_length=500)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    message_id = models.CharField("Message-ID", max_length=255, unique=True)
    sent_at = models.DateTimeField("sent", default=clock.now)

    class Meta:
        verbose_name_plural = "sent mail"
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
