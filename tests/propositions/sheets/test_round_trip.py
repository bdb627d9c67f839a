"""Two hundred asks go out as a spreadsheet and come back with six bad rows: a hundred and ninety-four change."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import BadInput
from lis.engine.models import Event
from lis.exports.models import Download
from lis.people.models import Organisation
from propositions.bulk.running import confirm, tally
from propositions.sheets.columns import ASKS, HEADINGS
from propositions.sheets.exporting import file_to_fill, sides_to_fill
from propositions.sheets.filling import receive
from propositions.sheets.models import FilledSheet
from propositions.sides.models import Side
from tests.factories import asks
from tests.factories.jobs import do_all_work
from tests.factories.people import actor, body, department, person

pytestmark = pytest.mark.django_db

STANCE, WORDS, REASON, CONDITION, PROGRAMME = (HEADINGS.index(name) + 1 for name in HEADINGS[5:])


@pytest.fixture
def beis() -> Organisation:
    return department("BEIS")


@pytest.fixture
def reviewer(beis: Organisation) -> Actor:
    return actor("reviewer", of=beis)


def taken(beis: Organisation, reviewer: Actor, number: int) -> list[Side]:
    """So many asks with BEIS, all of them taken as ours."""
    parent = asks.proposition()
    made = [asks.ask(parent, departments=(beis,), ask=f"Will you lend us ship {one}?") for one in range(1, number + 1)]
    asks.submit(parent)
    return [asks.take("take", asks.side(one, beis), reviewer) for one in made]


def exported(who: Actor) -> Any:
    sides = list(sides_to_fill(who, clock.now()))
    return load_workbook(io.BytesIO(file_to_fill(sides, who, clock.now())))


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def upload(book: Workbook, who: Actor) -> FilledSheet:
    return receive("filled.xlsx", saved(book), who, clock.now())


def outcomes(sheet: FilledSheet) -> list[tuple[int, str, str]]:
    return [(row["line"], row["outcome"], row["code"]) for row in sheet.rows]


def drafted(sides: list[Side]) -> int:
    return Side.objects.filter(pk__in=[side.pk for side in sides]).in_status("drafted").count()


def test_two_hundred_asks_with_six_bad_rows(beis: Organisation, reviewer: Actor) -> None:
    """Must show 4: what is good goes on, what is bad is told with its reason, the same file again changes nothing."""
    sides = taken(beis, reviewer, 200)
    book = exported(reviewer)
    sheet = book[ASKS]
    for line in range(2, 202):
        sheet.cell(line, STANCE).value = "Support"
        sheet.cell(line, WORDS).value = f"We will lend ship {line - 1}."
    sheet.cell(2, 1).value = "LAN-77.7-BEIS"
    sheet.cell(3, 4).value = 2
    sheet.cell(4, STANCE).value = "Perhaps"
    sheet.cell(5, STANCE).value = "Object"
    sheet.cell(6, WORDS).value = '=HYPERLINK("https://evil.example")'
    sheet.cell(7, WORDS).value = "x" * 20_001

    filled = upload(book, reviewer)
    bad = [(line, code) for line, outcome, code in outcomes(filled) if outcome == "refused"]
    assert bad == [(2, "unknown"), (3, "version"), (4, "stance"), (5, "words"), (6, "formula"), (7, "words")]
    assert len([1 for _, outcome, _ in outcomes(filled) if outcome == "changes"]) == 194
    assert drafted(sides) == 0

    confirm(filled.batch, reviewer, {})
    do_all_work()

    assert (tally(filled.batch).done, tally(filled.batch).stayed) == (194, 0)
    assert drafted(sides) == 194
    assert Event.objects.filter(batch=filled.batch.uid, verb="draft_position", by_user=reviewer.user).count() == 194
    again = upload(book, reviewer)
    assert {outcome for line, outcome, _ in outcomes(again) if line > 7} == {"unchanged"}
    assert not again.batch.items.exists()


def test_file_holds_locked_columns_lists_and_instructions_and_no_trace_of_its_maker(
    beis: Organisation, reviewer: Actor
) -> None:
    (side, _) = taken(beis, reviewer, 2)
    asks.take("draft_position", side, reviewer, stance="support", words="=1+1 is two.")
    content = file_to_fill(list(sides_to_fill(reviewer, clock.now())), reviewer, clock.now())
    book = load_workbook(io.BytesIO(content))
    sheet = book[ASKS]

    assert [(one.title, one.sheet_state) for one in book.worksheets] == [
        (ASKS, "visible"), ("Lists", "visible"), ("How to fill", "visible"),
    ]  # fmt: skip
    assert [cell.value for cell in sheet[1]] == HEADINGS
    assert [cell.value for cell in sheet[2]][:2] + [cell.value for cell in sheet[2]][3:4] == [
        "LAN-01.1-BEIS", "Lancashire", 1,
    ]  # fmt: skip
    assert (sheet.cell(2, STANCE).value, sheet.cell(2, WORDS).value) == ("Support", "=1+1 is two.")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet.protection.sheet is True
    assert [cell.protection.locked for cell in sheet[2]] == [True] * 5 + [False] * 5
    assert {str(rule.sqref) for rule in sheet.data_validations.dataValidation} == {"F2:F3", "J2:J3"}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        core = package.read("docProps/core.xml").decode()
    assert "openpyxl" not in core
    assert "<dc:creator></dc:creator>" in core


def test_rows_are_refused_one_by_one_in_plain_words(beis: Organisation, reviewer: Actor) -> None:
    sides = taken(beis, reviewer, 4)
    other = asks.submitted_ask(department("DfE"), of=body("CHW-LEP"))
    book = exported(reviewer)
    sheet = book[ASKS]
    for line in range(2, 6):
        sheet.cell(line, STANCE).value, sheet.cell(line, WORDS).value = "Support", "Yes."
    sheet.append(["LAN-01.2-BEIS", "", "", 1, sheet.cell(3, 5).value, "Support", "Twice."])
    sheet.append([f"{other.ref}-DfE", "", "", 1, "", "Support", "Not mine."])
    sheet.append(["", "", "", "", "", "Support", "No reference."])
    sheet.cell(5, STANCE).value = "Already covered by an existing programme"
    sheet.cell(5, REASON).value, sheet.cell(5, PROGRAMME).value = "See there.", "No such programme"
    asks.take("draft_position", sides[0], reviewer, stance="support", words="Yes.")

    filled = upload(book, reviewer)

    assert [(row["line"], row["outcome"], row["sentence"]) for row in filled.rows] == [
        (2, "unchanged", "It is as it stands."),
        (3, "refused", "LAN-01.2-BEIS stands in the file more than once, also in line 6. Keep one row."),
        (4, "changes", "It becomes the draft."),
        (5, "refused", "Existing programme: “No such programme” does not stand in the list."),
        (6, "refused", "LAN-01.2-BEIS stands in the file more than once, also in line 3. Keep one row."),
        (7, "refused", f"{other.ref}-DfE is not a part of your department’s in any ask that you can see."),
        (8, "refused", "The row has no reference. Rows cannot be added to the file."),
    ]


def test_a_row_whose_side_moved_between_upload_and_confirming_is_refused_by_itself(
    beis: Organisation, reviewer: Actor
) -> None:
    sides = taken(beis, reviewer, 2)
    book = exported(reviewer)
    for line in (2, 3):
        book[ASKS].cell(line, STANCE).value, book[ASKS].cell(line, WORDS).value = "Support", "Yes."
    filled = upload(book, reviewer)
    asks.take("draft_position", sides[0], actor("reviewer", of=beis), stance="explore", words="Perhaps.")

    confirm(filled.batch, reviewer, {})

    assert list(filled.batch.items.order_by("number").values_list("outcome", "code")) == [
        ("stayed", "stale"), ("done", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken"])
def test_what_is_no_filled_file_is_refused_in_words(reviewer: Actor, content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        receive("x.xlsx", content, reviewer, clock.now())

    assert len(refused.value.errors["file"][0]) > 20
    assert not FilledSheet.objects.exists()


def test_a_workbook_of_other_columns_is_refused(reviewer: Actor) -> None:
    book = Workbook()
    book.active.append(["Something", "else"])

    with pytest.raises(BadInput) as refused:
        upload(book, reviewer)

    assert "has no sheet “Asks to fill”" in refused.value.errors["file"][0]


def test_the_pages_lead_through_the_round_trip(beis: Organisation) -> None:
    user = person("reviewer", of=beis)
    taken(beis, Actor.of(user), 2)
    client = Client()
    client.force_login(user)

    file = client.get("/fill-offline/asks.xlsx?q=ship")
    book = load_workbook(io.BytesIO(file.content))
    book[ASKS].cell(2, STANCE).value, book[ASKS].cell(2, WORDS).value = "Support", "Gladly."
    book[ASKS].cell(3, STANCE).value, book[ASKS].cell(3, WORDS).value = "Object", "We will not."
    sent = client.post("/fill-offline/", {"file": SimpleUploadedFile("mine.xlsx", saved(book))})
    page = client.get(sent.url).content.decode()
    values = b"".join(client.get(f"{sent.url}values/csv/").streaming_content).decode("utf-8-sig")
    done = client.post(sent.url, {}, follow=True).content.decode()

    assert file["Content-Disposition"].startswith("attachment")
    assert "1 will change, 0 unchanged, 1 refused" in page
    assert "Reason: Give the reason that the area will read for “Object”." in page
    assert "We will not." in values
    assert "1 of 1 done" in done
    assert list(Download.objects.order_by("pk").values_list("what", "rows")) == [
        ("asks to fill", 2),
        ("filled asks", 2),
    ]


def test_nobody_else_sees_a_filled_file_and_an_area_has_no_such_pages(beis: Organisation, reviewer: Actor) -> None:
    taken(beis, reviewer, 1)
    filled = upload(exported(reviewer), reviewer)
    colleague, lead = Client(), Client()
    colleague.force_login(person("reviewer", of=beis))
    lead.force_login(person("lead", of=body()))

    assert colleague.get(f"/fill-offline/{filled.batch.uid}/").status_code == 404
    assert colleague.get(f"/fill-offline/{filled.batch.uid}/values/csv/").status_code == 404
    assert {lead.get(path).status_code for path in ("/fill-offline/", "/fill-offline/asks.xlsx")} == {404}
