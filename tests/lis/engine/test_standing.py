"""Whose turn it is: begun by one event, ended by another, and one at a time for each body and role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from lis.engine.models import Turn
from lis.engine.standing import end_turns, give_turn
from lis.engine.steps import Act
from propositions.asks.models import Ask
from tests.factories.asks import ask
from tests.factories.people import body, department

pytestmark = pytest.mark.django_db

DAY = dt.date(2020, 2, 3)


def act_on(made: Ask) -> Act:
    event = made.record.events.get()
    return Act(None, None, made, None, {}, event.at, event=event)


def open_turns(made: Ask) -> list[tuple[str, str, str]]:
    turns = Turn.objects.filter(record=made.record, ended=None).order_by("pk")
    return [(turn.organisation.code, turn.role, turn.reason) for turn in turns]


def test_a_turn_that_goes_on_keeps_its_beginning_its_reason_and_its_day() -> None:
    made, beis = ask(), department("BEIS")

    first = give_turn(act_on(made), made.record, beis, "Review the ask", due_on=DAY)
    second = give_turn(act_on(made), made.record, beis, "Another reason", due_on=None)

    assert second == first
    assert (first.since, second.reason, second.due_on) == (made.record.events.get(), "Review the ask", DAY)
    assert open_turns(made) == [("BEIS", "", "Review the ask")]


def test_a_body_can_have_a_turn_in_each_of_its_roles() -> None:
    made, beis = ask(), department("BEIS")
    for role in ("", "reviewer", "clearer"):
        give_turn(act_on(made), made.record, beis, "Act", role=role)

    assert open_turns(made) == [("BEIS", "", "Act"), ("BEIS", "reviewer", "Act"), ("BEIS", "clearer", "Act")]


def test_turns_end_for_one_role_for_one_body_or_for_all() -> None:
    made, beis, area = ask(), department("BEIS"), body()
    act = act_on(made)
    for of, role in ((beis, "reviewer"), (beis, "clearer"), (area, "")):
        give_turn(act, made.record, of, "Act", role=role)

    end_turns(act, made.record, beis, "clearer")
    assert open_turns(made) == [("BEIS", "reviewer", "Act"), ("LAN-LEP", "", "Act")]

    end_turns(act, made.record, beis)
    assert open_turns(made) == [("LAN-LEP", "", "Act")]

    end_turns(act, made.record)
    assert open_turns(made) == []
    assert {turn.ended for turn in Turn.objects.filter(record=made.record)} == {act.event}


def test_what_has_ended_can_begin_again_and_both_are_remembered() -> None:
    made, beis = ask(), department("BEIS")
    act = act_on(made)
    first = give_turn(act, made.record, beis, "Review the ask")
    end_turns(act, made.record)

    second = give_turn(act, made.record, beis, "Review the ask")

    assert second != first
    assert Turn.objects.filter(record=made.record).count() == 2


def test_the_database_keeps_one_open_turn_for_a_body_and_role() -> None:
    made, beis = ask(), department("BEIS")
    turn = give_turn(act_on(made), made.record, beis, "Review the ask")

    turn.pk = None
    with pytest.raises(IntegrityError, match="turn_is_open_once"), transaction.atomic():
        turn.save(force_insert=True)
