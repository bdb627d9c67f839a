"""The life of a commitment, written out: who reports, who says that it is delivered, and how an area makes its own."""

from __future__ import annotations

import datetime as dt

import pytest

from lis.engine.errors import BadInput, NotNow, NotVisible
from lis.strategies.models import Action
from propositions.delivery.lifecycle import workflow
from propositions.delivery.models import Commitment, DeliveryUpdate
from tests.factories.asks import strategy, take
from tests.factories.cast import AREA, BOTH_SIDES, cast
from tests.factories.papers import workstream
from tests.factories.people import actor, body, department
from tests.factories.wordings import WHOLE, agreed_ask

from ..grids import assert_complete, everything, grid, try_everybody, try_unoffered

pytestmark = pytest.mark.django_db

DEPARTMENTS = """
step    | to_deliver delivered superseded | leads to  | words | whose
report  | yes        .         .          | same      | -     | reviewer clearer coordinator
deliver | yes        .         .          | delivered | -     | clearer coordinator
"""
AREAS = """
step    | to_deliver delivered superseded | leads to  | words | whose
report  | yes        .         .          | same      | -     | drafter lead
deliver | yes        .         .          | delivered | -     | lead
"""
GIVEN = {"report": {"rag": "amber", "note": "Nine of fourteen."}, "deliver": {"note": "Fourteen hubs are open."}}
DECLARED = {"measure": "A hundred trees.", "deliver_on": "2027-03-31"}


def in_status(status: str, owner: str) -> Commitment:
    """A commitment of BEIS or of the area, from an ask on which DfE is consulted, in that status."""
    ask = agreed_ask(department("DfE"), **{**WHOLE, "owner": owner})
    noun = ask.commitments.with_record().get()
    by = actor("lead", of=body()) if owner == "area" else actor("clearer", of=department("BEIS"))
    if status == "delivered":
        noun = take("deliver", noun, by, note="Fourteen hubs are open.")
    if status == "superseded":
        workflow.follow("supersede", noun, cause=noun.record.events.get(), by=by)
        noun = Commitment.objects.with_record().get(pk=noun.pk)
    return noun


@pytest.mark.parametrize("status", ["to_deliver", "delivered", "superseded"])
@pytest.mark.parametrize(
    ("owner", "table", "code"), [("department", DEPARTMENTS, "BEIS"), ("area", AREAS, "LAN-LEP")],
    ids=["department", "area"],
)  # fmt: skip
def test_every_step_of_a_commitment_is_for_whoever_delivers_it_and_seen_by_whoever_sees_the_ask(
    status: str, owner: str, table: str, code: str
) -> None:
    noun = in_status(status, owner)
    assert noun.status == status

    try_everybody(
        workflow, noun, grid(table), cast=cast(), seen_by=BOTH_SIDES, given=GIVEN,
        behalf=dict.fromkeys(grid(table), code),
    )  # fmt: skip


def test_what_both_sides_make_is_made_at_no_door() -> None:
    noun, everybody = in_status("to_deliver", "area"), cast()

    try_unoffered(workflow, noun, {"make", "declare", "supersede"}, cast=everybody)
    for somebody in everybody.values():
        with pytest.raises(NotVisible):
            workflow.create("make", by=somebody, data={"ask": noun.ask.ref})


def test_the_table_has_every_step_and_status() -> None:
    for table in (DEPARTMENTS, AREAS):
        assert_complete(workflow, table, creating={"declare"}, following={"make", "supersede"})


def test_a_delivery_note_says_how_it_stands_and_the_last_one_counts() -> None:
    noun, reporter = in_status("to_deliver", "department"), actor("reviewer", of=department("BEIS"))

    take("report", noun, reporter, rag="amber_red", note="Two of fourteen.")
    take("report", noun, reporter, rag="green", note="Nine of fourteen.")

    assert list(DeliveryUpdate.objects.order_by("pk").values_list("rag", "event__number")) == [
        ("amber_red", 2), ("green", 3),
    ]  # fmt: skip
    shown = Commitment.objects.with_last_report().get(pk=noun.pk)
    assert (shown.rag, shown.reported_at) == ("green", noun.record.events.get(number=3).at)
    assert noun.record.versions.count() == 1


def test_a_commitment_is_late_from_the_day_after_its_own() -> None:
    noun = in_status("to_deliver", "department")

    assert not noun.is_late_on(dt.date(2027, 3, 31))
    assert noun.is_late_on(dt.date(2027, 4, 1))
    assert list(Commitment.objects.late_on(dt.date(2027, 4, 1))) == [noun]
    assert not Commitment.objects.late_on(dt.date(2027, 3, 31)).exists()


def action() -> Action:
    made = workstream(number=1)
    return Action.objects.create(workstream=made, number=1, words="plant a hundred trees")


def test_an_area_commits_itself_to_an_action_of_its_own_without_asking_anybody() -> None:
    action()
    lead = actor("lead", of=body())

    made = workflow.create("declare", by=lead, data={"action": "LAN-LIS.1.1", **DECLARED})

    assert (made.ref, made.status, made.organisation.code) == ("LAN-LIS-C1", "to_deliver", "LAN-LEP")
    assert made.record.versions.get().content == {
        "words": "We will plant a hundred trees",
        "measure": "A hundred trees.",
        "deliver_on": "2027-03-31",
        "owner": "LAN-LEP",
        "strategy": "LAN-LIS",
    }
    assert made.record.root == strategy().record
    seen = {name for name, one in cast().items() if Commitment.objects.visible_to(one).exists()}
    assert seen == AREA
    with pytest.raises(NotNow) as refused:
        workflow.create("declare", by=actor("lead", of=body()), data={"action": "LAN-LIS.1.1", **DECLARED})
    assert refused.value.sentence == "You have committed yourselves to this action already: LAN-LIS-C1."


def test_only_a_lead_commits_the_area_and_only_to_its_own_actions() -> None:
    action()

    for name, somebody in cast().items():
        if name == "lead":
            continue
        before = everything()
        with pytest.raises(Exception) as refused:  # noqa: PT011 - which one stands below
            workflow.create("declare", by=somebody, data={"action": "LAN-LIS.1.1", **DECLARED})
        assert refused.type.__name__ == ("NotYou" if name == "drafter" else "BadInput"), name
        assert everything() == before


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"measure": ""}, {"measure": ["Say how it is measured."]}),
        ({"deliver_on": ""}, {"deliver_on": ["The date is missing. Enter a day, a month and a year."]}),
        ({"action": ""}, {"action": ["Choose the action."]}),
    ],
)
def test_an_action_without_measure_or_date_is_no_commitment(
    changed: dict[str, str], errors: dict[str, list[str]]
) -> None:
    action()

    with pytest.raises(BadInput) as refused:
        workflow.create("declare", by=actor("lead", of=body()), data={"action": "LAN-LIS.1.1", **DECLARED, **changed})

    assert refused.value.errors == errors
