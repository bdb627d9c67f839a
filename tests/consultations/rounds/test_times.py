"""When a round is open: the clock of London, summer time and winter time, to the moment."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from django.core.exceptions import ValidationError

from consultations.rounds.forms import ClockTimeField, DatesForm, date_and_time_of, moment_of
from consultations.rounds.models import Phase, Round
from consultations.rounds.times import closing_words, time_left
from lis.engine import clock
from lis.engine.actor import ANONYMOUS
from lis.engine.errors import BadInput, NotNow, NotYou
from lis.engine.registry import workflows
from tests.factories import consultations
from tests.factories.asks import take
from tests.factories.people import actor, body

MOMENT = dt.timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("day", "time", "closing", "utc", "words"),
    [
        # Winter: London keeps UTC. Summer: an hour ahead of it.
        ((2026, 12, 14), "09:00", False, (2026, 12, 14, 9, 0), "14 December 2026 at 09:00 GMT"),
        ((2026, 7, 14), "09:00", False, (2026, 7, 14, 8, 0), "14 July 2026 at 09:00 BST"),
        ((2026, 12, 14), "23:59", True, (2026, 12, 15, 0, 0), "14 December 2026 at 23:59 GMT"),
        ((2026, 7, 14), "23:59", True, (2026, 7, 14, 23, 0), "14 July 2026 at 23:59 BST"),
        # The nights before the clocks change, and after.
        ((2026, 3, 28), "23:59", True, (2026, 3, 29, 0, 0), "28 March 2026 at 23:59 GMT"),
        ((2026, 3, 29), "23:59", True, (2026, 3, 29, 23, 0), "29 March 2026 at 23:59 BST"),
        ((2026, 10, 24), "23:59", True, (2026, 10, 24, 23, 0), "24 October 2026 at 23:59 BST"),
        ((2026, 10, 25), "23:59", True, (2026, 10, 26, 0, 0), "25 October 2026 at 23:59 GMT"),
        # Only the last minute of a day means its end.
        ((2026, 7, 14), "17:00", True, (2026, 7, 14, 16, 0), "14 July 2026 at 17:00 BST"),
        ((2026, 7, 14), "23:58", True, (2026, 7, 14, 22, 58), "14 July 2026 at 23:58 BST"),
    ],
)
def test_a_day_and_a_time_mean_one_moment_in_london_and_are_told_as_they_were_set(day, time, closing, utc, words):
    moment = moment_of(dt.date(*day), time, closing=closing)

    assert moment == dt.datetime(*utc, tzinfo=dt.UTC)
    assert date_and_time_of(moment, closing=closing) == (dt.date(*day).isoformat(), time)
    assert closing_words(moment) == words


@pytest.mark.parametrize(
    ("day", "sentence"), [((2026, 3, 29), "There is no such time"), ((2026, 10, 25), "comes twice on that day")]
)
def test_a_time_that_is_not_there_or_comes_twice_is_refused(day, sentence):
    with pytest.raises(ValidationError, match=sentence):
        moment_of(dt.date(*day), "01:30")


def test_times_of_day_are_understood_as_people_write_them():
    field = ClockTimeField(what="The time")
    written = {
        "9:00": "09:00", "09.30": "09:30", "9am": "09:00", "11:59pm": "23:59", "12 am": "00:00", "12pm": "12:00",
        "23:59": "23:59",
    }  # fmt: skip

    assert {text: field.clean(text) for text in written} == written
    for text in ("9", "24:00", "noon", "13pm", "9:60", "0am"):
        with pytest.raises(ValidationError, match="must be a time such as 9:00 or 17:30"):
            field.clean(text)


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {}),
        ({"opens_on": "2026-12-14"}, {"opens_time": ["Say at what time it opens."]}),
        ({"closes_time": "9:00"}, {"closes_on": ["Say on which day it closes."]}),
        (
            {"closes_on": "2026-12-14", "closes_time": "00:00"},
            {"closes_time": ["Midnight belongs to two days. Write 23:59 for the end of the day."]},
        ),
        (
            {"opens_on": "2026-12-14", "opens_time": "9:00", "closes_on": "2026-12-14", "closes_time": "8:59"},
            {"closes_on": ["It must close after it opens."]},
        ),
        ({"grace_minutes": "1441"}, {"grace_minutes": ["At most 24 hours of grace: 1440 minutes."]}),
    ],
)
def test_dates_that_do_not_fit_are_told_at_their_field(given, errors):
    form = DatesForm(given, actor=ANONYMOUS)

    form.is_valid()

    assert {name: list(found) for name, found in form.errors.items()} == errors


@pytest.mark.django_db
def test_dates_are_set_by_officers_while_it_is_a_draft():
    workflow, officer = workflows["round"], consultations.officer()
    round_ = consultations.round_(by=officer)
    dates = {
        "opens_on": "2026-10-01", "opens_time": "9am", "closes_on": "2026-10-25", "closes_time": "23:59",
        "grace_minutes": 15,
    }  # fmt: skip
    other = consultations.officer()

    with pytest.raises(NotYou):
        workflow.change_details(round_, dates, by=actor("drafter", of=body()))
    changed = workflow.change_details(round_, dates, by=other)

    kept = Round.objects.get(pk=round_.pk)
    assert changed == ["opens_on", "opens_time", "closes_on", "closes_time", "grace_minutes"]
    assert kept.opens_at == dt.datetime(2026, 10, 1, 8, 0, tzinfo=dt.UTC)
    assert (kept.closes_at, kept.grace_minutes) == (dt.datetime(2026, 10, 26, tzinfo=dt.UTC), 15)
    assert set(kept.editors.all()) == {officer.user, other.user}
    with pytest.raises(BadInput):
        workflow.change_details(round_, {**dates, "closes_on": "2026-09-01"}, by=officer)
    with pytest.raises(NotNow):
        workflow.change_details(consultations.scheduled_round(), dates, by=officer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("closes_on", "before", "after"),
    [
        ((2026, 7, 14), (2026, 7, 14, 22, 59, 59), (2026, 7, 14, 23, 0)),
        ((2026, 12, 14), (2026, 12, 14, 23, 59, 59), (2026, 12, 15, 0, 0)),
    ],
)
def test_what_closes_at_23_59_is_open_until_midnight_in_london(client, closes_on, before, after):
    closes_at = moment_of(dt.date(*closes_on), "23:59", closing=True)
    round_ = consultations.open_round(opens_at=closes_at - dt.timedelta(days=30), closes_at=closes_at)
    address = f"/consultations/{round_.ref}/"

    with clock.at(dt.datetime(*before, tzinfo=dt.UTC)):
        still = client.get(address)
        assert round_.phase_at(clock.now()) == Phase.OPEN
        assert time_left(round_, clock.now()) == "1 minute left"
    with clock.at(dt.datetime(*after, tzinfo=dt.UTC)):
        over = client.get(address)
        assert round_.phase_at(clock.now()) == Phase.CLOSED

    assert "Have your say" in still.content.decode()
    assert "Have your say" not in over.content.decode()
    assert "This consultation has closed" in over.content.decode()
    assert "Write to consult@lancashire.example." in over.content.decode()


@pytest.mark.django_db
def test_the_phase_in_a_list_is_the_phase_of_the_round():
    lead = actor("lead", of=body())
    noon = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
    opens, closes = noon + dt.timedelta(hours=1), noon + dt.timedelta(days=30)
    with clock.at(noon):
        made = [consultations.round_(), consultations.round_in_review(opens_at=opens)]
        scheduled = [consultations.scheduled_round(opens_at=opens, closes_at=closes) for _ in range(3)]
        made += [scheduled[0], take("pause", scheduled[1], lead, note="Flood.")]
        made += [take("withdraw", scheduled[2], lead, note="Over.")]

    found = {}
    for at in (noon, opens - MOMENT, opens, closes - MOMENT, closes):
        listed = dict(Round.objects.with_phase(at).values_list("pk", "phase"))
        assert listed == {round_.pk: round_.phase_at(at) for round_ in made}
        found[at] = [listed[round_.pk] for round_ in made]

    same = ["draft", "in_review"]
    assert found == {
        noon: [*same, "upcoming", "paused", "withdrawn"],
        opens - MOMENT: [*same, "upcoming", "paused", "withdrawn"],
        opens: [*same, "open", "paused", "withdrawn"],
        closes - MOMENT: [*same, "open", "paused", "withdrawn"],
        closes: [*same, "closed", "closed", "withdrawn"],
    }
    assert {Phase(phase) for phases in found.values() for phase in phases} == set(Phase)


def test_every_hour_and_minute_of_a_closing_survives_the_form():
    for hour, minute in product(range(24), (0, 1, 30, 58, 59)):
        if (hour, minute) == (0, 0):
            continue
        time = f"{hour:02d}:{minute:02d}"
        moment = moment_of(dt.date(2026, 6, 5), time, closing=True)
        assert date_and_time_of(moment, closing=True) == ("2026-06-05", time)
