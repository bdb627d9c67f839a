"""The import from a paper to what was made of it, without scripts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lis.engine import clock
from lis.engine.models import Event
from propositions.asks.models import Ask
from propositions.drafting.models import Proposition
from propositions.intake.models import SourceDocument
from tests.factories.asks import proposition
from tests.lis.doors.admin.sheets import fields_of
from tests.propositions.intake.papers import LANCASHIRE, as_csv, as_excel, real
from tests.propositions.intake.test_lancashire import TITLES
from tests.propositions.intake.wizard.desk import HEADINGS, HOME, ROWS, begun, send, upload, words

pytestmark = pytest.mark.django_db


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
