"""What administrators do with people, and what they cannot."""

import datetime as dt

import pytest
from django.core.cache import cache

from lis.engine import clock
from lis.people.models import Membership, Organisation, Role, User

from .factories import PASSWORD, give_role, make_administrator, make_person

pytestmark = pytest.mark.django_db
PEOPLE, MEMBERSHIPS = "/admin/lis/user/", "/admin/lis/membership/"


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    cache.clear()


@pytest.fixture
def administrator(client) -> User:
    user = make_administrator()
    client.force_login(user)
    return user


def role_for(user: User, role: str, code: str) -> dict[str, str | int]:
    body = Organisation.objects.called(code).first()
    return {
        "user": user.pk, "organisation": body.pk, "role": role,
        "from_on_day": 1, "from_on_month": 3, "from_on_year": 2026,
        "until_on_day": "", "until_on_month": "", "until_on_year": "",
    }  # fmt: skip


@pytest.mark.parametrize("path", [PEOPLE, MEMBERSHIPS, f"{PEOPLE}add/", f"{MEMBERSHIPS}add/"])
@pytest.mark.parametrize(("role", "code"), [("lead", "LAN-LEP"), ("drafter", "LAN-LEP")])
def test_people_are_not_for_officers(client, path, role, code):
    client.force_login(make_person("officer@body.example", (role, code)))

    assert client.get(path).status_code == 403


@pytest.mark.parametrize(
    "path", ["area", "organisation", "user", "membership", "framework", "vocabulary", "cue", "programme"]
)
def test_administrator_opens_every_list_and_every_row(client, administrator, path):
    listed = client.get(f"/admin/lis/{path}/")
    first = listed.context["cl"].queryset.first()

    assert listed.status_code == 200
    assert client.get(f"/admin/lis/{path}/{first.pk}/change/").status_code == 200
    assert client.get(f"/admin/lis/{path}/{first.pk}/history/").status_code == 200
    assert client.get(f"/admin/lis/{path}/{first.pk}/delete/").status_code == 403


def test_adding_a_person_invites_them(client, administrator, mailoutbox, django_capture_on_commit_callbacks):
    body = Organisation.objects.get(code="DfE")
    typed = {
        "name": "Perpetua Lyle", "email": "Perpetua@DfE.example", "job_title": "Adviser",
        "organisation": body.pk, "role": "reviewer",
        "from_on_day": 4, "from_on_month": 5, "from_on_year": 2026,
    }  # fmt: skip

    assert client.get(f"{PEOPLE}add/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{PEOPLE}add/", typed)

    assert answer.status_code == 302
    person = User.objects.get(email="perpetua@dfe.example")
    membership = person.memberships.get()
    assert not person.is_active
    assert (membership.organisation, membership.role, membership.granted_by) == (body, "reviewer", administrator)
    assert [mail.to for mail in mailoutbox] == [["perpetua@dfe.example"]]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": "KEEPER@service.example"}, "There is already a person with this e-mail address"),
        ({"role": "drafter"}, "There is no such role in this kind of body"),
        ({"email": "no address"}, "Enter a valid email address"),
        ({"until_on_day": 1, "until_on_month": 5, "until_on_year": 2026}, "cannot end before it begins"),
    ],
)
def test_invitation_that_makes_no_sense_is_refused(client, administrator, mailoutbox, changed, sentence):
    typed = {
        "name": "Perpetua Lyle", "email": "perpetua@dfe.example", "job_title": "",
        "organisation": Organisation.objects.get(code="DfE").pk, "role": "reviewer",
        "from_on_day": 4, "from_on_month": 5, "from_on_year": 2026, **changed,
    }  # fmt: skip

    answer = client.post(f"{PEOPLE}add/", typed)

    assert sentence in answer.content.decode()
    assert User.objects.count() == 1
    assert mailoutbox == []


def test_administrator_gives_a_role_and_ends_the_persons_session(client, administrator):
    officer = make_person("officer@body.example")
    other = type(client)()
    other.force_login(officer)

    answer = client.post(f"{MEMBERSHIPS}add/", role_for(officer, Role.LEAD, "LAN-LEP"))

    assert answer.status_code == 302
    membership = officer.memberships.get()
    assert (membership.role, membership.from_on, membership.granted_by) == ("lead", dt.date(2026, 3, 1), administrator)
    assert other.get("/account/").status_code == 302


def test_administrator_cannot_give_a_role_to_themselves(client, administrator):
    answer = client.post(f"{MEMBERSHIPS}add/", role_for(administrator, Role.LEAD, "LAN-LEP"))

    assert "You cannot give a role to yourself" in answer.content.decode()
    assert list(administrator.memberships.values_list("role", flat=True)) == ["administrator"]


def test_administrator_cannot_change_a_role_of_their_own(client, administrator):
    own = administrator.memberships.get()

    answer = client.post(
        f"{MEMBERSHIPS}{own.pk}/change/", {"until_on_day": 1, "until_on_month": 1, "until_on_year": 2030}
    )

    assert answer.status_code == 403
    own.refresh_from_db()
    assert own.until_on is None


def test_role_changes_only_by_its_end(client, administrator):
    officer = make_person("officer@body.example", (Role.DRAFTER, "LAN-LEP"))
    membership = officer.memberships.get()

    answer = client.post(
        f"{MEMBERSHIPS}{membership.pk}/change/",
        {
            **role_for(administrator, Role.LEAD, "CHW-LEP"),
            "until_on_day": 1, "until_on_month": 6, "until_on_year": 2026,
        },
    )  # fmt: skip

    assert answer.status_code == 302
    membership.refresh_from_db()
    assert (membership.user, membership.role, membership.organisation.code) == (officer, "drafter", "LAN-LEP")
    assert membership.until_on == dt.date(2026, 6, 1)


def test_ending_a_role_today_takes_effect_at_the_next_request(client, administrator):
    officer = make_person("officer@body.example", (Role.DRAFTER, "LAN-LEP"))
    other = type(client)()
    other.force_login(officer)
    assert other.get("/admin/").status_code == 200

    client.post(MEMBERSHIPS, {"action": "end_today", "_selected_action": [officer.memberships.get().pk]})

    assert officer.memberships.get().until_on == clock.today()
    assert other.get("/account/").status_code == 302
    other.force_login(User.objects.get(pk=officer.pk))
    assert other.get("/admin/").status_code in (302, 403)


def test_role_that_ended_by_its_date_needs_no_hand(client):
    officer = make_person("officer@body.example")
    give_role(officer, Role.DRAFTER, "LAN-LEP", until_on=dt.date(2026, 6, 1))
    client.force_login(officer)

    with clock.at(dt.datetime(2026, 5, 31, 22, 59, tzinfo=dt.UTC)):
        assert client.get("/admin/").status_code == 200
    with clock.at(dt.datetime(2026, 5, 31, 23, 0, tzinfo=dt.UTC)):
        assert client.get("/admin/").status_code in (302, 403)


def test_closing_an_account_ends_its_sessions(client, administrator):
    officer = make_person("officer@body.example")
    User.objects.filter(pk=officer.pk).update(joined_at=clock.now())
    other = type(client)()
    other.force_login(officer)

    client.post(
        f"{PEOPLE}{officer.pk}/change/",
        {
            "name": officer.name, "email": officer.email, "job_title": "",
            "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
        },
    )  # fmt: skip

    officer.refresh_from_db()
    assert not officer.is_active
    assert other.get("/account/").status_code == 302


def test_new_address_is_the_one_to_sign_in_with(client, administrator):
    officer = make_person("officer@body.example")
    User.objects.filter(pk=officer.pk).update(joined_at=clock.now())

    client.post(
        f"{PEOPLE}{officer.pk}/change/",
        {
            "name": officer.name, "email": "New@Body.example", "job_title": "", "is_active": "on",
            "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
        },
    )  # fmt: skip

    other = type(client)()
    assert other.post("/account/sign-in/", {"login": "officer@body.example", "password": PASSWORD}).status_code == 200
    assert other.post("/account/sign-in/", {"login": "new@body.example", "password": PASSWORD}).status_code == 302


def test_actions_on_people(client, administrator, mailoutbox, django_capture_on_commit_callbacks):
    invited = User.objects.create_user("new@body.example", name="New")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PEOPLE, {"action": "invite_again", "_selected_action": [invited.pk]})
    client.post(PEOPLE, {"action": "drop_second_factor", "_selected_action": [invited.pk, administrator.pk]})
    client.post(PEOPLE, {"action": "sign_out_everywhere", "_selected_action": [invited.pk]})

    assert [mail.to for mail in mailoutbox] == [["new@body.example"]]
    invited.refresh_from_db()
    administrator.refresh_from_db()
    assert invited.session_epoch == 2
    assert administrator.session_epoch == 0


def test_membership_is_never_deleted(client, administrator):
    officer = make_person("officer@body.example", (Role.DRAFTER, "LAN-LEP"))

    client.post(MEMBERSHIPS, {"action": "delete_selected", "_selected_action": [officer.memberships.get().pk]})

    assert Membership.objects.filter(user=officer).count() == 1
