"""PDFs and saved web pages at the pages of the import: each guess beside its row, and the file kept as it came."""

from __future__ import annotations

import pytest

from lis.files.models import StoredFile
from propositions.asks.models import Ask
from propositions.drafting.models import Proposition
from tests.factories.asks import strategy
from tests.propositions.intake.papers import kept
from tests.propositions.intake.wizard.desk import HOME, send, upload, words, words_of

pytestmark = pytest.mark.django_db


def section(page, row: int) -> str:
    """What stands in the card of one row."""
    cards = page.content.decode().split('<section class="intake-row')
    return words_of(next(card for card in cards if f'id="row-{row}"' in card))


def test_printed_paper_shows_each_guess_beside_its_row(client, drafter):
    answer = upload(client, kept("with_lines.pdf"), "Board paper.pdf")
    assert answer["Location"] == f"{HOME}LAN-S01/table/"
    answer = client.post(answer["Location"], {"table": "1"})
    page = client.get(answer["Location"])

    assert "4 propositions and 8 asks would be made." in words(page)
    assert "The headings stand again on page 2; we skipped them." in words(page)
    over = "Row 3 (One front door for apprenticeships) goes on over the end of page 1, so we joined its two parts."
    assert [row for row in range(1, 5) if over in section(page, row)] == [3]
    assert "pages 1 and 2" in section(page, 3)

    send(client, answer["Location"], "import")
    assert list(Ask.objects.values_list("record__ref", flat=True).order_by("record__ref")) == [
        "LAN-01.1", "LAN-01.2", "LAN-01.3", "LAN-02.1", "LAN-02.2", "LAN-03.1", "LAN-03.2", "LAN-04.1",
    ]  # fmt: skip
    file = StoredFile.objects.get()
    assert (file.name, file.content_type) == ("Board paper.pdf", "application/pdf")


def test_saved_web_page_comes_in_without_what_it_hides(client, drafter):
    answer = upload(client, kept("council.html"), "Agenda item.htm")
    page = client.get(answer["Location"])

    assert "2 propositions and 5 asks would be made." in words(page)
    assert "which are not imported: “by May”." in section(page, 2)
    assert "Left out" in section(page, 3)
    send(client, answer["Location"], "import")

    found = Proposition.objects.order_by("record__ref")
    assert [made.record.drafts.get(part="title").body for made in found] == [
        "Night trains to the coast", "Hydrogen for harbour craft",
    ]  # fmt: skip


def test_saved_web_page_is_handed_back_as_a_file_and_never_shown(client, drafter):
    upload(client, kept("council.html"), "Agenda item.htm")

    answer = client.get(f"/files/{StoredFile.objects.get().uid}/")

    assert answer.getvalue() == kept("council.html")
    assert answer["Content-Disposition"] == 'attachment; filename="Agenda item.htm"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_page_says_what_may_be_uploaded_before_anything_is_chosen(client, drafter):
    strategy()

    page = client.get(f"{HOME}import/")

    listed = "Word (.docx), Excel (.xlsx), PDF (.pdf), saved web page (.html, .htm), CSV (.csv), plain text (.txt)."
    assert f"{listed} Up to 10 MB." in words(page)
    assert 'accept=".docx,.xlsx,.pdf,.html,.htm,.csv,.txt"' in page.content.decode()
