"""Lists page by page without a repetition or a gap, and one record under an ETag that says whether it moved."""

from __future__ import annotations

import pytest

from lis.doors.api import pagination
from tests.factories.asks import proposition
from tests.factories.people import body, department, person

from .client import Program, api

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lis.doors.api.addresses")]
LIST = "/api/v1/propositions/"


@pytest.fixture
def five() -> list[str]:
    """The references of five propositions, the newest first."""
    return [proposition(title=f"Idea {number}").ref for number in range(5)][::-1]


@pytest.fixture
def program() -> Program:
    return api(person("drafter", of=body()))


def pages(program: Program, address: str) -> list[list[str]]:
    found = []
    while address:
        page = program.get(address).json()
        found.append([noun["ref"] for noun in page["results"]])
        address = page["next"]
    return found


def test_list_pages_by_cursor_there_and_back(five: list[str], program: Program) -> None:
    assert pages(program, f"{LIST}?page_size=2") == [five[:2], five[2:4], five[4:]]

    second = program.get(program.get(f"{LIST}?page_size=2").json()["next"]).json()
    first = program.get(second["previous"]).json()
    assert [noun["ref"] for noun in first["results"]] == five[:2]
    assert (first["previous"], list(first)) == (None, ["results", "next", "previous"])


def test_search_pages_by_offset_in_its_own_order(five: list[str], program: Program) -> None:
    assert pages(program, f"{LIST}?q=Idea&page_size=2") == [five[:2], five[2:4], five[4:]]


def test_search_goes_no_further_than_its_limit(
    five: list[str], program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagination, "FURTHEST", 4)
    second = program.get(program.get(f"{LIST}?q=Idea&page_size=2").json()["next"]).json()

    beyond = program.get(second["next"])

    assert beyond.status_code == 400
    assert "narrower" in beyond.json()["detail"]


@pytest.mark.parametrize("size", ["0", "201", "-1", "ten", "٣", "9" * 40, ""])
def test_page_size_is_between_one_and_two_hundred(program: Program, size: str) -> None:
    answer = program.get(f"{LIST}?page_size={size}")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "page_size")


@pytest.mark.parametrize("cursor", ["", "cD0x", "%00", "a:b:c", "é", "9" * 5000])
def test_a_cursor_of_somebody_elses_making_is_refused(five: list[str], program: Program, cursor: str) -> None:
    answer = program.get(f"{LIST}?cursor={cursor}")

    assert (answer.status_code, answer.json()["code"]) == (400, "unknown-parameter")


def test_a_cursor_of_a_list_does_not_fit_a_search(five: list[str], program: Program) -> None:
    following = program.get(f"{LIST}?page_size=2").json()["next"]

    assert program.get(f"{following}&q=Idea").status_code == 400


def test_list_and_reading_show_only_what_the_caller_may_see(five: list[str]) -> None:
    stranger = api(person("reviewer", of=department("BEIS")))

    assert stranger.get(LIST).json() == {"results": [], "next": None, "previous": None}
    assert stranger.get(f"{LIST}{five[0]}/").status_code == 404


def test_reading_carries_an_etag_and_is_never_kept(five: list[str], program: Program) -> None:
    address = f"{LIST}{five[0]}/"
    answer = program.get(address)
    tag = answer["ETag"]

    assert answer.json() == {
        "ref": five[0], "url": f"http://testserver{address}", "status": "drafting", "status_label": "Drafting",
        "revision": 1, "area": "LAN", "title": "Idea 4",
    }  # fmt: skip
    assert tag.startswith('"1.')
    assert len(tag) == len('"1."') + 16
    assert answer["Cache-Control"] == "private, no-store"
    assert {"Authorization", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}
    assert program.get(address)["ETag"] == tag


@pytest.mark.parametrize(
    ("header", "status"),
    [("{tag}", 304), ("W/{tag}", 304), ('"1.x", {tag}', 304), ("*", 304), ('"1"', 200), ("x", 200)],
)
def test_a_reader_who_has_it_is_told_that_it_is_the_same(
    five: list[str], program: Program, header: str, status: int
) -> None:
    address = f"{LIST}{five[0]}/"
    tag = program.get(address)["ETag"]

    answer = program.get(address, if_none_match=header.format(tag=tag))

    assert (answer.status_code, answer["ETag"]) == (status, tag)
    assert bool(answer.content) is (status == 200)


def test_a_draft_that_is_shown_changes_the_tag_but_not_its_revision(five: list[str], program: Program) -> None:
    address = f"{LIST}{five[0]}/"
    before = program.get(address)["ETag"]
    program.patch(f"{address}draft/", {"parts": {"title": {"body": "Renamed", "revision": 1}}})

    after = program.get(address)["ETag"]

    assert before != after
    assert before.split(".")[0] == after.split(".")[0] == '"1'
