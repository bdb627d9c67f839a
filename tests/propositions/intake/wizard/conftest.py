"""The departments that papers name, and the officer who imports them."""

from __future__ import annotations

import pytest

from tests.factories.people import body, department, person


@pytest.fixture(autouse=True)
def _departments():
    for code in ("BEIS", "DIT"):
        department(code)


@pytest.fixture
def drafter(client):
    user = person("drafter", of=body(), name="Oswin Farraday")
    client.force_login(user)
    return user
