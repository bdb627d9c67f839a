"""One step for many sides: foreseen with reasons, done item by item, once, with one event each under one batch."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Event
from lis.jobs.models import Job
from lis.people.models import Organisation
from propositions.bulk.jobs import sweep_unconfirmed_batches
from propositions.bulk.models import Batch
from propositions.bulk.preparing import foresee, grouped, prepare
from propositions.bulk.running import AT_ONCE, confirm, go_on, tally
from propositions.bulk.verbs import bulk_step, steps_for
from propositions.sides.models import Side
from tests.factories import asks
from tests.factories.jobs import do_all_work
from tests.factories.people import actor, body, department

pytestmark = pytest.mark.django_db


@pytest.fixture
def beis() -> Organisation:
    return department("BEIS")


@pytest.fixture
def reviewer(beis: Organisation) -> Actor:
    return actor("reviewer", of=beis)


@pytest.fixture
def clearer(beis: Organisation) -> Actor:
    return actor("clearer", of=beis)


@pytest.fixture
def four(beis: Organisation) -> list[Side]:
    """Sides of BEIS on LAN-01.1 to LAN-01.4, all routed."""
    parent = asks.proposition()
    made = [asks.ask(parent, departments=(beis,)) for _ in range(4)]
    asks.submit(parent)
    return [asks.side(one, beis) for one in made]


def again(sides: list[Side]) -> list[Side]:
    return list(Side.objects.with_record().filter(pk__in=[side.pk for side in sides]).order_by("pk"))


def chosen(sides: list[Side]) -> list[tuple[str, int]]:
    return [(side.ref, side.revision) for side in again(sides)]


def results(batch: Batch) -> list[tuple[str, str, str]]:
    return list(batch.items.order_by("number").values_list("ref", "outcome", "code"))


def test_dry_run_tells_what_will_change_and_why_others_will_not_and_writes_nothing(
    four: list[Side], beis: Organisation, reviewer: Actor, clearer: Actor
) -> None:
    first, second, third, _fourth = four
    asks.drafted_side(first.ask, beis, by=reviewer)
    asks.drafted_side(second.ask, beis, by=clearer)
    asks.take("take", third, reviewer)
    events = Event.objects.count()

    batch = prepare(clearer, bulk_step("clear"), [*chosen(four), ("LAN-77.7-BEIS", 1)])
    foreseen = foresee(batch, clearer, clock.now())

    assert [(one.item.ref, one.goes, one.becomes) for one in foreseen if one.goes] == [
        ("LAN-01.1-BEIS", True, "Position cleared"),
    ]  # fmt: skip
    assert foreseen[0].words == [("Position", "Support"), ("Words", "We will extend the programme.")]
    assert [(group.code, len(group.items)) for group in grouped(foreseen)] == [
        ("own-words", 1), ("status", 1), ("status", 1), ("not-found", 1),
    ]  # fmt: skip
    assert Event.objects.count() == events


def test_each_item_gets_one_event_with_the_batch_reference(
    four: list[Side], reviewer: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    batch = prepare(reviewer, bulk_step("take"), chosen(four))

    assert confirm(batch, reviewer, {}) is True

    events = Event.objects.filter(batch=batch.uid).order_by("record_id")
    assert [(event.record.ref, event.verb, event.by_user) for event in events] == [
        (f"LAN-01.{number}-BEIS", "take", reviewer.user) for number in (1, 2, 3, 4)
    ]  # fmt: skip
    assert [side.status for side in again(four)] == ["ours"] * 4
    assert results(batch) == [(f"LAN-01.{number}-BEIS", "done", "") for number in (1, 2, 3, 4)]


def test_an_item_that_moved_is_refused_by_itself_and_the_others_go(four: list[Side], reviewer: Actor) -> None:
    batch = prepare(reviewer, bulk_step("take"), chosen(four))
    asks.take("take", four[1], actor("reviewer", of=four[1].organisation))

    confirm(batch, reviewer, {})

    assert results(batch) == [
        ("LAN-01.1-BEIS", "done", ""), ("LAN-01.2-BEIS", "stayed", "stale"), ("LAN-01.3-BEIS", "done", ""),
        ("LAN-01.4-BEIS", "done", ""),
    ]  # fmt: skip
    assert "has changed since you opened it" in batch.items.get(code="stale").sentence


def test_confirming_twice_does_nothing_twice(four: list[Side], reviewer: Actor) -> None:
    batch = prepare(reviewer, bulk_step("take"), chosen(four))
    confirm(batch, reviewer, {})
    events = Event.objects.count()

    assert confirm(batch, reviewer, {}) is False
    assert do_all_work() >= 1
    assert Event.objects.count() == events


def test_one_position_for_many_is_a_draft_on_each_side_and_its_writer_may_not_clear_it(
    four: list[Side], beis: Organisation
) -> None:
    both = actor("reviewer", "clearer", of=beis)
    confirm(prepare(both, bulk_step("take"), chosen(four)), both, {})

    drafted = prepare(both, bulk_step("draft_position"), chosen(four))
    confirm(drafted, both, {"stance": ["object"], "words": ["Not this time."], "reason": ["It was tried."]})
    cleared = prepare(both, bulk_step("clear"), chosen(four))
    confirm(cleared, both, {})

    assert [side.status for side in again(four)] == ["drafted"] * 4
    assert {(outcome, code) for _, outcome, code in results(drafted)} == {("done", "")}
    assert {(outcome, code) for _, outcome, code in results(cleared)} == {("stayed", "own-words")}


def test_a_large_batch_is_background_work_and_says_how_far_it_is(beis: Organisation, reviewer: Actor) -> None:
    parent = asks.proposition()
    made = [asks.ask(parent, departments=(beis,)) for _ in range(AT_ONCE + 10)]
    asks.submit(parent)
    batch = prepare(reviewer, bulk_step("take"), chosen([asks.side(one, beis) for one in made]))

    confirm(batch, reviewer, {})
    before = tally(batch)
    do_all_work()
    after = tally(batch)

    assert (before.total, before.waiting) == (60, 60)
    assert (after.done, after.stayed, after.waiting) == (60, 0, 0)
    assert Job.objects.filter(name="take_bulk_steps").count() == 3


def test_whoever_lost_their_role_meanwhile_does_nothing_in_the_background(four: list[Side], reviewer: Actor) -> None:
    batch = prepare(reviewer, bulk_step("take"), chosen(four))
    Batch.objects.filter(pk=batch.pk).update(confirmed_at=clock.now())
    reviewer.user.memberships.all().update(until_on=clock.today())

    go_on(batch, Actor.of(reviewer.user), 10)

    assert {(outcome, code) for _, outcome, code in results(batch)} == {("stayed", "not-found")}
    assert [side.status for side in again(four)] == ["routed"] * 4


def test_what_is_offered_is_what_ones_roles_may_take(beis: Organisation) -> None:
    def offered(*roles: str, of: Organisation) -> list[str]:
        return [step.verb for step in steps_for(actor(*roles, of=of))]

    assert offered("reviewer", of=beis) == ["take", "draft_position", "agree_in_team"]
    assert offered("clearer", of=beis) == [
        "take", "draft_position", "send_back", "clear", "issue", "schedule", "call_back", "reconfirm", "assign",
        "set_due",
    ]  # fmt: skip
    assert offered("coordinator", of=beis) == [
        "take", "draft_position", "agree_in_team", "issue", "schedule", "call_back", "reconfirm", "assign",
        "set_due",
    ]  # fmt: skip
    assert offered("lead", "drafter", of=body()) == []


def test_what_was_never_confirmed_is_swept_after_a_week(four: list[Side], reviewer: Actor) -> None:
    with clock.at(clock.now() - dt.timedelta(days=8)):
        prepare(reviewer, bulk_step("take"), chosen(four))
    kept = prepare(reviewer, bulk_step("take"), chosen(four))

    sweep_unconfirmed_batches(None)

    assert list(Batch.objects.all()) == [kept]


def test_dry_run_takes_the_same_number_of_queries_for_one_and_for_four(four: list[Side], reviewer: Actor) -> None:
    def queries(sides: list[Side]) -> int:
        batch = prepare(reviewer, bulk_step("take"), chosen(sides))
        with CaptureQueriesContext(connection) as asked:
            foresee(batch, reviewer, clock.now())
        return len(asked)

    assert queries(four[:1]) == queries(four)
