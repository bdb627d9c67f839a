"""The life of other words for an ask, written out: who may do what, and when."""

from __future__ import annotations

import pytest

from lis.engine.errors import NotVisible
from propositions.wording.lifecycle import workflow
from propositions.wording.models import Wording
from tests.factories.asks import side, submitted_ask, take
from tests.factories.cast import AREA, BEIS, cast
from tests.factories.people import actor, body, department
from tests.factories.wordings import WHOLE, drafted_wording, mandate, negotiator, words_now

from ..grids import assert_complete, grid, try_everybody, try_unoffered

pytestmark = pytest.mark.django_db

DEPARTMENTS = """
step      | drafted cleared issued dropped | leads to | words  | whose
redraft   | yes     yes     .      .       | drafted  | -      | reviewer clearer coordinator
send_back | yes     yes     .      .       | drafted  | -      | clearer
clear     | yes     .       .      .       | cleared  | minted | clearer
issue     | .       yes     .      .       | issued   | named  | clearer coordinator
endorse   | .       yes     .      .       | same     | named  |
drop      | yes     yes     .      .       | dropped  | -      | reviewer clearer coordinator
"""
AREAS = """
step      | drafted cleared issued dropped | leads to | words  | whose
redraft   | yes     yes     .      .       | drafted  | -      | drafter lead negotiator
send_back | yes     yes     .      .       | drafted  | -      | lead negotiator
clear     | yes     .       .      .       | cleared  | minted | lead negotiator
issue     | .       yes     .      .       | issued   | named  | lead negotiator
endorse   | .       yes     .      .       | same     | named  | lead negotiator
drop      | yes     yes     .      .       | dropped  | -      | drafter lead negotiator
"""
GIVEN = {"send_back": {"note": "Say by when."}}


def in_status(status: str, code: str) -> Wording:
    """Other words of BEIS, or of the area, in that status; DfE has a part in the same ask."""
    ask = submitted_ask(department("BEIS"), department("DfE"), lead_department="BEIS")
    of = body() if code == "LAN-LEP" else department(code)
    noun = drafted_wording(ask, of)
    clearer = actor("lead" if of == body() else "clearer", of=of)
    if status in ("cleared", "issued"):
        noun = take("clear", noun, clearer)
    if status == "issued":
        noun = take("issue", noun, negotiator() if of == body() else clearer)
    if status == "dropped":
        noun = take("drop", noun, clearer)
    return noun


@pytest.mark.parametrize("status", ["drafted", "cleared", "issued", "dropped"])
@pytest.mark.parametrize(
    ("code", "table", "seen_by"), [("BEIS", DEPARTMENTS, BEIS), ("LAN-LEP", AREAS, AREA)], ids=["department", "area"]
)
def test_every_step_of_other_words_is_for_those_and_then_as_the_table_says(
    status: str, code: str, table: str, seen_by: set[str]
) -> None:
    noun = in_status(status, code)
    assert noun.status == status
    given = {**GIVEN, "redraft": words_now(noun.ask, **WHOLE)}

    everybody = cast()
    mandate(everybody["lead"].user, everybody["negotiator"].user)

    try_everybody(
        workflow, noun, grid(table), cast=everybody, seen_by=seen_by, given=given,
        behalf=dict.fromkeys(grid(table), code), held={"endorse": "not-joint"},
    )  # fmt: skip


def test_other_words_are_begun_on_a_side_and_at_no_door_of_their_own() -> None:
    noun, everybody = in_status("drafted", "BEIS"), cast()

    try_unoffered(workflow, noun, {"draft"}, cast=everybody)
    data = {**words_now(noun.ask, **WHOLE), "asked": noun.ask.ref, "organisation": "DfE"}
    for somebody in everybody.values():
        with pytest.raises(NotVisible):
            workflow.create("draft", by=somebody, data=data)
    assert Wording.objects.count() == 1
    assert side(noun.ask, department("BEIS")).record.events.latest("number").verb == "draft_wording"


def test_the_table_has_every_step_and_status() -> None:
    for table in (DEPARTMENTS, AREAS):
        assert_complete(workflow, table, following={"draft"})
