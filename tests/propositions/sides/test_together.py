"""Several cleared answers of a department issued in one act: foreseen first, then each by itself, one batch."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from lis.engine.models import Event
from propositions.sides.models import Answer, Side
from propositions.sides.together import Outcome, issue_together
from tests.factories.asks import (
    ahead,
    ask,
    cleared_side,
    drafted_side,
    proposition,
    side,
    submit,
    take,
)
from tests.factories.people import actor, body, department, person

pytestmark = pytest.mark.django_db


def three_cleared() -> list[Side]:
    """Three sides of BEIS whose positions are cleared, on three asks of one proposition."""
    beis, parent = department("BEIS"), proposition()
    made = [ask(parent, departments=(beis,)) for _ in range(3)]
    submit(parent)
    return [cleared_side(one.__class__.objects.with_record().get(pk=one.pk), beis) for one in made]


def chosen(*sides: Side) -> dict[str, int]:
    return {one.ref: one.revision for one in sides}


def told(outcomes: list[Outcome]) -> list[tuple[str, bool, str, list[str]]]:
    return [(one.ref, one.goes, one.sentence, [reason.code for reason in one.reasons]) for one in outcomes]


def test_several_go_out_in_one_batch_with_an_event_each() -> None:
    sides, clearer, batch = three_cleared(), actor("clearer", of=department("BEIS")), uuid4()

    foreseen = issue_together(chosen(*sides), by=clearer, batch=batch, dry_run=True)
    assert [one.goes for one in foreseen] == [True, True, True]
    assert not Answer.objects.exists()
    issued = issue_together(chosen(*sides), by=clearer, batch=batch)

    assert told(issued) == [
        ("LAN-01.1-BEIS", True, "", []), ("LAN-01.2-BEIS", True, "", []), ("LAN-01.3-BEIS", True, "", []),
    ]  # fmt: skip
    assert Event.objects.filter(record__kind="side", verb="issue", batch=batch).count() == 3
    # What each area reads came of it and belongs to it.
    assert Event.objects.filter(record__kind="ask", verb="answer", batch=batch).count() == 3


def test_the_same_batch_sent_twice_issues_once() -> None:
    sides, clearer, batch = three_cleared(), actor("clearer", of=department("BEIS")), uuid4()
    issue_together(chosen(*sides), by=clearer, batch=batch)

    again = issue_together(chosen(*sides), by=clearer, batch=batch)

    assert {one.sentence for one in again} == {"Already done by you."}
    assert Answer.objects.count() == 3


def test_what_cannot_go_out_stays_with_its_reason_and_stops_no_other() -> None:
    sides, clearer = three_cleared(), actor("clearer", of=department("BEIS"))
    read = chosen(*sides)
    take("send_back", sides[0], clearer, note="Not yet.")
    take("withdraw", sides[1].ask, actor("lead", of=body()), note="Overtaken by events.")

    outcomes = issue_together({**read, "LAN-99.9-BEIS": 1}, by=clearer, batch=uuid4())

    assert told(outcomes) == [
        ("LAN-01.1-BEIS", False, "LAN-01.1-BEIS has changed since you opened it. Read what is new, then decide again.",
         []),
        ("LAN-01.2-BEIS", False, "LAN-01.2-BEIS has changed since you opened it. Read what is new, then decide again.",
         []),
        ("LAN-01.3-BEIS", True, "", []),
        ("LAN-99.9-BEIS", False,
         "There is nothing here that you can see. Check the reference, or ask whoever sent it to you.", []),
    ]  # fmt: skip
    assert Answer.objects.count() == 1


def test_nobody_issues_their_own_words_among_others() -> None:
    beis, parent = department("BEIS"), proposition()
    made = [ask(parent, departments=(beis,)) for _ in range(2)]
    submit(parent)
    author = actor("reviewer", "coordinator", of=beis)
    first, second = (one.__class__.objects.with_record().get(pk=one.pk) for one in made)
    own = take("clear", drafted_side(first, beis, by=author), actor("clearer", of=beis))
    other = cleared_side(second, beis)

    outcomes = issue_together(chosen(own, other), by=author, batch=uuid4())

    assert [(one.goes, [reason.code for reason in one.reasons]) for one in outcomes] == [
        (False, ["own-words"]), (True, []),
    ]  # fmt: skip


def hidden(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    return found


def sent(client: Client, data: dict[str, Any]) -> tuple[int, str]:
    response = client.post("/issue-together/", data)
    return response.status_code, response.content.decode()


def test_on_the_page_somebody_ticks_sees_what_would_happen_and_decides() -> None:
    sides, client = three_cleared(), Client()
    client.force_login(person("clearer", of=department("BEIS")))
    first = client.get("/issue-together/").content.decode()
    assert "3 answers are cleared and wait to be issued." in first

    ticked = {**hidden(first), "chosen": [sides[0].ref, sides[2].ref], "when": "issue"}
    status, foreseen = sent(client, ticked)
    assert (status, Answer.objects.count()) == (200, 0)
    assert "2 will go out now" in foreseen
    status, done = sent(client, hidden(foreseen))

    assert "2 of 2 done" in done
    assert sorted(answer.ask.ref for answer in Answer.objects.all()) == ["LAN-01.1", "LAN-01.3"]


def test_on_the_page_they_may_all_go_out_on_a_day() -> None:
    sides, client = three_cleared(), Client()
    client.force_login(person("coordinator", of=department("BEIS")))
    day = ahead(7, 10)
    first = hidden(client.get("/issue-together/").content.decode())

    status, refused = sent(client, {**first, "chosen": [sides[0].ref], "when": "schedule"})
    assert (status, "The day is missing." in refused) == (400, True)
    status, foreseen = sent(client, {**first, "chosen": [one.ref for one in sides], "when": "schedule", **day})
    status, done = sent(client, hidden(foreseen))

    assert "3 of 3 done" in done
    assert {one.status for one in Side.objects.with_record().filter(organisation__code="BEIS")} == {"scheduled"}
    assert Event.objects.filter(verb="schedule").values("batch").distinct().count() == 1


def test_a_page_without_a_tick_says_so_and_shows_them_again() -> None:
    three_cleared()
    client = Client()
    client.force_login(person("clearer", of=department("BEIS")))

    status, page = sent(client, {"when": "issue"})

    assert status == 400
    assert "Tick at least one answer. Nothing was issued." in page
    assert "3 answers are cleared" in page


def test_only_answers_of_ones_own_department_are_offered() -> None:
    sides, client = three_cleared(), Client()
    client.force_login(person("clearer", of=department("DfE")))

    assert "No cleared answer waits to be issued" in client.get("/issue-together/").content.decode()
    outcomes = issue_together(chosen(*sides), by=actor("clearer", of=department("DfE")), batch=uuid4())
    assert {one.goes for one in outcomes} == {False}
    assert side(sides[0].ask, department("BEIS")).status == "cleared"
