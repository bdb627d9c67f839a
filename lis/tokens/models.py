"""Which programs may act for a person, under which secret and until when."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lis.engine import clock
from lis.engine.canonical import digest

# So that a token which strays into a document or a repository is recognised for what it is.
MARK = "concordat_"
SHOWN = len(MARK) + 6
# A use is noted to this grain: a busy program would otherwise write a row with every read.
NOTED_EVERY = dt.timedelta(minutes=10)


class ApiTokenQuerySet(models.QuerySet):
    def in_force(self, at: dt.datetime) -> ApiTokenQuerySet:
        """Tokens that open the door at that moment: neither over nor taken back, their person still with us."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at, user__is_active=True)


class ApiToken(models.Model):
    """A secret that a program sends instead of signing in; it may do what its person may do, no more.

    Only the hash is stored, with the first characters so that its owner can tell one from another. It ends by itself
    at ``expires_at``, or at once when it is revoked.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens", verbose_name="person"
    )
    name = models.CharField(max_length=100, help_text="Which program uses it.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    begins = models.CharField("begins with", max_length=20, editable=False)
    created_at = models.DateTimeField("made", default=clock.now, editable=False)
    expires_at = models.DateTimeField("ends")
    last_used_at = models.DateTimeField("last used", null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField("revoked", null=True, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "API token"
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="api_token_ends_after_it_begins")
        ]
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.begins}…)"

    @classmethod
    def make(cls, user: Any, *, name: str, days: int) -> tuple[ApiToken, str]:
        """A new token of ``user`` for that many days, and its secret, which is known now and never again."""
        secret = MARK + secrets.token_urlsafe(32)
        now = clock.now()
        token = cls.objects.create(
            user=user,
            name=name,
            digest=digest(secret),
            begins=secret[:SHOWN],
            created_at=now,
            expires_at=now + dt.timedelta(days=days),
        )
        return token, secret

    @classmethod
    def find(cls, secret: str, at: dt.datetime) -> ApiToken | None:
        """The token with that secret if it is in force at ``at``; its person comes with it."""
        return cls.objects.in_force(at).select_related("user").filter(digest=digest(secret)).first()

    def use_is_noted(self, at: dt.datetime) -> bool:
        """Whether a use at ``at`` need not be written down, since one of the last ten minutes was."""
        return self.last_used_at is not None and at - self.last_used_at < NOTED_EVERY

    def note_use(self, at: dt.datetime) -> None:
        """Remember that it was used."""
        ApiToken.objects.filter(pk=self.pk).update(last_used_at=at)
        self.last_used_at = at

    def revoke(self, at: dt.datetime) -> None:
        """End it now. A token that was revoked before keeps the first moment."""
        ApiToken.objects.filter(pk=self.pk, revoked_at__isnull=True).update(revoked_at=at)
        self.refresh_from_db(fields=["revoked_at"])
