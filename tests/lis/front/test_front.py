"""The first page, and the two addresses for whoever watches over the service."""

import pytest
from django.test import Client

from lis.people.demonstration import ACCOUNTS

from ...factories.people import body, department, person

pytestmark = pytest.mark.django_db


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
