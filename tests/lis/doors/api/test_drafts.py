"""The working copy over the API: part by part, and never over somebody else's words."""

from __future__ import annotations

import pytest

from lis.engine.models import Event
from tests.factories.asks import ask, proposition
from tests.factories.people import body, department, person

from .client import api

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lis.doors.api.addresses")]


def test_draft_is_read_and_written_part_by_part() -> None:
    noun = proposition()
    program = api(person("drafter", of=body()))
    address = f"/api/v1/propositions/{noun.ref}/draft/"

    read = program.get(address).json()
    saved = program.patch(address, {"parts": {"why": {"body": "Because.\r\nIndeed.", "revision": 1}}})

    assert read["parts"]["what"] == {"body": "Cover the whole county.", "revision": 1}
    assert saved.status_code == 200
    assert saved.json()["parts"]["why"] == {"body": "Because.\nIndeed.", "revision": 2}
    assert saved.json()["parts"]["what"] == read["parts"]["what"]
    assert Event.objects.filter(record=noun.record).count() == 1


def test_draft_changed_meanwhile_answers_both_texts() -> None:
    noun = proposition()
    first, second = (api(person("drafter", of=body())) for _ in range(2))
    address = f"/api/v1/propositions/{noun.ref}/draft/"
    first.patch(address, {"parts": {"why": {"body": "First.", "revision": 1}}})

    clash = second.patch(
        address, {"parts": {"why": {"body": "Second.", "revision": 1}, "how": {"body": "Slowly.", "revision": 1}}}
    )

    assert (clash.status_code, clash.json()["code"]) == (412, "draft-clash")
    assert clash.json()["clashes"] == {"why": {"yours": "Second.", "now": "First.", "revision": 2}}
    assert second.get(address).json()["parts"]["how"]["body"] == "With partners."


@pytest.mark.parametrize(
    ("body_sent", "field"),
    [
        ({"parts": {"why": {"body": "x"}}}, "parts.why.revision"),
        ({"parts": {"why": {"body": "x", "revision": -1}}}, "parts.why.revision"),
        ({"parts": {"why": {"body": "x", "revision": 2**40}}}, "parts.why.revision"),
        ({"parts": {"why": {"body": "x", "revision": 1, "by": "me"}}}, "by"),
        ({"parts": {"epilogue": {"body": "x", "revision": 0}}}, "epilogue"),
        ({"parts": {"title": {"body": "x" * 201, "revision": 1}}}, "title"),
        ({"parts": ["why"]}, "parts"),
        ({"status": "submitted"}, "status"),
        ({"details": {"type": "programme"}}, "type"),
    ],
)
def test_draft_refuses_what_it_does_not_know(body_sent: dict, field: str) -> None:
    noun = proposition()
    program = api(person("drafter", of=body()))

    answer = program.patch(f"/api/v1/propositions/{noun.ref}/draft/", body_sent)

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_details_are_changed_one_by_one() -> None:
    department("BEIS")
    noun = ask(money="none", tags="skills")
    program = api(person("drafter", of=body()))
    address = f"/api/v1/asks/{noun.ref}/draft/"

    saved = program.patch(address, {"details": {"money": "new", "departments": ["BEIS"]}})
    clash = program.patch(address, {"details": {"money": "existing"}, "details_read": {"money": "none"}})

    assert saved.status_code == 200
    assert saved.json()["details"] == {
        "type": "programme_extension", "lead_department": "", "money": "new", "tags": ["skills"],
        "departments": ["BEIS"],
    }  # fmt: skip
    assert (clash.status_code, clash.json()["clashes"]["money"]["now"]) == (412, "new")


def test_draft_is_for_its_own_side() -> None:
    noun = proposition()

    chair = api(person("board_member", of=body())).patch(
        f"/api/v1/propositions/{noun.ref}/draft/", {"parts": {"why": {"body": "Mine.", "revision": 1}}}
    )
    stranger = api(person("reviewer", of=department("BEIS"))).get(f"/api/v1/propositions/{noun.ref}/draft/")

    assert (chair.status_code, chair.json()["code"]) == (403, "not-you")
    assert stranger.status_code == 404
