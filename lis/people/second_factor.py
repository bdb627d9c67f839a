"""The second factor: who must have one, how its secret is kept, and what happens to a session without it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lis.engine.actor import ANONYMOUS

from .models import User

# What somebody without a second factor may still open: setting one up, proving who they are, and leaving.
OPEN_WITHOUT = {
    "mfa_activate_totp",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "account_login",
    "account_logout",
    "account_inactive",
}


class OfficeMFAAdapter(DefaultMFAAdapter):
    """Our rules for allauth's second factor: secrets are stored encrypted under the secret key of the service."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right. Wait for the next one in your app and enter it.",
    }

    def get_totp_issuer(self) -> str:
        return str(settings.SERVICE_NAME)

    def encrypt(self, text: str) -> str:
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _safe().decrypt(encrypted_text.encode()).decode()


def _safe() -> MultiFernet:
    """The lock of today's secret key, which also opens what older keys closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = (hashlib.sha256(b"lis.people.second_factor:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


class SetUpSecondFactorView(ActivateTOTPView):
    """Allauth's page, after which the session counts as proved by the code that was just typed."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=Authenticator.Type.TOTP.value)
        return response


class SecondFactorMiddleware:
    """Outside the demonstration, lets a session on only when it was proved by a second factor.

    Whoever has none is led to set one up; whoever has one but did not prove it here signs in again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        known = has_second_factor(request.user)
        if known and any(record["method"] == "mfa" for record in get_authentication_records(request, request.user)):
            return None
        # Whoever has the password alone acts for nobody, so no menu counts what waits for the person.
        request.actor = ANONYMOUS
        if request.resolver_match.view_name in OPEN_WITHOUT:
            return None
        if not known:
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        logout(request)
        return redirect_to_login(request.get_full_path())


def has_second_factor(user: User) -> bool:
    """Whether the person has set up an app for codes."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def remove_second_factor(user: User) -> None:
    """For somebody who lost the phone and the recovery codes: next time they set up anew. Ends their sessions."""
    Authenticator.objects.filter(user=user).delete()
    user.end_sessions()
