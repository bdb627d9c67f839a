"""Two officers at one paper, and one officer twice."""

from __future__ import annotations

import pytest

from propositions.drafting.models import Proposition
from propositions.intake.models import SourceDocument
from tests.lis.doors.admin.sheets import fields_of
from tests.propositions.intake.papers import as_csv
from tests.propositions.intake.wizard.desk import HOME, ROWS, begun, send, upload, words

pytestmark = pytest.mark.django_db


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
