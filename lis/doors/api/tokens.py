"""Who calls: the person for whom a program holds a token, and how often they may call."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from lis.tokens.models import ApiToken

SCHEME = "bearer"
REALM = 'Bearer realm="api"'
LONGEST = 200
WINDOW_SECONDS = 60


class BearerAuthentication(BaseAuthentication):
    """``Authorization: Bearer <token>``: acts as the token's person, with their memberships of today."""

    def authenticate(self, request: Request) -> tuple[Any, ApiToken] | None:
        header = request.META.get("HTTP_AUTHORIZATION", "")
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != SCHEME:
            return None
        secret = secret.strip()
        if not (0 < len(secret) <= LONGEST and secret.isascii()):
            raise AuthenticationFailed
        token = ApiToken.find(secret, request.received_at)
        if token is None:
            raise AuthenticationFailed
        if not token.use_is_noted(request.received_at):
            _note_use(token, request.received_at)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{REALM}, error="invalid_token"' if request.META.get("HTTP_AUTHORIZATION") else REALM


def _note_use(token: ApiToken, at: Any) -> None:
    """A database that can only be read still answers reads: then the use stays unnoted."""
    try:
        with transaction.atomic():
            token.note_use(at)
    except DatabaseError:
        return


class CallerThrottle(BaseThrottle):
    """So many calls a minute for each token or person, and fewer for an address that has not said who it is."""

    def allow_request(self, request: Request, view: Any) -> bool:
        limit, caller = self.caller(request)
        minute = int(time.time()) // WINDOW_SECONDS
        key = f"api-calls:{caller}:{minute}"
        if cache.add(key, 1, timeout=2 * WINDOW_SECONDS):
            return limit >= 1
        try:
            return cache.incr(key) <= limit
        except ValueError:
            # It went out of the cache between the two calls: a minute has just ended.
            return True

    def caller(self, request: Request) -> tuple[int, str]:
        """How often this caller may call in a minute, and the name under which they are counted."""
        known, unknown = settings.API_CALLS_A_MINUTE
        if isinstance(request.auth, ApiToken):
            return known, f"token:{request.auth.pk}"
        if request.user and request.user.is_authenticated:
            return known, f"person:{request.user.pk}"
        return unknown, f"address:{self.get_ident(request)}"

    def wait(self) -> float:
        return WINDOW_SECONDS - time.time() % WINDOW_SECONDS
