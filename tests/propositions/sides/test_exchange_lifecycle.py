"""The lives of questions and answers, written out: who may do what, and when."""

from __future__ import annotations

import pytest

from lis.engine.errors import NotVisible
from lis.engine.models import Noun
from propositions.sides.exchange import answer_workflow, clarification_workflow
from propositions.sides.models import Answer, Clarification
from tests.factories.asks import issued_answer, open_question, submitted_ask, take
from tests.factories.cast import BOTH_SIDES, cast
from tests.factories.people import actor, body, department

from ..grids import assert_complete, grid, try_everybody, try_unoffered

pytestmark = pytest.mark.django_db

QUESTIONS = """
step   | open answered closed | leads to | words  | whose
answer | yes  .        .      | answered | minted | drafter lead
close  | .    yes      .      | closed   | -      | reviewer clearer coordinator
"""
QUESTIONS_FOLLOWING = {"ask", "overtake", "close_with_ask"}
ANSWERS = """
step | issued read | leads to | words | whose
read | yes    .    | read     | -     | drafter lead negotiator
"""
ANSWERS_FOLLOWING = {"give"}
GIVEN = {"answer": {"answer": "All fourteen."}}
BEHALF = {"answer": "LAN-LEP", "close": "BEIS", "read": "LAN-LEP"}


def question(status: str) -> Clarification:
    """A question of BEIS in that status, on an ask that DfE has a side of too."""
    beis = department("BEIS")
    asked = open_question(submitted_ask(beis, department("DfE")), beis)
    if status in ("answered", "closed"):
        asked = take("answer", asked, actor("drafter", of=body()), answer="All fourteen.")
    if status == "closed":
        asked = take("close", asked, actor("reviewer", of=beis))
    return asked


def answer(status: str) -> Answer:
    """An answer of BEIS in that status, on an ask that DfE has a side of too."""
    beis = department("BEIS")
    given = issued_answer(submitted_ask(beis, department("DfE")), beis)
    return take("read", given, actor("drafter", of=body())) if status == "read" else given


@pytest.mark.parametrize("status", ["open", "answered", "closed"])
def test_every_step_of_a_question_is_for_those_and_then_as_the_table_says(status: str) -> None:
    noun = question(status)
    assert noun.status == status

    try_everybody(
        clarification_workflow, noun, grid(QUESTIONS), cast=cast(), seen_by=BOTH_SIDES, given=GIVEN, behalf=BEHALF
    )


@pytest.mark.parametrize("status", ["issued", "read"])
def test_every_step_of_an_answer_is_for_those_and_then_as_the_table_says(status: str) -> None:
    noun = answer(status)
    assert noun.status == status

    try_everybody(answer_workflow, noun, grid(ANSWERS), cast=cast(), seen_by=BOTH_SIDES, given=GIVEN, behalf=BEHALF)


def test_what_only_creates_or_follows_is_no_step_of_a_question_or_an_answer() -> None:
    everybody = cast()
    asked, given = question("open"), answer("issued")

    try_unoffered(clarification_workflow, asked, QUESTIONS_FOLLOWING, cast=everybody)
    try_unoffered(answer_workflow, given, ANSWERS_FOLLOWING, cast=everybody)


def test_nobody_makes_a_question_or_an_answer_but_through_a_side() -> None:
    given = answer("issued")
    data = {"side": f"{given.ask.ref}-BEIS", "question": "Which towns?"}

    for somebody in cast().values():
        with pytest.raises(NotVisible):
            clarification_workflow.create("ask", by=somebody, data=data)
        with pytest.raises(NotVisible):
            answer_workflow.create("give", by=somebody, data=data)
    assert not Clarification.objects.exists()
    assert _all(Answer) == [given.ref]


def test_the_tables_have_every_step_and_status() -> None:
    assert_complete(clarification_workflow, QUESTIONS, following=QUESTIONS_FOLLOWING)
    assert_complete(answer_workflow, ANSWERS, following=ANSWERS_FOLLOWING)


def _all(model: type[Noun]) -> list[str]:
    return list(model.objects.values_list("record__ref", flat=True))
