"""The life of a department's side, written out: who may do what, and when."""

from __future__ import annotations

from typing import Any

import pytest

from lis.engine.errors import NotVisible
from lis.people.models import Role
from propositions.sides.lifecycle import workflow
from propositions.sides.models import Side
from tests.factories.asks import cleared_side, drafted_side, issued_side, side, submitted_ask, take
from tests.factories.cast import AREA, BEIS, CAST, cast
from tests.factories.people import actor, body, department

from ..grids import assert_complete, grid, try_everybody, try_unoffered

pytestmark = pytest.mark.django_db

TABLE = """
step           | open routed ours handed_on drafted cleared issued closed | leads to  | words  | whose
take           | .    yes    .    .         .       .       .      .      | ours      | -      | reviewer clearer coordinator
hand_on        | .    yes    yes  .         .       .       .      .      | handed_on | -      | reviewer clearer coordinator
ask            | .    yes    yes  .         yes     .       .      .      | same      | -      | reviewer clearer coordinator
draft_position | .    .      yes  .         yes     .       yes    .      | drafted   | -      | reviewer clearer coordinator
send_back      | .    .      .    .         yes     yes     .      .      | ours      | -      | clearer
clear          | .    .      .    .         yes     .       .      .      | cleared   | minted | clearer
issue          | .    .      .    .         .       yes     .      .      | issued    | -      | clearer coordinator
"""  # noqa: E501
FOLLOWING = {"open", "route_again", "close_with_ask"}
GIVEN = {
    "hand_on": {"to": ["Defra"], "note": "Rural skills are theirs."},
    "ask": {"question": "Which towns?"},
    "draft_position": {"stance": "support", "words": "We will extend it to every town."},
    "send_back": {"note": "Say from when."},
}
BEHALF = dict.fromkeys(grid(TABLE), "BEIS")


def in_status(status: str) -> Side:
    """The side of BEIS in that status, on an ask that DfE has a side of too; the area's own for *open*."""
    ask = submitted_ask(department("BEIS"), department("DfE"), lead_department="BEIS")
    beis = department("BEIS")
    if status == "open":
        return side(ask, body())
    if status == "drafted":
        return drafted_side(ask, beis)
    if status == "cleared":
        return cleared_side(ask, beis)
    if status == "issued":
        return issued_side(ask, beis)
    if status == "ours":
        return take("take", side(ask, beis), actor("reviewer", of=beis))
    if status == "handed_on":
        data: dict[str, Any] = {"to": ["MHCLG"], "note": "Towns are theirs."}
        return take("hand_on", side(ask, beis), actor("reviewer", of=beis), **data)
    if status == "closed":
        take("withdraw", ask, actor("lead", of=body()), note="Overtaken by events.")
    return side(ask, beis)


@pytest.mark.parametrize("status", ["routed", "ours", "handed_on", "drafted", "cleared", "issued", "closed"])
def test_every_step_of_a_departments_side_is_for_those_and_then_as_the_table_says(status: str) -> None:
    noun = in_status(status)
    assert noun.status == status

    try_everybody(workflow, noun, grid(TABLE), cast=cast(), seen_by=BEIS, given=GIVEN, behalf=BEHALF)


def test_the_areas_own_side_is_seen_by_its_people_and_no_step_of_it_is_theirs() -> None:
    noun = in_status("open")
    rows = {
        verb: type(row)(verb, row.succeeds_in, row.leads_to, row.mints, frozenset())
        for verb, row in grid(TABLE).items()
    }

    try_everybody(workflow, noun, rows, cast=cast(), seen_by=AREA, given=GIVEN, behalf=BEHALF)


def test_what_only_follows_is_offered_to_nobody() -> None:
    noun, everybody = in_status("routed"), cast()

    try_unoffered(workflow, noun, FOLLOWING, cast=everybody)
    for somebody in everybody.values():
        with pytest.raises(NotVisible):
            workflow.create("open", by=somebody, data={"ask": noun.ask.ref, "organisation": "Defra", "role": "lead"})
    assert not Side.objects.filter(organisation__code="Defra").exists()


def test_the_table_has_every_step_status_and_role() -> None:
    assert_complete(workflow, TABLE, following=FOLLOWING)
    assert {role for part in CAST.values() if part for role in part[0]} == set(Role.values)
    assert set().union(*(row.whose for row in grid(TABLE).values())) <= set(CAST)
