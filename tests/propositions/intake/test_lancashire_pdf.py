"""The table of Lancashire's board paper as a PDF by a real office program, in narrow columns over several pages."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable

import pypdfium2
import pytest
from django.core.management import call_command

from propositions.intake.reading.paper import PDF, Paper
from tests.factories.asks import strategy
from tests.factories.people import department
from tests.propositions.intake.papers import LANCASHIRE, as_narrow_word, codes, previewed, read, real, rows_of
from tests.propositions.intake.test_lancashire import SUGGESTED, TITLES

BEFORE = "The propositions are set out below in Table One, which follows on from the paper that the board had in March."
AFTER = "The board is asked to agree to the propositions, so that officers can go to Government with them in summer."
FOOTER = "Lancashire board paper, for decision"


@pytest.fixture(scope="module", params=[True, False], ids=["with lines", "without lines"])
def printed(request, as_pdf) -> bytes:
    rows = rows_of(read(real(LANCASHIRE)))
    return as_pdf(as_narrow_word([BEFORE, rows, AFTER], lines=request.param, footer=FOOTER))


@pytest.fixture(scope="module")
def paper(printed) -> Paper:
    return read(printed)


def words(texts: Iterable[str]) -> list[str]:
    return re.findall(r"\w+", " ".join(texts))


def letters(texts: Iterable[str]) -> Counter[str]:
    """Every mark of ``texts`` but blanks, however its words are parted."""
    return Counter("".join("".join(texts).split()))


def test_printed_table_has_twelve_propositions_with_every_word_in_its_cell(paper):
    text = read(real(LANCASHIRE))

    assert paper.kind == PDF
    assert [row.fields["title"] for row in paper.tables[0].rows] == TITLES
    found = [{name: words([cell]) for name, cell in row.fields.items()} for row in paper.tables[0].rows]
    assert found == [{name: words([cell]) for name, cell in row.fields.items()} for row in text.tables[0].rows]


def test_printed_table_has_twenty_two_asks_with_their_suggestions(paper):
    preview = previewed(paper)

    found = [
        (f"{row.number}.{number}", len(ask.text.split()), ask.type, list(ask.departments))
        for row in preview.rows
        for number, ask in enumerate(row.asks, 1)
    ]
    assert found == SUGGESTED
    assert (preview.proposition_count, preview.ask_count) == (12, 22)


def test_nothing_that_is_printed_is_lost(paper, printed):
    with pypdfium2.PdfDocument(printed) as pdf:
        # Another reader than ours; it writes a hyphen at the end of a line in a way of its own.
        pages = [page.get_textpage().get_text_range().replace("\ufffe", "-") for page in pdf]

    told = [*(paper.tables[0].headings * len(pages)), *[FOOTER] * len(pages)]
    cells = [text for row in paper.tables[0].rows for text in row.fields.values()]
    assert len(pages) > 3
    assert [block.text for block in paper.blocks] == [BEFORE, AFTER]
    assert letters(pages) == letters([BEFORE, AFTER, *told, *cells])


def test_every_uncertain_split_is_warned_of_beside_its_row(paper):
    preview = previewed(paper)

    over = [row.number for row in preview.rows if "row-over-page" in codes(row.checks)]
    assert over == [row.number for row in preview.rows if row.sources[0].where.startswith("pages ")]
    assert len(over) > 1
    unlined = [row.number for row in preview.rows if "row-without-lines" in codes(row.checks)]
    assert unlined in ([], list(range(1, 13)))
    assert ("columns-without-lines" in codes(preview.checks)) == bool(unlined)
    assert {"repeated-headings", "running-lines"} <= set(codes(preview.checks))
    assert all(check.sentence.startswith(row.name) for row in preview.rows for check in row.checks)


@pytest.mark.django_db
def test_command_imports_the_printed_table_and_says_what_it_guessed(printed, tmp_path):
    for code in ("BEIS", "DIT"):
        department(code)
    path = tmp_path / "board.pdf"
    path.write_bytes(printed)
    told = io.StringIO()

    call_command("import_paper", str(path), "--strategy", strategy().ref, "--accept-suggestions", stdout=told)

    assert "Imported board.pdf as LAN-S01: 12 propositions and 22 asks." in told.getvalue()
    assert re.search(r"Note: Row \d+ \(.*\) goes on over the end of page \d, so we joined its two", told.getvalue())
