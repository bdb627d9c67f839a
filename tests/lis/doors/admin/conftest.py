"""An officer at the desk: somebody of Lancashire, signed in."""

import pytest

from tests.factories.people import body, person


@pytest.fixture(autouse=True)
def _own_desk(settings):
    settings.ROOT_URLCONF = "tests.lis.doors.admin.desk"


@pytest.fixture
def sign_in(client, db):
    """Sign somebody in with roles in one body, and answer them."""

    def sign_in(*roles: str, of: str = "LAN-LEP"):
        user = person(*roles, of=body(of))
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def drafter(sign_in):
    return sign_in("drafter")


@pytest.fixture
def lead(sign_in):
    return sign_in("lead")
