"""The life of an ask, written out: who may do what, and when."""

from __future__ import annotations

import pytest

from lis.engine.errors import BadInput, NotNow
from lis.people.models import Role
from propositions.asks.lifecycle import workflow
from propositions.asks.models import Ask
from tests.factories.asks import ask, proposition, submit, submitted_ask, take
from tests.factories.cast import AREA, BOTH_SIDES, CAST, cast
from tests.factories.people import actor, body, department

from ..grids import assert_complete, everything, grid, try_everybody, try_unoffered

pytestmark = pytest.mark.django_db

TABLE = """
step     | draft submitted withdrawn | leads to  | words  | whose
submit   | yes   .         .         | submitted | minted | lead
withdraw | yes   yes       .         | withdrawn | -      | lead
"""
FOLLOWING = {"move", "question", "reply", "answer"}
SEEN_BY = {"draft": AREA, "submitted": BOTH_SIDES, "withdrawn": BOTH_SIDES}
ADDED_BY = {"drafter", "lead"}
# Under a proposition in each status: nothing, or why not.
ADDED_UNDER = {
    "drafting": "",
    "ready": "LAN-01 was found ready as it stands. Take it back to drafting first.",
    "submitted": "",
    "withdrawn": "LAN-01 is withdrawn. An ask cannot be added to it.",
}
GIVEN = {"withdraw": {"note": "Overtaken by events."}}
BEHALF = dict.fromkeys(grid(TABLE), "LAN-LEP")


def in_status(status: str) -> Ask:
    """An ask of BEIS and DfE in that status, under a proposition that is submitted."""
    beis, dfe = department("BEIS"), department("DfE")
    if status == "draft":
        return ask(submit(proposition()), departments=(beis, dfe))
    made = submitted_ask(beis, dfe)
    if status == "withdrawn":
        made = take("withdraw", made, actor("lead", of=body()), note="Overtaken by events.")
    return made


@pytest.mark.parametrize("status", ["draft", "submitted", "withdrawn"])
def test_every_step_of_an_ask_is_for_those_and_then_as_the_table_says(status: str) -> None:
    noun = in_status(status)
    assert noun.status == status

    try_everybody(workflow, noun, grid(TABLE), cast=cast(), seen_by=SEEN_BY[status], given=GIVEN, behalf=BEHALF)


def test_an_ask_withdrawn_before_it_went_stays_inside_the_area() -> None:
    noun = take("withdraw", in_status("draft"), actor("lead", of=body()), note="Another ask says it.")

    try_everybody(workflow, noun, grid(TABLE), cast=cast(), seen_by=AREA, given=GIVEN, behalf=BEHALF)


@pytest.mark.parametrize("status", ["drafting", "ready", "submitted", "withdrawn"])
def test_an_ask_is_added_by_the_areas_drafters_and_leads_alone(status: str) -> None:
    parent, everybody = proposition(), cast()
    if status == "ready":
        take("ready", parent, everybody["lead"])
    elif status == "submitted":
        submit(parent)
    elif status == "withdrawn":
        take("withdraw", parent, everybody["lead"], note="Overtaken by events.")
    data = {"proposition": parent.ref, "ask": "Extend it.", "type": "programme_extension"}

    for name, somebody in everybody.items():
        before = everything()
        if name in ADDED_BY and not ADDED_UNDER[status]:
            made = workflow.create("add", by=somebody, data=data)
            event = made.created_by_event
            assert (event.verb, event.number, event.from_status, event.to_status) == ("add", 1, "", "draft")
            assert (event.by_user, event.behalf.code, event.version) == (somebody.user, "LAN-LEP", None)
        elif name in ADDED_BY:
            with pytest.raises(NotNow) as not_now:
                workflow.create("add", by=somebody, data=data)
            assert not_now.value.sentence == ADDED_UNDER[status]
            assert everything() == before
        else:
            with pytest.raises(BadInput) as refused:
                workflow.create("add", by=somebody, data=data)
            assert refused.value.errors == {
                "proposition": ["“LAN-01” is not one that you can choose here. Check the reference."]
            }
            assert everything() == before
    added = list(Ask.objects.values_list("record__ref", flat=True))
    assert added == ([] if ADDED_UNDER[status] else ["LAN-01.1", "LAN-01.2"])


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_what_only_creates_or_follows_is_no_step_of_an_ask(status: str) -> None:
    try_unoffered(workflow, in_status(status), {"add", *FOLLOWING}, cast=cast())


def test_the_table_has_every_step_status_and_role() -> None:
    assert_complete(workflow, TABLE, creating={"add"}, following=FOLLOWING)
    assert set(workflow.statuses) == set(SEEN_BY)
    assert {role for part in CAST.values() if part for role in part[0]} == set(Role.values)
