"""Who is acting: the roles that a person holds on the day, and nothing that they do not hold."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from lis.engine import clock
from lis.engine.actor import ANONYMOUS, Actor
from lis.people.models import Membership
from tests.factories.people import body, department, person, superuser

pytestmark = pytest.mark.django_db


def on(year: int, month: int, day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=dt.UTC)


def test_a_role_counts_from_its_first_day_up_to_but_without_the_day_on_which_it_ends() -> None:
    somebody, lep = person(), body()
    Membership.objects.create(
        user=somebody, organisation=lep, role="lead", from_on=dt.date(2020, 3, 2), until_on=dt.date(2020, 6, 1)
    )

    held = {
        moment.date().isoformat(): Actor.of(somebody, moment).holds("lead", lep.pk)
        for moment in (on(2020, 3, 1), on(2020, 3, 2), on(2020, 5, 31), on(2020, 6, 1))
    }

    assert held == {"2020-03-01": False, "2020-03-02": True, "2020-05-31": True, "2020-06-01": False}


def test_a_role_begins_and_ends_at_midnight_in_london() -> None:
    somebody, lep = person(), body()
    Membership.objects.create(user=somebody, organisation=lep, role="lead", from_on=dt.date(2020, 6, 1))

    assert not Actor.of(somebody, dt.datetime(2020, 5, 31, 22, 59, tzinfo=dt.UTC)).holds_any("lead")
    assert Actor.of(somebody, dt.datetime(2020, 5, 31, 23, 0, tzinfo=dt.UTC)).holds_any("lead")


def test_an_actor_is_read_at_the_moment_of_the_clock() -> None:
    somebody = person()
    Membership.objects.create(
        user=somebody, organisation=body(), role="lead", from_on=dt.date(2019, 1, 1), until_on=dt.date(2020, 1, 1)
    )

    with clock.at(on(2019, 12, 31)):
        assert Actor.of(somebody).roles == {"lead"}
    with clock.at(on(2020, 1, 1)):
        assert Actor.of(somebody).roles == frozenset()


def test_a_role_is_held_in_its_organisation_and_in_no_other() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    actor = Actor.of(person("reviewer", of=beis))

    assert actor.holds("reviewer", beis.pk)
    assert actor.holds(("clearer", "reviewer"), beis.pk)
    assert not actor.holds("clearer", beis.pk)
    assert not actor.holds("reviewer", dfe.pk)
    assert not actor.holds("reviewer", None)
    assert actor.organisation_ids == {beis.pk}
    assert actor.organisations_as("reviewer") == [beis]
    assert actor.organisations_as("clearer") == []


def test_somebody_in_two_organisations_holds_each_role_where_they_have_it() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    somebody = person("reviewer", of=dfe)
    Membership.objects.create(user=somebody, organisation=beis, role="clearer", from_on=dt.date(2019, 1, 1))

    actor = Actor.of(somebody)

    assert [
        (actor.holds(role, where.pk), role, where.code) for role in ("reviewer", "clearer") for where in (beis, dfe)
    ] == [(False, "reviewer", "BEIS"), (True, "reviewer", "DfE"), (True, "clearer", "BEIS"), (False, "clearer", "DfE")]
    assert actor.organisations_as(("reviewer", "clearer")) == [beis, dfe]


def test_a_superuser_without_a_membership_holds_nothing() -> None:
    actor = Actor.of(superuser())

    assert actor.is_known
    assert (actor.roles, actor.organisation_ids, actor.memberships) == (frozenset(), frozenset(), ())


@pytest.mark.parametrize("closed", [True, False])
def test_nobody_signed_in_and_somebody_whose_account_is_closed_are_nobody(closed: bool) -> None:
    if closed:
        user = person("lead", of=body())
        user.is_active = False
    else:
        user = AnonymousUser()

    actor = Actor.of(user)

    assert not actor.is_known
    assert (actor.user, actor.memberships) == (None, ())


def test_the_service_is_named_and_holds_nothing() -> None:
    actor = Actor.of_service("importer")

    assert actor.is_known
    assert (actor.service, actor.user, actor.roles) == ("importer", None, frozenset())
    assert not ANONYMOUS.is_known


def test_memberships_are_read_once(django_assert_num_queries) -> None:
    somebody, lep = person("lead", of=body()), body()

    with django_assert_num_queries(1):
        actor = Actor.of(somebody)
        assert actor.holds("lead", lep.pk)
        assert actor.holds_any(("drafter", "lead"))
        assert actor.organisations_as("lead") == [lep]
        assert actor.memberships[0].organisation.area.code == "LAN"
