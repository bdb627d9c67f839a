"""The pages of the import, without scripts: a paper comes in, is corrected row by row, and is written."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook

from lis.engine import clock
from lis.engine.models import Event, Record
from lis.files.models import StoredFile
from propositions.asks.models import Ask
from propositions.drafting.models import Proposition
from propositions.intake.models import ImportedRow, SourceDocument
from tests.factories.asks import proposition, strategy
from tests.factories.people import actor, body, department, person, superuser
from tests.lis.doors.admin.sheets import fields_of
from tests.propositions.intake.papers import LANCASHIRE, as_csv, as_excel, as_word, excel_bytes, real, word_bytes
from tests.propositions.intake.test_lancashire import TITLES

HOME = "/admin/propositions/sourcedocument/"
HEADINGS = ["Proposition", "What", "Why", "How", "Ask"]
ROWS = [
    HEADINGS,
    ["Tram", "A tram", "Slow journeys", "With the operator", "Fund a pilot tram\nAdvise us on the route"],
    ["Port", "A port", "Trade", "With the owner", "Advise us on the order"],
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _departments():
    for code in ("BEIS", "DIT"):
        department(code)


@pytest.fixture
def drafter(client):
    user = person("drafter", of=body(), name="Oswin Farraday")
    client.force_login(user)
    return user


def upload(client, content: bytes = b"", name: str = "paper.csv", **data: Any):
    given = {"strategy": strategy().ref, "key": "one", **data}
    if content or "text" not in data:
        given["file"] = SimpleUploadedFile(name, content)
    return client.post(f"{HOME}import/", given)


def begun(client, rows=ROWS) -> str:
    """The address of the preview of a paper with ``rows``."""
    answer = upload(client, as_csv(rows))
    assert answer.status_code == 302, answer.content
    return answer["Location"]


def send(client, address: str, do: str, page=None, **changes: str):
    """Press a button of the preview as a browser does, with ``changes`` typed before."""
    fields = fields_of(page or client.get(address))
    # A tick box without a value of its own is sent as "on".
    fields = {name: "on" if name.endswith(("leave_out", "tick")) else value for name, value in fields.items()}
    return client.post(address, {**fields, **changes, "do": do})


def words(page) -> str:
    text = re.sub(r"<[^>]+>", " ", page.content.decode())
    return " ".join(text.replace("&#x27;", "'").split())


def nothing_written() -> bool:
    made = [SourceDocument, ImportedRow, Proposition, Ask, StoredFile]
    return not any(model.objects.exists() for model in made) and not Record.objects.exclude(kind="strategy").exists()


# The walk -----------------------------------------------------------------------------------------------------------


def test_real_paper_from_upload_to_result(client, drafter):
    answer = upload(client, real(LANCASHIRE), "003.txt")
    assert answer["Location"] == f"{HOME}LAN-S01/rows/"
    page = client.get(answer["Location"])
    assert "12 propositions and 22 asks would be made. Nothing is made yet." in words(page)
    assert "Suggested type, because of “EZ, tax concession”." in words(page)
    assert Proposition.objects.count() == 0

    answer = send(client, f"{HOME}LAN-S01/rows/", "import")

    assert answer["Location"] == f"{HOME}LAN-S01/made/"
    page = client.get(answer["Location"])
    assert "12 propositions and 22 asks. They are drafts: nothing has gone to Government." in words(page)
    assert "Row 9 LAN-09 LAN-09.1 LAN-09.2 LAN-09.3 LAN-09.4 LAN-09.5 LAN-09.6" in words(page)
    found = Proposition.objects.order_by("record__ref")
    assert [made.record.drafts.get(part="title").body for made in found] == TITLES
    assert sorted(body.code for body in Ask.objects.get(record__ref="LAN-09.3").departments.all()) == [
        "BEIS", "DIT", "Defra", "DfE",
    ]  # fmt: skip
    event = Event.objects.get(record__kind="source", verb="import")
    assert event.by_user == drafter


def test_same_file_again_leads_to_what_was_made_of_it(client, drafter):
    with clock.at(datetime(2026, 12, 3, 10, 0, tzinfo=UTC)):
        send(client, begun(client), "import")

    with clock.at(datetime(2026, 12, 4, 10, 0, tzinfo=UTC)):
        answer = upload(client, as_csv(ROWS), key="two")
        page = client.get(answer["Location"])

    assert answer["Location"] == f"{HOME}LAN-S01/made/"
    told = "This file was imported on 3 December 2026 by Oswin Farraday as LAN-01, LAN-02. Nothing was changed."
    assert told in words(page)
    assert (SourceDocument.objects.count(), Proposition.objects.count()) == (1, 2)


def test_pasted_table_is_read(client, drafter):
    text = "\r\n".join("\t".join(row) for row in [HEADINGS, ROWS[2]])

    answer = upload(client, text=text)

    assert answer["Location"] == f"{HOME}LAN-S01/rows/"
    assert fields_of(client.get(answer["Location"]))["row-1-title"] == "Port"
    assert SourceDocument.objects.get().file.name == "Pasted text.csv"


def test_rows_already_imported_from_another_file_are_left_out(client, drafter):
    send(client, begun(client), "import")

    upload(client, as_excel([*ROWS, ["Ferry", "A ferry", "Tides", "By boat", "Recognise it"]]), "new.xlsx", key="two")
    page = client.get(f"{HOME}LAN-S02/rows/")

    assert "Row 1 (Tram) was imported before, as LAN-01, so it is left out." in words(page)
    assert "1 proposition and 1 ask would be made." in words(page)
    send(client, f"{HOME}LAN-S02/rows/", "import")
    assert list(Proposition.objects.order_by("pk").values_list("record__ref", flat=True)) == [
        "LAN-01", "LAN-02", "LAN-03",
    ]  # fmt: skip


def test_title_that_is_here_already_is_warned_of(client, drafter):
    proposition(title="Port")

    page = client.get(begun(client))

    assert "Row 2 (Port) has the same title as LAN-01." in words(page)


# Correcting ---------------------------------------------------------------------------------------------------------


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


# Two officers -------------------------------------------------------------------------------------------------------


def test_two_officers_edit_two_rows_without_a_clash(client, drafter):
    address = begun(client)
    mine = client.get(address)
    send(client, address, "save", **{"row-2-title": "Deep port"})

    answer = send(client, address, "save", page=mine, **{"row-1-title": "Night tram"})

    assert answer.status_code == 302
    fields = fields_of(client.get(address))
    assert (fields["row-1-title"], fields["row-2-title"]) == ("Night tram", "Deep port")


def test_two_officers_in_one_row_are_told_and_nothing_is_lost(client, drafter):
    address = begun(client)
    mine = client.get(address)
    send(client, address, "save", **{"row-1-title": "Night tram"})

    answer = send(client, address, "import", page=mine, **{"row-1-title": "Day tram", "row-2-how": "Soon"})

    assert answer.status_code == 412
    assert "Row 1: somebody else changed it after you opened the page." in words(answer)
    assert "Title: Day tram" in words(answer)
    assert "Title: Night tram" in words(answer)
    fields = fields_of(answer)
    assert (fields["row-1-title"], fields["row-2-how"]) == ("Day tram", "Soon")
    assert Proposition.objects.count() == 0
    assert send(client, address, "save", page=answer).status_code == 302
    assert fields_of(client.get(address))["row-1-title"] == "Day tram"


def test_row_that_was_merged_away_gives_ones_words_back(client, drafter):
    address = begun(client)
    mine = client.get(address)
    send(client, address, "merge-row:2")

    answer = send(client, address, "save", page=mine, **{"row-2-title": "Deep port"})

    assert answer.status_code == 412
    assert "Title: Deep port" in words(answer)
    assert "This row is no longer here: it was merged or imported." in words(answer)


def test_importing_twice_does_it_once(client, drafter):
    address = begun(client)
    mine = client.get(address)
    send(client, address, "import", page=mine)

    again = send(client, address, "import", page=mine)

    assert again["Location"] == f"{HOME}LAN-S01/made/"
    assert "These rows are already imported. Nothing was done twice." in words(client.get(again["Location"]))
    assert Proposition.objects.count() == 2


def test_words_typed_while_somebody_else_imported_are_given_back(client, drafter):
    address = begun(client)
    mine = client.get(address)
    send(client, address, "import")

    answer = send(client, address, "save", page=mine, **{"row-1-title": "Day tram"})

    assert answer.status_code == 409
    assert "Title: Day tram" in words(answer)


def test_receiving_twice_with_one_key_makes_one_source(client, drafter):
    begun(client)

    again = upload(client, as_csv(ROWS))

    assert again["Location"] == f"{HOME}LAN-S01/rows/"
    assert SourceDocument.objects.count() == 1


# Several tables, none, and text -------------------------------------------------------------------------------------


def two_tables() -> bytes:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    second = book.create_sheet("More")
    for row in (HEADINGS, ["Ferry", "A ferry", "Tides", "By boat", "Recognise it"]):
        second.append(row)
    return excel_bytes(book)


def test_of_two_tables_the_officer_chooses(client, drafter):
    answer = upload(client, two_tables(), "two.xlsx")
    assert answer["Location"] == f"{HOME}LAN-S01/table/"
    page = client.get(answer["Location"])
    assert "checked" not in page.content.decode()
    assert "We found 2 tables of propositions. Choose the one to import; the others can follow." in words(page)

    for forged in ({}, {"table": "3"}, {"table": "0"}, {"table": "x"}, {"table": "9" * 40}):
        refused = client.post(answer["Location"], forged)
        assert refused.status_code == 400
        assert "Choose the table that is to be imported." in words(refused)
    assert client.get(f"{HOME}LAN-S01/rows/")["Location"] == f"{HOME}LAN-S01/table/"

    for table, title in (("2", "Ferry"), ("1", "Tram")):
        rows = client.post(answer["Location"], {"table": table})["Location"]
        assert fields_of(client.get(rows))["row-1-title"] == title
        send(client, rows, "import")
    assert Proposition.objects.count() == 3
    assert "2 imported already." in words(client.get(answer["Location"]))


PROSE = (
    "What we heard\n\nThe port needs a deeper quay before the summer of next year.\n\n"
    "• We will plant trees along the coast road\n• Government should extend the careers programme\n"
)


def test_without_a_table_blocks_are_ticked_and_used(client, drafter):
    parent = proposition(title="Careers Hub")
    strategy().workstreams.create(number=1, name="Places")
    answer = upload(client, PROSE.encode(), "prose.txt")
    page = client.get(answer["Location"])
    assert "We found no table of propositions" in words(page)
    page = client.get(f"{HOME}LAN-S01/blocks/")
    numbers = re.findall(r'name="block" value="(\d+)"', page.content.decode())
    assert len(numbers) == 4

    page = client.get(f"{HOME}LAN-S01/use/", {"block": numbers[1:]})
    fields = fields_of(page)
    port, trees, careers = (f"block-{number}" for number in numbers[1:])
    given = {
        **fields, "block": numbers[1:],
        f"{port}-becomes": "proposition", f"{port}-title": "Deeper quay",
        f"{trees}-becomes": "action", f"{trees}-words": "plant trees", f"{trees}-workstream": f"{strategy().ref}.1",
        f"{careers}-becomes": "ask", f"{careers}-proposition": parent.ref.lower(),
    }  # fmt: skip
    answer = client.post(f"{HOME}LAN-S01/use/", given)

    assert answer["Location"] == f"{HOME}LAN-S01/made/"
    assert "1 proposition and 1 ask, and 1 action." in words(client.get(answer["Location"]))
    made = Proposition.objects.exclude(pk=parent.pk).get()
    assert {draft.part: draft.body for draft in made.record.drafts.all()} == {
        "title": "Deeper quay", "what": "The port needs a deeper quay before the summer of next year.",
    }  # fmt: skip
    ask = Ask.objects.get()
    assert (ask.proposition, ask.type) == (parent, "")
    assert strategy().workstreams.get().actions.get().words == "plant trees"
    assert "Used as LAN-02" in words(client.get(f"{HOME}LAN-S01/blocks/"))
    again = client.post(f"{HOME}LAN-S01/use/", given)
    assert again["Location"] == f"{HOME}LAN-S01/made/"
    assert Proposition.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Say what block 2 becomes: a proposition, an ask or an action."),
        ({"becomes": "spell"}, "spell is not one of the available choices."),
        ({"becomes": "proposition", "title": " "}, "Block 2 is to be a proposition: give it a title."),
        ({"becomes": "proposition", "title": "x" * 201}, "keep the title to 200 characters"),
        ({"becomes": "ask"}, "name its proposition by its reference, such as LAN-07."),
        ({"becomes": "ask", "proposition": "CHW-01"}, "“CHW-01” is not one that you can choose here."),
        ({"becomes": "action", "workstream": "CHW-LIS.1"}, "CHW-LIS.1 is not one of the available choices."),
        ({"becomes": "action", "words": ""}, "Block 2 is to be an action: say what will be done."),
    ],
)
def test_block_that_cannot_become_that_is_told_and_nothing_is_made(client, drafter, given, sentence):
    proposition(of=body("CHW-LEP"))
    upload(client, PROSE.encode(), "prose.txt")
    fields = fields_of(client.get(f"{HOME}LAN-S01/use/", {"block": "2"}))

    typed = {f"block-2-{name}": value for name, value in given.items()}
    answer = client.post(f"{HOME}LAN-S01/use/", {**fields, **typed})

    assert answer.status_code == 400
    assert sentence in words(answer).replace("&#x27;", "'")
    assert SourceDocument.objects.get().status == "received"
    assert Ask.objects.count() == 0


def test_ticking_nothing_or_forged_blocks_asks_again(client, drafter):
    upload(client, PROSE.encode(), "prose.txt")

    for data in ({}, {"block": "999"}, {"block": "x"}, {"block": "9" * 30}):
        answer = client.get(f"{HOME}LAN-S01/use/", data)
        assert answer["Location"] == f"{HOME}LAN-S01/blocks/?none=1"
    assert "Tick at least one block" in words(client.get(f"{HOME}LAN-S01/blocks/?none=1"))


# Bad input ----------------------------------------------------------------------------------------------------------


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml")
        package.writestr("word/document.xml", b"0" * (200 * 1024 * 1024))
    return stream.getvalue()


REFUSED = {
    "a program": ("paper.exe", lambda: b"MZ\x90\x00", "“paper.exe” is not one of the types we can read"),
    "a picture called Word": ("paper.docx", lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "This file is a picture."),
    "no PDF, called text": ("paper.txt", lambda: b"%PDF-1.7", "We could not open this PDF; it may be damaged."),
    "damaged": ("paper.docx", lambda: as_word(ROWS)[:-300], "This file is damaged and cannot be opened."),
    "password": (
        "paper.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "This file is protected by a password. Save a copy without the password and upload that.",
    ),
    "zip bomb": ("paper.docx", bomb, "This file holds far more than a paper does, so we did not open it."),
    "50 MB": ("paper.txt", lambda: b"a" * (50 * 1024 * 1024), "has 50 MB. The most we take is 10 MB."),
    "empty": ("paper.txt", lambda: b"", "The file is empty."),
    "only blanks": ("paper.txt", lambda: b" \n \n", "This paper holds no words."),
    "scripts alone": ("paper.html", lambda: b"<html><script>x()</script></html>", "no words without its scripts"),
    "too many words": (
        "paper.txt", lambda: " ".join(f"{n:x}q{n}" for n in range(180_000)).encode(),
        "This paper holds more words than we can keep with a history.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_bad_file_is_refused_on_the_upload_page_and_nothing_is_stored(client, drafter, name, content, sentence):
    answer = upload(client, content(), name)

    assert answer.status_code == 400
    assert sentence in words(answer)
    assert nothing_written()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"strategy": "CHW-LIS"}, "“CHW-LIS” is not one that you can choose here."),
        ({"strategy": "\x00"}, "Null characters are not allowed."),
        ({"text": "Proposition\tAsk\nTram\tFund it"}, "There is a file and pasted text. Send one"),
    ],
)
def test_forged_or_doubled_upload_is_refused(client, drafter, data, sentence):
    strategy(body("CHW-LEP"))

    answer = upload(client, as_csv(ROWS), **data)

    assert answer.status_code == 400
    assert sentence in words(answer)
    assert SourceDocument.objects.count() == 0


def test_neither_file_nor_text_is_refused(client, drafter):
    answer = upload(client, text="  ")

    assert answer.status_code == 400
    assert "Choose a file, or paste the table into the box." in words(answer)


def test_odd_characters_merged_cells_and_encodings_come_in_clean(client, drafter):
    document = Document()
    table = document.add_table(rows=3, cols=5)
    for cell, text in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = text
    for row, title in ((1, "Tr\u202eam"), (2, "")):
        for cell, text in zip(table.rows[row].cells, [title, "A\u200b tram", "Y", "H", f"Fund {row}"], strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    upload(client, word_bytes(document), "merged.docx")
    page = client.get(f"{HOME}LAN-S01/rows/")
    assert "hidden characters that turn the direction of writing" in words(page)
    assert fields_of(page)["row-1-title"] == "Tram"

    text = as_csv([HEADINGS, ["Café", "W", "Y", "H", "Fund it"]], encoding="cp1252")
    upload(client, text, "latin.csv", key="two")
    assert fields_of(client.get(f"{HOME}LAN-S02/rows/"))["row-1-title"] == "Café"


def test_formulas_and_double_references_are_told_beside_their_rows(client, drafter):
    rows = [["H4", "=SUM(A1)", "W", "Y", "H", "Fund it"], ["H4", "Port", "W", "Y", "H", "Advise us"]]
    address = begun(client, [["Ref", *HEADINGS], *rows])
    page = client.get(address)
    assert "Row 2 (Port) has the same reference, “H4”, as row 1." in words(page)

    answer = send(client, address, "import")

    assert answer.status_code == 409
    assert "its title starts with “=”, as a formula does." in words(answer)
    assert Proposition.objects.count() == 0


@pytest.mark.parametrize(
    "forged",
    [
        {"row-99-was": "x", "row-99-asks": "1", "row-99-title": "New", "ask-99-1-text": "Fund"},
        {"row-1-asks": "2000"},
        {"row-1-asks": "-1"},
        {"row-1-asks": "²"},
        {"row-²-was": "x"},
        {"row-1-was": "\x00"},
        {"ask-1-1-type": "forged"},
        {"ask-1-1-money": "all of it"},
        {"fill-type": "forged"},
        {"page": "9" * 30},
        {"page": "²"},
        {"expected": "x", "do": "import"},
        {"expected": "", "do": "import"},
        {"expected": "77", "do": "import"},
        {"do": "page:²"},
        {"do": "merge-row:"},
        {"do": "split:1:²"},
        {"do": "drop tables"},
        {"row-1-title": "\x00\ud800"},
    ],
)
def test_forged_fields_get_a_sentence_and_never_a_failure(client, drafter, forged):
    address = begun(client)
    fields = fields_of(client.get(address))

    try:
        answer = client.post(address, {**fields, "do": "save", **forged})
    except UnicodeEncodeError:
        return  # no browser and no client can send half a character

    assert answer.status_code in (302, 400, 409, 412, 428)
    if answer.status_code == 302:
        assert client.get(answer["Location"]).status_code == 200
    assert Proposition.objects.count() == 0


def test_large_table_is_shown_page_by_page_and_imported_whole(client, drafter):
    rows = [HEADINGS, *([f"Idea number {n}", "W", "Y", "H", f"Advise us {n} times"] for n in range(1, 61))]
    address = begun(client, rows)
    page = client.get(address)
    assert "Page 1 of 3." in words(page)
    assert "row-26-title" not in fields_of(page)

    answer = send(client, address, "page:3", **{"row-1-title": "Idea the first"})
    assert answer["Location"] == f"{address}?page=3"
    assert "row-60-title" in fields_of(client.get(answer["Location"]))
    send(client, answer["Location"], "import")

    assert Proposition.objects.count() == 60
    first = Proposition.objects.get(record__ref="LAN-01")
    assert first.record.drafts.get(part="title").body == "Idea the first"


# Who ----------------------------------------------------------------------------------------------------------------

PAGES = ["", "import/", "add/", "LAN-S01/change/", "LAN-S01/table/", "LAN-S01/rows/", "LAN-S01/blocks/",
         "LAN-S01/use/?block=1", "LAN-S01/made/", "LAN-S01/history/", "LAN-S01/steps/set-aside/",
         "LAN-S01/steps/import/", "LAN-S01/steps/use/", "LAN-S99/rows/"]  # fmt: skip
FOUND = [200, 200, 200, 200, 200, 200, 200, 302, 200, 200, 200, 302, 302, 404]  # 302: the paper has no block 1
VISITORS = {
    "drafter": (lambda: person("drafter", of=body()), FOUND),
    "lead": (lambda: person("lead", of=body()), FOUND),
    "secretary": (
        lambda: person("secretary", of=body()),
        [200, 403, 403, 200, 403, 403, 403, 403, 200, 200, 403, 302, 302, 404],
    ),
    "drafter of another area": (lambda: person("drafter", of=body("CHW-LEP")), [200, 200, 200] + [404] * 11),
    "reviewer": (lambda: person("reviewer", of=department("BEIS")), [302] * 14),
    "administrator": (lambda: person("administrator", of=body("CONCORDAT")), [403] + [404] * 13),
    "superuser": (superuser, [302] * 14),
    "anonymous": (lambda: None, [302] * 14),
}  # fmt: skip


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_page_by_role(client, drafter, visitor):
    begun(client)
    make, expected = VISITORS[visitor]
    client.logout()
    user = make()
    if user:
        client.force_login(user)

    found = [client.get(f"{HOME}{page}").status_code for page in PAGES]

    assert dict(zip(PAGES, found, strict=True)) == dict(zip(PAGES, expected, strict=True))
    hidden = [client.post(f"{HOME}LAN-S01/{page}/", {"do": "import", "table": "1"}).status_code
              for page in ("rows", "table")]  # fmt: skip
    if visitor not in ("drafter", "lead"):
        assert SourceDocument.objects.get().preview_revision == 1
        assert Proposition.objects.count() == 0
        assert set(hidden) <= {302, 403, 404}


def test_file_is_the_area_bodys_alone(client, drafter):
    begun(client)
    address = f"/files/{StoredFile.objects.get().uid}/"

    answer = client.get(address)
    assert answer.getvalue() == as_csv(ROWS)
    client.force_login(person("drafter", of=body("CHW-LEP")))
    assert client.get(address).status_code == 404
    client.force_login(person("reviewer", of=department("BEIS")))
    assert client.get(address).status_code == 404


def test_paper_set_aside_is_taken_up_before_it_goes_on(client, drafter):
    begun(client)
    source = SourceDocument.objects.with_record().get()
    from_list = client.get(HOME)
    assert "Import it" in words(from_list)

    page = client.get(f"{HOME}LAN-S01/steps/set-aside/")
    client.post(f"{HOME}LAN-S01/steps/set-aside/", fields_of(page))

    answer = client.get(f"{HOME}LAN-S01/rows/")
    assert answer["Location"] == f"{HOME}{source.ref}/change/"
    assert "LAN-S01 was set aside. Take it up again to go on with it." in words(client.get(answer["Location"]))


def test_list_costs_the_same_for_one_and_for_three(client, drafter, django_assert_max_num_queries):
    begun(client)
    client.get(HOME)
    with django_assert_max_num_queries(40) as one:
        client.get(HOME)
    cost = len(one)
    for number in (1, 2):
        upload(client, as_csv([HEADINGS, [f"Idea the {number}th", "W", "Y", "H", "Fund"]]), key=str(number))

    with django_assert_max_num_queries(cost):
        assert "LAN-S03" in words(client.get(HOME))


def test_source_keeps_who_may_see_it_out_of_another_areas_titles(client, drafter):
    proposition(of=body("CHW-LEP"), title="Tram", by=actor("drafter", of=body("CHW-LEP")))

    assert "has the same title as" not in words(client.get(begun(client)))
