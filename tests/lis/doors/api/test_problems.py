"""Every refusal is one kind of answer: problem+json that says in plain words what is wrong and what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import InternalError
from django.test import RequestFactory
from rest_framework.request import Request

from lis.doors.api.kinds import KINDS, problem
from lis.doors.api.problems import problem_handler
from lis.engine.checks import STOP, Check
from lis.engine.errors import BadInput, KeyReused, NotNow, NotVisible, NotYou, Stale, VersionMissing
from tests.factories.asks import proposition
from tests.factories.people import body, person

from .client import api

pytestmark = pytest.mark.urls("tests.lis.doors.api.addresses")
LIST = "/api/v1/propositions/"


@pytest.mark.parametrize(
    ("refusal", "status", "more"),
    [
        (NotVisible(), 404, {}),
        (NotYou("Submit", "a lead of the area"), 403, {}),
        (
            BadInput({"note": ["Give a reason."], "": ["It does not add up."]}),
            400,
            {
                "errors": [
                    {"field": "note", "sentence": "Give a reason."},
                    {"field": "", "sentence": "It does not add up."},
                ]
            },
        ),
        (VersionMissing(), 428, {}),
        (Stale("LAN-07", 9), 412, {"revision": 9}),
        (
            NotNow([Check("words", "There are no words.", STOP), Check("type", "Choose a type.", STOP)]),
            409,
            {
                "reasons": [
                    {"code": "words", "sentence": "There are no words."},
                    {"code": "type", "sentence": "Choose a type."},
                ]
            },
        ),
        (KeyReused(), 409, {}),
    ],
)
def test_refusal_of_the_engine_is_told_with_its_sentence(refusal: Any, status: int, more: dict[str, Any]) -> None:
    response = problem_handler(refusal, {"request": Request(RequestFactory().get("/api/v1/"))})

    told = dict(response.data)
    assert response.status_code == told.pop("status") == status
    assert told.pop("code") == refusal.code
    assert told.pop("type") == f"/api/v1/#problem-{refusal.code}"
    assert refusal.sentence in told.pop("detail")
    assert told.pop("title") == KINDS[refusal.code].title
    assert told == more


def test_every_kind_says_what_to_do() -> None:
    for code, kind in KINDS.items():
        told = problem(code)
        assert told["detail"] == kind.advice
        assert kind.advice.endswith(".")
        assert 400 <= kind.status < 600


def test_a_database_that_can_only_be_read_is_told_as_such() -> None:
    class ReadOnly(Exception):
        pgcode = "25006"

    error = InternalError("cannot execute INSERT in a read-only transaction")
    error.__cause__ = ReadOnly()

    response = problem_handler(error, {"request": Request(RequestFactory().post("/api/v1/"))})

    assert (response.status_code, response.data["code"]) == (503, "read-only")


@pytest.mark.django_db
def test_what_nobody_foresaw_is_told_without_its_details() -> None:
    program = api(person("drafter", of=body()))
    program.client.raise_request_exception = False

    answer = program.get("/api/v1/broken/")

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["code"] == "error"
    assert b"secret" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"{", 400, "malformed"),
        (b"\xff{}", 400, "malformed"),
        (b"[]", 400, "malformed"),
        (b'"words"', 400, "malformed"),
        (b'{"note": NaN}', 400, "malformed"),
        (b'{"note": 1e999}', 400, "malformed"),
        (b'{"note": 1e99999999999999999999}', 400, "malformed"),
        (b'{"note": ' + b"9" * 30 + b"}", 400, "malformed"),
        (b'{"note": 9007199254740993}', 400, "malformed"),
        (b'{"note": "a", "note": "b"}', 400, "malformed"),
        (b'{"note": "a\\u0000b"}', 400, "malformed"),
        (b'{"note": "a\\ud800b"}', 400, "malformed"),
        (b'{"n\\u0000": "a"}', 400, "malformed"),
        (b'{"note": ' + b"[" * 40 + b"]" * 40 + b"}", 400, "malformed"),
        (b'{"note": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", 400, "malformed"),
        (b'{"note": "' + b"a" * 5 * 1024**2 + b'"}', 413, "too-large"),
        (b'{"note": "' + b"a" * 30_000 + b'"}', 400, "bad-input"),
    ],
)
def test_a_body_that_cannot_be_taken_is_refused_whole(sent: bytes, status: int, code: str) -> None:
    noun = proposition()
    program = api(person("drafter", of=body()))

    answer = program.post(f"{LIST}{noun.ref}/steps/ready/", sent, if_match='"1"')

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    noun.record.refresh_from_db()
    assert noun.revision == 1


@pytest.mark.django_db
def test_a_character_outside_the_basic_plane_is_no_surrogate() -> None:
    noun = proposition()
    program = api(person("drafter", of=body()))

    answer = program.post(f"{LIST}{noun.ref}/steps/ready/", b'{"note": "a \\ud83d\\ude80"}', if_match='"1"')

    assert answer.json()["event"]["note"] == "a \N{ROCKET}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "nothing/", "propositions", "propositions/LAN-99/", "propositions/%00/", "propositions/LAN-01%00/",
        "propositions/..%2F..%2Fetc/", "propositions/" + "9" * 300 + "/", "propositions/LAN_01/", "propositions/é/",
        "propositions/LAN-01/steps/explode/", "propositions/LAN-01/versions/0/",
        "propositions/LAN-01/versions/99999999999999999999/", "propositions/LAN-01/versions/x/",
        "propositions/1%27%20OR%20%271%27=%271/", "propositions/LAN%0A01/", "propositions.json",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404_whatever_it_looks_like(address: str) -> None:
    proposition()

    answer = api(person("drafter", of=body())).get(f"/api/v1/{address}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_method_format_and_kind_of_content_are_refused_as_problems() -> None:
    noun = proposition()
    program = api(person("drafter", of=body()))
    address = f"{LIST}{noun.ref}/"

    method = program.client.put(address, b"{}", content_type="application/json", headers=program.headers)
    options = program.client.options(address, headers=program.headers)
    form = program.client.post(f"{address}steps/ready/", {"note": "x"}, headers={**program.headers, "If-Match": '"1"'})
    accept = program.get(address, accept="text/html")

    assert [answer.status_code for answer in (method, options, form, accept)] == [405, 405, 415, 406]
    assert "GET" in method["Allow"]
    for answer in (method, options, form, accept):
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"]


@pytest.mark.django_db
def test_parameters_that_nobody_knows_are_named() -> None:
    program = api(person("drafter", of=body()))

    answer = program.get(f"{LIST}?stauts=draft&page=2")
    bad = program.get(f"{LIST}?status=brilliant&q=a%00b")

    assert (answer.status_code, answer.json()["parameters"]) == (400, ["page", "stauts"])
    assert "“stauts”" in answer.json()["detail"]
    assert bad.status_code == 400
    assert {error["field"] for error in bad.json()["errors"]} == {"status", "q"}
