"""How somebody comes in: invited by an administrator, by a link that works once and for seven days."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from lis.engine import clock
from lis.engine.models import SecretLink

from .models import Membership, Organisation, Role, User
from .signing_in import confirm_address

PURPOSE = "invitation"
DAYS = 7


def invite(user: User, membership: Membership, *, by: User) -> None:
    """Enter a new person (``user`` and ``membership`` are unsaved) with their first role and send the invitation."""
    with transaction.atomic():
        user.is_active = False
        user.set_unusable_password()
        user.save()
        membership.user, membership.granted_by = user, by
        membership.save()
        send_invitation(user, by=by)


def invite_the_first(email: str, name: str) -> str:
    """Enter the first administrator, whom nobody can invite yet; the address at which they choose their password.

    Raises ``ValueError`` once somebody is or was an administrator: from then on administrators invite each other.
    """
    if Membership.objects.filter(role=Role.ADMINISTRATOR).exists():
        raise ValueError("There is an administrator already. Ask them for an invitation.")
    now = clock.now()
    with transaction.atomic():
        user = User(email=email, name=name, is_active=False, invited_at=now)
        user.set_unusable_password()
        user.full_clean()
        user.save()
        service = Organisation.objects.get(kind=Organisation.Kind.SERVICE)
        Membership.objects.create(
            user=user, organisation=service, role=Role.ADMINISTRATOR, from_on=now.astimezone(clock.LONDON).date()
        )
        _, secret = SecretLink.make(PURPOSE, until=now + dt.timedelta(days=DAYS), data={"user": user.pk})
    return settings.SITE_URL + reverse("invitation", args=[secret])


def send_invitation(user: User, *, by: User) -> None:
    """Send a link, again if need be. Raises ``ValueError`` for a person who has already come in."""
    if user.joined_at is not None:
        raise ValueError(f"{user} has already accepted an invitation.")
    now = clock.now()
    until = now + dt.timedelta(days=DAYS)
    user.invited_at = now
    with transaction.atomic():
        user.save(update_fields=["invited_at"])
        _, secret = SecretLink.make(PURPOSE, until=until, data={"user": user.pk}, by=by)
    words = {
        "user": user,
        "inviter": by,
        "memberships": user.memberships.select_related("organisation"),
        "until": until,
        "link": settings.SITE_URL + reverse("invitation", args=[secret]),
        "service_name": settings.SERVICE_NAME,
    }
    subject = f"{settings.SERVICE_NAME}: you are invited"
    body = render_to_string("people/mail/invitation.txt", words)
    # Sent at once after the commit and stored nowhere, since whoever reads the secret can come in by it. Robust: a
    # mail server that is down must not hide that the person was entered; the administrator can send it again.
    transaction.on_commit(lambda: send_mail(subject, body, None, [user.email]), robust=True)


def invited_by(secret: str) -> User | None:
    """Who may come in by that secret now: nobody when it is unknown, used, too old, or the person is in already."""
    link = SecretLink.find(PURPOSE, secret, clock.now())
    return None if link is None else User.objects.filter(pk=link.data["user"], joined_at__isnull=True).first()


def accept(secret: str, password: str) -> User | None:
    """Set the password of whoever holds the secret and let them in; None when the link is no longer good.

    Locks the person, so that two clicks at once, or two links to one person, let in once.
    """
    with transaction.atomic():
        waiting = invited_by(secret)
        if waiting is None:
            return None
        user = User.objects.select_for_update(no_key=True).get(pk=waiting.pk)
        if user.joined_at is not None:
            return None
        now = clock.now()
        user.set_password(password)
        user.is_active, user.joined_at = True, now
        user.save()
        SecretLink.objects.filter(purpose=PURPOSE, data__user=user.pk, used_at__isnull=True).update(used_at=now)
        confirm_address(user)
        return user
