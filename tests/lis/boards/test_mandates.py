"""Who may act on what under which mandate, on which day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lis.boards.mandates import back_to_board, mandates_of
from lis.engine import clock
from lis.engine.actor import ANONYMOUS, Actor
from lis.people.models import Membership
from tests.factories import asks, boards
from tests.factories.people import body, person

pytestmark = pytest.mark.django_db

TODAY = dt.timedelta(0)
DAY = dt.timedelta(days=1)


def day(after: dt.timedelta = TODAY) -> str:
    return (clock.today() + after).isoformat()


def covers(user, record, after: dt.timedelta = TODAY) -> list[str]:
    """The references of the mandates of ``user`` for that record, so many days from now."""
    at = clock.now() + after
    with clock.at(at):
        found = mandates_of(Actor.of(user), {record.pk: [record.pk]}, at)
    return [mandate.delegation.ref for mandate in found[record.pk]]


def test_a_mandate_covers_what_it_lists_and_nothing_else():
    listed, other = asks.proposition(), asks.proposition()
    on = boards.board()
    chair = boards.holder(on)
    boards.delegation(on=on, about=(listed.ref,))

    assert covers(chair, listed.record) == ["LAN-D01"]
    assert covers(chair, other.record) == []
    assert covers(chair, asks.strategy().record) == []


def test_a_mandate_is_asked_for_many_keys_at_once_and_names_its_posts():
    listed, other = asks.proposition(), asks.proposition()
    on = boards.board()
    chair = boards.holder(on)
    boards.delegation(boards.CHAIR, boards.CHIEF_EXECUTIVE, on=on, about=(listed.ref,), how="jointly")
    plan = asks.strategy().record.pk

    found = mandates_of(Actor.of(chair), {1: [plan, listed.pk], 2: [plan, other.pk], 3: []}, clock.now())

    assert {key: [one.delegation.ref for one in mandates] for key, mandates in found.items()} == {
        1: ["LAN-D01"], 2: [], 3: [],
    }  # fmt: skip
    [mandate] = found[1]
    assert (mandate.posts, mandate.held, mandate.jointly) == (("Chair", "Chief executive"), ("Chair",), True)


def test_a_mandate_of_one_post_is_never_joint():
    on = boards.board()
    chair = boards.holder(on)
    given = boards.delegation(on=on, how="jointly")

    [mandate] = mandates_of(Actor.of(chair), {1: list(given.scope.values_list("pk", flat=True))}, clock.now())[1]
    assert mandate.jointly is False


def test_a_successor_may_act_and_a_predecessor_may_not():
    on = boards.board()
    before = boards.holder(on)
    boards.delegation(on=on)
    plan = asks.strategy().record
    after = boards.holder(on, from_on=clock.today() + 10 * DAY)

    assert [covers(before, plan, days * DAY) for days in (9, 10, 11)] == [["LAN-D01"], [], []]
    assert [covers(after, plan, days * DAY) for days in (9, 10, 11)] == [[], ["LAN-D01"], ["LAN-D01"]]


def test_whoever_leaves_the_body_acts_under_nothing():
    on = boards.board()
    chair = boards.holder(on)
    boards.delegation(on=on)
    Membership.objects.filter(user=chair).update(until_on=clock.today())

    assert covers(chair, asks.strategy().record) == []


def test_a_mandate_runs_to_the_end_of_its_last_day_in_london():
    on = boards.board()
    chair = boards.holder(on)
    given = boards.delegation(on=on, until_on=day(3 * DAY))
    plan = asks.strategy().record
    last = dt.datetime.combine(given.until_on, dt.time(23, 59), tzinfo=clock.LONDON)

    assert [covers(chair, plan, moment - clock.now()) for moment in (last, last + dt.timedelta(minutes=61))] == [
        ["LAN-D01"], [],
    ]  # fmt: skip


@pytest.mark.parametrize("verb", ["report_back", "end_early"])
def test_nobody_acts_under_what_has_ended(verb):
    on = boards.board()
    chair = boards.holder(on)
    given = boards.delegation(on=on)

    asks.take(verb, given, boards.secretary(), note="The board asked for it.")

    assert covers(chair, asks.strategy().record) == []


def test_a_mandate_is_for_no_one_but_the_holder_of_its_post():
    on = boards.board()
    boards.holder(on)
    chief = boards.holder(on, boards.CHIEF_EXECUTIVE)
    boards.delegation(boards.CHAIR, on=on)
    plan = asks.strategy().record

    strangers = [chief, person("lead", of=body()), person("negotiator", of=body()), person("secretary", of=body()),
                 person("negotiator", of=body("CHW-LEP")), person()]  # fmt: skip
    assert [covers(one, plan) for one in strangers] == [[]] * 6
    assert mandates_of(ANONYMOUS, {1: [plan.pk]}, clock.now()) == {1: []}
    assert mandates_of(Actor.of_service("clock"), {1: [plan.pk]}, clock.now()) == {1: []}


def test_asking_takes_the_same_few_queries_for_one_key_and_for_fifty():
    on = boards.board()
    chair = Actor.of(boards.holder(on))
    boards.delegation(on=on)
    plan = asks.strategy().record.pk

    def queries(keys: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            mandates_of(chair, {key: [plan] for key in range(keys)}, clock.now())
        return len(seen)

    assert queries(1) == queries(50) == 4


def test_without_a_mandate_the_sentence_leads_back_to_the_board():
    check = back_to_board("LAN-07.3")

    assert (check.code, check.stops) == ("back-to-board", True)
    assert check.sentence == "No delegation in force covers LAN-07.3 for you. It has to go back to the Board."
