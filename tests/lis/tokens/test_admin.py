"""Administrators see the tokens of all and revoke them; nobody else gets near."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lis.people.models import Organisation
from lis.tokens.models import ApiToken
from tests.factories.people import body, person

pytestmark = pytest.mark.django_db
LIST = "admin:lis_apitoken_changelist"


@pytest.fixture
def token() -> ApiToken:
    return ApiToken.make(person(name="Ada"), name="Reports", days=7)[0]


def signed_in(*roles: str, of: Organisation | None) -> Client:
    client = Client()
    client.force_login(person(*roles, of=of))
    return client


@pytest.fixture
def administrator() -> Client:
    service = Organisation.objects.filter(kind=Organisation.Kind.SERVICE).first()
    return signed_in("administrator", of=service)


def test_administrator_revokes_a_token_once(administrator: Client, token: ApiToken) -> None:
    choice = {"action": "revoke", "_selected_action": [token.pk]}

    page = administrator.post(reverse(LIST), choice, follow=True).content.decode()
    revoked_at = ApiToken.objects.get().revoked_at
    again = administrator.post(reverse(LIST), choice, follow=True).content.decode()

    assert "opens nothing any more" in page
    assert revoked_at is not None
    assert "was revoked before" in again
    assert ApiToken.objects.get().revoked_at == revoked_at


def test_a_token_is_read_and_neither_made_changed_nor_deleted_here(administrator: Client, token: ApiToken) -> None:
    page = reverse("admin:lis_apitoken_change", args=[token.pk])

    administrator.post(page, {"name": "Mine now", "expires_at_0": "2099-01-01"})
    told = administrator.get(page).content.decode()

    assert token.begins in told
    assert token.digest not in told
    assert ApiToken.objects.get().name == "Reports"
    assert administrator.get(reverse("admin:lis_apitoken_add")).status_code == 403
    assert administrator.post(reverse("admin:lis_apitoken_delete", args=[token.pk])).status_code == 403


def test_an_officer_sees_no_tokens(token: ApiToken) -> None:
    assert signed_in("lead", of=body()).get(reverse(LIST)).status_code == 403
