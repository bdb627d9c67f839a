"""What an officer corrects in the rows before they are imported, without losing a word."""

from __future__ import annotations

import pytest

from propositions.asks.models import Ask
from propositions.drafting.models import Proposition
from propositions.intake.models import ImportedRow, SourceDocument
from tests.lis.doors.admin.sheets import fields_of
from tests.propositions.intake.wizard.desk import begun, send, words

pytestmark = pytest.mark.django_db


def test_words_types_departments_and_money_are_edited_and_imported(client, drafter):
    address = begun(client)

    send(
        client, address, "import",
        **{
            "row-1-title": "Tram  to the\tcoast", "row-1-why": "Journeys are slow.\r\nBuses too.",
            "ask-1-1-type": "joint_evaluation", "ask-1-1-departments": "dft, Department for Education",
            "ask-1-1-money": "new", "ask-1-2-leave_out": "on", "row-2-leave_out": "on",
        },
    )  # fmt: skip

    made = Proposition.objects.get()
    drafts = {draft.part: draft.body for draft in made.record.drafts.all()}
    assert (drafts["title"], drafts["why"]) == ("Tram to the coast", "Journeys are slow.\nBuses too.")
    ask = Ask.objects.get()
    assert (ask.type, ask.money) == ("joint_evaluation", "new")
    assert {body.code for body in ask.departments.all()} == {"DfT", "DfE"}


def test_ticked_asks_are_filled_at_once(client, drafter):
    address = begun(client)

    send(
        client, address, "fill",
        **{
            "ask-1-2-tick": "on", "ask-2-1-tick": "on", "fill-type": "programme_extension",
            "fill-departments": "MHCLG", "fill-money": "existing", "row-2-how": "Slowly",
        },
    )  # fmt: skip

    fields = fields_of(client.get(address))
    filled = [tuple(fields[f"ask-{ask}-{name}"] for name in ("type", "departments", "money"))
              for ask in ("1-1", "1-2", "2-1")]  # fmt: skip
    expected = ("programme_extension", "MHCLG", "existing")
    assert filled == [("pilot_or_test_bed", "", "none"), expected, expected]
    assert fields["row-2-how"] == "Slowly"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"fill-type": "joint_evaluation"}, "Tick the asks that you want to fill"),
        ({"ask-1-1-tick": "on"}, "Choose a type, departments or money first"),
    ],
)
def test_filling_says_what_is_missing_and_keeps_what_was_typed(client, drafter, changes, sentence):
    address = begun(client)

    answer = send(client, address, "fill", **changes, **{"row-1-what": "A quiet tram"})

    page = client.get(answer["Location"])
    assert sentence in words(page)
    assert fields_of(page)["row-1-what"] == "A quiet tram"


def test_asks_are_split_merged_and_added_without_losing_what_was_typed(client, drafter):
    address = begun(client)

    send(client, address, "split:2:1", **{"ask-2-1-text": "Advise us\r\nFund the quay", "row-1-title": "Night tram"})
    fields = fields_of(client.get(address))
    assert (fields["ask-2-1-text"], fields["ask-2-2-text"]) == ("Advise us", "Fund the quay")
    assert fields["row-1-title"] == "Night tram"

    send(client, address, "merge-ask:1:2")
    assert fields_of(client.get(address))["ask-1-1-text"] == "Fund a pilot tram Advise us on the route"

    send(client, address, "add-ask:1")
    assert "has no words. Write them, or leave it out." in words(client.get(address))
    send(client, address, "save", **{"ask-1-2-text": "Recognise the tram"})
    assert fields_of(client.get(address))["ask-1-2-text"] == "Recognise the tram"


def test_rows_are_merged_with_the_row_above(client, drafter):
    address = begun(client)

    send(client, address, "merge-row:2")
    send(client, address, "import")

    assert Proposition.objects.count() == 1
    assert Ask.objects.count() == 3
    rows = ImportedRow.objects.filter(kind="proposition")
    assert [(row.place, row.named) for row in rows] == [("row 1", "LAN-01"), ("row 2", "LAN-01")]


@pytest.mark.parametrize(
    ("do", "sentence"),
    [
        ("split:1:1", "Put each ask on a line of its own in the box, then split it."),
        ("merge-row:1", "There is no row before this one."),
        ("merge-row:99", "There is no row before this one."),
        ("merge-ask:1:9", "has no ask 8 any more"),
        ("add-ask:99", "There is no row 99 in this preview any more."),
    ],
)
def test_button_that_does_not_fit_says_so(client, drafter, do, sentence):
    address = begun(client)

    answer = send(client, address, do, **{"row-1-what": "Kept"})

    page = client.get(answer["Location"])
    assert sentence in words(page)
    assert fields_of(page)["row-1-what"] == "Kept"


def test_what_has_to_be_mended_stops_the_import_and_nothing_is_lost(client, drafter):
    address = begun(client)

    answer = send(client, address, "import", **{"row-2-title": "", "row-1-what": "A fast tram"})

    assert answer.status_code == 409
    assert "Row 2 (no title) has no title. Give it one, merge it with the row above, or leave it out." in words(answer)
    assert fields_of(answer)["row-1-what"] == "A fast tram"
    assert Proposition.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("XYZ", "“XYZ” is no department that we know. Use its code"),
        ("DCLG", "“DCLG” no longer exists; its work went to MHCLG. Choose the department meant."),
        ("DfE, \x00UKTI", "“UKTI” no longer exists"),
    ],
)
def test_unknown_department_is_told_at_its_field_and_nothing_is_lost(client, drafter, said, sentence):
    address = begun(client)

    answer = send(client, address, "save", **{"ask-1-1-departments": said, "row-1-what": "A fast tram"})

    assert answer.status_code == 400
    assert sentence in words(answer)
    assert fields_of(answer)["row-1-what"] == "A fast tram"


def test_all_rows_or_none_when_one_cannot_be_written(client, drafter, monkeypatch):
    address = begun(client)
    original = ImportedRow.objects.create

    def failing(**fields):
        if fields["number"] == 2:
            raise RuntimeError("The disk is full.")
        return original(**fields)

    monkeypatch.setattr(ImportedRow.objects, "create", failing)
    with pytest.raises(RuntimeError):
        send(client, address, "import")

    assert (Proposition.objects.count(), Ask.objects.count(), ImportedRow.objects.count()) == (0, 0, 0)
    assert SourceDocument.objects.get().status == "received"
