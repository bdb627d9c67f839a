"""Government's one line where departments differ: who keeps it, who reads it, and that the area never does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lis.engine.errors import BadInput, NotNow, NotYou
from lis.engine.models import Record
from propositions.asks.models import Ask
from propositions.lines.differing import differing
from propositions.lines.lifecycle import workflow
from propositions.lines.models import GovernmentLine
from tests.factories.asks import differing_ask, issued_side, line_on, side, submitted_ask, take
from tests.factories.cast import BEIS, CAST, cast
from tests.factories.people import actor, body, department, person
from tests.lis.doors.api.client import api

from ..grids import assert_complete, grid, try_everybody

pytestmark = pytest.mark.django_db

TABLE = """
step        | recorded none_yet | leads to | words  | whose
record_line | yes      yes      | recorded | minted | coordinator-of-all
no_line_yet | yes      yes      | none_yet | -      | coordinator-of-all
"""
GIVEN = {"record_line": {"words": "Yes, within two years."}, "no_line_yet": {"note": "The Treasury is to decide."}}
GOVERNMENT = BEIS | {"reviewer-beside", "clearer-beside", "coordinator-of-all"}
WORDS = "Government supports it in principle."


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("status", ["recorded", "none_yet"])
def test_every_step_of_a_line_is_for_the_coordinating_unit(status: str) -> None:
    noun = line_on(differing_ask(), words=WORDS)
    if status == "none_yet":
        noun = take("no_line_yet", noun, actor("coordinator", of=department("CLGU")), note="Not yet.")

    try_everybody(
        workflow, noun, grid(TABLE), cast=cast(), seen_by=GOVERNMENT, given=GIVEN, behalf=dict.fromkeys(GIVEN, "CLGU")
    )


def test_the_table_has_every_step_status_and_role() -> None:
    assert_complete(workflow, TABLE, creating={"begin"})
    assert set(CAST) > GOVERNMENT


def answered(beis: str, dfe: str) -> Ask:
    made = submitted_ask(department("BEIS"), department("DfE"))
    for code, stance in (("BEIS", beis), ("DfE", dfe)):
        if stance:
            issued_side(made, department(code), stance=stance, words="So we say.", reason="It is so.")
    return made


@pytest.mark.parametrize(
    ("beis", "dfe", "differ"),
    [
        ("support", "object", True),
        ("support_with_conditions", "object", True),
        ("support", "support_with_conditions", False),
        ("object", "object", False),
        ("support", "", False),
    ],
)
def test_departments_differ_when_one_said_yes_and_another_did_not(beis: str, dfe: str, differ: bool) -> None:
    made = answered(beis, dfe)

    assert differing(Ask.objects.filter(pk=made.pk)).exists() == differ


def test_an_answer_that_was_replaced_no_longer_counts() -> None:
    made, dfe = answered("support", "object"), department("DfE")
    drafted = take(
        "draft_position", side(made, dfe), actor("reviewer", of=dfe), stance="support", words="After all, yes."
    )
    take("issue", take("clear", drafted, actor("clearer", of=dfe)), actor("clearer", of=dfe))

    assert not differing(Ask.objects.all()).exists()


def test_a_line_needs_departments_that_differ_and_there_is_one() -> None:
    agreed = answered("support", "support")
    with pytest.raises(NotNow) as refusal:
        line_on(agreed, words=WORDS)
    assert refusal.value.sentence == f"Departments do not differ on {agreed.ref}, so it needs no line."

    made = differing_ask()
    line_on(made, words=WORDS)
    with pytest.raises(NotNow) as refusal:
        line_on(made, words="Another.")
    assert refusal.value.sentence == f"Something is recorded on {made.ref} already. Change that."


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {"words": ["Write the line, or say below why there is none yet."]}),
        (
            {"words": "Yes.", "note": "No."},
            {"note": ["Either record the line or say why there is none yet, not both."]},
        ),
    ],
)
def test_it_begins_with_a_line_or_with_the_reason_why_there_is_none(given: Any, errors: Any) -> None:
    with pytest.raises(BadInput) as refusal:
        line_on(differing_ask(), **given)

    assert refusal.value.errors == errors


def test_no_line_yet_needs_a_reason_that_government_reads() -> None:
    made = differing_ask()
    line = line_on(made, note="The Treasury is to decide in March.")

    assert (line.status, line.record.versions.count()) == ("none_yet", 0)
    page = signed_in(person("reviewer", of=department("DfE"))).get(f"/asks/{made.ref}/").content.decode()
    assert "The Treasury is to decide in March." in page
    read = api(person("reviewer", of=department("BEIS"))).get(f"/api/v1/lines/{line.ref}/").json()
    assert (read["status"], read["reason"], read["words"]) == (
        "none_yet", "The Treasury is to decide in March.", "",
    )  # fmt: skip


@pytest.mark.parametrize(("role", "where"), [("reviewer", "BEIS"), ("coordinator", "BEIS"), ("clearer", "DfE")])
def test_no_department_records_it(role: str, where: str) -> None:
    made = differing_ask()

    with pytest.raises(NotYou):
        workflow.create("begin", by=actor(role, of=department(where)), data={"ask": made.ref, "words": WORDS})


def test_the_area_never_learns_of_it() -> None:
    made = differing_ask()
    line = line_on(made, words=WORDS)
    before = Ask.objects.with_record().get(pk=made.pk).revision

    for role in ("lead", "drafter", "negotiator", "secretary"):
        client = signed_in(person(role, of=body()))
        page = client.get(f"/asks/{made.ref}/").content.decode()
        assert WORDS not in page
        assert "Government’s line" not in page
        assert client.get("/lines/").status_code == 404
        assert client.get(f"/asks/{made.ref}/line/").status_code == 404
        assert client.get(f"/lines/{line.ref}/steps/record-line/").status_code == 404
        assert api(person(role, of=body())).get(f"/api/v1/lines/{line.ref}/").status_code == 404
    assert made.revision == before


def test_a_department_that_is_brought_in_later_reads_it_too() -> None:
    made = differing_ask()
    line = line_on(made, words=WORDS)
    newcomer = actor("reviewer", of=department("Defra"))
    assert not GovernmentLine.objects.visible_to(newcomer).exists()

    later = submitted_ask(department("BEIS"), department("DfE"), department("CLGU"))
    issued_side(later, department("BEIS"), stance="support")
    issued_side(later, department("DfE"), stance="object", reason="Cost.")
    second = line_on(later, words=WORDS)
    take(
        "hand_on", side(later, department("CLGU")), actor("coordinator", of=department("CLGU")), to=["Defra"],
        note="Farms are theirs.",
    )  # fmt: skip

    assert list(GovernmentLine.objects.visible_to(newcomer)) == [second]
    assert Record.objects.filter(kind="line").count() == 2
    assert line.pk != second.pk


def test_the_list_counts_what_is_recorded_and_what_is_not() -> None:
    first, second, third = differing_ask(), differing_ask(), differing_ask()
    line_on(second, words=WORDS)
    line_on(third, note="The Treasury is to decide.")
    client = signed_in(person("coordinator", of=department("CLGU")))

    wanted = client.get("/lines/").content.decode()
    none_yet = client.get("/lines/?show=none-yet").content.decode()
    recorded = client.get("/lines/?show=recorded").content.decode()

    assert "On 3 asks one department has answered yes and another has not." in wanted
    for page, here, words in (
        (wanted, first, "Record the line, or why there is none yet"),
        (none_yet, third, "The Treasury is to decide."),
        (recorded, second, WORDS),
    ):
        assert words in page
        assert [ask.ref for ask in (first, second, third) if f'id="row-{ask.ref}"' in page] == [here.ref]


def test_it_is_recorded_on_its_page() -> None:
    made = differing_ask()
    client = signed_in(person("coordinator", of=department("CLGU")))

    shown = client.get(f"/asks/{made.ref}/line/").content.decode()
    assert "BEIS answered" in shown
    empty = client.post(f"/asks/{made.ref}/line/", {"key": "one"})
    done = client.post(f"/asks/{made.ref}/line/", {"words": WORDS, "key": "one"}, follow=True)

    assert empty.status_code == 400
    assert WORDS in done.content.decode()
    assert GovernmentLine.objects.get().status == "recorded"
