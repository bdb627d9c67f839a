"""A program that calls the API for a person, with a token of theirs."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from lis.tokens.models import ApiToken


class Program:
    """Sends JSON with a token and reads JSON back."""

    def __init__(self, user: Any = None) -> None:
        self.client = Client()
        self.headers = {}
        if user is not None:
            _, secret = ApiToken.make(user, name="Test", days=1)
            self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, address: str, **headers: str) -> HttpResponse:
        return self.client.get(address, headers={**self.headers, **_named(headers)})

    def post(self, address: str, body: Any = None, **headers: str) -> HttpResponse:
        return self._send("post", address, body, headers)

    def patch(self, address: str, body: Any = None, **headers: str) -> HttpResponse:
        return self._send("patch", address, body, headers)

    def _send(self, method: str, address: str, body: Any, headers: dict[str, str]) -> HttpResponse:
        data = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        call = getattr(self.client, method)
        return call(address, data, content_type="application/json", headers={**self.headers, **_named(headers)})


def api(user: Any = None) -> Program:
    """A program with a token of ``user``; without one it says nobody's name."""
    return Program(user)


def _named(headers: dict[str, str]) -> dict[str, str]:
    """``if_match`` as it stands in a call: ``If-Match``."""
    return {name.replace("_", "-"): value for name, value in headers.items()}
