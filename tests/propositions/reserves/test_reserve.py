"""An area's reserve: who keeps it, who reads it, what it is compared with, and that nobody else learns of it."""

from __future__ import annotations

import pytest
from django.test import Client

from lis.engine.actor import Actor
from lis.engine.errors import BadInput, NotNow, NotYou
from lis.engine.registry import workflows
from propositions.asks.models import Ask
from propositions.reserves.lifecycle import workflow
from propositions.reserves.models import Reserve
from tests.factories.asks import ask as drafted_ask
from tests.factories.asks import proposition, reserve_on, submitted_ask, take
from tests.factories.cast import AREA, CAST, cast
from tests.factories.people import actor, body, department, person
from tests.lis.doors.api.client import api

from ..grids import assert_complete, grid, try_everybody

pytestmark = pytest.mark.django_db

TABLE = """
step      | kept dropped | leads to | words  | whose
change    | yes  .       | same     | minted | lead negotiator
drop      | yes  .       | dropped  | -      | lead negotiator
set_again | .    yes     | kept     | minted | lead negotiator
"""
GIVEN = {"change": {"words": "Ten districts would do."}, "set_again": {"words": "Nine would do."}}
READERS = {"drafter", "lead", "negotiator"}
WORDS = "Will Government extend it to ten districts?"


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def a_reserve(words: str = WORDS) -> Reserve:
    return reserve_on(submitted_ask(department("BEIS"), ask="Will Government extend it to all districts?"), words)


@pytest.mark.parametrize("status", ["kept", "dropped"])
def test_every_step_of_a_reserve_is_for_those_and_then_as_the_table_says(status: str) -> None:
    noun = a_reserve()
    if status == "dropped":
        noun = take("drop", noun, actor("lead", of=body()))

    try_everybody(
        workflow, noun, grid(TABLE), cast=cast(), seen_by=READERS, given=GIVEN, behalf=dict.fromkeys(GIVEN, "LAN-LEP")
        | {"drop": "LAN-LEP"},
    )  # fmt: skip


def test_the_table_has_every_step_status_and_role() -> None:
    assert_complete(workflow, TABLE, creating={"set"})
    assert READERS < AREA < set(CAST)


@pytest.mark.parametrize("role", ["drafter", "secretary", "board_member"])
def test_only_a_lead_or_negotiator_sets_one(role: str) -> None:
    made = submitted_ask(department("BEIS"))

    with pytest.raises((NotYou, BadInput)) as refusal:
        workflow.create("set", by=actor(role, of=body()), data={"ask": made.ref, "words": WORDS})

    assert refusal.value.status_code in (400, 403)
    assert not Reserve.objects.exists()


def test_nobody_sets_one_on_the_ask_of_another_area() -> None:
    made = submitted_ask(department("BEIS"))

    with pytest.raises(BadInput) as refusal:
        workflow.create("set", by=actor("lead", of=body("CHW-LEP")), data={"ask": made.ref, "words": WORDS})

    assert set(refusal.value.errors) == {"ask"}
    assert not Reserve.objects.exists()


def test_there_is_one_on_an_ask_and_it_may_be_set_while_the_ask_is_a_draft() -> None:
    made = drafted_ask(proposition())
    reserve = reserve_on(made, WORDS)
    assert reserve.record.versions.get().content == {"ask": "", "words": WORDS}

    with pytest.raises(NotNow) as refusal:
        reserve_on(made, "Another.")

    assert refusal.value.sentence == f"There is a reserve on {made.ref} already. Change that one."


def test_nothing_of_the_ask_moves_with_it() -> None:
    made = submitted_ask(department("BEIS"))
    before = (made.revision, made.record.events.count(), made.record.versions.count(), made.record.grants.count())

    take("drop", take("change", reserve_on(made, WORDS), actor("lead", of=body()), words="Nine."), negotiator())

    again = Ask.objects.with_record().get(pk=made.pk)
    now = (again.revision, again.record.events.count(), again.record.versions.count(), again.record.grants.count())
    assert now == before


def negotiator() -> Actor:
    return actor("negotiator", of=body())


def test_it_stands_beside_the_wording_on_the_table_for_its_owner_only() -> None:
    reserve = a_reserve()
    take("change", reserve, negotiator(), words="Will Government extend it to nine districts?")

    for role in sorted(READERS):
        page = signed_in(person(role, of=body())).get(f"/asks/{reserve.ask.ref}/").content.decode()
        assert "The wording we could live with" in page
        assert "Added: “nine”. Removed: “all”." in page
        assert WORDS in page
    for somebody in (
        person("secretary", of=body()),
        person("board_member", of=body()),
        person("reviewer", of=department("BEIS")),
        person("coordinator", of=department("CLGU")),
    ):
        page = signed_in(somebody).get(f"/asks/{reserve.ask.ref}/")
        assert page.status_code == 200
        assert "reserve" not in page.content.decode().lower()
        assert signed_in(somebody).get(f"/asks/{reserve.ask.ref}/reserve/").status_code == 404
        assert signed_in(somebody).get(f"/reserves/{reserve.ref}/steps/change/").status_code == 404


def test_it_is_set_on_its_page_and_what_was_typed_comes_back_when_it_is_refused() -> None:
    made = submitted_ask(department("BEIS"), ask="Will Government extend it to all districts?")
    client = signed_in(person("negotiator", of=body()))
    address = f"/asks/{made.ref}/reserve/"

    shown = client.get(address)
    assert "Will Government extend it to all districts?" in shown.content.decode()
    empty = client.post(address, {"words": " ", "key": "first"})
    assert (empty.status_code, "Write the wording you could live with." in empty.content.decode()) == (400, True)
    done = client.post(address, {"words": WORDS, "key": "first"})
    again = client.post(address, {"words": WORDS, "key": "first"})
    late = client.post(address, {"words": "Another wording.", "key": "second"})

    assert (done.status_code, again.status_code) == (302, 302)
    assert late.status_code == 409
    assert "Another wording." in late.content.decode()
    assert Reserve.objects.count() == 1
    assert signed_in(person("drafter", of=body())).get(address).status_code == 403


def test_over_the_api_its_owner_reads_it_beside_the_offer_and_nobody_else_finds_it() -> None:
    reserve = a_reserve()
    address = f"/api/v1/reserves/{reserve.ref}/"

    read = api(person("lead", of=body())).get(address).json()

    assert read["words"] == WORDS
    assert read["difference"] == {"added": ["ten"], "removed": ["all"], "sentence": "Added: “ten”. Removed: “all”."}
    for somebody in (
        person("reviewer", of=department("BEIS")),
        person("secretary", of=body()),
        person("lead", of=body("CHW-LEP")),
    ):
        assert api(somebody).get(address).status_code == 404
        assert api(somebody).get("/api/v1/reserves/").json()["results"] == []


def test_a_withdrawn_ask_needs_none() -> None:
    made = submitted_ask(department("BEIS"))
    take("withdraw", made, actor("lead", of=body()), note="Overtaken by events.")

    with pytest.raises(NotNow) as refusal:
        reserve_on(Ask.objects.with_record().get(pk=made.pk), WORDS)

    assert refusal.value.sentence == f"{made.ref} was withdrawn, so there is nothing left to hold back."
    assert workflows["reserve"] is workflow
