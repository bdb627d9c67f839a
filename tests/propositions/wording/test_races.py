"""Other words that are issued at one moment: one is the next version, the other is joined with it."""

from __future__ import annotations

from lis.engine.errors import NotNow
from lis.engine.models import Event
from propositions.wording.lifecycle import workflow
from tests.at_once import at_once
from tests.factories.asks import submitted_ask
from tests.factories.people import actor, body, department
from tests.factories.wordings import cleared_wording, negotiator


def test_of_words_that_all_sides_issue_at_once_one_is_the_next_version_and_the_others_are_told(
    fresh_database: str,
) -> None:
    bodies = [department("BEIS"), department("DfE"), body()]
    ask = submitted_ask(*bodies[:2], lead_department="BEIS")
    cleared = [cleared_wording(ask, of) for of in bodies]
    people = [negotiator() if of == body() else actor("clearer", of=of) for of in bodies]

    answers = at_once([
        lambda noun=noun, by=by: workflow.perform("issue", noun, by=by, expected=noun.revision)
        for noun, by in zip(cleared, people, strict=True)
    ])  # fmt: skip

    taken = [answer for answer in answers if isinstance(answer, Event)]
    refused = [answer for answer in answers if isinstance(answer, NotNow)]
    assert (len(taken), len(refused)) == (1, 2)
    assert {refusal.reasons[0].code for refusal in refused} == {"base-has-moved"}
    assert list(ask.record.versions.values_list("number", "base__number")) == [(1, None), (2, 1)]
    assert ask.record.events.filter(verb="reword").count() == 1
    assert sorted(noun.record.events.count() for noun in cleared) == [2, 2, 3]
