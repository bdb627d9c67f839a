"""Every address, asked for by everybody: what each gets stands written out, nobody reads what is not for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from .doors import PARTS, TABLE
from .looking import beasts_in, text_of
from .stage import BEASTS, Stage


def lines() -> list[tuple[str, str, list[str]]]:
    """The table as (method, address, results)."""
    rows = [line.split() for line in TABLE.splitlines() if line.strip() and not line.startswith("#")]
    return [(method, address, results) for method, address, *results in rows]


def patterns(resolver: Any, before: str = "") -> Iterator[str]:
    """The route of every address that Django would answer."""
    for pattern in resolver.url_patterns:
        # Django leaves out the mark of a beginning where another route comes before it.
        route = before + (str(pattern.pattern).removeprefix("^") if before else str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def call(client: Client, method: str, address: str) -> tuple[HttpResponse, str]:
    """The answer of an address and all its text; whatever the call has done is undone."""
    json = {"content_type": "application/json"} if address.startswith("/api/") and method != "GET" else {}
    with transaction.atomic():
        response = client.generic(method, address, b"{}" if json else b"", **json)
        text = text_of(response)
        transaction.set_rollback(True)
    return response, text


def result(response: HttpResponse) -> str:
    if response.status_code not in (301, 302):
        return str(response.status_code)
    return "in" if response.headers["Location"].startswith(reverse("account_login")) else "->"


def unguarded(response: HttpResponse, part: str) -> bool:
    """Whether an answer lets scripts in, may be framed or guessed at, or may be kept after somebody signed in."""
    headers = response.headers
    policy = headers.get("Content-Security-Policy", "")
    return (
        not ("default-src 'self'" in policy or "default-src 'none'" in policy)
        or "unsafe" in policy
        or headers.get("X-Content-Type-Options") != "nosniff"
        or headers.get("X-Frame-Options") != "DENY"
        or (part != "anonymous" and headers.get("Cache-Control") != "private, no-store")
    )


def test_the_table_has_a_result_for_everybody() -> None:
    assert [line for line in lines() if len(line[2]) != len(PARTS)] == []
    addresses = [line[:2] for line in lines()]
    assert sorted(set(addresses)) == sorted(addresses)


def test_no_address_is_forgotten(stage: Stage) -> None:
    listed = {resolve(address.format(**stage.places).split("?")[0]).route for _, address, _ in lines()}

    assert set(patterns(get_resolver())) - listed == set()


@pytest.mark.parametrize("part", PARTS)
def test_everybody_gets_at_every_address_what_is_written(stage: Stage, part: str) -> None:
    client = stage.client(part)
    column = PARTS.index(part)

    found, leaked, open_doors = {}, [], []
    for method, address, _ in lines():
        response, text = call(client, method, address.format(**stage.places))
        found[f"{method} {address}"] = result(response)
        open_doors += [f"{method} {address}"] if unguarded(response, part) else []
        leaked += [f"{beast}: {method} {address}" for beast in beasts_in(response, text) if part not in BEASTS[beast]]

    assert found == {f"{method} {address}": results[column] for method, address, results in lines()}
    assert leaked == []
    assert open_doors == []
