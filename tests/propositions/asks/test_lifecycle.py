"""The life of an ask, written out: who may do what, and when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lis.engine.errors import BadInput, NotNow
from lis.people.models import Role
from propositions.asks.lifecycle import workflow
from propositions.asks.models import Ask
from tests.factories.asks import ask, proposition, submit, take
from tests.factories.cast import AREA, BOTH_SIDES, CAST, cast
from tests.factories.people import actor, body, department
from tests.factories.wordings import (
    EDITORIAL,
    IN_PRINCIPLE,
    WHOLE,
    agreed_ask,
    issued_wording,
    mandate,
    negotiated_ask,
)

from ..grids import Row, assert_complete, everything, grid, try_everybody, try_unoffered

pytestmark = pytest.mark.django_db

TABLE = """
step              | draft submitted agreed agreed_in_part agreed_in_principle declined deferred withdrawn | leads to  | words  | whose
submit            | yes   .         .      .              .                   .        .        .         | submitted | minted | lead
waive             | yes   .         .      .              .                   .        .        .         | same      | -      | drafter lead
accept            | .     yes       .      .              .                   .        .        .         | same      | named  | lead negotiator clearer coordinator
endorse           | .     yes       .      .              .                   .        .        .         | same      | named  | lead negotiator
decline           | .     yes       .      .              .                   .        .        .         | declined  | named  | clearer coordinator
defer             | .     yes       .      .              .                   .        .        .         | deferred  | named  | clearer coordinator
respond           | .     .         .      .              .                   yes      yes      .         | same      | -      | lead
take_up           | .     .         .      .              .                   .        yes      .         | submitted | -      | lead reviewer clearer coordinator
propose_reopening | .     .         yes    yes            yes                 yes      yes      .         | same      | -      | lead clearer coordinator
reopen            | .     .         yes    yes            yes                 yes      yes      .         | submitted | -      | lead clearer coordinator
move_remit        | .     yes       .      .              .                   .        .        .         | same      | -      | coordinator-of-all
withdraw          | yes   yes       .      .              .                   .        yes      .         | withdrawn | -      | lead
call_substantive  | .     yes       .      .              .                   .        .        .         | same      | named  | lead reviewer clearer coordinator reviewer-beside clearer-beside
"""  # noqa: E501
FOLLOWING = {
    "move", "question", "reply", "answer", "reword", "agree", "agree_in_part", "agree_in_principle", "come_back",
    "derive", "propose_new", "due", "route", "confirm",
}  # fmt: skip
# What a condition withholds in these cases; tests/propositions/agreement tries the cases in which it does not.
HELD = {
    "endorse": "not-joint", "decline": "position-not-negative", "defer": "position-not-later", "take_up": "not-yet",
    "reopen": "reopening-not-proposed",
}  # fmt: skip
SETTLED = ("agreed", "agreed_in_part", "agreed_in_principle", "declined", "deferred")
SEEN_BY = {"draft": AREA, **dict.fromkeys(("submitted", *SETTLED, "withdrawn"), BOTH_SIDES)}
ADDED_BY = {"drafter", "lead"}
# Under a proposition in each status: nothing, or why not.
ADDED_UNDER = {
    "drafting": "",
    "ready": "LAN-01 was found ready as it stands. Take it back to drafting first.",
    "submitted": "",
    "withdrawn": "LAN-01 is withdrawn. An ask cannot be added to it.",
}
GIVEN = {
    "withdraw": {"note": "Overtaken by events."},
    "waive": {"check": "no-date", "note": "Any time will do."},
    "move_remit": {"leaving": "DfE", "receiving": "Defra", "note": "Rural skills moved."},
    "call_substantive": {"note": "It is no longer a question."},
    "defer": {"back_on": "2031-05-03", "note": "After the review."},
    "respond": {"note": "We shall come back."},
    "propose_reopening": {"note": "There is money now."},
    "reopen": {"note": "There is money now."},
}
AREAS, LEADS, OTHERS = (
    {"drafter", "lead", "secretary", "negotiator", "board-member", "consultation-officer"},
    {"reviewer", "clearer", "coordinator"},
    {"reviewer-beside", "clearer-beside"},
)


def in_status(status: str) -> Ask:
    """An ask of BEIS, which leads, and DfE in that status; a submitted one has been reworded twice."""
    beis, dfe = department("BEIS"), department("DfE")
    if status == "draft":
        return ask(submit(proposition()), departments=(beis, dfe))
    if status == "agreed":
        return agreed_ask(dfe)
    if status == "agreed_in_part":
        return agreed_ask(dfe, **{**WHOLE, "concludes_as": "part"})
    if status == "agreed_in_principle":
        return agreed_ask(dfe, **IN_PRINCIPLE)
    if status in ("declined", "deferred"):
        made = negotiated_ask(dfe, stance={"declined": "object", "deferred": "not_now"}[status])
        verb = {"declined": "decline", "deferred": "defer"}[status]
        return take(verb, made, actor("clearer", of=beis), **GIVEN.get(verb, {}))
    made = negotiated_ask(dfe)
    issued_wording(made, beis, ask="Cover the whole county.", **EDITORIAL)
    if status == "withdrawn":
        made = take("withdraw", made, actor("lead", of=body()), note="Overtaken by events.")
    return Ask.objects.with_record().get(pk=made.pk)


def rows_in(status: str) -> dict[str, Row]:
    """The table; a department has no part in a draft, and so none of its steps."""
    rows = grid(TABLE)
    if status != "draft":
        return rows
    return {verb: replace(row, whose=row.whose & (AREAS | {"coordinator-of-all"})) for verb, row in rows.items()} | {
        verb: replace(rows[verb], whose=frozenset()) for verb in ("accept",)
    }


def behalf_of(name: str) -> str:
    if name == "coordinator-of-all":
        return "CLGU"
    return "LAN-LEP" if name in AREAS else "BEIS" if name in LEADS else "DfE"


@pytest.mark.parametrize("status", ["draft", "submitted", *SETTLED, "withdrawn"])
def test_every_step_of_an_ask_is_for_those_and_then_as_the_table_says(status: str) -> None:
    noun, everybody = in_status(status), cast()
    assert noun.status == status
    mandate(everybody["lead"].user, everybody["negotiator"].user)

    try_everybody(
        workflow, noun, rows_in(status), cast=everybody, seen_by=SEEN_BY[status], given=GIVEN, behalf=behalf_of,
        held=HELD,
    )  # fmt: skip


def test_an_ask_withdrawn_before_it_went_stays_inside_the_area() -> None:
    noun = take("withdraw", in_status("draft"), actor("lead", of=body()), note="Another ask says it.")

    try_everybody(workflow, noun, rows_in("draft"), cast=cast(), seen_by=AREA, given=GIVEN, behalf=behalf_of, held=HELD)


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
