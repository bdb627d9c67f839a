"""A hold stops what lets words out, between two days; an exception takes two people and lasts for one step."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou
from lis.engine.models import Hold
from lis.engine.registry import workflows
from lis.notices.models import Notice
from tests.factories.asks import cleared_side, scheduled_side, submitted_ask, take
from tests.factories.asks import side as side_of
from tests.factories.holds import exception, hold
from tests.factories.jobs import do_all_work
from tests.factories.people import actor, body, department, person, superuser

pytestmark = pytest.mark.django_db

# In summer, when London's day begins an hour before that of UTC.
TODAY = dt.datetime(2026, 6, 3, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def on_a_summers_day() -> Any:
    with clock.at(TODAY):
        yield


def cleared() -> Any:
    beis = department("BEIS")
    return cleared_side(submitted_ask(beis), beis)


def issue(side: Any, by: Actor | None = None) -> Any:
    return take("issue", side, by or actor("coordinator", of=department("BEIS")))


def reasons(side: Any) -> list[str]:
    verdicts = workflows["side"].judge(actor("coordinator", of=department("BEIS")), [side])[side.pk]
    return [check.sentence for verdict in verdicts if verdict.verb == "issue" for check in verdict.reasons]


def test_while_a_hold_lasts_nothing_is_issued_and_the_reason_says_until_when_and_what_to_do() -> None:
    side, held = cleared(), hold()

    expected = (
        "Pre-election period until the end of 3 July 2026: this waits until it is over. If it cannot wait, ask for an "
        f"exception on the page of {held.ref}; somebody else of your organisation then approves it."
    )
    assert reasons(side) == [expected]
    with pytest.raises(NotNow) as refused:
        issue(side)
    assert [(check.code, check.sentence) for check in refused.value.reasons] == [("held", expected)]


def test_everything_else_goes_on_in_a_hold() -> None:
    hold()

    side = cleared()

    assert side.status == "cleared"


@pytest.mark.parametrize(
    ("moment", "stopped"),
    [
        (dt.datetime(2026, 6, 9, 22, 59, 59, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 6, 9, 23, 0, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 6, 20, 22, 59, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 6, 20, 23, 0, tzinfo=dt.UTC), False),
    ],
)
def test_it_begins_and_ends_by_the_clock_at_midnight_in_london(moment: dt.datetime, stopped: bool) -> None:
    side = cleared()
    hold(first=7, last=17)

    with clock.at(moment):
        assert bool(reasons(side)) is stopped


def test_an_answer_whose_day_comes_in_a_hold_is_kept_back_and_whoever_set_the_day_reads_why() -> None:
    beis = department("BEIS")
    made, decider = submitted_ask(beis), actor("coordinator", of=beis)
    scheduled_side(made, beis, by=decider)
    hold(first=1)

    with clock.at(TODAY + dt.timedelta(days=8)):
        do_all_work()

    kept = side_of(made, beis)
    assert (kept.status, made.answers.count()) == ("cleared", 0)
    mail = Notice.objects.get(kind="kept_back", person=decider.user)
    assert "Pre-election period until the end of 3 July 2026" in mail.body


def test_it_stops_only_whom_it_touches() -> None:
    side = cleared()

    hold(areas=["CHW"])
    hold(departments=["DfE"])
    assert reasons(side) == []

    hold(departments=["BEIS"], last=5)
    hold(areas=["LAN"], last=6)
    assert len(reasons(side)) == 2


def test_an_area_holds_its_own_publishing_and_nobody_elses() -> None:
    side = cleared()

    held = hold(actor("lead", of=body()), organisation="LAN-LEP", kind="change_of_administration")

    assert reasons(side) == []
    assert list(held.bodies.all()) == [body()]
    with pytest.raises(BadInput) as refused:
        hold(actor("lead", of=body()), organisation="LAN-LEP", everywhere=True)
    assert refused.value.errors == {
        "everywhere": ["An area holds its own publishing only. Tick no area and no department."]
    }


def test_nobody_else_raises_or_lifts_one() -> None:
    held = hold()

    for other in (actor("drafter", of=body()), actor("coordinator", of=department("BEIS")), Actor.of(superuser())):
        with pytest.raises(BadInput) as refused:
            hold(other, organisation="CLGU", everywhere=True)
        assert list(refused.value.errors) == ["organisation"]
        with pytest.raises(NotYou):
            take("lift", held, other, note="Why not.")
    with pytest.raises(NotYou):
        take("lift", held, actor("lead", of=body()), note="Not mine.")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "legal"}, "everywhere"),
        ({"everywhere": True, "from_on": "2026-07-04", "until_on": "2026-07-03"}, "until_on"),
        ({"everywhere": True, "from_on": "2026-05-01", "until_on": "2026-05-02"}, "until_on"),
        ({"everywhere": True, "note": ""}, "note"),
        ({"everywhere": True, "kind": "holiday"}, "kind"),
    ],
)
def test_a_hold_that_makes_no_sense_is_refused(given: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        hold(**given)

    assert list(refused.value.errors) == [field]


def test_lifted_early_it_stops_nothing_any_more() -> None:
    side, held = cleared(), hold()

    lifted = take("lift", held, actor("coordinator", of=held.raised_by), note="The election was called off.")

    assert lifted.status == "lifted"
    assert reasons(side) == []
    assert issue(side).status == "issued"


def test_with_an_exception_one_step_is_taken_once() -> None:
    side, held = cleared(), hold()
    asker, decider = person("coordinator", of=side.organisation), person("clearer", of=side.organisation)
    leave = exception(held, side, "issue", Actor.of(asker))
    assert (leave.ref, leave.status, len(reasons(side))) == (f"{held.ref}-E1", "asked", 1)

    leave = take("approve", leave, Actor.of(decider))
    assert reasons(side) == []
    side = issue(side, Actor.of(asker))

    leave.record.refresh_from_db()
    used = leave.record.events.get(verb="use")
    assert (side.status, leave.status) == ("issued", "used")
    assert (used.cause, used.by_user) == (side.record.events.get(verb="issue"), asker)
    side = take("draft_position", side, actor("reviewer", of=side.organisation), stance="support", words="More.")
    side = take("clear", side, actor("clearer", of=side.organisation))
    assert len(reasons(side)) == 1


def test_nobody_approves_an_exception_of_their_own_and_nobody_of_another_body_sees_it() -> None:
    side, held = cleared(), hold()
    asker = person("coordinator", "clearer", of=side.organisation)
    leave = exception(held, side, "issue", Actor.of(asker))

    for verb in ("approve", "refuse"):
        with pytest.raises(NotNow, match="You asked for this exception yourself"):
            take(verb, leave, Actor.of(asker), note="Mine.")
    with pytest.raises(NotYou):
        take("approve", leave, actor("reviewer", of=side.organisation))
    for other in (actor("clearer", of=department("DfE")), actor("lead", of=body()), Actor.of(superuser())):
        with pytest.raises(NotVisible):
            take("approve", leave, other)


def test_a_refused_exception_lets_nothing_through_and_can_be_asked_for_again() -> None:
    side, held = cleared(), hold()
    decider = actor("clearer", of=side.organisation)

    take("refuse", exception(held, side, "issue"), decider, note="It can wait.")
    assert len(reasons(side)) == 1

    take("approve", exception(held, side, "issue"), decider)
    assert reasons(side) == []


def test_of_two_holds_each_needs_its_own_exception() -> None:
    side, first, second = cleared(), hold(last=5), hold(last=9, departments=["BEIS"])
    decider = actor("clearer", of=side.organisation)

    take("approve", exception(first, side, "issue"), decider)
    assert len(reasons(side)) == 1

    take("approve", exception(second, side, "issue"), decider)
    assert reasons(side) == []


def test_an_exception_is_only_for_a_step_that_waits_for_that_hold_and_only_while_it_lasts() -> None:
    side, held = cleared(), hold()
    leave = exception(held, side, "issue")

    with pytest.raises(BadInput):
        exception(held, side, "send_back")
    with pytest.raises(BadInput):
        exception(held, side, "issue", actor("coordinator", of=department("DfE")))
    with clock.at(TODAY + dt.timedelta(days=40)), pytest.raises(NotNow, match="is over"):
        take("approve", leave, actor("clearer", of=side.organisation))


def test_holds_by_their_days() -> None:
    ahead, now, over = hold(first=3), hold(), hold(first=-9, last=0)
    at = TODAY + dt.timedelta(days=1)

    assert set(Hold.objects.ahead_at(at)) == {ahead}
    assert set(Hold.objects.in_force_at(at)) == {now}
    assert set(Hold.objects.over_at(at)) == {over}
