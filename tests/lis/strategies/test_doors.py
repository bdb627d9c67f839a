"""Strategies and their plans on the pages, in the office and over the API."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from lis.engine import clock
from lis.frameworks.models import Theme
from lis.strategies.models import Action, Workstream
from tests.factories.asks import strategy
from tests.factories.papers import workstream
from tests.factories.people import body, department, person

pytestmark = pytest.mark.django_db


def signed_in(*roles: str, of) -> Client:
    client = Client()
    client.force_login(person(*roles, of=of))
    return client


def plan(**changes: str) -> dict[str, str]:
    """What the office is sent for a workstream with one action."""
    return {
        "strategy": "LAN-LIS", "number": "1", "name": "Energy", "ambition": "Clean power for all.", "theme": "",
        "lead": "", "actions-TOTAL_FORMS": "1", "actions-INITIAL_FORMS": "0", "actions-0-number": "1",
        "actions-0-words": "open a skills centre", "actions-0-owner": "The college", "actions-0-by_on_day": "1",
        "actions-0-by_on_month": "9", "actions-0-by_on_year": "2027", **changes,
    }  # fmt: skip


def test_a_page_shows_workstreams_with_ambitions_and_actions():
    stream = workstream()
    Workstream.objects.filter(pk=stream.pk).update(ambition="A **net-zero** cluster.")
    Action.objects.create(workstream=stream, number=1, words="open a skills centre", by_on=dt.date(2020, 1, 31))
    Action.objects.create(workstream=stream, number=2, words="map the grid", done_on=clock.today())

    page = signed_in("board_member", of=body()).get("/strategies/LAN-LIS/").content.decode()

    assert "A <strong>net-zero</strong> cluster." in page
    assert "We will open a skills centre" in page
    assert "Overdue" in page
    assert "We will map the grid" in page
    assert "in the office" not in page


def test_the_list_shows_only_what_is_seen():
    strategy(body("LAN-LEP")), strategy(body("CHW-LEP"))

    page = signed_in("drafter", of=body("CHW-LEP")).get("/strategies/").content.decode()

    assert "CHW-LIS" in page
    assert "LAN-LIS" not in page
    assert (
        "No strategy has been started" in signed_in("drafter", of=body("CUM-LEP")).get("/strategies/").content.decode()
    )


@pytest.mark.parametrize(("role", "code"), [("reviewer", "BEIS"), ("lead", "CHW-LEP"), ("administrator", "CONCORDAT")])
def test_nobody_else_finds_a_strategy(role, code):
    strategy()
    client = signed_in(role, of=department(code) if code == "BEIS" else body(code))

    assert client.get("/strategies/LAN-LIS/").status_code == 404
    assert client.get("/api/v1/strategies/LAN-LIS/").status_code == 404
    assert client.get("/api/v1/strategies/").json()["results"] == []


def test_a_drafter_writes_the_plan_in_the_office():
    strategy()
    client = signed_in("drafter", of=body())
    assert client.get("/admin/lis/workstream/add/").status_code == 200

    answer = client.post("/admin/lis/workstream/add/", plan())

    assert answer.status_code == 302, answer.content.decode()
    action = Action.objects.get()
    assert (action.workstream.ref, action.words, action.by_on) == (
        "LAN-LIS.1", "open a skills centre", dt.date(2027, 9, 1),
    )  # fmt: skip
    assert client.get(f"/admin/lis/workstream/{action.workstream.pk}/change/").status_code == 200
    assert "LAN-LIS.1" in client.get("/admin/lis/workstream/").content.decode()


def test_a_drafter_elsewhere_can_neither_add_to_the_plan_nor_find_it():
    stream = workstream()
    client = signed_in("drafter", of=body("CHW-LEP"))

    answer = client.post("/admin/lis/workstream/add/", plan(number="2"))

    assert answer.status_code == 200
    assert Workstream.objects.count() == 1
    assert client.get(f"/admin/lis/workstream/{stream.pk}/change/").status_code in (302, 404)
    assert client.post(f"/admin/lis/workstream/{stream.pk}/change/", plan()).status_code in (302, 403, 404)
    stream.refresh_from_db()
    assert stream.name == "Energy and clean growth"


def test_a_secretary_reads_the_plan_and_changes_nothing():
    stream = workstream()
    client = signed_in("secretary", of=body())

    assert client.get(f"/admin/lis/workstream/{stream.pk}/change/").status_code == 200
    assert client.post(f"/admin/lis/workstream/{stream.pk}/change/", plan()).status_code == 403
    assert client.get("/admin/lis/workstream/add/").status_code == 403


def test_a_person_with_two_areas_writes_only_in_the_one_where_they_write():
    strategy()
    other = person("drafter", of=body("CHW-LEP"))
    other.memberships.create(organisation=body(), role="secretary", from_on=dt.date(2016, 1, 1))
    client = Client()
    client.force_login(other)

    client.post("/admin/lis/workstream/add/", plan())

    assert not Workstream.objects.exists()


def test_only_colleagues_can_be_named_as_lead():
    strategy()
    stranger, colleague = person("drafter", of=body("CHW-LEP")), person("lead", of=body())
    client = signed_in("drafter", of=body())

    page = client.get("/admin/lis/workstream/add/").content.decode()

    assert colleague.name in page
    assert stranger.name not in page


def test_a_theme_belongs_to_the_framework_of_the_strategy():
    stream = workstream()
    stream.theme = Theme.objects.exclude(framework=stream.strategy.framework).first()

    with pytest.raises(ValidationError) as refused:
        stream.full_clean()

    assert list(refused.value.message_dict) == ["theme"]


def test_a_lead_starts_a_strategy_in_the_office():
    client = signed_in("lead", of=body("CHW-LEP"))
    data = {"area": "CHW", "framework": "lis-2018", "title": "Cheshire and Warrington", "key": "one"}

    made = client.post("/admin/lis/strategy/add/", data, follow=True)

    assert "CHW-LIS" in made.content.decode()
    assert "Cheshire and Warrington" in client.get("/admin/lis/strategy/").content.decode()


def test_a_program_starts_and_reads_a_strategy():
    client = signed_in("lead", of=body("CHW-LEP"))
    data = {"area": "CHW", "framework": "lis-2018", "title": "Cheshire and Warrington"}
    made = client.post("/api/v1/strategies/", data, content_type="application/json", headers={"Idempotency-Key": "one"})
    assert made.status_code == 201, made.content
    stream = workstream(body("CHW-LEP"))
    Action.objects.create(workstream=stream, number=1, words="map the grid")

    found = client.get("/api/v1/strategies/?area=chw").json()["results"]

    assert found == [
        {
            "ref": "CHW-LIS",
            "url": "http://testserver/api/v1/strategies/CHW-LIS/",
            "status": "drafting",
            "status_label": "Drafting",
            "revision": 1,
            "area": "CHW",
            "title": "Cheshire and Warrington",
            "framework": "lis-2018",
            "organisation": "CHW-LEP",
            "areas": ["CHW"],
            "workstreams": [
                {
                    "ref": "CHW-LIS.1",
                    "number": 1,
                    "name": "Energy and clean growth",
                    "ambition": "",
                    "theme": None,
                    "lead": None,
                    "actions": [{"number": 1, "words": "map the grid", "owner": "", "by_on": None, "done_on": None}],
                }
            ],
        }
    ]
