"""Who may take which step on a paper in which status: the whole table, written out."""

from __future__ import annotations

import datetime as dt

import pytest

from lis.engine import clock
from lis.engine.actor import ANONYMOUS, Actor
from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou
from lis.engine.models import Event
from lis.papers.lifecycle import workflow
from tests.factories import papers
from tests.factories.people import actor, body, department, superuser

pytestmark = pytest.mark.django_db

YES, NOT_YOU, NOT_NOW, UNSEEN, UNKNOWN = "yes", "not you", "not now", "unseen", "unknown workstream"

ROLES = {
    "drafter": ("drafter", "LAN-LEP"),
    "lead": ("lead", "LAN-LEP"),
    "secretary": ("secretary", "LAN-LEP"),
    "negotiator": ("negotiator", "LAN-LEP"),
    "board member": ("board_member", "LAN-LEP"),
    "consultation officer": ("consultation_officer", "LAN-LEP"),
    "lead elsewhere": ("lead", "CHW-LEP"),
    "drafter elsewhere": ("drafter", "CHW-LEP"),
    "reviewer with access": ("reviewer", "BEIS"),
    "clearer with access": ("clearer", "BEIS"),
    "coordinator with access": ("coordinator", "BEIS"),
    "reviewer without access": ("reviewer", "DfE"),
    "administrator": ("administrator", "CONCORDAT"),
    "superuser": None,
    "anonymous": None,
}
AREA_READERS = ("secretary", "negotiator", "board member", "consultation officer")
DEPARTMENT_READERS = ("reviewer with access", "clearer with access", "coordinator with access")
STRANGERS = (
    "lead elsewhere", "drafter elsewhere", "reviewer without access", "administrator", "superuser", "anonymous",
)  # fmt: skip

# Step and status, then what a drafter and a lead of the area get. Every paper but the first is shared with BEIS.
TABLE = {
    ("send_for_review", "drafting"): (YES, YES),
    ("send_for_review", "internal_review"): (NOT_NOW, NOT_NOW),
    ("send_for_review", "submitted"): (NOT_NOW, NOT_NOW),
    ("send_for_review", "withdrawn"): (NOT_NOW, NOT_NOW),
    ("send_back", "drafting"): (NOT_YOU, NOT_NOW),
    ("send_back", "internal_review"): (NOT_YOU, YES),
    ("send_back", "submitted"): (NOT_YOU, NOT_NOW),
    ("send_back", "withdrawn"): (NOT_YOU, NOT_NOW),
    ("share", "drafting"): (NOT_YOU, YES),
    ("share", "internal_review"): (NOT_YOU, YES),
    ("share", "submitted"): (NOT_YOU, YES),
    ("share", "withdrawn"): (NOT_YOU, NOT_NOW),
    ("stop_sharing", "drafting"): (NOT_YOU, YES),
    ("stop_sharing", "internal_review"): (NOT_YOU, YES),
    ("stop_sharing", "submitted"): (NOT_YOU, YES),
    ("stop_sharing", "withdrawn"): (NOT_YOU, NOT_NOW),
    ("submit", "drafting"): (NOT_YOU, NOT_NOW),
    ("submit", "internal_review"): (NOT_YOU, YES),
    ("submit", "submitted"): (NOT_YOU, YES),
    ("submit", "withdrawn"): (NOT_YOU, NOT_NOW),
    ("withdraw", "drafting"): (NOT_YOU, YES),
    ("withdraw", "internal_review"): (NOT_YOU, YES),
    ("withdraw", "submitted"): (NOT_YOU, YES),
    ("withdraw", "withdrawn"): (NOT_YOU, NOT_NOW),
}
CREATION = {
    "drafter": YES,
    "lead": YES,
    **dict.fromkeys(AREA_READERS, NOT_YOU),
    **dict.fromkeys((*DEPARTMENT_READERS, *STRANGERS), UNKNOWN),
}
AFTER = {
    "send_for_review": lambda before: "internal_review",
    "send_back": lambda before: "drafting",
    "share": lambda before: before,
    "stop_sharing": lambda before: before,
    "submit": lambda before: "submitted",
    "withdraw": lambda before: "withdrawn",
}


def somebody(role: str) -> Actor:
    if role == "anonymous":
        return ANONYMOUS
    if role == "superuser":
        return Actor.of(superuser())
    name, code = ROLES[role]
    return actor(name, of=department(code) if code in ("BEIS", "DfE") else body(code))


def in_status(status: str) -> papers.PolicyPositionPaper:
    """A paper in that status which BEIS may read until a date, and whose draft says more than its last version."""
    beis = department("BEIS")
    made = papers.share(papers.written(), beis)
    if status != "drafting":
        drafter = actor("drafter", of=made.organisation)
        made = papers.take("send_for_review", papers.write(made, drafter, evidence="Capenhurst."), drafter)
    if status in ("submitted", "withdrawn"):
        made = papers.write(papers.submit(made), evidence="Capenhurst, and more.")
    if status == "withdrawn":
        made = papers.take("withdraw", made, actor("lead", of=made.organisation), note="It was overtaken by events.")
    return made


def what_is_given(verb: str) -> dict:
    return {
        "send_for_review": {},
        "send_back": {"note": "Say where the heat comes from."},
        "share": {"departments": ["DfE"], "until": (clock.today() + dt.timedelta(days=7)).isoformat()},
        "stop_sharing": {"department": "BEIS"},
        "submit": {"departments": ["DfE"]},
        "withdraw": {"note": "It was overtaken by events."},
    }[verb]


def outcome(verb: str, paper: papers.PolicyPositionPaper, by: Actor) -> str:
    try:
        workflow.perform(verb, paper, by=by, expected=paper.revision, data=what_is_given(verb))
    except NotYou:
        return NOT_YOU
    except NotNow:
        return NOT_NOW
    except NotVisible:
        return UNSEEN
    return YES


def expected(verb: str, status: str, role: str) -> str:
    if role in STRANGERS:
        return UNSEEN
    if role in AREA_READERS or role in DEPARTMENT_READERS:
        return NOT_YOU
    return TABLE[verb, status][("drafter", "lead").index(role)]


@pytest.mark.parametrize(("verb", "status"), TABLE)
def test_a_step_is_for_whom_the_table_says(verb, status):
    department("DfE")
    paper = in_status(status)

    for role in ROLES:
        by, before = somebody(role), Event.objects.filter(record=paper.record).count()
        wanted = expected(verb, status, role)
        if wanted == YES:
            continue
        assert outcome(verb, paper, by) == wanted, role
        assert Event.objects.filter(record=paper.record).count() == before, role

    allowed = [role for role in ROLES if expected(verb, status, role) == YES]
    for role in allowed[:1]:
        assert outcome(verb, paper, somebody(role)) == YES, role
        last = Event.objects.filter(record=paper.record).latest("number")
        paper.record.refresh_from_db()
        assert (last.verb, last.from_status, last.to_status) == (verb, status, AFTER[verb](status))
        assert paper.record.status == AFTER[verb](status)
        assert last.behalf == paper.organisation


@pytest.mark.parametrize(("verb", "status"), [cell for cell, answers in TABLE.items() if answers == (YES, YES)])
def test_both_roles_may_take_the_step_that_is_for_both(verb, status):
    assert outcome(verb, in_status(status), somebody("drafter")) == YES
    assert outcome(verb, in_status(status), somebody("lead")) == YES


def test_the_table_covers_every_step_and_status():
    assert set(TABLE) == {
        (step.verb, status) for step in workflow.steps if not step.creates for status in workflow.statuses
    }
    assert set(CREATION) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_paper_is_started_by_those_of_the_area_who_write(role):
    stream = papers.workstream()
    data = {"workstream": stream.ref, "kind": "position_paper", "title": "Logistics"}
    answer = YES
    try:
        paper = workflow.create("start", by=somebody(role), data=data)
    except NotYou:
        answer = NOT_YOU
    except BadInput as refused:
        answer = UNKNOWN if list(refused.errors) == ["workstream"] else refused.errors

    assert answer == CREATION[role]
    if answer == YES:
        assert (paper.ref, paper.status, paper.area.code) == ("LAN-P01", "drafting", "LAN")
        assert paper.created_by_event.verb == "start"
    else:
        assert not Event.objects.filter(verb="start", record__kind="paper").exists()


def test_offers_agree_with_what_is_allowed():
    paper = in_status("internal_review")

    verdicts = workflow.judge(somebody("lead"), [paper])[paper.pk]

    assert {verdict.verb: (verdict.mine, verdict.available) for verdict in verdicts} == {
        "send_for_review": (True, False),
        "send_back": (True, True),
        "share": (True, True),
        "stop_sharing": (True, True),
        "submit": (True, True),
        "withdraw": (True, True),
    }
    assert not any(v.mine for v in workflow.judge(somebody("reviewer with access"), [paper])[paper.pk])
