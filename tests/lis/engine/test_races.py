"""Many at once, on real connections: one step is taken once, and everybody else is told so clearly."""

from __future__ import annotations

import threading
from collections import Counter as Tally
from collections.abc import Callable
from typing import Any

from django.db import transaction

from lis.engine.actor import Actor
from lis.engine.errors import NotNow, Stale
from lis.engine.models import Counter, Event
from lis.people.models import Organisation
from propositions.asks.lifecycle import workflow as asks
from propositions.asks.models import Ask
from propositions.drafting.lifecycle import workflow as propositions
from propositions.drafting.models import Proposition
from propositions.sides.lifecycle import workflow as sides
from propositions.sides.models import Answer, Side
from tests.at_once import at_once
from tests.factories.asks import ask, cleared_side, proposition, side, strategy, submitted_ask
from tests.factories.people import actor, body, department

FIFTY = 50


def kinds(answers: list[Any]) -> Tally[str]:
    return Tally(type(answer).__name__ for answer in answers)


def test_fifty_people_issue_one_answer_and_forty_nine_are_told_that_it_has_moved_on(fresh_database: str) -> None:
    beis = department("BEIS")
    cleared = cleared_side(submitted_ask(beis), beis)
    people = [actor("clearer", of=beis) for _ in range(FIFTY)]

    answers = at_once([lambda by=by: sides.perform("issue", cleared, by=by, expected=4) for by in people])

    assert kinds(answers) == {"Event": 1, "Stale": 49}
    assert {answer.sentence for answer in answers if isinstance(answer, Stale)} == {
        "LAN-01.1-BEIS has changed since you opened it. Read what is new, then decide again."
    }
    taken = next(answer for answer in answers if isinstance(answer, Event))
    assert (taken.number, taken.from_status, taken.to_status, taken.repeated) == (5, "cleared", "issued", False)
    assert list(Event.objects.filter(record=cleared.record, verb="issue")) == [taken]
    assert Event.objects.filter(record=cleared.ask.record, verb="answer").count() == 1
    assert Answer.objects.get().ref == "LAN-01.1-A1"


def test_fifty_people_who_have_read_the_newest_are_told_why_it_is_too_late(fresh_database: str) -> None:
    made = ask()
    people = [actor("lead", of=body()) for _ in range(FIFTY)]

    def withdraw(by: Actor) -> Event:
        while True:
            expected = asks.model.objects.with_record().get(pk=made.pk).revision
            try:
                return asks.perform("withdraw", made, by=by, expected=expected, data={"note": "Overtaken."})
            except Stale:
                continue

    answers = at_once([lambda by=by: withdraw(by) for by in people])

    assert kinds(answers) == {"Event": 1, "NotNow": 49}
    assert {answer.sentence for answer in answers if isinstance(answer, NotNow)} == {
        "LAN-01.1 is “Withdrawn”. This step needs “Draft” or “Submitted”."
    }
    assert [event.verb for event in Event.objects.filter(record=made.record).order_by("number")] == ["add", "withdraw"]


def test_one_person_who_presses_fifty_times_is_told_forty_nine_times_that_it_is_done(fresh_database: str) -> None:
    beis = department("BEIS")
    department("Defra")
    made, reviewer = submitted_ask(beis), actor("reviewer", of=beis)
    routed = side(made, beis)
    data = {"to": ["Defra"], "note": "Rural skills are theirs."}

    answers = at_once([lambda: sides.perform("hand_on", routed, by=reviewer, expected=1, data=data)] * FIFTY)

    assert kinds(answers) == {"Event": 50}
    assert Tally(event.repeated for event in answers) == {False: 1, True: 49}
    assert {event.pk for event in answers} == {Event.objects.get(record=routed.record, verb="hand_on").pk}
    assert Side.objects.filter(ask=made, organisation__code="Defra").count() == 1


def test_one_key_makes_one_proposition_however_often_it_comes(fresh_database: str) -> None:
    drafter = actor("drafter", of=body())
    data = {"strategy": strategy().ref, "title": "Careers Hub"}

    answers = at_once([lambda: propositions.create("start", by=drafter, data=data, key="one")] * FIFTY)

    assert kinds(answers) == {"Proposition": 50}
    assert {answer.ref for answer in answers} == {"LAN-01"}
    assert Tally(answer.created_by_event.repeated for answer in answers) == {False: 1, True: 49}
    assert Proposition.objects.get().ref == "LAN-01"
    assert Event.objects.filter(key="one").count() == 1


def test_fifty_new_propositions_have_fifty_numbers_without_a_gap(fresh_database: str) -> None:
    data = {"strategy": strategy().ref, "title": "Careers Hub"}
    people = [actor("drafter", of=body()) for _ in range(FIFTY)]

    answers = at_once([lambda by=by: propositions.create("start", by=by, data=data) for by in people])

    assert kinds(answers) == {"Proposition": 50}
    assert sorted(answer.ref for answer in answers) == [f"LAN-{number:02d}" for number in range(1, 51)]


def test_two_departments_that_act_at_once_both_succeed_and_the_ledger_has_no_gap(fresh_database: str) -> None:
    departments = [department("BEIS"), department("DfE"), department("Defra")]
    made = submitted_ask(*departments)
    reviewers = [(of, actor("reviewer", of=of)) for of in departments]

    def question(of: Organisation, by: Actor) -> Event:
        return sides.perform("ask", side(made, of), by=by, expected=1, data={"question": f"What of {of.code}?"})

    answers = at_once([lambda of=of, by=by: question(of, by) for of, by in reviewers])

    assert kinds(answers) == {"Event": 3}
    assert list(Event.objects.filter(record=made.record).values_list("number", "verb")) == [
        (1, "add"), (2, "submit"), (3, "question"), (4, "question"), (5, "question"),
    ]  # fmt: skip
    assert sorted(made.clarifications.values_list("record__ref", flat=True)) == [
        "LAN-01.1-Q1", "LAN-01.1-Q2", "LAN-01.1-Q3",
    ]  # fmt: skip


def test_a_number_waits_for_the_one_before_it_and_is_the_next_whatever_became_of_that(fresh_database: str) -> None:
    taken, given_up = threading.Event(), threading.Event()

    def take_and_give_up() -> None:
        with transaction.atomic():
            Counter.next("LAN")
            taken.set()
            given_up.wait(timeout=1)
            transaction.set_rollback(True)

    def take_meanwhile() -> int:
        taken.wait(timeout=60)
        return Counter.next("LAN")

    answers = at_once([take_and_give_up, take_meanwhile])

    assert answers[1] == 1


def test_no_ask_slips_under_a_proposition_while_it_is_withdrawn(fresh_database: str) -> None:
    parent = proposition()
    lead, drafters = actor("lead", of=body()), [actor("drafter", of=body()) for _ in range(20)]
    data = {"proposition": parent.ref, "ask": "Extend it.", "type": "programme_extension"}
    acts: list[Callable[[], Any]] = [lambda by=by: asks.create("add", by=by, data=data) for by in drafters]
    acts.insert(10, lambda: propositions.perform("withdraw", parent, by=lead, expected=1, data={"note": "Overtaken."}))

    answers = at_once(acts)

    told = kinds(answers)
    assert told["Event"] == 1
    assert told["Ask"] + told["NotNow"] == 20
    assert {answer.sentence for answer in answers if isinstance(answer, NotNow)} <= {
        "LAN-01 is withdrawn. An ask cannot be added to it."
    }
    made = Ask.objects.with_record()
    assert made.count() == told["Ask"]
    assert {one.status for one in made} <= {"withdrawn"}
