"""How people sign in: by e-mail and password, never by signing up, with words that tell a stranger nothing."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from .models import User


class OfficeAccountAdapter(DefaultAccountAdapter):
    """Our rules for allauth: nobody signs up, a fresh sign-in counts as a fresh proof, and our words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One sentence for an unknown address, a wrong password and a closed account.
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again.",
        "too_many_login_attempts": "There were too many attempts. Wait five minutes, then try again.",
        "enter_current_password": "This is not your password now. Enter it again.",
        "incorrect_password": "The password is not right. Enter it again.",
        "rate_limited": "There were too many attempts. Wait a few minutes, then try again.",
        "invalid_password_reset": "This link is not valid any more. Ask for a new one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people come in by invitation."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """As allauth does, except that a closed account is told no more than an unknown one."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within minutes of signing in: the proof is still fresh."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.SERVICE_NAME}: {subject}"


def confirm_address(user: User) -> None:
    """Note that ``user.email`` belongs to the person: notes about changes to the account go there."""
    addresses = EmailAddress.objects.filter(user=user)
    if not addresses.update(email=user.email, verified=True, primary=True):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
