"""After a hold, what a department had issued is confirmed or drafted anew; until then it stands on a list."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from lis.engine import clock
from lis.engine.errors import NotNow, NotYou
from lis.engine.models import Event
from lis.engine.registry import workflows
from propositions.sides.models import Side
from propositions.sides.reconfirming import to_reconfirm
from tests.factories.asks import ask, issued_side, proposition, side, submit, submitted_ask, take
from tests.factories.holds import hold
from tests.factories.people import actor, body, department, person

pytestmark = pytest.mark.django_db

# In summer, when London's day begins an hour before that of UTC.
MAY = dt.datetime(2026, 5, 3, 9, tzinfo=dt.UTC)


def days(number: int) -> Any:
    return clock.at(MAY + dt.timedelta(days=number))


def listed(at: dt.datetime) -> list[str]:
    return [found.ref for found in to_reconfirm(Side.objects.with_record(), at).order_by("pk")]


@pytest.fixture
def issued() -> Any:
    """BEIS issued its answer on 3 May; a pre-election period lasted from 10 to 20 May."""
    beis = department("BEIS")
    with days(0):
        made = submitted_ask(beis)
        found = issued_side(made, beis)
        hold(first=7, last=17)
    return found


@pytest.mark.parametrize(
    ("moment", "waits"),
    [
        (dt.datetime(2026, 5, 9, 12, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 5, 15, 12, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 5, 20, 22, 59, 59, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 5, 20, 23, 0, tzinfo=dt.UTC), True),
    ],
)
def test_an_answer_waits_to_be_confirmed_from_the_end_of_the_hold_on(
    issued: Any, moment: dt.datetime, waits: bool
) -> None:
    assert listed(moment) == ([issued.ref] if waits else [])


def test_confirming_it_tells_everybody_of_which_day_it_is_and_ends_the_waiting(issued: Any) -> None:
    with days(20):
        confirmed = take("reconfirm", issued, actor("clearer", of=issued.organisation), note="It still stands.")

    event = confirmed.ask.record.events.latest("number")
    assert (confirmed.status, event.verb) == ("issued", "confirm")
    assert workflows["ask"].describe(event) == "confirmed its answer of 3 May 2026"
    assert event.behalf == issued.organisation
    assert listed(MAY + dt.timedelta(days=21)) == []
    with days(22), pytest.raises(NotNow, match="stands without being confirmed"):
        take("reconfirm", confirmed, actor("clearer", of=issued.organisation))


def test_nobody_confirms_before_the_hold_ends_or_for_another_department(issued: Any) -> None:
    with days(10), pytest.raises(NotNow):
        take("reconfirm", issued, actor("clearer", of=issued.organisation))
    with days(20), pytest.raises(NotYou):
        take("reconfirm", issued, actor("reviewer", of=issued.organisation))


def test_what_came_after_the_hold_or_was_settled_or_untouched_is_not_on_the_list(issued: Any) -> None:
    dfe, after = department("DfE"), MAY + dt.timedelta(days=20)
    with days(0):
        hold(departments=["DfE"], first=7, last=8)
        hold(kind="legal", everywhere=True, first=7, last=8)
    with days(19):
        parent = proposition()
        late = ask(parent, departments=(dfe,))
        submit(parent)
        issued_side(late, dfe)
    assert listed(after) == [issued.ref]

    with days(19):
        take("withdraw", issued.ask, actor("lead", of=body()), note="Overtaken.")
    assert listed(after) == []


def test_a_hold_that_was_lifted_early_ends_on_that_day() -> None:
    beis = department("BEIS")
    with days(0):
        held = hold(first=0, last=30)
    with days(4):
        take("lift", held, actor("coordinator", of=held.raised_by), note="It was called off.")
    with days(5):
        issued_side(submitted_ask(beis), beis)

    assert listed(MAY + dt.timedelta(days=40)) == []


def test_drafting_anew_takes_it_off_the_list(issued: Any) -> None:
    with days(20):
        take("draft_position", issued, actor("reviewer", of=issued.organisation), stance="support", words="More.")

    assert listed(MAY + dt.timedelta(days=21)) == []


def test_a_department_confirms_all_of_them_at_once_after_it_has_seen_what_will_happen(issued: Any) -> None:
    client = Client()
    client.force_login(person("clearer", of=issued.organisation))
    with days(20):
        page = client.get("/reconfirm/")
        assert issued.ref in page.content.decode()
        begun = client.post("/bulk/begin/", {"verb": "reconfirm", "scope": "ticked", "item": [issued.ref]})
        foreseen = client.get(begun["Location"])

    assert (begun.status_code, foreseen.status_code) == (302, 200)
    assert Event.objects.filter(verb="reconfirm").count() == 0
    assert "1" in foreseen.content.decode()


def test_the_list_is_for_departments_and_holds_only_their_own(issued: Any) -> None:
    other, area = Client(), Client()
    other.force_login(person("clearer", of=department("DfE")))
    area.force_login(person("lead", of=body()))
    with days(20):
        assert issued.ref not in other.get("/reconfirm/").content.decode()
        assert area.get("/reconfirm/").status_code == 403
    assert side(issued.ask, issued.organisation).status == "issued"
