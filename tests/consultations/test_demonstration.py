"""What the demonstration shows of consultations: one that has closed, one that is open, one being prepared."""

from __future__ import annotations

import pytest

from consultations.questionnaires.models import Question
from consultations.rounds.lifecycle import workflow
from consultations.rounds.models import Phase, Round
from lis.engine import clock
from lis.engine.actor import ANONYMOUS, Actor
from lis.evidence.models import Finding
from lis.people.models import User

pytestmark = pytest.mark.usefixtures("_told")


@pytest.fixture
def _told(told_database: str, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_a_visitor_finds_the_closed_and_the_open_round_and_not_the_one_that_is_prepared():
    at = clock.now()
    rounds = Round.objects.with_strategy().order_by("record__ref")
    phases = {round_.ref: round_.phase_at(at) for round_ in rounds if round_.area.code == "CHW"}

    assert phases == {"CHW-R01": Phase.CLOSED, "CHW-R02": Phase.OPEN, "CHW-R03": Phase.DRAFT}
    seen = Round.objects.visible_to(ANONYMOUS, at).order_by("record__ref")
    assert list(seen.values_list("record__ref", flat=True)) == ["CHW-R01", "CHW-R02"]
    second = rounds.get(record__ref="CHW-R02")
    assert 9 <= (second.closes_at - at).days <= 10
    assert (at - second.opens_at).days in (19, 20)


def test_the_open_round_asks_in_every_way_about_themes_findings_and_a_section_of_a_paper():
    second = Round.objects.get(record__ref="CHW-R02")

    kinds = list(second.elements.values_list("kind", "part"))
    assert kinds == [("theme", "")] * 4 + [("finding", "")] * 4 + [("paper", "evidence")]
    questions = second.questionnaire.questions.all()
    assert [questions.filter(page=page).count() for page in second.questionnaire.pages.all()] == [3, 6, 3]
    assert set(questions.values_list("kind", flat=True)) == set(Question.Kind.values)
    assert questions.filter(element__kind="finding").count() == 4
    assert second.documents.count() == 3
    assert Finding.objects.filter(record__status="recorded", strategy=second.strategy).count() == 4


def test_the_round_that_is_prepared_says_what_it_lacks():
    officer = Actor.of(User.objects.get(email="consultation@cheshire-warrington.example"))
    third = Round.objects.with_record().get(record__ref="CHW-R03")

    verdict = next(v for v in workflow.judge(officer, [third])[third.pk] if v.verb == "send_for_review")

    assert [reason.sentence for reason in verdict.reasons] == [
        "“Privacy notice” is empty. Write it.", "“Other ways to answer, and whom to ask” is empty. Write it.",
    ]  # fmt: skip
