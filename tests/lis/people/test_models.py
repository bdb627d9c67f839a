"""Who exists, for whom and since when."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lis.engine import clock
from lis.engine.actor import Actor
from lis.people.models import Area, Membership, Organisation, Role, User

from .factories import give_role, make_person

pytestmark = pytest.mark.django_db


def date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2018-01-08", "Ministry of Housing, Communities and Local Government"),
        ("2021-09-17", "Ministry of Housing, Communities and Local Government"),
        ("2026-05-01", "Ministry of Housing, Communities and Local Government"),
    ],
)
def test_code_that_came_back_names_the_body_of_the_day(day, name):
    found = Organisation.objects.by_code("MHCLG", date(day))

    assert found.name == name
    assert found.is_open_on(date(day))


def test_code_names_nobody_between_its_two_lives():
    with pytest.raises(Organisation.DoesNotExist):
        Organisation.objects.by_code("MHCLG", date("2022-06-01"))


def test_code_is_found_in_any_case():
    assert Organisation.objects.by_code(" DEFRA ", date("2019-01-01")).code == "Defra"


def test_closing_day_is_the_first_without_the_body():
    beis = Organisation.objects.get(code="BEIS")

    assert beis.is_open_on(date("2023-02-06"))
    assert not beis.is_open_on(date("2023-02-07"))
    assert beis not in Organisation.objects.open_on(date("2023-02-07"))


def test_successors_are_followed_through_bodies_that_closed_too():
    dclg = Organisation.objects.get(code="DCLG")

    assert [body.code for body in dclg.successors_on(date("2017-01-01"))] == ["DCLG"]
    assert [(body.code, body.opens_on) for body in dclg.successors_on(date("2019-01-01"))] == [
        ("MHCLG", date("2018-01-08"))
    ]
    assert [body.code for body in dclg.successors_on(date("2022-01-01"))] == ["DLUHC"]
    assert [(body.code, body.opens_on) for body in dclg.successors_on(date("2025-01-01"))] == [
        ("MHCLG", date("2024-07-09"))
    ]


def test_body_that_was_split_has_all_its_successors():
    beis = Organisation.objects.get(code="BEIS")

    assert [body.code for body in beis.successors_on(date("2024-01-01"))] == ["DBT", "DESNZ", "DSIT"]


def test_body_has_no_successor_before_it_opened():
    assert Organisation.objects.get(code="DBT").successors_on(date("2019-01-01")) == []


def test_two_bodies_cannot_have_one_code_at_one_time():
    second = Organisation(code="DfT", name="Another", kind="department", opens_on=date("2020-01-01"))

    with pytest.raises(ValidationError, match="has this code at that time"):
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_code_without_an_opening_day_is_unique_too():
    Organisation.objects.create(code="OLD", name="Old", kind="department", closes_on=date("2000-01-01"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(code="OLD", name="Old", kind="department", closes_on=date("1990-01-01"))


def test_only_an_area_body_has_an_area():
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(code="X", name="X", kind="department", area=Area.objects.get(code="LAN"))


def test_area_has_the_body_that_acts_for_it_and_a_corridor_none():
    assert Area.objects.get(code="LAN").body_on(date("2019-01-01")).name == "Lancashire Enterprise Partnership"
    assert Area.objects.get(code="WMC").body_on(date("2019-01-01")).name == "West Midlands Combined Authority"
    assert Area.objects.get(code="ARC").body_on(date("2019-01-01")) is None


def test_area_knows_the_groups_it_belongs_to():
    assert [area.code for area in Area.objects.get(code="BLC").parents.all()] == ["WMC"]
    assert sorted(Area.objects.get(code="ARC").children.values_list("code", flat=True)) == ["BUC", "CAP", "OXF", "SEM"]


def test_email_is_one_address_in_any_case():
    make_person("Someone@Body.example")

    assert User.objects.get_by_natural_key("SOMEONE@body.EXAMPLE").email == "someone@body.example"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="SOMEONE@BODY.EXAMPLE", name="Another")


def test_membership_is_held_from_its_first_day_up_to_its_end():
    user = make_person()
    give_role(user, Role.DRAFTER, "LAN-LEP", from_on=date("2026-03-01"), until_on=date("2026-04-01"))

    held = [
        user.memberships.current(date(day)).count() for day in ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01")
    ]

    assert held == [0, 1, 1, 0]


def test_membership_begins_at_midnight_in_london():
    user = make_person()
    give_role(user, Role.DRAFTER, "LAN-LEP", from_on=date("2026-07-01"))

    # 23:30 on 30 June in UTC is half past midnight on 1 July in London.
    before, after = dt.datetime(2026, 6, 30, 22, 59, tzinfo=dt.UTC), dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)

    assert Actor.of(user, before).memberships == ()
    assert Actor.of(user, after).holds("drafter", Organisation.objects.get(code="LAN-LEP").pk)


def test_membership_cannot_end_before_it_begins():
    user = make_person()

    with pytest.raises(IntegrityError), transaction.atomic():
        give_role(user, Role.DRAFTER, "LAN-LEP", from_on=date("2026-03-02"), until_on=date("2026-03-01"))


def test_membership_is_not_held_twice_at_once():
    user = make_person("a@b.example", (Role.DRAFTER, "LAN-LEP"))

    with pytest.raises(IntegrityError), transaction.atomic():
        give_role(user, Role.DRAFTER, "LAN-LEP", from_on=date("2020-01-01"))


def test_database_refuses_a_role_from_oneself():
    user = make_person()

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=user, organisation=Organisation.objects.get(code="LAN-LEP"), role=Role.LEAD, granted_by=user
        )


@pytest.mark.parametrize(("role", "code"), [("clearer", "LAN-LEP"), ("drafter", "DfE"), ("administrator", "CLGU")])
def test_role_of_another_kind_of_body_is_refused(role, code):
    membership = Membership(user=make_person(), organisation=Organisation.objects.get(code=code), role=role)

    with pytest.raises(ValidationError, match="in this kind of body"):
        membership.full_clean()


@pytest.mark.parametrize(
    ("role", "code", "staff"),
    [
        ("drafter", "LAN-LEP", True),
        ("lead", "LAN-LEP", True),
        ("secretary", "LAN-LEP", True),
        ("consultation_officer", "LAN-LEP", True),
        ("administrator", "CONCORDAT", True),
        ("negotiator", "LAN-LEP", False),
        ("board_member", "LAN-LEP", False),
        ("reviewer", "DfE", False),
        ("clearer", "DfE", False),
        ("coordinator", "CLGU", False),
    ],
)
def test_office_is_open_to_those_whose_work_is_done_there(role, code, staff):
    assert make_person("a@b.example", (role, code)).is_staff is staff


def test_superuser_without_a_membership_has_no_role_and_no_office():
    user = User.objects.create_superuser("root@b.example", "x", name="Root")

    assert not user.is_staff
    assert Actor.of(user).memberships == ()


def test_closed_account_acts_for_nobody():
    user = make_person("a@b.example", (Role.LEAD, "LAN-LEP"))
    user.is_active = False

    assert not user.is_staff
    assert Actor.of(user, clock.now()).memberships == ()
