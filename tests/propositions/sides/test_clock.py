"""How long a department has: twenty working days, which stand still while it waits for the area to answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from lis.engine import clock
from lis.engine.models import Turn
from lis.people.models import Organisation
from propositions.asks.models import Ask
from propositions.sides.models import Clarification
from tests.factories.asks import POSITION, ask, proposition, side, submit, take
from tests.factories.people import actor, body, department

pytestmark = pytest.mark.django_db

MONDAY_16_DECEMBER = dt.datetime(2019, 12, 16, 10, 0, tzinfo=dt.UTC)
DUE = dt.date(2020, 1, 16)  # twenty working days on; Christmas Day, Boxing Day and New Year's Day are none

FRIDAY_20_DECEMBER = dt.datetime(2019, 12, 20, 16, 0, tzinfo=dt.UTC)
MONDAY_23_DECEMBER = dt.datetime(2019, 12, 23, 9, 0, tzinfo=dt.UTC)
MONDAY_30_DECEMBER = dt.datetime(2019, 12, 30, 9, 0, tzinfo=dt.UTC)
MONDAY_6_JANUARY = dt.datetime(2020, 1, 6, 9, 0, tzinfo=dt.UTC)
DUE_AFTER_EIGHT_DAYS = dt.date(2020, 1, 28)  # 16 January and the eight working days from 23 December to 6 January


@pytest.fixture
def beis() -> Organisation:
    return department("BEIS")


@pytest.fixture
def sent(beis: Organisation) -> Iterator[Ask]:
    """An ask that went to BEIS on Monday 16 December 2019, and was taken by it on the same day."""
    with clock.at(MONDAY_16_DECEMBER):
        parent = proposition()
        made = ask(parent, departments=(beis,))
        submit(parent)
        take("take", side(made, beis), actor("reviewer", of=beis))
    return Ask.objects.with_record().get(pk=made.pk)


def turns(record: object) -> list[tuple[str, str, str, dt.date | None]]:
    """Whose turn it is on a record: body, role, reason and the day by which."""
    found = Turn.objects.filter(record=record, ended=None).order_by("pk")
    return list(found.values_list("organisation__code", "role", "reason", "due_on"))


def at(moment: dt.datetime, verb: str, noun: object, role: str, of: Organisation, **data: str) -> object:
    with clock.at(moment):
        return take(verb, noun, actor(role, of=of), **data)


def question(moment: dt.datetime, sent: Ask, beis: Organisation) -> Clarification:
    at(moment, "ask", side(sent, beis), "reviewer", beis, question="Which towns?")
    return Clarification.objects.with_record().filter(ask=sent).latest("pk")


def reply(moment: dt.datetime, asked: Clarification) -> None:
    at(moment, "answer", asked, "drafter", body(), answer="All fourteen.")


def test_a_department_has_twenty_working_days_from_submission(sent: Ask, beis: Organisation) -> None:
    assert turns(sent.record) == [("BEIS", "", "Review the ask", DUE)]
    assert turns(side(sent, beis).record) == [("BEIS", "reviewer", "Review the ask", DUE)]


def test_a_question_stops_the_clock_and_its_answer_gives_back_the_days_that_were_left(
    sent: Ask, beis: Organisation
) -> None:
    asked = question(FRIDAY_20_DECEMBER, sent, beis)

    assert turns(sent.record) == []
    assert turns(side(sent, beis).record) == []
    assert turns(asked.record) == [("LAN-LEP", "", "Answer the question from BEIS", None)]

    reply(MONDAY_6_JANUARY, asked)

    assert turns(asked.record) == []
    assert turns(sent.record) == [("BEIS", "", "Review the ask", DUE_AFTER_EIGHT_DAYS)]
    assert turns(side(sent, beis).record) == [("BEIS", "reviewer", "Review the ask", DUE_AFTER_EIGHT_DAYS)]


def test_a_question_answered_on_the_same_day_costs_no_day_and_gives_none(sent: Ask, beis: Organisation) -> None:
    reply(FRIDAY_20_DECEMBER, question(FRIDAY_20_DECEMBER, sent, beis))

    assert turns(sent.record) == [("BEIS", "", "Review the ask", DUE)]


@pytest.mark.parametrize("first_answered", [0, 1])
def test_of_two_questions_the_clock_stops_with_the_first_and_goes_on_after_both(
    sent: Ask, beis: Organisation, first_answered: int
) -> None:
    asked = [question(FRIDAY_20_DECEMBER, sent, beis), question(MONDAY_23_DECEMBER, sent, beis)]

    reply(MONDAY_30_DECEMBER, asked.pop(first_answered))
    assert turns(sent.record) == []
    assert turns(side(sent, beis).record) == []

    reply(MONDAY_6_JANUARY, asked.pop())
    assert turns(sent.record) == [("BEIS", "", "Review the ask", DUE_AFTER_EIGHT_DAYS)]


def test_a_second_stop_is_counted_on_top_of_the_first(sent: Ask, beis: Organisation) -> None:
    reply(MONDAY_6_JANUARY, question(FRIDAY_20_DECEMBER, sent, beis))
    # Monday 13 to Wednesday 15 January: two working days more.
    asked = question(dt.datetime(2020, 1, 13, 9, tzinfo=dt.UTC), sent, beis)
    reply(dt.datetime(2020, 1, 15, 17, tzinfo=dt.UTC), asked)

    assert turns(sent.record) == [("BEIS", "", "Review the ask", dt.date(2020, 1, 30))]


def test_a_question_of_one_department_leaves_the_clock_of_another(beis: Organisation) -> None:
    dfe = department("DfE")
    with clock.at(MONDAY_16_DECEMBER):
        parent = proposition()
        made = ask(parent, departments=(beis, dfe))
        submit(parent)

    asked = question(FRIDAY_20_DECEMBER, made, beis)
    assert turns(made.record) == [("DfE", "", "Review the ask", DUE)]

    reply(MONDAY_6_JANUARY, asked)
    assert turns(made.record) == [
        ("DfE", "", "Review the ask", DUE),
        ("BEIS", "", "Review the ask", DUE_AFTER_EIGHT_DAYS),
    ]


def test_a_department_that_goes_on_while_it_waits_keeps_its_place_and_gets_its_days_back(
    sent: Ask, beis: Organisation
) -> None:
    asked = question(FRIDAY_20_DECEMBER, sent, beis)
    at(MONDAY_30_DECEMBER, "draft_position", side(sent, beis), "reviewer", beis, **POSITION)

    assert turns(sent.record) == []
    assert turns(side(sent, beis).record) == [("BEIS", "clearer", "Clear the position", None)]

    reply(MONDAY_6_JANUARY, asked)

    assert turns(sent.record) == [("BEIS", "", "Review the ask", DUE_AFTER_EIGHT_DAYS)]
    assert turns(side(sent, beis).record) == [("BEIS", "clearer", "Clear the position", DUE_AFTER_EIGHT_DAYS)]


def test_whose_turn_it_was_inside_is_whose_turn_it_is_again(sent: Ask, beis: Organisation) -> None:
    at(FRIDAY_20_DECEMBER, "draft_position", side(sent, beis), "reviewer", beis, **POSITION)
    reply(MONDAY_6_JANUARY, question(FRIDAY_20_DECEMBER, sent, beis))

    assert turns(side(sent, beis).record) == [("BEIS", "clearer", "Clear the position", DUE_AFTER_EIGHT_DAYS)]


def test_a_department_that_answers_the_ask_while_it_waits_need_not_act_again_and_nor_need_the_area(
    sent: Ask, beis: Organisation
) -> None:
    asked = question(FRIDAY_20_DECEMBER, sent, beis)
    at(MONDAY_23_DECEMBER, "draft_position", side(sent, beis), "reviewer", beis, **POSITION)
    at(MONDAY_23_DECEMBER, "clear", side(sent, beis), "clearer", beis)
    at(MONDAY_30_DECEMBER, "issue", side(sent, beis), "clearer", beis)

    assert turns(sent.record) == []
    assert turns(side(sent, beis).record) == []
    assert turns(asked.record) == []


def test_a_department_that_has_passed_the_ask_on_meanwhile_need_not_act_again(sent: Ask, beis: Organisation) -> None:
    department("Defra")
    asked = question(FRIDAY_20_DECEMBER, sent, beis)
    at(MONDAY_23_DECEMBER, "hand_on", side(sent, beis), "reviewer", beis, to=["Defra"], note="Rural skills.")

    reply(MONDAY_6_JANUARY, asked)

    # Defra has twenty working days of its own, from the day on which it was passed the ask.
    assert turns(sent.record) == [("Defra", "", "Review the ask", dt.date(2020, 1, 23))]
    assert turns(side(sent, beis).record) == []


def test_a_question_about_an_answer_that_a_department_changes_of_itself_sets_no_day(
    sent: Ask, beis: Organisation
) -> None:
    for moment, verb, role, data in (
        (FRIDAY_20_DECEMBER, "draft_position", "reviewer", POSITION),
        (FRIDAY_20_DECEMBER, "clear", "clearer", {}),
        (FRIDAY_20_DECEMBER, "issue", "clearer", {}),
        (MONDAY_23_DECEMBER, "draft_position", "reviewer", {**POSITION, "words": "We will do more."}),
    ):
        at(moment, verb, side(sent, beis), role, beis, **data)

    reply(MONDAY_6_JANUARY, question(MONDAY_30_DECEMBER, sent, beis))

    assert turns(sent.record) == []
    assert turns(side(sent, beis).record) == [("BEIS", "clearer", "Clear the position", None)]


def test_inside_the_turn_passes_with_the_day_that_it_had_and_nothing_of_it_shows_outside(
    sent: Ask, beis: Organisation
) -> None:
    seen = turns(sent.record)
    for verb, role, data, turn in (
        ("draft_position", "reviewer", POSITION, ("clearer", "Clear the position")),
        ("send_back", "clearer", {"note": "From when?"}, ("reviewer", "Change the position")),
        ("draft_position", "reviewer", POSITION, ("clearer", "Clear the position")),
        ("clear", "clearer", {}, ("clearer", "Issue the answer")),
    ):
        at(MONDAY_23_DECEMBER, verb, side(sent, beis), role, beis, **data)
        assert turns(side(sent, beis).record) == [("BEIS", *turn, DUE)]
        assert turns(sent.record) == seen
