"""The main job told once through the engine alone: drafted, submitted, routed, questioned, answered."""

import pytest

from lis.engine.models import Turn
from lis.notices.models import Notice
from propositions.asks.models import Ask
from propositions.sides.models import Answer, Clarification

from ..factories.asks import POSITION, ask, proposition, side, submit, take
from ..factories.people import actor, body, department, person

pytestmark = pytest.mark.django_db


def test_an_ask_goes_from_the_board_paper_to_the_departments_answer() -> None:
    beis, clgu = department("BEIS"), department("CLGU")
    person("coordinator", of=clgu, email="coordinator@test.example")
    parent = proposition()
    made = ask(parent)

    submit(parent)

    made = Ask.objects.with_record().get(pk=made.pk)
    assert (made.status, made.ref) == ("submitted", "LAN-01.1")
    assert made.record.versions.get().content["ask"] == "Can the programme cover the whole county?"
    assert [(turn.organisation.code, turn.reason) for turn in open_turns(made)] == [("CLGU", "Route the ask")]

    take("hand_on", side(made, clgu), actor("coordinator", of=clgu), to=["BEIS"], note="Careers are theirs.")
    assert [(turn.organisation.code, turn.reason) for turn in open_turns(made)] == [("BEIS", "Review the ask")]

    reviewer = actor("reviewer", of=beis)
    take("take", side(made, beis), reviewer)
    take("ask", side(made, beis), reviewer, question="Which towns?")
    assert [(turn.organisation.code, turn.reason) for turn in open_turns(made)] == [
        ("LAN-LEP", "Answer the question from BEIS")
    ]
    question = Clarification.objects.with_record().get()
    take("answer", question, actor("drafter", of=body()), answer="All fourteen.")
    assert [(turn.organisation.code, turn.reason) for turn in open_turns(made)] == [("BEIS", "Review the ask")]

    take("draft_position", side(made, beis), reviewer, **POSITION)
    take("clear", side(made, beis), actor("clearer", of=beis))
    take("issue", side(made, beis), actor("clearer", of=beis))

    answer = Answer.objects.with_record().get()
    assert answer.record.versions.get().content["words"] == "We will extend the programme."
    made = Ask.objects.with_record().get(pk=made.pk)
    assert [event.verb for event in made.record.events.all()] == [
        "add", "submit", "move", "question", "reply", "answer",
    ]  # fmt: skip
    assert [(turn.organisation.code, turn.reason) for turn in open_turns(made)] == [
        ("LAN-LEP", "Read the answer from BEIS")
    ]
    assert Notice.objects.get(person__email="coordinator@test.example").subject == "LAN-01.1: it is your turn"


def open_turns(made: Ask) -> list[Turn]:
    return list(
        Turn.objects.filter(record__root=made.record, ended=None)
        .exclude(record__kind="side")
        .select_related("organisation")
    )
