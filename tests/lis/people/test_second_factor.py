"""Who must prove a second factor, and what a session without it may open."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache

from lis.people.second_factor import OfficeMFAAdapter, remove_second_factor

from .factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
SIGN_IN, SET_UP, ACCOUNT = "/account/sign-in/", "/account/second-factor/set-up/", "/account/"
CODE = "/account/sign-in/code/"


@pytest.fixture(autouse=True)
def _outside_the_demonstration(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    # A code may be made in one half minute and arrive in the next.
    settings.MFA_TOTP_TOLERANCE = 1
    cache.clear()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client, email: str = "lead@body.example"):
    return client.post(SIGN_IN, {"login": email, "password": PASSWORD})


def set_up(client) -> str:
    """Set up a second factor in this session; answers its secret."""
    secret = client.get(SET_UP).context["form"].secret
    client.post(SET_UP, {"code": code_of(secret)})
    # The code was spent: a second use within its time is refused.
    cache.clear()
    return secret


@pytest.mark.parametrize("path", [ACCOUNT, "/account/password/", "/account/second-factor/", "/admin/"])
def test_session_without_a_second_factor_is_led_to_set_one_up(client, path):
    make_person("lead@body.example")
    sign_in(client)

    assert client.get(path).url == SET_UP


def test_password_alone_shows_nothing_of_what_the_person_does_here(client):
    make_person("lead@body.example", ("lead", "LAN-LEP"))
    sign_in(client)

    assert "Lancashire" not in client.get(SET_UP).content.decode()
    set_up(client)
    assert "Lancashire" in client.get(ACCOUNT).content.decode()


def test_demonstration_asks_for_no_second_factor(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    make_person("lead@body.example")
    sign_in(client)

    assert client.get(ACCOUNT).status_code == 200


def test_setting_up_shows_picture_key_and_recovery_codes_then_opens_the_service(client):
    make_person("lead@body.example")
    sign_in(client)
    page = client.get(SET_UP)
    secret = page.context["form"].secret

    answer = client.post(SET_UP, {"code": code_of(secret)})

    assert "data:image/svg+xml" in page.content.decode()
    assert " ".join(secret[n : n + 4] for n in range(0, 32, 4)) in page.content.decode()
    assert answer.url == "/account/second-factor/recovery-codes/"
    codes = client.get(answer.url)
    assert len(codes.context["unused_codes"]) == 10
    assert codes.context["unused_codes"][0] in codes.content.decode()
    assert client.get(ACCOUNT).status_code == 200


def test_wrong_code_sets_up_nothing(client):
    make_person("lead@body.example")
    sign_in(client)
    client.get(SET_UP)

    answer = client.post(SET_UP, {"code": "000000x"})

    assert "The code is not right" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_signing_in_again_asks_for_a_code(client):
    make_person("lead@body.example")
    sign_in(client)
    secret = set_up(client)
    client.post("/account/sign-out/")

    assert sign_in(client).url == CODE
    assert client.get(ACCOUNT).status_code == 302
    assert client.post(CODE, {"code": "123"}).status_code == 200
    assert "_auth_user_id" not in client.session
    client.post(CODE, {"code": code_of(secret)})
    assert client.get(ACCOUNT).status_code == 200


def test_recovery_code_works_once(client):
    make_person("lead@body.example")
    sign_in(client)
    set_up(client)
    code = client.get("/account/second-factor/recovery-codes/").context["unused_codes"][0]

    for opened in (200, 302):
        client.post("/account/sign-out/")
        sign_in(client)
        client.post(CODE, {"code": code})
        assert client.get(ACCOUNT).status_code == opened


def test_codes_are_throttled(client):
    make_person("lead@body.example")
    sign_in(client)
    secret = set_up(client)
    client.post("/account/sign-out/")
    sign_in(client)
    for _ in range(5):
        client.post(CODE, {"code": "000"})

    answer = client.post(CODE, {"code": code_of(secret)})

    assert "too many attempts" in answer.content.decode()


def test_older_session_that_never_proved_it_must_sign_in_again(client):
    make_person("lead@body.example")
    older = type(client)()
    sign_in(older)
    sign_in(client)
    set_up(client)

    answer = older.get(ACCOUNT)

    assert answer.url == f"{SIGN_IN}?next=/account/"
    assert "_auth_user_id" not in older.session


def test_removing_it_leads_to_setting_up_anew(client):
    make_person("lead@body.example")
    sign_in(client)
    set_up(client)

    client.post("/account/second-factor/remove/")

    assert not Authenticator.objects.exists()
    assert client.get(ACCOUNT).url == SET_UP


def test_lost_phone_removed_by_an_administrator_ends_sessions(client):
    user = make_person("lead@body.example")
    sign_in(client)
    set_up(client)

    remove_second_factor(user)

    assert client.get(ACCOUNT).url == f"{SIGN_IN}?next=/account/"


def test_secret_is_stored_encrypted_and_read_with_an_older_key(client, settings):
    make_person("lead@body.example")
    sign_in(client)
    secret = set_up(client)

    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer key of fifty or more letters, none of them secret"
    assert OfficeMFAAdapter().decrypt(stored) == secret
