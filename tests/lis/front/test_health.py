"""Does whoever watches over a process learn whether it is up and can work, asking it by its bare address?"""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from lis.front import health


def test_health_asks_nothing_of_the_database(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", broken)

    assert client.get("/health").content == b"up\n"


def broken(*args, **kwargs):
    raise OperationalError("connection refused")


def test_ready_says_when_the_database_does_not_answer(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", broken)

    response = client.get("/ready")

    assert (response.status_code, response.content) == (503, b"the database does not answer\n")


@pytest.mark.django_db
def test_ready_is_one_query(client, django_assert_num_queries):
    client.get("/ready")

    with django_assert_num_queries(1):
        response = client.get("/ready")

    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_ready_waits_for_a_migration_that_the_code_knows_and_the_database_does_not(client, monkeypatch):
    known = health.newest_migrations()
    monkeypatch.setattr(health, "newest_migrations", lambda: known | {("lis", "9999_of_tomorrow")})

    response = client.get("/ready")

    assert (response.status_code, response.content) == (503, b"the database waits for migrate\n")


@pytest.mark.django_db
def test_ready_bears_a_database_that_is_ahead_of_the_code(client, monkeypatch):
    known = health.newest_migrations()
    (behind,) = [pair for pair in known if pair[0] == "propositions"]
    monkeypatch.setattr(health, "newest_migrations", lambda: known - {behind} | {("propositions", "0001_initial")})

    assert client.get("/ready").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("/health", 200), ("/ready", 200), ("/metrics", 404), ("/", 400)])
def test_only_watchers_may_ask_by_a_name_that_is_not_ours(address, status, settings):
    settings.SECURE_SSL_REDIRECT = True
    client = Client(headers={"Host": "10.1.2.3:8000"})

    assert client.get(address).status_code == status
