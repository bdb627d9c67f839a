"""One clock for every rule: UTC inside, London's calendar outside, and it can be stopped."""

from __future__ import annotations

import datetime as dt

import pytest

from lis.engine import clock


def test_the_clock_runs_in_utc() -> None:
    before = dt.datetime.now(dt.UTC)

    now = clock.now()

    assert before <= now <= dt.datetime.now(dt.UTC)
    assert now.tzinfo is dt.UTC


def test_a_stopped_clock_stands_and_then_goes_on() -> None:
    moment = dt.datetime(2019, 12, 24, 16, 30, tzinfo=dt.UTC)

    with clock.at(moment):
        assert clock.now() == moment
        with clock.at(moment + dt.timedelta(days=1)):
            assert clock.today() == dt.date(2019, 12, 25)
        assert clock.now() == moment

    assert clock.now() > moment


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2019, 7, 1, 22, 59, tzinfo=dt.UTC), dt.date(2019, 7, 1)),
        (dt.datetime(2019, 7, 1, 23, 0, tzinfo=dt.UTC), dt.date(2019, 7, 2)),
        (dt.datetime(2019, 12, 1, 23, 30, tzinfo=dt.UTC), dt.date(2019, 12, 1)),
        (dt.datetime(2019, 10, 27, 0, 30, tzinfo=dt.UTC), dt.date(2019, 10, 27)),
    ],
)
def test_today_is_the_date_in_london(moment: dt.datetime, day: dt.date) -> None:
    with clock.at(moment):
        assert clock.today() == day


def test_a_moment_of_another_place_is_kept_in_utc() -> None:
    with clock.at(dt.datetime(2019, 7, 1, 12, 0, tzinfo=clock.LONDON)):
        assert clock.now().isoformat() == "2019-07-01T11:00:00+00:00"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(dt.datetime(2019, 7, 1)):
        pass


def test_the_clock_goes_on_after_an_error() -> None:
    with pytest.raises(RuntimeError), clock.at(dt.datetime(2019, 7, 1, tzinfo=dt.UTC)):
        raise RuntimeError

    assert clock.now().year > 2019


@pytest.mark.django_db
def test_the_database_tells_the_moment_and_stops_with_the_clock() -> None:
    moment = dt.datetime(2019, 12, 24, 16, 30, tzinfo=dt.UTC)
    before = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)

    told = clock.database_now()

    assert before < told < before + dt.timedelta(minutes=2)
    with clock.at(moment):
        assert clock.database_now() == moment
