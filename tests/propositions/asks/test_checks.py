"""Checks of asks and propositions: one sentence each, let stand by a named person, back when the words change."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lis.engine import clock
from lis.engine.errors import BadInput, NotNow, NotYou
from lis.engine.models import Waiver
from lis.engine.registry import workflows
from propositions.asks.checks import holds_several
from propositions.asks.models import Ask
from propositions.drafting.models import Proposition
from propositions.queue.checks_page import drafts_with_open_checks
from tests.factories.asks import ask, proposition, submitted_ask, take
from tests.factories.people import actor, body, department, person
from tests.lis.doors.api.client import api

pytestmark = pytest.mark.django_db

COMPLETE = {"wanted_by": "The budget of spring.", "type": "programme_extension"}


def codes(noun: Any, by: Any = None) -> list[str]:
    """The checks that are open, by their codes."""
    fresh = type(noun).objects.with_record().get(pk=noun.pk)
    found = workflows[noun.record.kind].checks_of([fresh], by or actor("drafter", of=body()))[noun.pk]
    return [one.check.code for one in found if one.is_open]


def complete(**given: Any) -> Any:
    """An ask of BEIS that says everything, but for what is given otherwise."""
    return ask(**{"departments": (department("BEIS"),), **COMPLETE, **given})


def test_an_ask_that_says_everything_has_nothing_to_look_at() -> None:
    assert codes(complete()) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"ask": "Will you fund it? Will you staff it?"}, ["several-asks"]),
        ({"departments": ()}, ["no-department"]),
        ({"wanted_by": " "}, ["no-date"]),
        ({"money": "new"}, ["new-money"]),
        ({"money": "new", "money_reason": "No budget holds it."}, []),
        ({"money": "existing"}, []),
        ({"ask": "Will you? " + "Much. " * 200}, ["long"]),
    ],
)
def test_each_check_says_what_is_missing(given: dict[str, Any], expected: list[str]) -> None:
    assert codes(complete(**given)) == expected


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("Will Government give assurance on safety cases and lift the restrictions?", False),
        ("Will the Department extend the hub to all schools and colleges?", False),
        ("Will you fund it and will you staff it?", True),
        ("Fund the hub, and may we use the site", True),
        ("We ask you to:\n1. fund it\n2. staff it", True),
        ("We ask you to:\n- fund it\n- staff it", True),
        ("In 2019. 2020 is too late.", False),
        ("", False),
    ],
)
def test_one_ask_is_told_from_several(text: str, several: bool) -> None:
    assert holds_several(text) is several


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({}, ["no-beneficiary", "no-baseline"]),
        ({"why": ""}, ["no-evidence", "no-beneficiary", "no-baseline"]),
        ({"who_benefits": "Young people.", "baseline": "Few take part."}, ["no-baseline"]),
        ({"who_benefits": "Young people.", "baseline": "In 2018, 41% took part."}, []),
    ],
)
def test_a_proposition_is_asked_for_evidence_who_benefits_and_a_figure_of_today(
    words: dict[str, str], expected: list[str]
) -> None:
    assert codes(proposition(**words)) == expected


def test_what_is_let_stand_says_who_and_why_and_is_in_the_history() -> None:
    made, drafter = ask(), actor("drafter", of=body(), name="Odette Quill")

    made = take("waive", made, drafter, check="no-department", note="CLGU will know.")

    assert codes(made) == ["no-date"]
    standing = workflows["ask"].checks_of([made], drafter)[made.pk]
    assert [one.in_words for one in standing if not one.is_open] == [
        "No department is named. The unit that coordinates for Government will route it. "
        "Waived by Odette Quill because: CLGU will know."
    ]
    event = made.record.events.get(verb="waive")
    assert (event.to_status, event.data) == ("draft", {"check": "no-department", "note": "CLGU will know."})
    assert Waiver.objects.get().given_by == event


def test_it_comes_back_when_the_words_it_was_about_change_and_only_then() -> None:
    made, drafter = ask(), actor("drafter", of=body())
    made = take("waive", made, drafter, check="no-date", note="Any time will do.")
    asks = workflows["ask"]

    asks.write(made, {"money_reason": "None."}, by=drafter)
    assert codes(made) == ["no-department"]

    asks.write(made, {"ask": "May we have it at last?"}, by=drafter)
    assert codes(made) == ["no-department", "no-date"]


def test_only_writers_let_a_check_stand_with_a_reason_and_only_what_is_open() -> None:
    made, drafter = ask(), actor("drafter", of=body())

    with pytest.raises(NotYou):
        take("waive", made, actor("secretary", of=body()), check="no-date", note="Mine.")
    for given, field in (({"check": "no-date"}, "note"), ({"note": "No."}, "check")):
        with pytest.raises(BadInput) as refused:
            take("waive", made, drafter, **given)
        assert list(refused.value.errors) == [field]
    with pytest.raises(NotNow, match=r"“new-money” is not open about LAN-01\.1"):
        take("waive", made, drafter, check="new-money", note="No.")
    for code in ("no-department", "no-date"):
        made = take("waive", made, drafter, check=code, note="It is as it should be.")
    with pytest.raises(NotNow, match=r"Nothing about LAN-01\.1 is open"):
        take("waive", made, drafter, check="no-date", note="Again.")


def test_nobody_outside_the_area_reads_checks_and_nobody_does_once_it_has_gone() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    draft = ask(proposition())

    assert workflows["ask"].checks_of([made], actor("drafter", of=body()))[made.pk] == []
    assert workflows["ask"].checks_of([draft], actor("reviewer", of=beis))[draft.pk] == []
    assert api(person("reviewer", of=beis)).get(f"/api/v1/asks/{made.ref}/").json()["checks"] == []


def test_pages_the_office_and_the_api_show_the_same_checks() -> None:
    drafter = person("drafter", of=body(), name="Odette Quill")
    made = ask(by=None)
    take("waive", made, actor("lead", of=body(), name="Hal Fenwick"), check="no-department", note="CLGU will know.")
    client = Client()
    client.force_login(drafter)

    addresses = (f"/asks/{made.ref}/", f"/admin/propositions/ask/{made.ref}/change/", "/checks/")
    for address in addresses:
        page = client.get(address).content.decode()
        assert "It does not say by when you want it." in page, address
        assert "Waived by Hal Fenwick because: CLGU will know." in page, address
    read = api(drafter).get(f"/api/v1/asks/{made.ref}/").json()["checks"]
    assert [(one["code"], one["waived_by"], one["waived_because"]) for one in read] == [
        ("no-department", "Hal Fenwick", "CLGU will know."), ("no-date", "", ""),
    ]  # fmt: skip


def test_the_first_page_of_the_office_counts_drafts_with_something_open() -> None:
    drafter = actor("drafter", of=body())
    parent = proposition(who_benefits="Young people.", baseline="41% in 2018.")
    made = ask(parent)
    assert drafts_with_open_checks(drafter, clock.now()) == 1

    for code in ("no-department", "no-date"):
        made = take("waive", made, drafter, check=code, note="It is as it should be.")
    assert drafts_with_open_checks(drafter, clock.now()) == 0
    client = Client()
    client.force_login(person("drafter", of=body()))
    assert "drafts are worth a look" in client.get("/admin/").content.decode()


def test_words_that_a_version_of_before_lacks_are_simply_not_there() -> None:
    made = submitted_ask(department("BEIS"))
    content = made.record.versions.get().content

    assert content["wanted_by"] == ""
    assert Proposition.objects.get().record.versions.get().content.get("baseline", "") == ""
    assert Ask.objects.count() == 1
