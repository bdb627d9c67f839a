"""How a person wants their mail: for each sitting, once a day, or only when they must act."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from ..engine import clock


class MailPreference(models.Model):
    """What somebody chose on their account page; whoever has chosen nothing gets one mail for each sitting."""

    class How(models.TextChoices):
        AT_ONCE = "at_once", "One mail for what happens in one sitting"
        DAILY = "daily", "One mail a day"
        MUST_ACT = "must_act", "Only when I must act"

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mail_preference")
    how = models.CharField(max_length=10, choices=How, default=How.AT_ONCE)
    hour = models.PositiveSmallIntegerField(default=8, validators=[MaxValueValidator(23)])

    def __str__(self) -> str:
        return f"{self.person}: {self.get_how_display()}"

    @classmethod
    def of(cls, person: Any) -> MailPreference:
        """Theirs, or what holds for whoever has chosen nothing (not saved)."""
        return cls.objects.filter(person=person).first() or cls(person=person)


class Watch(models.Model):
    """A person wants to be told once a day what happens to a record that they may see."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="watches")
    record = models.ForeignKey("lis.Record", on_delete=models.PROTECT, related_name="watches")
    since = models.DateTimeField(default=clock.now)

    web_rights = ("SELECT", "INSERT", "DELETE")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "record"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.person} watches {self.record_id}"


class Digest(models.Model):
    """The daily mail of one person on one day, so that two clocks write one: what happened ``after`` a moment."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    day = models.DateField()
    after = models.DateTimeField()
    written_at = models.DateTimeField()
    notice = models.OneToOneField("lis.Notice", null=True, on_delete=models.PROTECT, related_name="digest")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.person} on {self.day}"


def next_hour(hour: int, now: dt.datetime) -> dt.datetime:
    """The next moment at which London's clock shows ``hour``; on the night without it, the moment it would be."""
    local = now.astimezone(clock.LONDON)
    day = local.date() if local.hour < hour else local.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(hour), tzinfo=clock.LONDON).astimezone(dt.UTC)


def leaves_at(person: Any) -> dt.datetime | None:
    """When mail that is written now leaves: after the sitting, or with the day's mail; None for at once."""
    preference, now = MailPreference.of(person), clock.now()
    if preference.how == MailPreference.How.DAILY:
        return next_hour(preference.hour, now)
    seconds = settings.MAIL_SITTING_SECONDS
    return now + dt.timedelta(seconds=seconds) if seconds else None


def gathers(person: Any) -> bool:
    """Whether what waits for them leaves in one mail."""
    return bool(settings.MAIL_SITTING_SECONDS) or MailPreference.of(person).how == MailPreference.How.DAILY
