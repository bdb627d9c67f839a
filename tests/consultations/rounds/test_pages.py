"""What everybody reads of a consultation and from when on, on its page, over the API and in its files."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client

from consultations.rounds.models import Element, SupportingDocument
from lis.engine import clock
from lis.files.storing import store_content
from tests.factories import consultations, evidence, papers
from tests.factories.asks import take
from tests.factories.people import actor, body, department, person
from tests.seeing.looking import body_of

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
BEFORE = NOON - dt.timedelta(days=2)
MOMENT = dt.timedelta(microseconds=1)


@pytest.fixture
def _files(settings, tmp_path):
    options = {"location": str(tmp_path), "base_url": None}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}


def status(client: Client, address: str) -> int:
    response = client.get(address)
    body_of(response)
    return response.status_code


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.usefixtures("_files")
def test_nothing_of_a_round_is_reached_before_the_moment_at_which_it_opens_and_all_of_it_from_then_on(client):
    officer = consultations.officer()
    with clock.at(BEFORE):
        round_ = consultations.filled_round(by=officer, opens_at=NOON, title="Rivers")
        file = store_content("rivers.txt", b"Words.", by=officer.user, record=round_.record)
        SupportingDocument.objects.create(round=round_, title="Rivers in short", file=file)
        take("schedule", take("send_for_review", round_, officer), actor("lead", of=body()))
    places = [
        f"/consultations/{round_.ref}/", f"/files/{file.uid}/", f"/api/v1/rounds/{round_.ref}/",
        f"/api/v1/rounds/{round_.ref}/questionnaire/", f"/api/v1/rounds/{round_.ref}/versions/1/",
    ]  # fmt: skip
    lists = ["/consultations/", "/api/v1/rounds/", "/api/v1/rounds/?q=rivers", "/api/v1/rounds/?phase=upcoming"]
    reviewer = Client()
    reviewer.force_login(person("reviewer", of=department("BEIS")))

    with clock.at(NOON - MOMENT):
        for visitor in (client, reviewer):
            assert {place: status(visitor, place) for place in places} == dict.fromkeys(places, 404)
            assert [place for place in lists if "Rivers" in text(visitor, place)] == []
    with clock.at(NOON):
        assert {place: status(client, place) for place in places} == dict.fromkeys(places, 200)
        assert [place for place in lists if "Rivers" in text(client, place)] == lists[:3]


def test_the_page_shows_the_words_that_were_chosen_and_never_later_ones(client):
    lead, drafter = actor("lead", of=body()), actor("drafter", of=body())
    with clock.at(BEFORE - dt.timedelta(days=1)):
        finding = evidence.recorded_finding(by=drafter, statement="Half of firms cannot fill posts.")
        paper = papers.submitted(department("BEIS"))
    with clock.at(BEFORE):
        officer = consultations.officer()
        round_ = consultations.filled_round(by=officer, opens_at=NOON)
        for position, (kind, noun, part) in enumerate((("finding", finding, ""), ("paper", paper, "summary")), 2):
            Element.objects.create(
                round=round_, position=position, kind=kind, version=noun.record.versions.get(), part=part
            )
        take("schedule", take("send_for_review", round_, officer), lead)
        evidence.revised(finding, by=drafter, statement="Two in three firms cannot fill posts.")

    with clock.at(NOON):
        page = text(client, f"/consultations/{round_.ref}/")

    assert "Half of firms cannot fill posts." in page
    assert "Two in three firms" not in page
    assert "We lead on hydrogen." in page
    # Only that section of the paper was chosen.
    assert "A net-zero cluster" not in page


def test_everybody_is_told_of_a_pause_an_extension_and_a_withdrawal_and_not_who_did_it(client):
    with clock.at(BEFORE):
        round_ = consultations.scheduled_round(by=consultations.officer(), opens_at=NOON)
        lead = actor("lead", of=body(), name="Marcus Oyelade")
    address, hour = f"/consultations/{round_.ref}/", dt.timedelta(hours=1)
    with clock.at(NOON + hour):
        paused = take("pause", round_, lead, note="The hall was flooded.")
        on_pause = text(client, address)
        later = {"closes_on": "2027-01-31", "closes_time": "23:59", "note": "Three days were lost."}
        resumed = take("resume", take("extend", paused, lead, **later), lead)
        on_resume = text(client, address)
        told = client.get(f"/api/v1/rounds/{round_.ref}/events/").json()["results"]
        take("withdraw", resumed, lead, note="The strategy is given up.")
        on_withdrawal = text(client, address)

    assert "Paused: no answers can be sent at the moment" in on_pause
    assert "The hall was flooded." in on_pause
    assert "Have your say" not in on_pause
    assert "Closes on 31 January 2027 at 23:59 GMT" in on_resume
    assert "Three days were lost." in on_resume
    assert "This consultation was withdrawn" in on_withdrawal
    assert "The strategy is given up." in on_withdrawal
    assert [(event["verb"], event["by"]) for event in told] == [
        ("pause", body().name), ("extend", body().name), ("resume", body().name),
    ]  # fmt: skip
    assert "Oyelade" not in on_pause + on_resume + on_withdrawal + json.dumps(told)


def test_how_it_was_prepared_stays_inside(client):
    officer, lead = consultations.officer(), actor("lead", of=body())
    with clock.at(BEFORE):
        made = take("send_for_review", consultations.filled_round(by=officer, opens_at=NOON), officer, note="A secret.")
        made = take("send_back", made, lead, note="A reason of ours.")
        made = take("send_for_review", made, officer)
        scheduled = take("schedule", made, lead, note="A line of ours.")
    inside = Client()
    inside.force_login(lead.user)
    with clock.at(NOON):
        outside = text(client, f"/consultations/{scheduled.ref}/")
        own = text(inside, f"/consultations/{scheduled.ref}/")
        listed = client.get(f"/api/v1/rounds/{scheduled.ref}/events/").json()["results"]
        versions = client.get(f"/api/v1/rounds/{scheduled.ref}/versions/").json()["results"]

    assert [words for words in ("A secret.", "A reason of ours.", "A line of ours.") if words in outside] == []
    assert [words for words in ("A secret.", "A reason of ours.", "A line of ours.") if words not in own] == []
    assert listed == []
    assert [version["number"] for version in versions] == [1]


def test_the_first_page_and_every_header_lead_a_visitor_without_an_account_to_the_consultations(client):
    assert text(client, "/").count('href="/consultations/"') == 2
    assert 'href="/consultations/"' in text(client, "/account/sign-in/")
    assert "No consultation is open" in text(client, "/consultations/")


def test_an_api_reads_what_is_asked_in_its_order_with_every_code(client):
    round_ = consultations.open_round(title="Themes")

    listed = client.get("/api/v1/rounds/", {"phase": "open"}).json()["results"]
    asked = client.get(f"/api/v1/rounds/{round_.ref}/questionnaire/").json()

    assert [(found["ref"], found["phase"], found["title"]) for found in listed] == [("LAN-R01", "open", "Themes")]
    assert asked["pages"] == [{"number": 1, "heading": "Your views", "introduction": ""}]
    assert [(question["key"], question["type"], question["required"]) for question in asked["questions"]] == [
        ("agree", "agree", True), ("theme", "single", False), ("ways", "multiple", False), ("name", "text", False),
        ("more", "long_text", False),
    ]  # fmt: skip
    assert [option["code"] for option in asked["questions"][0]["options"]] == [
        "strongly_agree", "agree", "neither", "disagree", "strongly_disagree", "cannot_say",
    ]  # fmt: skip
    assert asked["questions"][1]["options"] == [
        {"code": "people", "words": "People"}, {"code": "places", "words": "Places"},
    ]  # fmt: skip
    assert set(asked["questions"][1]) == {"key", "type", "words", "hint", "required", "page", "options"}


def test_an_officer_extends_a_round_over_the_api(client):
    round_ = consultations.open_round()
    client.force_login(actor("lead", of=body()).user)
    found = client.get(f"/api/v1/rounds/{round_.ref}/")
    later = (round_.closes_at + dt.timedelta(days=7)).date().isoformat()

    taken = client.post(
        f"/api/v1/rounds/{round_.ref}/steps/extend/",
        json.dumps({"closes_on": later, "closes_time": "17:00", "note": "More time was asked for."}),
        content_type="application/json", headers={"If-Match": found.headers["ETag"]},
    )  # fmt: skip

    assert taken.status_code == 200
    assert taken.json()["record"]["phase"] == "open"
    assert taken.json()["record"]["closes_at"].startswith(f"{later}T1")
