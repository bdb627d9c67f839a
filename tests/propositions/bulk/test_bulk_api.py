"""Many at once over the API: a dry run, a result per item, one key done once, and an address to come back to."""

from __future__ import annotations

from typing import Any

import pytest

from lis.engine.models import Event
from lis.people.models import Organisation
from propositions.bulk.models import Batch
from propositions.sides.models import Side
from tests.factories import asks
from tests.factories.people import actor, body, department, person
from tests.lis.doors.api.client import api

pytestmark = pytest.mark.django_db


@pytest.fixture
def beis() -> Organisation:
    return department("BEIS")


@pytest.fixture
def two(beis: Organisation) -> list[Side]:
    parent = asks.proposition()
    made = [asks.ask(parent, departments=(beis,)) for _ in range(2)]
    asks.submit(parent)
    return [asks.side(one, beis) for one in made]


BOTH = [{"ref": "LAN-01.1-BEIS", "expected": 1}, {"ref": "LAN-01.2-BEIS", "expected": 1}]


def outcomes(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(item["ref"], item["outcome"]) for item in answer["items"]]


def test_dry_run_says_what_would_change_and_leaves_nothing_behind(two: list[Side], beis: Organisation) -> None:
    program = api(person("reviewer", of=beis))
    asks.take("take", two[1], actor("reviewer", of=beis))

    response = program.post(
        "/api/v1/bulk/take/",
        {"dry_run": True, "items": [*BOTH, {"ref": "LAN-01.2"}, {"ref": "NO-1-BEIS", "expected": 1}]},
    )

    answer = response.json()
    assert (response.status_code, answer["changed"], answer["unchanged"], answer["batch"]) == (200, 1, 3, None)
    assert outcomes(answer) == [
        ("LAN-01.1-BEIS", "goes"), ("LAN-01.2-BEIS", "stays"), ("LAN-01.2", "stays"), ("NO-1-BEIS", "stays"),
    ]  # fmt: skip
    assert [(group["code"], group["refs"]) for group in answer["groups"]] == [
        ("not-found", ["LAN-01.2", "NO-1-BEIS"]), ("stale", ["LAN-01.2-BEIS"]),
    ]  # fmt: skip
    assert not Batch.objects.exists()


def test_one_key_is_done_once_and_answers_the_same_again(two: list[Side], beis: Organisation) -> None:
    program = api(person("reviewer", of=beis))

    first = program.post("/api/v1/bulk/take/", {"items": BOTH}, idempotency_key="morning")
    second = program.post("/api/v1/bulk/take/", {"items": BOTH}, idempotency_key="morning")
    other = program.post("/api/v1/bulk/take/", {"items": BOTH[:1]}, idempotency_key="morning")
    without = program.post("/api/v1/bulk/take/", {"items": BOTH})

    assert first.status_code == second.status_code == 200
    assert (first.json()["changed"], first.json()["repeated"], second.json()["repeated"]) == (2, False, True)
    assert outcomes(second.json()) == [("LAN-01.1-BEIS", "done"), ("LAN-01.2-BEIS", "done")]
    assert Event.objects.filter(verb="take").count() == 2
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")
    assert (without.status_code, without.json()["code"]) == (428, "key-missing")
    again = program.get(first.headers["Location"])
    assert again.json()["batch"] == first.json()["batch"]
    assert program.get(first.headers["Location"], if_none_match=again.headers["ETag"]).status_code == 304
    assert api(person("reviewer", of=beis)).get(first.headers["Location"]).status_code == 404


def test_a_moved_item_is_refused_by_itself(two: list[Side], beis: Organisation) -> None:
    asks.take("take", two[0], actor("reviewer", of=beis))

    answer = api(person("reviewer", of=beis)).post("/api/v1/bulk/take/", {"items": BOTH}, idempotency_key="a").json()

    assert outcomes(answer) == [("LAN-01.1-BEIS", "stayed"), ("LAN-01.2-BEIS", "done")]
    assert [(group["code"], group["refs"]) for group in answer["groups"]] == [("stale", ["LAN-01.1-BEIS"])]


def test_what_is_given_with_the_step_is_checked_once_for_all(two: list[Side], beis: Organisation) -> None:
    program = api(person("reviewer", of=beis))
    program.post("/api/v1/bulk/take/", {"items": BOTH}, idempotency_key="a")
    taken = [{**one, "expected": 2} for one in BOTH]

    refused = program.post(
        "/api/v1/bulk/draft-position/", {"items": taken, "data": {"stance": "object"}}, idempotency_key="b"
    )
    done = program.post(
        "/api/v1/bulk/draft-position/",
        {"items": taken, "data": {"stance": "support", "words": "Gladly."}},
        idempotency_key="c",
    )

    assert refused.status_code == 400
    assert {error["field"] for error in refused.json()["errors"]} == {"words", "reason"}
    assert (done.status_code, done.json()["changed"]) == (200, 2)


@pytest.mark.parametrize(
    "body_sent",
    [
        {}, {"items": []}, {"items": "LAN-01.1-BEIS"}, {"items": ["LAN-01.1-BEIS"]}, {"items": [{"ref": 1}]},
        {"items": [{"ref": "a", "expected": "1"}]}, {"items": [{"ref": "a", "expected": True}]},
        {"items": [{"ref": "a"}, {"ref": "a"}]}, {"items": [{"ref": "a", "more": 1}]},
        {"items": BOTH, "dry_run": "yes"}, {"items": BOTH, "data": {"colour": "red"}}, {"items": BOTH, "state": 1},
    ],
)  # fmt: skip
def test_what_is_no_list_of_sides_is_refused_in_words(
    two: list[Side], beis: Organisation, body_sent: dict[str, Any]
) -> None:
    response = api(person("reviewer", of=beis)).post("/api/v1/bulk/take/", body_sent, idempotency_key="a")

    assert response.status_code == 400
    assert response.json()["errors"][0]["sentence"]
    assert not Batch.objects.exists()


def test_an_area_learns_nothing_of_sides_and_changes_none(two: list[Side]) -> None:
    answer = api(person("lead", of=body())).post("/api/v1/bulk/take/", {"items": BOTH}, idempotency_key="a").json()

    assert {item["sentence"] for item in answer["items"]} == {
        "There is no such side that you can see. Check the reference."
    }
    assert answer["changed"] == 0
