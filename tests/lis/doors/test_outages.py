"""With a database that can only be read: does the service read on, and say so where it cannot write?"""

import pytest
from django.db import connection
from django.test import Client

from lis.engine.models import ReadMark
from tests.factories import asks
from tests.factories.people import department, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewed():
    """A client signed in as a reviewer, an ask of theirs, and from here on a database that takes no change."""
    beis = department()
    ask = asks.submitted_ask(beis)
    side = asks.side(ask, beis)
    client = Client()
    client.force_login(person("reviewer", of=beis))
    # What waits for the commit is looked at now: afterwards it could not be.
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    return client, ask, side


def test_an_ask_is_read_and_nothing_is_noted(reviewed):
    client, ask, _ = reviewed

    response = client.get(f"/asks/{ask.ref}/")

    assert response.status_code == 200
    assert not ReadMark.objects.exists()


def test_a_step_is_refused_in_words(reviewed):
    client, _, side = reviewed

    response = client.post(f"/sides/{side.ref}/steps/take/", {"expected": side.revision, "key": "a"})

    assert response.status_code == 503
    assert "Nothing can be changed just now" in response.content.decode()


@pytest.mark.parametrize("kind", ["asks", "propositions", "papers", "strategies"])
def test_a_reference_that_cannot_be_stored_is_not_found(client, kind):
    client.force_login(person("reviewer", of=department()))

    assert client.get(f"/{kind}/%00/").status_code == 404
