"""The command gives out a token once, and only for somebody who may sign in."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from lis.engine import clock
from lis.engine.canonical import digest
from lis.tokens.models import MARK, ApiToken
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def test_token_is_printed_alone_and_kept_as_a_hash() -> None:
    user = person(email="ada@test.example", name="Ada")
    told, secret = io.StringIO(), io.StringIO()

    with clock.at(dt.datetime(2026, 7, 1, 9, 0, tzinfo=dt.UTC)):
        call_command("api_token", " ADA@test.example ", days=7, name="Reports", stdout=secret, stderr=told)

    token = ApiToken.objects.get()
    assert secret.getvalue().startswith(MARK)
    assert token.digest == digest(secret.getvalue().strip())
    assert (token.user, token.name) == (user, "Reports")
    assert token.expires_at == dt.datetime(2026, 7, 8, 9, 0, tzinfo=dt.UTC)
    assert told.getvalue() == "For Ada, until 8 July 2026 10:00 BST. Keep it safe: it is not shown again.\n"


@pytest.mark.parametrize(
    ("email", "options", "sentence"),
    [
        ("nobody@test.example", {}, "Nobody signs in as nobody@test.example."),
        ("gone@test.example", {}, "gone@test.example may not sign in"),
        ("ada@test.example", {"days": 0}, "between 1 and 366 days"),
        ("ada@test.example", {"days": 367}, "between 1 and 366 days"),
        ("ada@test.example", {"name": " "}, "Name the program"),
        ("ada@test.example", {"name": "x" * 101}, "Name the program"),
    ],
)
def test_no_token_for_nobody_for_ever_or_for_nothing(email: str, options: dict, sentence: str) -> None:
    person(email="ada@test.example")
    gone = person(email="gone@test.example")
    gone.is_active = False
    gone.save()

    with pytest.raises(CommandError, match=sentence):
        call_command("api_token", email, **options)

    assert not ApiToken.objects.exists()
