"""What the demonstration shows of consultations: one that has closed, one that is open, one being prepared."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import call_command

from consultations.questionnaires.models import Question
from consultations.rounds.lifecycle import workflow
from consultations.rounds.models import Phase, Round
from lis.engine import clock
from lis.engine.actor import ANONYMOUS, Actor
from lis.engine.models import Event
from lis.evidence.models import Finding
from lis.people.models import User
from lis.strategies.models import Strategy
from tests import databases

pytestmark = pytest.mark.usefixtures("_told")

# When each opens and closes: days since the strategy began, and the time on London's clocks. What closes at 23:59 is
# open until midnight, which begins the next day.
ROUNDS = [((7, "09:00"), (36, "00:00")), ((40, "09:00"), (71, "00:00")), ((95, "09:00"), (126, "00:00"))]


@pytest.fixture
def _told(told_database: str, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def in_london(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(clock.LONDON)


def began() -> dt.date:
    return in_london(Strategy.objects.get(record__ref="CHW-LIS").record.events.earliest("pk").at).date()


def times_counted_from(first_day: dt.date) -> list[tuple[tuple[int, str], ...]]:
    rounds = Round.objects.filter(record__ref__startswith="CHW").order_by("record__ref")
    moments = [(in_london(round_.opens_at), in_london(round_.closes_at)) for round_ in rounds]
    return [tuple(((at.date() - first_day).days, f"{at:%H:%M}") for at in both) for both in moments]


def test_a_visitor_finds_the_closed_and_the_open_round_and_not_the_one_that_is_prepared():
    at = clock.now()
    rounds = Round.objects.with_strategy().order_by("record__ref")
    phases = {round_.ref: round_.phase_at(at) for round_ in rounds if round_.area.code == "CHW"}

    assert phases == {"CHW-R01": Phase.CLOSED, "CHW-R02": Phase.OPEN, "CHW-R03": Phase.DRAFT}
    seen = Round.objects.visible_to(ANONYMOUS, at).order_by("record__ref")
    assert list(seen.values_list("record__ref", flat=True)) == ["CHW-R01", "CHW-R02"]


def test_every_round_opens_at_nine_and_closes_at_midnight_so_many_days_after_the_strategy_began():
    assert times_counted_from(began()) == ROUNDS


@pytest.mark.parametrize(
    ("moment", "first_day"),
    [
        # Still the 20th in London, where it was summer sixty days before.
        (dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC), dt.date(2026, 9, 21)),
        # The 21st already in London, where it was winter sixty days before.
        (dt.datetime(2027, 5, 20, 23, 30, tzinfo=dt.UTC), dt.date(2027, 3, 22)),
    ],
)
def test_the_story_begins_sixty_days_ago_by_londons_calendar_at_any_hour(
    moment, first_day, database_template, django_db_blocker
):
    with django_db_blocker.unblock(), databases.clone_of(database_template), clock.at(moment):
        call_command("load_demonstration", stdout=io.StringIO())

        assert began() == first_day
        assert times_counted_from(first_day) == ROUNDS
        assert Event.objects.latest("at").at < moment


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
