"""How somebody comes in: by a link that works once and for seven days."""

import datetime as dt
import re

import pytest
from django.core.cache import cache

from lis.engine import clock
from lis.engine.models import SecretLink
from lis.people.invitations import invite, send_invitation
from lis.people.models import Membership, Organisation, Role, User

from .factories import PASSWORD, make_administrator

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    cache.clear()


@pytest.fixture
def invited(django_capture_on_commit_callbacks, mailoutbox) -> tuple[User, str]:
    """Somebody who was invited at NOW, and the address in the mail they got."""
    user = User(email="new@lancashire.example", name="Perpetua Lyle")
    membership = Membership(
        organisation=Organisation.objects.get(code="LAN-LEP"), role=Role.DRAFTER, from_on=dt.date(2026, 5, 4)
    )
    with clock.at(NOW), django_capture_on_commit_callbacks(execute=True):
        invite(user, membership, by=make_administrator())
    (mail,) = mailoutbox
    return user, link_in(mail.body)


def link_in(body: str) -> str:
    return re.search(r"/account/invitation/[^/\s]+/", body)[0]


def test_invitation_says_who_by_whom_for_what_and_until_when(invited, mailoutbox):
    (mail,) = mailoutbox

    assert mail.to == ["new@lancashire.example"]
    assert "Ida Marchbanks invites you" in mail.body
    assert "Your role: Drafter, Lancashire Enterprise Partnership" in mail.body
    assert "until 11 May 2026 at 10:00 BST" in mail.body


def test_secret_is_stored_only_as_a_hash(invited):
    _, link = invited
    secret = link.split("/")[-2]

    (stored,) = SecretLink.objects.all()

    assert secret not in f"{stored.digest} {stored.data}"
    assert len(stored.digest) == 64


def test_invited_person_cannot_sign_in_before_accepting(invited, client):
    user, _ = invited

    assert not user.is_active
    assert not user.has_usable_password()


def test_link_lets_its_holder_choose_a_password_and_sign_in(invited, client):
    user, link = invited
    with clock.at(NOW + dt.timedelta(days=6)):
        shown = client.get(link)
        answer = client.post(link, {"password1": PASSWORD, "password2": PASSWORD})

    assert "Welcome, Perpetua Lyle" in shown.content.decode()
    assert answer.url == "/account/sign-in/"
    user.refresh_from_db()
    assert user.is_active
    assert user.joined_at == NOW + dt.timedelta(days=6)
    signed_in = client.post("/account/sign-in/", {"login": "NEW@lancashire.example", "password": PASSWORD})
    assert signed_in.url == "/"
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("short", "short", "too short"),
        ("password1234", "password1234", "too common"),
        (PASSWORD, "something else entirely", "same password each time"),
        ("", "", "required"),
    ],
)
def test_password_that_will_not_do_is_refused_and_the_link_stays_good(invited, client, first, second, sentence):
    user, link = invited
    with clock.at(NOW):
        answer = client.post(link, {"password1": first, "password2": second})

        assert answer.status_code == 200
        assert sentence in answer.content.decode()
        assert client.get(link).status_code == 200
    user.refresh_from_db()
    assert not user.is_active


def test_link_works_once(invited, client):
    user, link = invited
    with clock.at(NOW):
        client.post(link, {"password1": PASSWORD, "password2": PASSWORD})
        again = client.post(link, {"password1": "another long password", "password2": "another long password"})

        assert again.status_code == 410
        assert client.get(link).status_code == 410
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_link_is_over_after_seven_days(invited, client):
    user, link = invited
    with clock.at(NOW + dt.timedelta(days=7)):
        answer = client.post(link, {"password1": PASSWORD, "password2": PASSWORD})

    assert answer.status_code == 410
    assert "works once and for seven days" in answer.content.decode()
    user.refresh_from_db()
    assert not user.is_active


def test_unknown_link_answers_like_an_old_one(invited, client):
    _, link = invited
    with clock.at(NOW + dt.timedelta(days=8)):
        old = client.get(link)
        unknown = client.get("/account/invitation/never-made/")

    assert (old.status_code, unknown.status_code) == (410, 410)


def test_accepting_one_of_two_links_ends_the_other(invited, client, mailoutbox, django_capture_on_commit_callbacks):
    user, first = invited
    with clock.at(NOW), django_capture_on_commit_callbacks(execute=True):
        send_invitation(user, by=User.objects.get(email="keeper@service.example"))
    second = link_in(mailoutbox[1].body)
    with clock.at(NOW):
        client.post(second, {"password1": PASSWORD, "password2": PASSWORD})

        assert client.get(first).status_code == 410


def test_somebody_who_came_in_is_not_invited_again(invited):
    user, _ = invited
    user.joined_at = NOW

    with pytest.raises(ValueError, match="already accepted"):
        send_invitation(user, by=user)


def test_password_of_somebody_invited_cannot_be_asked_for(invited, client, mailoutbox):
    client.post("/account/password/forgotten/", {"email": "new@lancashire.example"})

    assert "There is no account with this address" in mailoutbox[-1].body
