"""Papers and fields that are wrong, forged or too much: told in a sentence, and nothing is stored."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from propositions.drafting.models import Proposition
from propositions.intake.models import SourceDocument
from tests.factories.asks import strategy
from tests.factories.people import body
from tests.lis.doors.admin.sheets import fields_of
from tests.propositions.intake.papers import as_csv, as_word, word_bytes
from tests.propositions.intake.wizard.desk import HEADINGS, HOME, ROWS, begun, nothing_written, send, upload, words

pytestmark = pytest.mark.django_db


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
