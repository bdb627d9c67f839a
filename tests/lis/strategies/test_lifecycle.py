"""Who begins a strategy, what it is called, and who sees it."""

from __future__ import annotations

import pytest

from lis.engine.actor import ANONYMOUS, Actor
from lis.engine.errors import BadInput, NotYou
from lis.engine.models import Event
from lis.people.models import Area
from lis.strategies.lifecycle import workflow
from lis.strategies.models import Action, Strategy, Workstream
from tests.factories.asks import strategy
from tests.factories.papers import workstream
from tests.factories.people import actor, body, department, superuser

pytestmark = pytest.mark.django_db

DATA = {"area": "CHW", "framework": "lis-2018", "title": "Cheshire and Warrington Local Industrial Strategy"}

# The only step there is: who may start the strategy of Cheshire and Warrington, in the only status it starts from.
WHO = {
    ("lead", "CHW-LEP"): True,
    ("drafter", "CHW-LEP"): False,
    ("secretary", "CHW-LEP"): False,
    ("negotiator", "CHW-LEP"): False,
    ("board_member", "CHW-LEP"): False,
    ("consultation_officer", "CHW-LEP"): False,
    ("lead", "LAN-LEP"): False,
    ("reviewer", "BEIS"): False,
    ("clearer", "BEIS"): False,
    ("coordinator", "CLGU"): False,
    ("administrator", "CONCORDAT"): False,
}


def somebody(role: str, code: str) -> Actor:
    return actor(role, of=department(code) if code in ("BEIS", "CLGU") else body(code))


@pytest.mark.parametrize(("role", "code"), WHO)
def test_only_a_lead_of_the_area_starts_its_strategy(role, code):
    by = somebody(role, code)
    if WHO[role, code]:
        made = workflow.create("start", by=by, data=DATA)
        assert (made.ref, made.status, made.organisation.code) == ("CHW-LIS", "drafting", "CHW-LEP")
        assert [event.verb for event in made.record.events.all()] == ["start"]
        return
    with pytest.raises(NotYou):
        workflow.create("start", by=by, data=DATA)
    assert not Event.objects.exists()


@pytest.mark.parametrize("by", [lambda: ANONYMOUS, lambda: Actor.of(superuser())])
def test_nobody_without_a_role_starts_one(by):
    with pytest.raises(NotYou):
        workflow.create("start", by=by(), data=DATA)


def test_the_table_has_one_step_and_one_status():
    assert [step.verb for step in workflow.steps] == ["start"]
    assert workflow.statuses == {"drafting": "Drafting"}


def test_references_name_the_area_and_the_framework():
    lead = actor("lead", of=body("CHW-LEP"))

    refs = [
        workflow.create("start", by=lead, data={**DATA, "framework": framework}).ref
        for framework in ("lis-2018", "lgp-2025", "lis-2018")
    ]

    assert refs == ["CHW-LIS", "CHW-LGP", "CHW-LIS-2"]


def test_a_strategy_may_cover_other_areas_and_be_part_of_another():
    combined = workflow.create(
        "start", by=actor("lead", of=body("WMC-CA")),
        data={"area": "WMC", "framework": "lis-2018", "title": "West Midlands", "also": ["BLC", "COW", "GBS"]},
    )  # fmt: skip

    assert sorted(area.code for area in combined.areas.all()) == ["BLC", "COW", "GBS", "WMC"]
    assert combined.area.code == "WMC"


def test_a_strategy_that_is_not_seen_cannot_be_named_as_parent():
    strategy(body("LAN-LEP"))

    with pytest.raises(BadInput) as refused:
        workflow.create("start", by=actor("lead", of=body("CHW-LEP")), data={**DATA, "parent": "LAN-LIS"})

    assert list(refused.value.errors) == ["parent"]


def test_an_area_without_a_body_has_no_strategy_of_its_own():
    assert Area.objects.filter(code="ARC").exists()

    with pytest.raises(BadInput) as refused:
        workflow.create("start", by=actor("lead", of=body("CHW-LEP")), data={**DATA, "area": "ARC"})

    assert list(refused.value.errors) == ["area"]


def test_the_same_key_starts_one_strategy():
    lead = actor("lead", of=body("CHW-LEP"))

    first = workflow.create("start", by=lead, data=DATA, key="once")
    second = workflow.create("start", by=lead, data=DATA, key="once")

    assert (first.pk, second.created_by_event.repeated) == (second.pk, True)
    assert Strategy.objects.count() == 1


def test_only_the_area_sees_its_strategy_and_plan():
    stream = workstream(body("CHW-LEP"))
    Action.objects.create(workstream=stream, number=1, words="build a smart grid")

    seen = {
        role: [
            model.objects.visible_to(somebody(*role)).count() for model in (Strategy, Workstream, Action)
        ]
        for role in WHO
    }  # fmt: skip

    assert seen == {role: [1, 1, 1] if role[1] == "CHW-LEP" else [0, 0, 0] for role in WHO}
