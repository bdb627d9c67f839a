"""By when is an ask reviewed and answered, who may put that off, and who is reminded?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client

from lis.engine import clock
from lis.engine.errors import BadInput, NotNow
from lis.engine.models import Turn
from lis.notices.models import Notice
from propositions.asks.models import Ask
from propositions.queue.chasing import chase, point_of
from propositions.sides.models import Allowance, Chaser
from tests.factories import asks
from tests.factories.people import actor, body, department, person
from tests.lis.doors.api.client import api

pytestmark = pytest.mark.django_db

MONDAY_16_DECEMBER = dt.datetime(2019, 12, 16, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def sent() -> Iterator[Ask]:
    """An ask that went to BEIS on Monday 16 December 2019: to be reviewed by 16 and answered by 30 January."""
    with clock.at(MONDAY_16_DECEMBER):
        yield asks.submitted_ask(department())


def due(ask: Ask) -> tuple[dt.date | None, dt.date | None]:
    """The day that everybody sees, and the day inside BEIS."""
    days = [
        Turn.objects.filter(record=record, ended=None).values_list("due_on", flat=True).first()
        for record in (ask.record_id, asks.side(ask, department()).pk)
    ]
    return days[0], days[1]


def test_a_department_reviews_within_twenty_working_days_and_decides_within_ten_more(sent: Ask) -> None:
    assert due(sent) == (dt.date(2020, 1, 30), dt.date(2020, 1, 16))

    asks.drafted_side(sent, department())
    assert due(sent) == (dt.date(2020, 1, 30), dt.date(2020, 1, 30))


def test_a_department_may_give_itself_other_days(sent: Ask) -> None:
    Allowance.objects.create(organisation=department(), review_days=3, decide_days=2)

    other = asks.submitted_ask(department())

    assert due(other) == (dt.date(2019, 12, 23), dt.date(2019, 12, 19))
    assert due(sent) == (dt.date(2020, 1, 30), dt.date(2020, 1, 16))


def test_another_due_date_is_shared_and_why_is_not(sent: Ask) -> None:
    beis = department()

    asks.take(
        "set_due",
        asks.side(sent, beis),
        actor("coordinator", of=beis),
        due_on="2020-02-14",
        note="She travels.",
    )

    day = dt.date(2020, 2, 14)
    event = sent.record.events.latest("number")
    assert due(sent) == (day, day)
    assert (event.verb, event.behalf.code) == ("due", "BEIS")
    assert event.data == {"organisation": "BEIS", "about": "2020-02-14"}
    assert asks.side(sent, beis).record.events.latest("number").note == "She travels."


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2019-12-13", "The day has passed. Choose today or a later day."),
        ("2020-03-13", "The latest day is 12 March 2020. Choose that day or an earlier one."),
    ],
)
def test_a_due_date_lies_ahead_and_within_what_the_service_allows(sent: Ask, day: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        asks.take("set_due", asks.side(sent, department()), actor("clearer", of=department()), due_on=day, note="Late.")

    assert refused.value.errors == {"due_on": [sentence]}


def test_while_a_question_is_open_there_is_no_date_to_change(sent: Ask) -> None:
    beis = department()
    asks.open_question(sent, beis)

    with pytest.raises(NotNow):
        asks.take("set_due", asks.side(sent, beis), actor("clearer", of=beis), due_on="2020-02-14", note="Late.")


def test_after_a_question_both_days_are_as_far_off_as_before(sent: Ask) -> None:
    beis = department()
    asked = asks.open_question(sent, beis)

    with clock.at(dt.datetime(2019, 12, 18, 9, tzinfo=dt.UTC)):
        asks.take("answer", asked, actor("drafter", of=body()), answer="All fourteen.")

    assert due(sent) == (dt.date(2020, 2, 3), dt.date(2020, 1, 20))


# Reminders ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "point"),
    [(-3, None), (-2, -2), (0, -2), (1, 1), (4, 1), (5, 5), (9, 5), (10, 10), (23, 20)],
)
def test_one_is_reminded_two_days_before_the_day_after_and_each_week_from_then_on(days: int, point: int | None) -> None:
    assert point_of(days) == point


def reminded(on: dt.date) -> list[str]:
    """Who is written to when the clock beats twice at nine on that day."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with clock.at(dt.datetime.combine(on, dt.time(9), tzinfo=dt.UTC)):
        chase()
        chase()
    return sorted(Notice.objects.exclude(pk__in=before).values_list("person__name", flat=True))


def test_whoever_acts_is_reminded_once_at_each_point_and_the_coordinator_a_week_late(sent: Ask) -> None:
    beis = department()
    person("reviewer", of=beis, name="Ann")
    person("coordinator", of=beis, name="Cora")

    found = {day: reminded(dt.date(2020, 1, day)) for day in (13, 14, 15, 16, 17, 22, 23, 24, 30)}

    assert found == {
        13: [], 14: ["Ann"], 15: [], 16: [], 17: ["Ann"], 22: [], 23: ["Ann", "Cora"], 24: [], 30: ["Ann", "Cora"],
    }  # fmt: skip
    assert list(Chaser.objects.order_by("pk").values_list("point", flat=True)) == [-2, 1, 5, 10]


def test_the_person_to_whom_it_is_assigned_is_reminded_and_nobody_while_the_clock_stands_still(sent: Ask) -> None:
    beis = department()
    ann = person("reviewer", of=beis, name="Ann")
    person("reviewer", of=beis, name="Ben")
    asks.take("assign", asks.side(sent, beis), actor("coordinator", of=beis), person=ann.email)
    assert reminded(dt.date(2020, 1, 15)) == ["Ann"]

    with clock.at(dt.datetime(2020, 1, 16, 9, tzinfo=dt.UTC)):
        asks.open_question(sent, beis)
    assert reminded(dt.date(2020, 2, 20)) == []


# The doors ----------------------------------------------------------------------------------------------------------


def test_another_due_date_goes_through_page_and_api(sent: Ask) -> None:
    beis, clearer = department(), person("clearer", of=department())
    client = Client()
    client.force_login(clearer)
    with clock.at(MONDAY_16_DECEMBER):
        address = f"/sides/{sent.ref}-BEIS/steps/set-due/"
        shown = client.get(address)
        hidden = {
            "expected": shown.context["envelope"].initial["expected"],
            "key": shown.context["envelope"]["key"].value(),
        }
        day = {"due_on_day": "3", "due_on_month": "2", "due_on_year": "2020"}
        assert client.post(address, {**hidden, **day, "note": "She travels."}).status_code == 302
        assert due(sent)[0] == dt.date(2020, 2, 3)

        program = api(clearer)
        read = program.get(f"/api/v1/sides/{sent.ref}-BEIS/")
        answer = program.post(
            f"/api/v1/sides/{sent.ref}-BEIS/steps/set-due/", {"due_on": "2020-02-04", "note": "She travels."},
            if_match=read.headers["ETag"],
        )  # fmt: skip
    assert answer.status_code == 200, answer.json()
    assert due(sent)[0] == dt.date(2020, 2, 4)
    assert asks.side(sent, beis).record.events.latest("number").verb == "set_due"


def test_a_coordinator_sets_the_days_of_the_department_within_the_services_maximum() -> None:
    client, reader = Client(), Client()
    client.force_login(person("coordinator", of=department()))
    reader.force_login(person("reviewer", of=department()))
    address = "/departments/BEIS/working-days/"

    too_many = client.post(address, {"review_days": "40", "decide_days": "21"})
    assert (too_many.status_code, Allowance.objects.count()) == (400, 0)
    assert "Together 61 working days. The most is 60: lower one of them." in too_many.content.decode()

    assert client.post(address, {"review_days": "15", "decide_days": "5"}).status_code == 302
    assert (reader.get(address).status_code, reader.post(address, {}).status_code) == (200, 403)
    assert "15 working days" in reader.get(address).content.decode()
    assert list(Allowance.objects.values_list("organisation__code", "review_days", "decide_days")) == [("BEIS", 15, 5)]
