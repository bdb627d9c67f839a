"""Who can be played in the demonstration."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from lis.people.demonstration import ACCOUNTS, create_demonstration_people
from lis.people.models import User

pytestmark = pytest.mark.django_db


def test_accounts_are_these():
    assert [account.email for account in ACCOUNTS] == [
        "drafter@lancashire.example", "lead@lancashire.example", "secretary@lancashire.example",
        "negotiator@lancashire.example", "chair@lancashire.example", "chief-executive@lancashire.example",
        "drafter@cheshire-warrington.example", "lead@cheshire-warrington.example",
        "consultation@cheshire-warrington.example",
        "reviewer@beis.example", "clearer@beis.example", "coordinator@beis.example",
        "reviewer@dfe.example", "clearer@dfe.example", "reviewer@defra.example", "clearer@defra.example",
        "coordinator@clgu.example", "admin@concordat.example",
    ]  # fmt: skip


def test_people_are_created_once_with_roles_that_fit_their_bodies(client):
    create_demonstration_people()
    people = create_demonstration_people()

    assert User.objects.count() == len(people) == 18
    assert len({person.name for person in people}) == 18
    for person in people:
        assert person.check_password("demo")
        for membership in person.memberships.all():
            membership.full_clean()
    held = {m.role for m in User.objects.get(email="chair@lancashire.example").memberships.current()}
    assert held == {"board_member", "negotiator"}
    signed_in = client.post("/account/sign-in/", {"login": "lead@lancashire.example", "password": "demo"})
    assert signed_in.status_code == 302


def test_known_password_exists_nowhere_else(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(ImproperlyConfigured):
        create_demonstration_people()
    with pytest.raises(CommandError):
        call_command("list_accounts")
    assert not User.objects.exists()


def test_command_lists_them(capsys):
    call_command("list_accounts")

    told = capsys.readouterr().out
    assert "clearer@beis.example" in told
    assert told.endswith("The password of all of them is: demo\n")
