"""Findings on their pages: found by their words, written in the office, seen by nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import evidence
from tests.factories.people import actor, body, department, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside() -> Client:
    client = Client()
    client.force_login(actor("drafter", of=body()).user)
    return client


def test_a_finding_is_found_by_its_words_and_read_with_its_source(inside):
    evidence.recorded_finding(statement="Half of firms cannot fill posts.")
    evidence.finding(statement="Buses end early.")

    found = inside.get("/evidence/", {"q": "firms"}).content.decode()
    page = inside.get("/evidence/LAN-F01/").content.decode()

    assert "Half of firms cannot fill posts." in found
    assert "Buses end early." not in found
    assert "Survey of employers, 2018." in page
    assert "Take up again" in page


def test_a_draft_says_that_it_is_one_and_leads_to_the_office(inside):
    evidence.finding(statement="Buses end early.")

    page = inside.get("/evidence/LAN-F01/").content.decode()

    assert "These words are not recorded. Nobody outside your organisation can read them." in page
    assert 'href="/admin/lis/finding/LAN-F01/change/"' in page


def test_nobody_outside_the_area_finds_it(inside):
    evidence.recorded_finding(statement="Half of firms cannot fill posts.")
    outside = Client()
    outside.force_login(person("reviewer", of=department("BEIS")))

    listed = outside.get("/evidence/", {"q": "firms"}).content.decode()

    assert "Half of firms" not in listed
    assert outside.get("/evidence/LAN-F01/").status_code == 404
    assert outside.get("/api/v1/findings/").json()["results"] == []
