"""Papers over the API and in the office: the same words and the same law as on the pages."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client

from lis.engine import clock
from lis.papers.models import PolicyPositionPaper
from tests.factories import papers
from tests.factories.people import body, department, person

pytestmark = pytest.mark.django_db


def signed_in(*roles: str, of) -> Client:
    client = Client()
    client.force_login(person(*roles, of=of))
    return client


def post(client: Client, address: str, data: dict, **headers: str):
    return client.post(address, json.dumps(data), content_type="application/json", headers=headers)


def fresh(paper: PolicyPositionPaper) -> PolicyPositionPaper:
    return PolicyPositionPaper.objects.with_record().get(pk=paper.pk)


def test_a_paper_goes_the_whole_way_over_the_api():
    department("BEIS")
    stream = papers.workstream()
    drafter, lead = signed_in("drafter", of=body()), signed_in("lead", of=body())
    made = post(
        drafter, "/api/v1/papers/",
        {"workstream": stream.ref, "kind": "sector_action_plan", "title": "Logistics"}, **{"Idempotency-Key": "one"},
    )  # fmt: skip
    assert (made.status_code, made.json()["ref"], made.json()["status"]) == (201, "LAN-P01", "drafting")
    written = drafter.patch(
        "/api/v1/papers/LAN-P01/draft/",
        json.dumps({"parts": {"summary": {"body": "A high-value centre.", "revision": 0}}}),
        content_type="application/json",
    )
    assert written.json()["parts"]["summary"] == {"body": "A high-value centre.", "revision": 1}

    until = (clock.today() + dt.timedelta(days=5)).isoformat()
    for client, verb, data in (
        (lead, "share", {"departments": ["BEIS"], "until": until}),
        (drafter, "send-for-review", {}),
        (lead, "send-back", {"note": "Say which roads."}),
        (drafter, "send-for-review", {}),
        (lead, "stop-sharing", {"department": "BEIS"}),
        (lead, "submit", {"departments": ["BEIS"]}),
        (lead, "withdraw", {"note": "Overtaken."}),
    ):
        tag = client.get("/api/v1/papers/LAN-P01/").headers["ETag"]
        answer = post(client, f"/api/v1/papers/LAN-P01/steps/{verb}/", data, **{"If-Match": tag})
        assert answer.status_code == 200, (verb, answer.content)

    events = drafter.get("/api/v1/papers/LAN-P01/events/").json()["results"]
    assert [event["verb"] for event in events] == [
        "start", "share", "send_for_review", "send_back", "send_for_review", "stop_sharing", "submit", "withdraw",
    ]  # fmt: skip
    last_day = dt.date.fromisoformat(until)
    assert events[1]["words"] == (
        f"shared version 1 informally with BEIS until {last_day.day} {last_day:%B %Y}"
    )  # fmt: skip
    assert events[6]["words"] == "submitted version 1 to Government and named BEIS"


def test_a_department_reads_its_version_over_the_api():
    beis = department("BEIS")
    paper = papers.write(papers.share(papers.written(), beis), evidence="A planted secret.")

    found = signed_in("reviewer", of=beis).get(f"/api/v1/papers/{paper.ref}/").json()

    assert found == {
        "ref": "LAN-P01",
        "url": "http://testserver/api/v1/papers/LAN-P01/",
        "status": "shared",
        "status_label": "Shared informally",
        "revision": 2,
        "area": "LAN",
        "title": "Energy and clean growth",
        "kind": "position_paper",
        "strategy": "LAN-LIS",
        "workstream": "Energy and clean growth",
        "version": 1,
        "sections": [
            {"key": "summary", "heading": "Summary", "text": "We lead on hydrogen."},
            {"key": "ambition", "heading": "Our ambition", "text": "A net-zero cluster by 2040."},
        ],
        "read_by": None,
    }


def test_a_department_cannot_reach_the_draft_over_the_api():
    beis = department("BEIS")
    paper = papers.share(papers.written(), beis)
    client = signed_in("reviewer", of=beis)

    assert client.get(f"/api/v1/papers/{paper.ref}/draft/").status_code == 403
    assert client.get(f"/api/v1/papers/{paper.ref}/steps/").json() == []
    refused = post(client, f"/api/v1/papers/{paper.ref}/steps/withdraw/", {"note": "x"}, **{"If-Match": '"2.x"'})
    assert refused.status_code == 403


def test_the_api_list_is_narrowed_like_the_page():
    papers.submitted()
    papers.written()
    client = signed_in("drafter", of=body())

    found = client.get("/api/v1/papers/?status=submitted").json()["results"]

    assert [paper["ref"] for paper in found] == ["LAN-P01"]
    assert client.get("/api/v1/papers/?status=nonsense").status_code == 400


def test_an_officer_starts_writes_and_sends_in_the_office():
    stream = papers.workstream()
    client = signed_in("drafter", of=body())

    made = client.post(
        "/admin/lis/policypositionpaper/add/",
        {"workstream": stream.ref, "kind": "position_paper", "title": "Ideas", "key": "one"}, follow=True,
    )  # fmt: skip
    assert "LAN-P01" in made.content.decode()
    written = client.post(
        "/admin/lis/policypositionpaper/LAN-P01/change/", {"part-summary": "New thinking.", "seen-summary": "0."},
        follow=True,
    )  # fmt: skip
    assert "New thinking." in written.content.decode()
    paper = PolicyPositionPaper.objects.with_record().get(record__ref="LAN-P01")
    address = f"/admin/lis/policypositionpaper/{paper.ref}/steps/send-for-review/"
    assert client.get(address).status_code == 200
    client.post(address, {"expected": paper.revision, "key": "two"})

    assert fresh(paper).status == "internal_review"


def test_every_step_has_its_page_in_the_office():
    paper = papers.share(papers.in_review(), department("BEIS"))
    client = signed_in("lead", of=body())

    for slug in ("send-back", "share", "stop-sharing", "submit", "withdraw"):
        assert client.get(f"/admin/lis/policypositionpaper/{paper.ref}/steps/{slug}/").status_code == 200, slug
    listed = client.get("/admin/lis/policypositionpaper/").content.decode()
    assert "LAN-P01" in listed
    assert "BEIS until" in listed


def test_the_office_of_another_area_does_not_show_it():
    paper = papers.in_review()
    client = signed_in("lead", of=body("CHW-LEP"))

    assert paper.ref not in client.get("/admin/lis/policypositionpaper/").content.decode()
    assert client.get(f"/admin/lis/policypositionpaper/{paper.ref}/change/").status_code == 404
