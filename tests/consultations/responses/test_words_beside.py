"""What a question is about can be read where it is asked: the words that the round pins, and never later ones."""

from __future__ import annotations

import datetime as dt

import pytest

from lis.engine import clock
from tests.factories.asks import take
from tests.factories.consultations import filled_round, officer
from tests.factories.evidence import recorded_finding
from tests.factories.people import actor, body

from .browsing import Respondent

pytestmark = pytest.mark.django_db

OPENS = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


def test_words_stand_once_before_the_questions_that_are_about_them() -> None:
    by = officer()
    with clock.at(OPENS - dt.timedelta(days=1)):
        finding = recorded_finding(by=actor("drafter", of=body()), detail="Counted at every gate in May.")
        made = filled_round(by=by, opens_at=OPENS)
        element = made.elements.create(kind="finding", position=2, version=finding.record.versions.get())
        made.questionnaire.questions.filter(key__in=["theme", "ways"]).update(element=element)
        made = take("schedule", take("send_for_review", made, by), actor("lead", of=body()))

    with clock.at(OPENS):
        page = Respondent(made).begin().client.get(f"/consultations/{made.ref}/respond/1/").content.decode()

    assert page.count("Read what it is about: LAN-F01") == page.count("Counted at every gate in May.") == 1
    assert page.index("Do you agree with the themes?") < page.index("Counted at every gate in May.")
    assert page.index("Counted at every gate in May.") < page.index("Which theme matters most to you?")
    assert [question.get("about") for question in made.record.versions.get().content["questions"]] == [
        None, 2, 2, None, None,
    ]  # fmt: skip
