"""Every step goes through the API as through any door: with the version that was read, once, and told in full."""

from __future__ import annotations

from typing import Any

import pytest

from lis.engine.models import Event
from tests.factories.asks import ask, proposition, submit, take
from tests.factories.people import actor, body, department, person

from .client import Program, api

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lis.doors.api.addresses")]
LIST = "/api/v1/propositions/"


@pytest.fixture
def area() -> Any:
    return body()


@pytest.fixture
def other(area: Any) -> Program:
    """A drafter who has not written the proposition."""
    return api(person("drafter", of=area, name="Olga Other"))


def tag(revision: int) -> str:
    return f'"{revision}.0123456789abcdef"'


def test_steps_are_those_of_the_caller_with_reasons_and_fields(area: Any, other: Program) -> None:
    noun = proposition(area, what="")

    steps = other.get(f"{LIST}{noun.ref}/steps/").json()

    assert [(step["verb"], step["available"]) for step in steps] == [("ready", False), ("redraft", False)]
    assert steps[0]["label"] == "Mark as ready"
    assert steps[0]["url"] == f"http://testserver{LIST}{noun.ref}/steps/ready/"
    assert [reason["code"] for reason in steps[0]["reasons"]]
    assert steps[0]["form"] == [
        {
            "name": "note",
            "label": "Note",
            "help": "Optional. It is kept in the history.",
            "type": "string",
            "required": False,
        }
    ]


def test_step_is_taken_and_answers_event_and_record(area: Any, other: Program) -> None:
    noun = proposition(area)
    ask(noun)

    answer = other.post(f"{LIST}{noun.ref}/steps/ready/", {"note": "Reads well."}, if_match=tag(1))

    assert answer.status_code == 200
    told = answer.json()
    at = told["event"].pop("at")
    assert at.endswith("Z")
    assert told["event"] == {
        "number": 2, "verb": "ready", "words": "found it ready", "note": "Reads well.", "by": "Olga Other",
        "organisation": "LAN-LEP", "from": "drafting", "to": "ready", "version": None,
    }  # fmt: skip
    assert told["repeated"] is False
    assert told["sentence"] == "You found it ready."
    assert told["record"]["status_label"] == "Ready"
    assert told["record"]["revision"] == 2
    assert answer["ETag"].startswith('"2.')
    assert other.get(f"{LIST}{noun.ref}/")["ETag"] == answer["ETag"]


def test_step_taken_again_by_the_same_person_is_told_and_not_done(area: Any, other: Program) -> None:
    noun = proposition(area)
    other.post(f"{LIST}{noun.ref}/steps/ready/", {"note": "Yes."}, if_match=tag(1))

    again = other.post(f"{LIST}{noun.ref}/steps/ready/", {"note": "Yes."}, if_match=tag(1))

    assert again.status_code == 200
    assert again.json()["repeated"] is True
    assert again.json()["sentence"].startswith("This was already done by you at ")
    assert Event.objects.filter(record=noun.record).count() == 2


@pytest.mark.parametrize("read", ['"1"', 'W/"1.abc"', '"1.abc;gzip"', '"1.abc-gzip"'])
def test_only_the_revision_of_the_etag_counts(area: Any, other: Program, read: str) -> None:
    noun = proposition(area)

    assert other.post(f"{LIST}{noun.ref}/steps/ready/", if_match=read).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 428, "version-missing"),
        ({"if_match": "*"}, 428, "version-missing"),
        ({"if_match": "1"}, 400, "malformed"),
        ({"if_match": '"1", "2"'}, 400, "malformed"),
        ({"if_match": '"9.abc"'}, 412, "stale"),
    ],
)
def test_step_needs_the_revision_that_was_read(
    area: Any, other: Program, headers: dict[str, str], status: int, code: str
) -> None:
    noun = proposition(area)

    answer = other.post(f"{LIST}{noun.ref}/steps/ready/", **headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json().get("revision") == (1 if code == "stale" else None)
    assert Event.objects.filter(record=noun.record).count() == 1


def test_refusals_are_told_apart(area: Any, other: Program) -> None:
    noun = proposition(area)
    steps = f"{LIST}{noun.ref}/steps/"
    stranger = api(person("reviewer", of=department("BEIS")))

    unseen = stranger.post(f"{steps}ready/", if_match=tag(1))
    missing = stranger.post(f"{LIST}LAN-99/steps/ready/", if_match=tag(1))
    not_you = other.post(f"{steps}submit/", {"meeting": "Board", "agreed_on": "2019-12-12"}, if_match=tag(1))
    not_now = other.post(f"{steps}redraft/", if_match=tag(1))

    assert unseen.status_code == missing.status_code == 404
    assert unseen.content == missing.content
    assert (not_you.status_code, not_you.json()["code"]) == (403, "not-you")
    assert not_you.json()["detail"].startswith("You cannot do “Submit to Government”. It is for ")
    assert (not_now.status_code, not_now.json()["code"]) == (409, "not-now")
    assert [reason["code"] for reason in not_now.json()["reasons"]] == ["status"]


def test_input_is_judged_by_the_form_of_the_step(area: Any) -> None:
    noun = take("ready", proposition(area), actor("drafter", of=area))
    lead = api(person("lead", of=area))

    bad = lead.post(f"{LIST}{noun.ref}/steps/submit/", {"agreed_on": "31.2.2019"}, if_match=tag(2))
    extra = lead.post(f"{LIST}{noun.ref}/steps/submit/", {"meeting": "Board", "status": "agreed"}, if_match=tag(2))

    assert (bad.status_code, bad["Content-Type"]) == (400, "application/problem+json")
    assert bad.json()["errors"] == [
        {"field": "meeting", "sentence": "Name the meeting that agreed it."},
        {"field": "agreed_on", "sentence": "The date of the meeting must be a real date, for example 14 12 2026."},
    ]
    assert (extra.status_code, extra.json()["errors"]) == (
        400, [{"field": "status", "sentence": "This is not taken here."}],
    )  # fmt: skip


@pytest.mark.parametrize("value", [["Board"], {"a": 1}, 7, True])
def test_a_value_of_the_wrong_kind_is_told_and_never_an_accident(area: Any, value: Any) -> None:
    noun = take("ready", proposition(area), actor("drafter", of=area))
    lead = api(person("lead", of=area))

    words = {"meeting": value, "agreed_on": "2019-12-12"}
    answer = lead.post(f"{LIST}{noun.ref}/steps/submit/", words, if_match=tag(2))

    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": "meeting", "sentence": "Send a text."}]


def test_making_needs_a_key_and_is_done_once(area: Any) -> None:
    noun = proposition(area)
    user = person("drafter", of=area)
    words = {"strategy": noun.strategy.ref, "title": "Hydrogen valley"}

    without = api(user).post(LIST, words)
    first = api(user).post(LIST, words, idempotency_key='"k-1"')
    again = api(user).post(LIST, words, idempotency_key="k-1")
    other = api(user).post(LIST, {**words, "title": "Another"}, idempotency_key="k-1")

    assert (without.status_code, without.json()["code"]) == (428, "key-missing")
    assert first.status_code == 201
    assert first["Location"] == f"http://testserver{LIST}{first.json()['ref']}/"
    assert first["ETag"].startswith('"1.')
    assert first.json()["title"] == "Hydrogen valley"
    assert (again.status_code, again.json()) == (200, first.json())
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")


def test_there_is_a_route_for_every_verb_and_for_no_consequence(area: Any) -> None:
    noun = ask(proposition(area))
    program = api(person("lead", of=area))

    assert program.post(f"/api/v1/asks/{noun.ref}/steps/submit/", if_match=tag(1)).status_code == 409
    assert program.post(f"/api/v1/asks/{noun.ref}/steps/move/", if_match=tag(1)).status_code == 404
    assert program.get(f"/api/v1/asks/{noun.ref}/steps/submit/").status_code == 405


def test_a_session_acts_too_but_only_with_its_csrf_token(area: Any) -> None:
    noun = proposition(area)
    program = Program()
    program.client.handler.enforce_csrf_checks = True
    program.client.force_login(person("drafter", of=area))

    answer = program.post(f"{LIST}{noun.ref}/steps/ready/", if_match=tag(1))
    read = program.get(f"{LIST}{noun.ref}/")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert read.status_code == 200


def test_the_same_number_of_queries_for_one_and_for_many(area: Any, django_assert_num_queries: Any) -> None:
    program = api(person("drafter", of=area))
    proposition(area)
    program.get(LIST)

    with django_assert_num_queries(QUERIES_OF_A_LIST):
        assert len(program.get(LIST).json()["results"]) == 1
    for _ in range(3):
        proposition(area)
    with django_assert_num_queries(QUERIES_OF_A_LIST):
        assert len(program.get(LIST).json()["results"]) == 4


# Token, memberships, the page, the first version read by each, versions, drafts.
QUERIES_OF_A_LIST = 6


def test_history_reads_as_far_back_as_the_caller_may(area: Any) -> None:
    beis = department("BEIS")
    noun = proposition(area)
    made = ask(noun, departments=(beis,))
    submit(noun)
    reviewer, lead = api(person("reviewer", of=beis)), api(person("lead", of=area))

    mine = lead.get(f"/api/v1/asks/{made.ref}/events/").json()["results"]
    theirs = reviewer.get(f"/api/v1/asks/{made.ref}/events/").json()["results"]
    versions = reviewer.get(f"/api/v1/asks/{made.ref}/versions/").json()["results"]
    version = reviewer.get(f"/api/v1/asks/{made.ref}/versions/1/")

    assert [event["verb"] for event in mine] == ["add", "submit"]
    assert [event["verb"] for event in theirs] in (["add", "submit"], ["submit"])
    assert [one["number"] for one in versions] == [1]
    assert "content" not in versions[0]
    assert version.json()["content"]["ask"] == "Can the programme cover the whole county?"
    assert reviewer.get(f"/api/v1/asks/{made.ref}/versions/1/", if_none_match=version["ETag"]).status_code == 304
    assert reviewer.get(f"/api/v1/asks/{made.ref}/versions/2/").status_code == 404
    assert reviewer.get(f"/api/v1/asks/{made.ref}/versions/1/?against=9").json()["errors"][0]["field"] == "against"
    assert reviewer.get(f"/api/v1/asks/{made.ref}/versions/1/?against=1").json()["changes"] == {}
