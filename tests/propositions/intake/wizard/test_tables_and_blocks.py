"""A paper with several tables, and one with none, of which blocks are ticked."""

from __future__ import annotations

import re

import pytest
from openpyxl import Workbook

from propositions.asks.models import Ask
from propositions.drafting.models import Proposition
from propositions.intake.models import SourceDocument
from tests.factories.asks import proposition, strategy
from tests.factories.people import body
from tests.lis.doors.admin.sheets import fields_of
from tests.propositions.intake.papers import excel_bytes
from tests.propositions.intake.wizard.desk import HEADINGS, HOME, ROWS, send, upload, words

pytestmark = pytest.mark.django_db


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
