"""What the demonstration has of strategies and papers: six workstreams, four of them in."""

from __future__ import annotations

import datetime as dt

import pytest

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Event
from lis.papers import demonstration as papers_story
from lis.papers.models import PolicyPositionPaper
from lis.papers.reading import readings
from lis.papers.tracker import tracker
from lis.people.demonstration import create_demonstration_people
from lis.strategies import demonstration as strategies_story
from lis.strategies.models import Action, Strategy
from tests.factories.people import department

pytestmark = pytest.mark.django_db


def test_the_story_stands_as_it_is_told():
    department("BEIS")
    people = {user.email: user for user in create_demonstration_people()}
    first_day = clock.today() - dt.timedelta(days=60)

    strategies = strategies_story.tell(people, first_day)
    papers_story.tell(people, first_day)

    assert list(strategies) == ["LAN-LIS", "CHW-LIS", "WMC-LIS", "LIV-LIS", "TEE-LIS", "CUM-LIS"]
    lead = Actor.of(people["lead@cheshire-warrington.example"])
    found = tracker(lead, Strategy.objects.with_record().get(record__ref="CHW-LIS"))
    assert (found.done, found.total) == (4, 6)
    assert [(row.reading.ref, row.reading.status, row.reading.words.number) for row in found.rows] == [
        ("CHW-P01", "submitted", 2), ("CHW-P02", "submitted", 1), ("CHW-P03", "submitted", 2),
        ("CHW-P07", "withdrawn", 1), ("CHW-P04", "submitted", 1), ("CHW-P05", "internal_review", 1),
        ("CHW-P06", "drafting", 0),
    ]  # fmt: skip
    assert Action.objects.filter(workstream__strategy__record__ref="CHW-LIS").count() == 13
    assert not Event.objects.filter(at__gt=clock.now()).exists()


def test_each_reader_of_the_story_sees_their_part():
    department("BEIS")
    people = {user.email: user for user in create_demonstration_people()}
    first_day = clock.today() - dt.timedelta(days=60)
    strategies_story.tell(people, first_day)
    papers_story.tell(people, first_day)

    seen = {}
    for email in (
        "reviewer@beis.example",
        "reviewer@dfe.example",
        "reviewer@defra.example",
        "coordinator@clgu.example",
    ):
        actor = Actor.of(people[email])
        visible = PolicyPositionPaper.objects.visible_to(actor).with_workstream().order_by("record__ref")
        seen[email] = [(reading.ref, reading.status) for reading in readings(actor, visible)]

    submitted = [(f"CHW-P0{number}", "submitted") for number in (1, 2, 3, 4)]
    assert seen == {
        "reviewer@beis.example": [*submitted, ("CHW-P05", "shared"), ("CHW-P07", "withdrawn")],
        "reviewer@dfe.example": [("CHW-P05", "shared")],
        "reviewer@defra.example": [("CHW-P01", "submitted")],
        "coordinator@clgu.example": submitted,
    }
