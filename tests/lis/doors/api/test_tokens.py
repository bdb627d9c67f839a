"""A token opens the door for its person, until it ends or is taken back, and never without being counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache

from lis.engine import clock
from lis.tokens.models import ApiToken
from tests.factories.asks import proposition
from tests.factories.people import body, person

from .client import Program, api

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lis.doors.api.addresses")]
LIST = "/api/v1/propositions/"


@pytest.fixture(autouse=True)
def uncounted() -> None:
    cache.clear()


def refused(program: Program) -> tuple[int, str, str]:
    answer = program.get(LIST)
    return answer.status_code, answer.json()["code"], answer["WWW-Authenticate"]


def test_token_acts_with_its_persons_memberships() -> None:
    noun = proposition()

    seen = api(person("drafter", of=body())).get(LIST).json()["results"]

    assert [line["ref"] for line in seen] == [noun.ref]
    assert api(person()).get(LIST).json()["results"] == []


def test_nobody_is_asked_who_they_are() -> None:
    assert refused(api()) == (401, "not-signed-in", 'Bearer realm="api"')


@pytest.mark.parametrize("secret", ["wrong", "", "a b", "é", "x" * 5000])
def test_an_unknown_token_is_refused(secret: str) -> None:
    program = Program()
    program.headers = {"Authorization": f"Bearer {secret}".encode().decode("latin-1")}

    assert refused(program) == (401, "token-refused", 'Bearer realm="api", error="invalid_token"')


def test_a_token_is_refused_once_it_is_over_revoked_or_its_person_gone() -> None:
    user = person("drafter", of=body())
    with clock.at(clock.now() - dt.timedelta(days=2)):
        over = api(user)
    revoked, gone = api(user), api(user)
    ApiToken.objects.latest("pk").revoke(clock.now())
    assert gone.get(LIST).status_code == 401
    assert revoked.get(LIST).status_code == 200

    user.is_active = False
    user.save()

    assert refused(over)[:2] == refused(revoked)[:2] == (401, "token-refused")


def test_only_the_hash_of_a_token_is_kept() -> None:
    token, secret = ApiToken.make(person(), name="Test", days=30)

    kept = " ".join(str(value) for value in vars(token).values())
    assert secret not in kept
    assert secret.startswith(token.begins)
    assert len(token.begins) == 16
    assert token.expires_at - token.created_at == dt.timedelta(days=30)


def test_use_is_noted_to_ten_minutes(django_assert_num_queries: Any) -> None:
    program = api(person("drafter", of=body()))
    program.get(LIST)
    first = ApiToken.objects.get().last_used_at

    program.get(LIST)

    assert first is not None
    assert ApiToken.objects.get().last_used_at == first


def test_calls_are_counted_by_token_and_by_address(settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = (2, 1)
    mine, other = api(person("drafter", of=body())), api(person("drafter", of=body()))

    statuses = [mine.get(LIST).status_code for _ in range(3)]
    too_many = mine.get(LIST)

    assert statuses == [200, 200, 429]
    assert 1 <= int(too_many["Retry-After"]) <= 60
    assert too_many.json()["code"] == "too-many"
    assert other.get(LIST).status_code == 200
    assert [api().get(LIST).status_code for _ in range(2)] == [401, 429]
