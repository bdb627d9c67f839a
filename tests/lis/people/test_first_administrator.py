"""How does the first administrator of a new service come in, and nobody after them?"""

import io
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from lis.people.models import Membership, User

from .factories import PASSWORD

pytestmark = pytest.mark.django_db


def first_administrator(email, name="Ida Marchbanks"):
    said = io.StringIO()
    call_command("first_administrator", email, name, stdout=said, stderr=io.StringIO())
    return said.getvalue().strip()


def test_first_administrator_comes_in_by_the_address_that_is_printed():
    link = first_administrator("ida@service.example")

    page = urlsplit(link).path
    visitor = Client()
    assert visitor.get(page).status_code == 200
    visitor.post(page, {"password1": PASSWORD, "password2": PASSWORD})

    ida = User.objects.get(email="ida@service.example")
    (membership,) = Membership.objects.filter(user=ida)
    assert (membership.role, membership.organisation.code, membership.granted_by) == (
        "administrator",
        "CONCORDAT",
        None,
    )
    assert ida.is_active
    assert ida.check_password(PASSWORD)
    assert not ida.is_superuser


def test_there_is_one_first_administrator():
    first_administrator("ida@service.example")

    with pytest.raises(CommandError, match="There is an administrator already"):
        first_administrator("eve@service.example")

    assert not User.objects.filter(email="eve@service.example").exists()


@pytest.mark.parametrize("email", ["ida", "ida@", ""])
def test_an_address_that_is_none_is_refused_in_words(email):
    with pytest.raises(CommandError, match=r"valid email address|cannot be blank"):
        first_administrator(email)

    assert not User.objects.exists()
