"""How papers are counted for a strategy: by workstream, and only once they are with Government."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lis.engine import clock
from lis.papers.tracker import tracker
from tests.factories import papers
from tests.factories.asks import strategy
from tests.factories.people import actor, body, department, person

pytestmark = pytest.mark.django_db


def six_workstreams() -> None:
    for number in range(1, 7):
        papers.workstream(number=number, name=f"Workstream {number}")


def test_four_of_six_are_in():
    six_workstreams()
    for number in (1, 2, 3, 4):
        papers.submitted(number=number)
    papers.submitted(number=4)
    papers.share(papers.written(number=5), department("BEIS"))

    found = tracker(actor("drafter", of=body()), strategy())

    assert (found.done, found.total) == (4, 6)
    assert [(row.workstream.number, row.reading.ref if row.reading else None) for row in found.rows] == [
        (1, "LAN-P01"), (2, "LAN-P02"), (3, "LAN-P03"), (4, "LAN-P04"), (4, "LAN-P05"), (5, "LAN-P06"), (6, None),
    ]  # fmt: skip


def test_a_withdrawn_paper_does_not_count():
    papers.withdrawn()

    found = tracker(actor("lead", of=body()), strategy())

    assert (found.done, found.total) == (0, 1)


def test_a_strategy_without_workstreams_has_nothing_in():
    found = tracker(actor("lead", of=body()), strategy())

    assert (found.done, found.total, found.rows) == (0, 0, [])


def test_a_row_says_who_reads_it_and_when_anything_changed_last():
    beis, dfe = department("BEIS"), department("DfE")
    with clock.at(dt.datetime(2026, 6, 1, 11, tzinfo=dt.UTC)):
        paper = papers.share(papers.submitted(beis), dfe, days=14)
    saved = dt.datetime(2026, 6, 3, 9, tzinfo=dt.UTC)
    with clock.at(saved):
        papers.write(paper, evidence="Capenhurst.")
        row = tracker(actor("lead", of=body()), strategy()).rows[0]

    assert row.readers.for_good == ["BEIS", "CLGU"]
    assert row.readers.until == [("DfE", dt.date(2026, 6, 15))]
    assert row.changed_at == saved


def test_the_strategy_page_shows_the_count():
    six_workstreams()
    papers.submitted(number=2)
    client = Client()
    client.force_login(person("secretary", of=body()))

    page = client.get("/strategies/LAN-LIS/").content.decode()

    assert "<strong>1 of 6</strong> in" in page
    assert "LAN-P01" in page


def test_the_tracker_asks_the_same_number_of_questions_for_one_and_for_many():
    six_workstreams()
    by, drafter = actor("lead", of=body()), actor("drafter", of=body())
    papers.share(papers.written(by=drafter), department("BEIS"))
    with CaptureQueriesContext(connection) as one:
        tracker(by, strategy())
    for number in (1, 2, 3):
        papers.share(papers.written(by=drafter, number=number), department("BEIS"))
    with CaptureQueriesContext(connection) as many:
        tracker(by, strategy())

    assert len(many) == len(one)
