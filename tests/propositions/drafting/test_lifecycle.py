"""The life of a proposition, written out: who may do what, and when."""

from __future__ import annotations

import pytest

from lis.engine.errors import BadInput
from lis.people.models import Role
from propositions.drafting.lifecycle import workflow
from propositions.drafting.models import Proposition
from tests.factories.asks import MANDATE, ask, proposition, strategy, submit, take
from tests.factories.cast import AREA, BOTH_SIDES, CAST, cast
from tests.factories.people import actor, body, department

from ..grids import assert_complete, everything, grid, try_everybody, try_unoffered

pytestmark = pytest.mark.django_db

TABLE = """
step     | drafting ready submitted withdrawn | leads to  | words  | whose
ready    | yes      .     .         .         | ready     | -      | drafter lead
redraft  | .        yes   .         .         | drafting  | -      | drafter lead
submit   | .        yes   .         .         | submitted | minted | lead
withdraw | yes      yes   yes       .         | withdrawn | -      | lead
"""
SEEN_BY = {"drafting": AREA, "ready": AREA, "submitted": BOTH_SIDES, "withdrawn": BOTH_SIDES}
STARTED_BY = {"drafter", "lead"}
GIVEN = {"submit": MANDATE, "withdraw": {"note": "Overtaken by events."}}
BEHALF = dict.fromkeys(grid(TABLE), "LAN-LEP")


def in_status(status: str) -> Proposition:
    """A proposition in that status, with an ask of BEIS and DfE; a withdrawn one was with them before."""
    parent = proposition()
    ask(parent, departments=(department("BEIS"), department("DfE")))
    if status == "ready":
        parent = take("ready", parent, actor("drafter", of=body()))
    if status in ("submitted", "withdrawn"):
        parent = submit(parent)
    if status == "withdrawn":
        parent = take("withdraw", parent, actor("lead", of=body()), note="Overtaken by events.")
    return parent


@pytest.mark.parametrize("status", ["drafting", "ready", "submitted", "withdrawn"])
def test_every_step_of_a_proposition_is_for_those_and_then_as_the_table_says(status: str) -> None:
    noun = in_status(status)
    assert noun.status == status

    try_everybody(workflow, noun, grid(TABLE), cast=cast(), seen_by=SEEN_BY[status], given=GIVEN, behalf=BEHALF)


def test_a_proposition_withdrawn_before_it_went_stays_inside_the_area() -> None:
    noun = take("withdraw", in_status("ready"), actor("lead", of=body()), note="It was a bad idea.")

    try_everybody(workflow, noun, grid(TABLE), cast=cast(), seen_by=AREA, given=GIVEN, behalf=BEHALF)


def test_a_proposition_is_started_by_the_areas_drafters_and_leads_alone() -> None:
    ref, everybody = strategy().ref, cast()
    data = {"strategy": ref, "title": "Careers Hub"}

    for name, somebody in everybody.items():
        before = everything()
        if name in STARTED_BY:
            made = workflow.create("start", by=somebody, data=data)
            event = made.created_by_event
            assert (event.verb, event.number, event.from_status, event.to_status) == ("start", 1, "", "drafting")
            assert (event.by_user, event.behalf.code, event.version) == (somebody.user, "LAN-LEP", None)
        else:
            with pytest.raises(BadInput) as refused:
                workflow.create("start", by=somebody, data=data)
            assert refused.value.errors == {
                "strategy": [f"“{ref}” is not one that you can choose here. Check the reference."]
            }
            assert everything() == before
    assert list(Proposition.objects.values_list("record__ref", flat=True)) == ["LAN-01", "LAN-02"]


def test_what_only_creates_is_no_step_of_a_proposition() -> None:
    try_unoffered(workflow, in_status("drafting"), {"start"}, cast=cast())


def test_the_table_has_every_step_status_and_role() -> None:
    assert_complete(workflow, TABLE, creating={"start"})
    assert set(workflow.statuses) == set(SEEN_BY)
    assert {role for part in CAST.values() if part for role in part[0]} == set(Role.values)
