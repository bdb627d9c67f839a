"""The working days of England against dates written out from the published lists of bank holidays."""

import datetime as dt

import pytest

from lis.calendar_days import add_working_days, due_at, is_working_day, working_days_between

D = dt.date


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (D(2019, 12, 24), True),
        (D(2019, 12, 25), False),
        (D(2019, 12, 26), False),
        (D(2019, 12, 27), True),
        (D(2019, 12, 28), False),
        (D(2020, 1, 1), False),
        (D(2020, 1, 2), True),  # a bank holiday in Scotland, not in England
        (D(2020, 3, 17), True),  # St Patrick's Day: Northern Ireland only
        (D(2020, 4, 10), False),  # Good Friday
        (D(2020, 4, 13), False),  # Easter Monday
        (D(2020, 4, 14), True),
        (D(2020, 5, 4), True),  # the early May holiday of 2020 was moved
        (D(2020, 5, 8), False),  # to the 75th anniversary of VE Day
        (D(2020, 12, 28), False),  # Boxing Day fell on a Saturday
        (D(2022, 6, 2), False),  # spring holiday moved for the jubilee
        (D(2022, 6, 3), False),
        (D(2022, 9, 19), False),  # state funeral
        (D(2023, 5, 8), False),  # coronation
        (D(2026, 8, 31), False),
        (D(2026, 12, 28), False),
    ],
)
def test_is_working_day_follows_the_bank_holidays_of_england(day, working):
    assert is_working_day(day) is working


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (D(2019, 12, 23), 1, D(2019, 12, 24)),
        (D(2019, 12, 24), 1, D(2019, 12, 27)),
        (D(2019, 12, 24), 2, D(2019, 12, 30)),
        (D(2019, 12, 20), 10, D(2020, 1, 8)),
        (D(2020, 4, 9), 1, D(2020, 4, 14)),
        (D(2020, 5, 7), 1, D(2020, 5, 11)),
        (D(2020, 5, 9), 0, D(2020, 5, 11)),
        (D(2020, 5, 11), 0, D(2020, 5, 11)),
        (D(2020, 1, 2), -1, D(2019, 12, 31)),
        (D(2019, 9, 2), 20, D(2019, 9, 30)),
    ],
)
def test_add_working_days_skips_weekends_and_holidays(start, days, end):
    assert add_working_days(start, days) == end


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (D(2019, 12, 20), D(2020, 1, 8), 10),
        (D(2020, 1, 8), D(2019, 12, 20), -10),
        (D(2020, 4, 9), D(2020, 4, 13), 0),
        (D(2020, 4, 9), D(2020, 4, 14), 1),
        (D(2020, 5, 8), D(2020, 5, 8), 0),
    ],
)
def test_working_days_between_counts_the_last_day_and_not_the_first(start, end, days):
    assert working_days_between(start, end) == days


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        # 23:30 UTC on a summer Thursday is already Friday in London; in winter it is still Thursday.
        (dt.datetime(2019, 7, 11, 23, 30, tzinfo=dt.UTC), 1, D(2019, 7, 15)),
        (dt.datetime(2019, 12, 5, 23, 30, tzinfo=dt.UTC), 1, D(2019, 12, 6)),
        # Across the end of summer time (27 October 2019) and its beginning (29 March 2020).
        (dt.datetime(2019, 10, 25, 22, 59, tzinfo=dt.UTC), 1, D(2019, 10, 28)),
        (dt.datetime(2019, 10, 25, 23, 0, tzinfo=dt.UTC), 1, D(2019, 10, 28)),
        (dt.datetime(2020, 3, 27, 23, 59, tzinfo=dt.UTC), 2, D(2020, 3, 31)),
        (dt.datetime(2020, 3, 30, 23, 0, tzinfo=dt.UTC), 1, D(2020, 4, 1)),
    ],
)
def test_due_at_counts_from_the_date_in_london(start, days, due):
    assert due_at(start, days) == due


def test_due_at_refuses_a_moment_without_a_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        due_at(dt.datetime(2019, 12, 5, 12, 0), 1)
