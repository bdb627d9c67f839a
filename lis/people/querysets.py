"""Which organisations, memberships and people are meant: the questions that the office asks of them, by date."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import F, Q

from lis.engine import clock


def calendar_date(at: dt.datetime | dt.date | None = None) -> dt.date:
    """The London calendar date of ``at`` (an aware moment, or already a date); today when it is left out."""
    if at is None:
        return clock.today()
    return at.astimezone(clock.LONDON).date() if isinstance(at, dt.datetime) else at


class OrganisationQuerySet(models.QuerySet[Any]):
    """Organisations by what they are called and when they existed."""

    def open_on(self, date: dt.date) -> OrganisationQuerySet:
        """Those that exist on ``date``: opened by then and not closed by then; on the closing day it is gone."""
        return self.filter(
            Q(opens_on__isnull=True) | Q(opens_on__lte=date), Q(closes_on__isnull=True) | Q(closes_on__gt=date)
        )

    def called(self, code: str) -> OrganisationQuerySet:
        """Every organisation that ever had ``code`` (in any case), the latest first: a code may come back."""
        return self.filter(code__iexact=code.strip()).order_by(F("opens_on").desc(nulls_last=True), "pk")

    def by_code(self, code: str, on: dt.date | None = None) -> Any:
        """The one organisation with ``code`` that exists on ``on`` (today if left out), or ``DoesNotExist``."""
        found = self.called(code).open_on(on or clock.today()).first()
        if found is None:
            raise self.model.DoesNotExist(f"No organisation is called {code} on that date.")
        return found


class MembershipQuerySet(models.QuerySet[Any]):
    """Memberships by date and role."""

    def current(self, at: dt.datetime | dt.date | None = None) -> MembershipQuerySet:
        """Those held at ``at``: from their first day on, up to but without the day on which they end."""
        date = calendar_date(at)
        return self.filter(Q(from_on__lte=date), Q(until_on__isnull=True) | Q(until_on__gt=date))

    def holding(self, *roles: str) -> MembershipQuerySet:
        """Those of one of ``roles``."""
        return self.filter(role__in=roles)


class UserManager(BaseUserManager[Any]):
    """People by their e-mail address, which is one address however it is typed."""

    def get_by_natural_key(self, username: str | None) -> Any:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """A person who signs in with ``email``; without a password they cannot sign in yet."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """For Django's own command. It opens no step and no record: those need a membership."""
        return self.create_user(email, password, **{**fields, "is_superuser": True})
