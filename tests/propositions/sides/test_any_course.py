"""Whatever departments and an area do to an ask, in whatever order: what must be true of it afterwards stays true."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lis.engine.actor import Actor
from lis.engine.ledger import chain_hash
from lis.engine.models import Event, Turn
from lis.engine.registry import workflows
from propositions.asks.models import Ask
from tests.factories.asks import submitted_ask
from tests.factories.people import actor, body, department

from ..grids import undone

pytestmark = pytest.mark.django_db

DEPARTMENTS = ("BEIS", "DfE", "Defra")
KINDS = ("ask", "side", "clarification", "answer")


def given_with(verb: str, draw: Any) -> dict[str, Any]:
    """What a person gives with a step."""
    if verb == "hand_on":
        return {
            "to": draw(st.lists(st.sampled_from([*DEPARTMENTS, "CLGU"]), min_size=1, unique=True)),
            "note": "Theirs.",
        }
    return {
        "ask": {"question": "Which towns?"},
        "answer": {"answer": "All fourteen."},
        "draft_position": {"stance": "support", "words": "We will."},
        "send_back": {"note": "From when?"},
        "withdraw": {"note": "Overtaken by events."},
    }.get(verb, {})


def one_step(made: Ask, somebody: Actor, draw: Any) -> None:
    """Take one of the steps that are offered to them, if there is any."""
    offered = []
    for kind in KINDS:
        workflow = workflows[kind]
        nouns = list(workflow.model.objects.with_record().visible_to(somebody).filter(record__root=made.record))
        verdicts = workflow.judge(somebody, nouns)
        for noun in nouns:
            for verdict in verdicts[noun.pk]:
                # An ask that is withdrawn early has a short life: that end comes seldom.
                if verdict.available and (verdict.verb != "withdraw" or draw(st.integers(0, 9)) == 0):
                    offered.append((workflow, noun, verdict.verb))
    if not offered:
        return
    workflow, noun, verb = draw(st.sampled_from(offered))
    data = given_with(verb, draw)
    form = workflow.step(verb).form(data, actor=somebody, noun=noun)
    assert form.is_valid(), form.errors
    if form.objections():
        return
    event = workflow.perform(verb, noun, by=somebody, expected=noun.revision, data=data)
    connection.check_constraints()
    assert (event.verb, event.number) == (verb, noun.revision + 1)


def open_turns(record: Any) -> list[str]:
    return list(Turn.objects.filter(record=record, ended=None).values_list("organisation__code", flat=True))


def assert_all_is_well(made: Ask) -> None:
    made = Ask.objects.with_record().get(pk=made.pk)
    sides = [side for side in made.sides.with_record() if side.role != "sponsor"]
    questions = list(made.clarifications.with_record())
    waiting = {question.organisation_id for question in questions if question.status == "open"}
    answered = {answer.organisation_id for answer in made.answers.all()}
    openly = open_turns(made.record)

    assert len(set(openly)) == len(openly)
    for side in sides:
        busy = side.is_working and side.organisation_id not in waiting
        if side.organisation.code in openly:
            assert busy, f"{side} is {side.status} and it is its turn"
        elif busy:
            assert side.organisation_id in answered, f"nobody waits for {side}, which is {side.status}"
        if busy:
            assert open_turns(side.record) == [side.organisation.code]
        if not side.is_working:
            assert open_turns(side.record) == []
    for question in questions:
        assert open_turns(question.record) == (["LAN-LEP"] if question.status == "open" else [])
    latest = {answer.organisation_id: answer for answer in made.answers.with_record().order_by("pk")}
    for answer in made.answers.with_record():
        unread = answer.status == "issued" and answer == latest[answer.organisation_id]
        assert open_turns(answer.record) == (["LAN-LEP"] if unread and made.status == "submitted" else [])
    if made.status == "withdrawn":
        assert {side.status for side in made.sides.with_record()} == {"closed"}
        assert openly == []
    elif any(side.is_working for side in sides):
        assert sum(side.role == "lead" for side in sides) == 1


def assert_the_ledger_is_whole(made: Ask) -> None:
    last: dict[int, Event] = {}
    events = Event.objects.filter(record__root=made.record).select_related("record", "version", "behalf", "cause")
    for event in events.order_by("record", "number"):
        before = last.get(event.record_id)
        assert event.number == (before.number + 1 if before else 1)
        assert event.prev == (before.hash if before else "")
        assert event.hash == chain_hash(event)
        last[event.record_id] = event


@settings(
    max_examples=8, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(course=st.data())
def test_in_any_course_of_steps_turns_ledgers_and_leads_stay_as_they_must(course: st.DataObject) -> None:
    with undone():
        made = submitted_ask(department("BEIS"), department("DfE"))
        people = [actor("drafter", "lead", of=body())]
        for code in (*DEPARTMENTS, "CLGU"):
            people += [actor("reviewer", of=department(code)), actor("clearer", "coordinator", of=department(code))]
        for _ in range(course.draw(st.integers(5, 18))):
            one_step(made, course.draw(st.sampled_from(people)), course.draw)
            assert_all_is_well(made)
        assert_the_ledger_is_whole(made)
