"""Who may take which step on a finding in which status: the whole table, written out."""

from __future__ import annotations

import pytest

from lis.engine.actor import ANONYMOUS, Actor
from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou
from lis.engine.models import Event
from lis.evidence.lifecycle import workflow
from lis.evidence.models import Finding
from tests.factories import evidence
from tests.factories.asks import strategy, take
from tests.factories.people import actor, body, department, superuser

pytestmark = pytest.mark.django_db

YES, NOT_YOU, NOT_NOW, UNSEEN, UNKNOWN = "yes", "not you", "not now", "unseen", "unknown strategy"
ROLES = {
    "drafter": ("drafter", "LAN-LEP"),
    "lead": ("lead", "LAN-LEP"),
    "consultation officer": ("consultation_officer", "LAN-LEP"),
    "secretary": ("secretary", "LAN-LEP"),
    "negotiator": ("negotiator", "LAN-LEP"),
    "board member": ("board_member", "LAN-LEP"),
    "drafter elsewhere": ("drafter", "CHW-LEP"),
    "lead elsewhere": ("lead", "CHW-LEP"),
    "reviewer": ("reviewer", "BEIS"),
    "coordinator": ("coordinator", "CLGU"),
    "administrator": ("administrator", "CONCORDAT"),
    "superuser": None,
    "anonymous": None,
}
WRITERS = ("drafter", "lead", "consultation officer")
AREA_READERS = ("secretary", "negotiator", "board member")

# Step and status, then what a writer of the area gets.
TABLE = {
    ("record", "draft"): YES,
    ("record", "recorded"): NOT_NOW,
    ("record", "withdrawn"): NOT_NOW,
    ("revise", "draft"): NOT_NOW,
    ("revise", "recorded"): YES,
    ("revise", "withdrawn"): NOT_NOW,
    ("withdraw", "draft"): YES,
    ("withdraw", "recorded"): YES,
    ("withdraw", "withdrawn"): NOT_NOW,
}
AFTER = {"record": "recorded", "revise": "draft", "withdraw": "withdrawn"}


def somebody(role: str) -> Actor:
    if ROLES[role] is None:
        return ANONYMOUS if role == "anonymous" else Actor.of(superuser())
    name, code = ROLES[role]
    return actor(name, of=department(code) if code in ("BEIS", "CLGU") else body(code))


def in_status(status: str) -> Finding:
    if status == "draft":
        return evidence.finding()
    made = evidence.recorded_finding()
    if status == "withdrawn":
        return take("withdraw", made, actor("lead", of=body()), note="The survey was small.")
    return made


def outcome(verb: str, finding: Finding, by: Actor) -> str:
    given = {"note": "The survey was small."} if verb == "withdraw" else {}
    try:
        workflow.perform(verb, finding, by=by, expected=finding.revision, data=given)
    except NotYou:
        return NOT_YOU
    except NotNow:
        return NOT_NOW
    except NotVisible:
        return UNSEEN
    return YES


def expected(cell: tuple[str, str], role: str) -> str:
    if role in WRITERS:
        return TABLE[cell]
    return NOT_YOU if role in AREA_READERS else UNSEEN


@pytest.mark.parametrize("cell", TABLE)
def test_a_step_is_for_whom_the_table_says(cell):
    verb, status = cell
    finding = in_status(status)

    refused = {role: outcome(verb, finding, somebody(role)) for role in ROLES if expected(cell, role) != YES}
    assert refused == {role: expected(cell, role) for role in ROLES if expected(cell, role) != YES}

    for role in WRITERS:
        if TABLE[cell] == YES:
            again = in_status(status)
            assert outcome(verb, again, somebody(role)) == YES, role
            last = Event.objects.filter(record=again.record).latest("number")
            assert (last.verb, last.from_status, last.to_status) == (verb, status, AFTER[verb])
            assert last.behalf == body()


def test_the_table_covers_every_step_and_status():
    assert set(TABLE) == {
        (step.verb, status) for step in workflow.steps if not step.creates for status in workflow.statuses
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_finding_is_started_by_those_of_the_area_who_write(role):
    data = {"strategy": strategy().ref, "statement": "Half of firms cannot fill posts."}
    answer = YES
    try:
        made = workflow.create("start", by=somebody(role), data=data)
    except NotYou:
        answer = NOT_YOU
    except BadInput as refused:
        answer = UNKNOWN if list(refused.errors) == ["strategy"] else refused.errors

    assert answer == (YES if role in WRITERS else NOT_YOU if role in AREA_READERS else UNKNOWN)
    if answer == YES:
        assert (made.ref, made.status, made.area.code) == ("LAN-F01", "draft", "LAN")


def test_a_finding_is_recorded_with_its_source_and_only_when_something_is_new():
    drafter = actor("drafter", of=body())
    finding = workflow.create("start", by=drafter, data={"strategy": strategy().ref, "statement": "Half of firms."})
    with pytest.raises(NotNow) as refused:
        workflow.perform("record", finding, by=drafter, expected=1)
    assert [reason.code for reason in refused.value.reasons] == ["no-source"]

    workflow.write(finding, {"source": "Survey, 2018."}, by=drafter)
    recorded = take("record", finding, drafter)
    again = take("revise", recorded, drafter)

    with pytest.raises(NotNow) as refused:
        workflow.perform("record", again, by=drafter, expected=again.revision)
    assert [reason.code for reason in refused.value.reasons] == ["nothing-new"]
    workflow.change_details(again, {"theme": "People"}, by=drafter)
    take("record", again, drafter)
    first, second = again.record.versions.order_by("number")
    assert (first.schema, first.content["theme"], second.content["theme"]) == ("finding/1", "", "People")
    assert first.content["statement"] == second.content["statement"] == "Half of firms."


def test_the_words_of_a_recorded_finding_stand_still():
    drafter = actor("drafter", of=body())
    recorded = evidence.recorded_finding(by=drafter)

    with pytest.raises(NotNow, match="Take it up again"):
        workflow.write(recorded, {"detail": "More."}, by=drafter)
