"""The life of a department's side, written out: who may do what, and when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lis.engine import clock
from lis.engine.errors import NotVisible
from lis.people.models import Role
from propositions.sides.lifecycle import workflow
from propositions.sides.models import Side
from tests.factories.asks import (
    ahead,
    cleared_side,
    drafted_side,
    issued_side,
    scheduled_side,
    side,
    submitted_ask,
    take,
    team_agreed_side,
)
from tests.factories.cast import AREA, BEIS, CAST, cast
from tests.factories.holds import hold
from tests.factories.people import actor, body, department
from tests.factories.wordings import WHOLE

from ..grids import assert_complete, grid, try_everybody, try_unoffered

pytestmark = pytest.mark.django_db

TABLE = """
step           | open routed ours handed_on drafted team_agreed cleared scheduled issued closed | leads to    | words  | whose
take           | .    yes    .    .         .       .           .       .         .      .      | ours        | -      | reviewer clearer coordinator
hand_on        | .    yes    yes  .         .       .           .       .         .      .      | handed_on   | -      | reviewer clearer coordinator
ask            | .    yes    yes  .         yes     yes         .       .         .      .      | same        | -      | reviewer clearer coordinator
remark         | .    yes    yes  yes       yes     yes         yes     yes       yes    .      | same        | -      | reviewer clearer coordinator
answer_remark  | .    yes    yes  yes       yes     yes         yes     yes       yes    .      | same        | -      | reviewer clearer coordinator
draft_position | .    .      yes  .         yes     yes         .       .         yes    .      | drafted     | -      | reviewer clearer coordinator
agree_in_team  | .    .      .    .         yes     .           .       .         .      .      | team_agreed | -      | reviewer coordinator
send_back      | .    .      .    .         yes     yes         yes     .         .      .      | ours        | -      | clearer
clear          | .    .      .    .         yes     yes         .       .         .      .      | cleared     | minted | clearer
issue          | .    .      .    .         .       .           yes     .         .      .      | issued      | -      | clearer coordinator
schedule       | .    .      .    .         .       .           yes     .         .      .      | scheduled   | -      | clearer coordinator
call_back      | .    .      .    .         .       .           .       yes       .      .      | cleared     | -      | clearer coordinator
assign         | .    yes    yes  .         yes     yes         yes     yes       .      .      | same        | -      | clearer coordinator
set_due        | .    yes    yes  .         yes     yes         yes     yes       .      .      | same        | -      | clearer coordinator
reconfirm      | .    .      .    .         .       .           .       .         yes    .      | same        | -      | clearer coordinator
propose_ask    | .    .      yes  .         yes     yes         yes     yes       yes    .      | same        | -      | reviewer clearer coordinator
draft_wording  | yes  .      yes  .         yes     yes         yes     yes       yes    .      | same        | -      | reviewer clearer coordinator
"""  # noqa: E501
FOLLOWING = {"open", "route_again", "return_for_version", "close_with_ask", "go_out", "keep_back"}
GIVEN = {
    "hand_on": {"to": ["Defra"], "note": "Rural skills are theirs."},
    "ask": {"question": "Which towns?"},
    "draft_position": {"stance": "support", "words": "We will extend it to every town."},
    "send_back": {"note": "Say from when."},
    "schedule": ahead(),
    "remark": {"words": "Ask the agency first."},
    "answer_remark": {"remark": "1", "words": "It agrees."},
    "set_due": {"due_on": (clock.today() + dt.timedelta(days=20)).isoformat(), "note": "The season is short."},
    "propose_ask": {"proposed": "Will Government fund the buses to the hubs?"},
    "draft_wording": {"base": 1, **WHOLE},
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
    if status == "team_agreed":
        return team_agreed_side(ask, beis)
    if status == "scheduled":
        return scheduled_side(ask, beis)
    if status == "cleared":
        return cleared_side(ask, beis)
    if status == "issued":
        found, held = issued_side(ask, beis), hold()
        # A hold that has ended since: the position waits to be confirmed.
        take("lift", held, actor("coordinator", of=held.raised_by), note="It was called off.")
        return found
    if status == "ours":
        return take("take", side(ask, beis), actor("reviewer", of=beis))
    if status == "handed_on":
        data: dict[str, Any] = {"to": ["MHCLG"], "note": "Towns are theirs."}
        return take("hand_on", side(ask, beis), actor("reviewer", of=beis), **data)
    if status == "closed":
        take("withdraw", ask, actor("lead", of=body()), note="Overtaken by events.")
    return side(ask, beis)


@pytest.mark.parametrize(
    "status",
    ["routed", "ours", "handed_on", "drafted", "team_agreed", "cleared", "scheduled", "issued", "closed"],
)
def test_every_step_of_a_departments_side_is_for_those_and_then_as_the_table_says(status: str) -> None:
    noun = in_status(status)
    if status != "closed":
        noun = take("remark", noun, actor("reviewer", of=department("BEIS")), words="Is that their word for it?")
    assert noun.status == status

    try_everybody(workflow, noun, grid(TABLE), cast=cast(), seen_by=BEIS, given=GIVEN, behalf=BEHALF)


def test_the_areas_own_side_is_seen_by_its_people_and_they_propose_other_words_on_it() -> None:
    noun = in_status("open")
    writers = {"draft_wording": frozenset({"drafter", "lead", "negotiator"})}
    rows = {
        verb: type(row)(verb, row.succeeds_in, row.leads_to, row.words, writers.get(verb, frozenset()))
        for verb, row in grid(TABLE).items()
    }
    behalf = dict.fromkeys(rows, "LAN-LEP")

    try_everybody(workflow, noun, rows, cast=cast(), seen_by=AREA, given=GIVEN, behalf=behalf)


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
