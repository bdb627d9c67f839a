"""What signing in tells a stranger, how often it may be tried, and what ends a session."""

import re

import pytest
from django.core.cache import cache

from lis.people.models import Role, User

from .factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"
WRONG = "The e-mail address or the password is not right. Check both and try again."
TOO_MANY = "There were too many attempts. Wait five minutes, then try again."


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    cache.clear()


def words(response) -> str:
    """The page without what differs in every answer: the token of the form and what was typed."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r'value="[^"]*@[^"]*"', "", body)


def test_right_password_signs_in(client):
    user = make_person("lead@body.example")

    answer = client.post(SIGN_IN, {"login": "Lead@Body.example", "password": PASSWORD})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_signing_in_leads_on_to_where_one_was_going_but_never_elsewhere(client):
    make_person("lead@body.example")
    typed = {"login": "lead@body.example", "password": PASSWORD}

    assert client.post(f"{SIGN_IN}?next=/account/", typed).url == "/account/"
    client.post("/account/sign-out/")
    assert client.post(f"{SIGN_IN}?next=https://elsewhere.example/", typed).url == "/"


def test_unknown_address_wrong_password_and_closed_account_get_the_same_words(client):
    make_person("known@body.example")
    make_person("closed@body.example")
    User.objects.filter(email="closed@body.example").update(is_active=False)

    unknown = client.post(SIGN_IN, {"login": "nobody@body.example", "password": "not it"})
    wrong = client.post(SIGN_IN, {"login": "known@body.example", "password": "not it"})
    closed = client.post(SIGN_IN, {"login": "closed@body.example", "password": PASSWORD})

    assert WRONG in wrong.content.decode()
    assert words(unknown) == words(wrong) == words(closed)
    assert {answer.status_code for answer in (unknown, wrong, closed)} == {200}


def test_unknown_address_costs_one_hash_like_a_known_one(client, monkeypatch):
    make_person("known@body.example")
    hashed = []
    monkeypatch.setattr(User, "check_password", lambda self, raw: hashed.append("checked"))
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append("made"))

    client.post(SIGN_IN, {"login": "nobody@body.example", "password": "not it"})
    client.post(SIGN_IN, {"login": "known@body.example", "password": "not it"})

    assert hashed == ["made", "checked"]


def test_sixth_attempt_at_one_account_is_refused_even_with_the_right_password(client):
    make_person("lead@body.example")
    for _ in range(5):
        client.post(SIGN_IN, {"login": "lead@body.example", "password": "not it"})

    answer = client.post(SIGN_IN, {"login": "LEAD@body.example", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")

    assert TOO_MANY in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_unknown_account_is_throttled_in_the_same_words(client):
    for _ in range(5):
        client.post(SIGN_IN, {"login": "nobody@body.example", "password": "not it"})

    answer = client.post(SIGN_IN, {"login": "nobody@body.example", "password": "not it"})

    assert TOO_MANY in answer.content.decode()


def test_attempts_from_one_address_are_counted_over_all_accounts(client):
    make_person("lead@body.example")
    for number in range(10):
        client.post(SIGN_IN, {"login": f"guess{number}@body.example", "password": "not it"})

    here = client.post(SIGN_IN, {"login": "lead@body.example", "password": PASSWORD})
    elsewhere = client.post(SIGN_IN, {"login": "lead@body.example", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")

    assert TOO_MANY in here.content.decode()
    assert elsewhere.status_code == 302


def test_address_cannot_be_chosen_by_the_visitor(client):
    for number in range(10):
        client.post(
            SIGN_IN,
            {"login": f"guess{number}@body.example", "password": "not it"},
            headers={"x-forwarded-for": f"192.0.2.{number}"},
        )

    answer = client.post(
        SIGN_IN, {"login": "one@body.example", "password": "x"}, headers={"x-forwarded-for": "192.0.2.99"}
    )

    assert TOO_MANY in answer.content.decode()


def test_nobody_signs_up(client):
    shown = client.get("/account/sign-up/")
    tried = client.post("/account/sign-up/", {"email": "me@body.example", "password1": PASSWORD, "password2": PASSWORD})

    assert "by invitation" in shown.content.decode()
    assert "by invitation" in tried.content.decode()
    assert not User.objects.filter(email="me@body.example").exists()


@pytest.mark.parametrize("path", ["/account/email/", "/account/signup/", "/accounts/login/", "/account/login/code/"])
def test_pages_of_the_library_that_we_do_not_offer_do_not_exist(client, path):
    assert client.get(path).status_code == 404


def test_asking_for_a_password_looks_the_same_for_an_unknown_address(client, mailoutbox):
    make_person("known@body.example")

    known = client.post("/account/password/forgotten/", {"email": "known@body.example"})
    unknown = client.post("/account/password/forgotten/", {"email": "nobody@body.example"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to for mail in mailoutbox] == [["known@body.example"], ["nobody@body.example"]]


def test_forgotten_password_is_set_by_the_link_and_ends_every_session(client, mailoutbox):
    make_person("known@body.example")
    client.post(SIGN_IN, {"login": "known@body.example", "password": PASSWORD})
    other = type(client)()
    other.post("/account/password/forgotten/", {"email": "known@body.example"})
    link = re.search(r"/account/password/new/\S+", mailoutbox[0].body)[0]

    page = other.get(other.get(link).url)
    other.post(page.request["PATH_INFO"], {"password1": "a new long phrase", "password2": "a new long phrase"})

    assert User.objects.get(email="known@body.example").check_password("a new long phrase")
    assert client.get("/account/").status_code == 302
    assert "not valid any more" in type(client)().get(link).content.decode()
    assert mailoutbox[-1].subject == "Concordat: Your password was changed"


def test_changing_the_password_keeps_this_session_and_ends_the_others(client):
    make_person("known@body.example")
    other = type(client)()
    for browser in (client, other):
        browser.post(SIGN_IN, {"login": "known@body.example", "password": PASSWORD})

    answer = client.post(
        "/account/password/",
        {"oldpassword": PASSWORD, "password1": "a new long phrase", "password2": "a new long phrase"},
    )

    assert answer.url == "/account/"
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_session_is_over_at_the_next_request_once_sessions_are_ended(client):
    user = make_person("known@body.example")
    client.force_login(user)
    assert client.get("/account/").status_code == 200

    user.end_sessions()

    assert client.get("/account/").status_code == 302


def test_session_is_over_at_the_next_request_once_the_account_is_closed(client):
    user = make_person("known@body.example")
    client.force_login(user)

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get("/account/").status_code == 302


def test_account_page_shows_who_i_am_to_the_service(client):
    user = make_person("known@body.example", (Role.LEAD, "LAN-LEP"), name="Oswin Farraday")
    client.force_login(user)

    body = client.get("/account/").content.decode()

    assert "Oswin Farraday" in body
    assert "known@body.example" in body
    assert "Lancashire Enterprise Partnership" in body
    assert "Lead" in body
    assert "1 January 2018" in body
    assert "Not set up" in body


def test_signing_out_takes_a_post(client):
    client.force_login(make_person())

    asked = client.get("/account/sign-out/")
    assert "Do you want to sign out?" in asked.content.decode()
    assert "_auth_user_id" in client.session

    client.post("/account/sign-out/")
    assert "_auth_user_id" not in client.session
