"""The REST door of responses: anybody sends one, once under a key, and every refusal says what to do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.responses.contacts import opened
from consultations.responses.models import Receipt, Response
from lis.engine import clock
from lis.engine.models import Event
from tests.factories.asks import take
from tests.factories.consultations import officer, open_round, scheduled_round
from tests.factories.people import body, person
from tests.factories.responses import ANSWERS
from tests.lis.doors.api.client import api

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/rounds/LAN-R01/responses/"
BODY = {"answers": ANSWERS, "publication": "in_full"}


@pytest.fixture(autouse=True)
def uncounted():
    cache.clear()


def test_anybody_sends_a_response_and_gets_its_reference() -> None:
    made = open_round()

    answer = api().post(ADDRESS, BODY, idempotency_key="k-1")

    sent = Response.objects.with_record().get()
    assert answer.status_code == 201
    assert "Location" not in answer.headers
    assert answer.json() == {
        "ref": sent.ref,
        "round": made.ref,
        "received_at": sent.received_at.isoformat().replace("+00:00", "Z"),
        "publication": "in_full",
    }
    assert (sent.channel, sent.capacity) == ("api", "person")
    assert Event.objects.get(record_id=sent.pk).by_service == "the public, over the API"


def test_the_same_again_is_answered_with_the_same_reference() -> None:
    open_round()

    first, again = (api().post(ADDRESS, BODY, idempotency_key="k-1") for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Response.objects.count() == 1


def test_another_body_under_the_key_is_refused() -> None:
    open_round()
    api().post(ADDRESS, BODY, idempotency_key="k-1")

    answer = api().post(ADDRESS, {**BODY, "publication": "not_published"}, idempotency_key="k-1")

    assert answer.status_code == 409
    assert answer.json()["code"] == "key-reused"
    assert Response.objects.count() == 1


def test_a_call_without_a_key_is_refused() -> None:
    open_round()

    answer = api().post(ADDRESS, BODY)

    assert answer.status_code == 428
    assert answer.json()["code"] == "key-missing"


def test_one_key_is_another_one_in_another_round() -> None:
    open_round()
    open_round()

    first = api().post(ADDRESS, BODY, idempotency_key="1")
    other = api().post("/api/v1/rounds/LAN-R02/responses/", BODY, idempotency_key="1")

    assert (first.status_code, other.status_code) == (201, 201)
    assert first.json()["ref"] != other.json()["ref"]


def test_a_person_with_a_token_sends_in_their_own_name() -> None:
    open_round()
    sender = person("lead", of=body("CHW-LEP"))

    answer = api(sender).post(ADDRESS, BODY, idempotency_key="k")

    assert answer.status_code == 201
    assert Event.objects.get(record__ref=answer.json()["ref"]).by_user == sender


@pytest.mark.parametrize(
    ("organisation", "kept"),
    [
        ("Wyre Cycling", ("organisation", "Wyre Cycling", "")),
        ({"name": "Wyre Cycling"}, ("organisation", "Wyre Cycling", "")),
        ({"name": "Wyre Cycling", "represents": "80 members"}, ("organisation", "Wyre Cycling", "80 members")),
        (None, ("person", "", "")),
        ("", ("person", "", "")),
        ({}, ("person", "", "")),
    ],
)
def test_an_organisation_is_an_object_or_a_name(organisation: Any, kept: tuple[str, str, str]) -> None:
    open_round()

    api().post(ADDRESS, {**BODY, "organisation": organisation}, idempotency_key="k")

    sent = Response.objects.get()
    assert (sent.capacity, sent.organisation_name, sent.represents) == kept


def test_a_sender_who_gives_an_address_gets_a_receipt() -> None:
    open_round()

    api().post(ADDRESS, {**BODY, "name": "Ann Ode", "email": "ann@example.org"}, idempotency_key="k")

    assert opened(Response.objects.get().contact) == {"name": "Ann Ode", "email": "ann@example.org"}
    assert Receipt.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({}, ["answers"]),
        ({"answers": [], "publication": "in_full"}, ["answers"]),
        ({"answers": {}, "publication": "in_full"}, ["answers.agree"]),
        ({"answers": ANSWERS}, ["publication"]),
        ({"answers": ANSWERS, "publication": "maybe"}, ["publication"]),
        ({"answers": ANSWERS, "publication": 1}, ["publication"]),
        ({**BODY, "status": "submitted"}, ["status"]),
        ({**BODY, "received_at": "2020-01-01"}, ["received_at"]),
        ({**BODY, "email": "ann"}, ["email"]),
        ({**BODY, "name": ["Ann"]}, ["name"]),
        ({**BODY, "organisation": 7}, ["organisation"]),
        ({**BODY, "organisation": {"represents": "us"}}, ["organisation.name"]),
        ({**BODY, "organisation": {"name": "Us", "vat": "1", "represents": 7}},
         ["organisation.vat", "organisation.represents"]),
        ({**BODY, "answers": {**ANSWERS, "nothing": "x", "agree": ["agree"], "ways": "bus", "more": 7}},
         ["answers.agree", "answers.ways", "answers.more", "answers.nothing"]),
        ({**BODY, "answers": {**ANSWERS, "agree": "perhaps", "ways": ["bus", "boat"], "more": "x" * 20_001}},
         ["answers.agree", "answers.ways", "answers.more"]),
        ({**BODY, "answers": {**ANSWERS, "ways": [["bus"]], "theme": {"a": 1}, "name": True}},
         ["answers.theme", "answers.ways", "answers.name"]),
    ],
)  # fmt: skip
def test_each_thing_that_is_wrong_is_told(sent: dict[str, Any], fields: list[str]) -> None:
    open_round()

    answer = api().post(ADDRESS, sent, idempotency_key="k")

    assert answer.status_code == 400
    assert sorted(error["field"] for error in answer.json()["errors"]) == sorted(fields)
    assert all(error["sentence"].endswith((".", "”")) for error in answer.json()["errors"])
    assert not Response.objects.exists()


def test_an_answer_that_is_null_is_none() -> None:
    open_round()

    answer = api().post(ADDRESS, {**BODY, "answers": {"agree": "agree", "more": None, "ways": []}}, idempotency_key="k")

    assert answer.status_code == 201
    assert list(Response.objects.get().answers.values_list("question__key", flat=True)) == ["agree"]


def test_a_closed_round_takes_nothing_and_says_when_it_closed_and_when_this_came() -> None:
    closes = dt.datetime(2026, 11, 23, 0, tzinfo=dt.UTC)
    open_round(opens_at=closes - dt.timedelta(days=9), closes_at=closes, grace_minutes=30)

    with clock.at(closes):
        answer = api().post(ADDRESS, BODY, idempotency_key="k")

    told = answer.json()
    assert answer.status_code == 409
    assert told["reasons"] == [
        {"code": "closed", "sentence": "This consultation closed on 22 November 2026 at 23:59 GMT."}
    ]
    assert (told["received_at"], told["closes_at"]) == ("2026-11-23T00:00:00+00:00", "2026-11-23T00:00:00+00:00")


def test_a_paused_round_takes_nothing() -> None:
    take("pause", open_round(), officer(), note="A page is wrong.")

    answer = api().post(ADDRESS, BODY, idempotency_key="k")

    assert answer.status_code == 409
    assert [reason["code"] for reason in answer.json()["reasons"]] == ["paused"]


def test_a_round_that_is_not_open_yet_is_not_found() -> None:
    scheduled_round()

    assert api().post(ADDRESS, BODY, idempotency_key="k").status_code == 404
    assert api().post("/api/v1/rounds/LAN-R99/responses/", BODY, idempotency_key="k").status_code == 404


def test_nobody_lists_responses_here() -> None:
    open_round()

    assert api().get(ADDRESS).status_code == 405
    assert api(person("consultation_officer", of=body())).get(ADDRESS).status_code == 405


def test_the_public_is_counted_by_address_and_a_program_by_its_token(settings) -> None:
    open_round()
    settings.API_CALLS_A_MINUTE = (5, 2)

    unknown = [api().post(ADDRESS, BODY, idempotency_key=f"k{number}").status_code for number in range(3)]
    program = api(person("lead", of=body()))
    known = [program.post(ADDRESS, BODY, idempotency_key=f"k{number}").status_code for number in range(6)]

    assert unknown == [201, 201, 429]
    assert known == [201, 201, 201, 201, 201, 429]


def test_a_response_over_the_api_takes_at_most_sixteen_statements() -> None:
    open_round()
    sent = {**BODY, "name": "Ann Ode", "email": "ann@example.org", "organisation": "Wyre Cycling"}

    with CaptureQueriesContext(connection) as asked:
        assert api().post(ADDRESS, sent, idempotency_key="k").status_code == 201

    statements = [query["sql"] for query in asked.captured_queries]
    assert statements[0] == "SELECT clock_timestamp()"
    statements = [one for one in statements if not one.startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) == 14, "\n".join(statements)
