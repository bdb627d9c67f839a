"""The first page, and the two addresses for whoever watches over the service."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client

from lis.people.demonstration import ACCOUNTS

from ...factories.people import body, department, person

pytestmark = pytest.mark.django_db


def test_health_asks_nothing_of_the_database(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/health")

    assert (answer.status_code, answer.content) == (200, b"up\n")


def test_ready_answers_while_the_database_does() -> None:
    answer = Client().get("/ready")

    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_ready_says_so_when_the_database_is_away() -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError):
        answer = Client().get("/ready")

    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


@pytest.mark.parametrize(
    ("role", "of", "leads_to"),
    [("reviewer", "BEIS", "/my-turn/"), ("drafter", "LAN-LEP", "/admin/"), ("board_member", "LAN-LEP", "/my-turn/")],
)
def test_the_first_page_leads_everybody_to_their_work(role: str, of: str, leads_to: str) -> None:
    client = Client()
    client.force_login(person(role, of=body(of) if of.endswith("LEP") else department(of)))

    answer = client.get("/")

    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)


def test_the_demonstration_lists_everybody_who_can_be_played(settings) -> None:
    settings.DEMONSTRATION = True

    page = Client().get("/").content.decode()

    assert all(account.email in page for account in ACCOUNTS)


def test_outside_the_demonstration_the_first_page_names_nobody(settings) -> None:
    settings.DEMONSTRATION = False

    page = Client().get("/").content.decode()

    assert not any(account.email in page for account in ACCOUNTS)
