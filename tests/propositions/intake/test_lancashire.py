"""The real board paper of Lancashire: twelve propositions, twenty-two asks, and what their words suggest."""

from dataclasses import replace

import pytest

from propositions.intake.reading.paper import CSV, SPREADSHEET, TEXT, WORD
from tests.propositions.intake.papers import (
    LANCASHIRE,
    as_csv,
    as_excel,
    as_word,
    codes,
    previewed,
    read,
    real,
    rows_of,
)

TITLES = [
    "Careers Hub",
    "T Level Test Bed",
    "Digital Pathways and Levelling Up",
    "Skills Escalator ESF transition",
    "Drone Zone",
    "Clean Energy Technology Park",
    "Preston Central Business District",
    "Asian Heritage Business Community Cluster",
    "Agri-Tech",
    "Clean Growth",
    "Mental Health",
    "Blackpool Town Centre Civil Service Hub",
]

# Row and ask: words in the ask, its type, its departments.
SUGGESTED = [
    ("1.1", 4, "Programme extension", []),
    ("2.1", 7, "Pilot or test bed", []),
    ("3.1", 12, "Joint evaluation", []),
    ("4.1", 5, "Joint evaluation", []),
    ("5.1", 11, "Regulatory change or assurance", []),
    ("6.1", 3, "Enterprise Zone, tax or rates", []),
    ("6.2", 6, "", ["DIT"]),
    ("7.1", 9, "Enterprise Zone, tax or rates", []),
    ("7.2", 2, "", []),
    ("7.3", 5, "Recognition or endorsement", []),
    ("8.1", 8, "Pilot or test bed", ["MHCLG"]),
    ("8.2", 5, "", []),
    ("9.1", 5, "", []),
    ("9.2", 9, "", []),
    ("9.3", 6, "", ["BEIS", "Defra", "DIT", "DfE"]),
    ("9.4", 6, "Advice or brokerage", []),
    ("9.5", 5, "", []),
    ("9.6", 10, "Pilot or test bed", []),
    ("10.1", 16, "Pilot or test bed", []),
    ("11.1", 29, "Official on a panel", []),
    ("12.1", 20, "Recognition or endorsement", []),
    ("12.2", 16, "Pilot or test bed", []),
]


def test_paper_holds_twelve_propositions_with_whole_titles():
    paper = read(real(LANCASHIRE))

    assert paper.kind == TEXT
    assert [table.headings for table in paper.tables] == [("Proposition", "What", "Why", "How", "Ask")]
    assert [row.fields["title"] for row in paper.tables[0].rows] == TITLES


def test_preview_suggests_types_and_departments_for_all_asks():
    preview = previewed(read(real(LANCASHIRE)))

    found = [
        (f"{row.number}.{number}", len(ask.text.split()), ask.type, list(ask.departments))
        for row in preview.rows
        for number, ask in enumerate(row.asks, 1)
    ]
    assert found == SUGGESTED
    assert (preview.proposition_count, preview.ask_count) == (12, 22)


def test_preview_shows_the_cue_of_each_suggestion():
    asks = {
        f"{row.number}.{number}": ask
        for row in previewed(read(real(LANCASHIRE))).rows
        for number, ask in enumerate(row.asks, 1)
    }

    assert asks["6.1"].type_cue == "EZ, tax concession"
    assert asks["9.3"].department_cues == ("BEIS", "DEFRA", "DIT", "DfE")
    assert asks["11.1"].type_cue == "observer, on to the Panel"
    assert asks["9.5"].type_cue == ""


def test_every_row_says_what_why_and_how():
    table = read(real(LANCASHIRE)).tables[0]

    words = [[len(row.fields[name].split()) for name in ("what", "why", "how")] for row in table.rows]
    assert words[0] == [5, 13, 3]
    assert words[8] == [15, 41, 27]
    assert words[11] == [24, 27, 13]
    assert all(min(counts) > 0 for counts in words)


def test_table_ends_where_the_numbered_paragraphs_go_on():
    paper = read(real(LANCASHIRE))

    last = paper.tables[0].rows[-1].fields["ask"]
    assert last.count("\n") == 1
    assert "12." not in last
    assert sum(block.text.startswith("12. ") for block in paper.blocks) == 1


def test_background_papers_are_not_propositions():
    paper = read(real(LANCASHIRE))

    everything = "\n".join(text for row in paper.tables[0].rows for text in row.fields.values())
    assert "Contact/Tel" not in everything
    assert "Contact/Tel" in [block.text for block in paper.blocks]


def test_the_only_warning_is_about_the_end_of_the_table():
    paper = read(real(LANCASHIRE))
    preview = previewed(paper)

    assert codes(preview.checks) == ["table-end"]
    assert "Row 12, the last," in preview.checks[0].sentence
    assert [check for row in preview.rows for check in row.checks] == []
    assert [check for row in preview.rows for ask in row.asks for check in ask.checks] == []


@pytest.mark.parametrize(
    ("write", "kind"),
    [(as_word, WORD), (as_csv, CSV), (as_excel, SPREADSHEET)],
    ids=["word", "csv", "excel"],
)
def test_other_formats_give_the_same_preview(write, kind):
    paper = read(real(LANCASHIRE))
    other = read(write(rows_of(paper)))

    assert other.kind == kind
    assert [_plain(row) for row in previewed(other).rows] == [_plain(row) for row in previewed(paper).rows]


def test_row_hashes_are_all_different():
    hashes = [row.source_cell_hash for row in previewed(read(real(LANCASHIRE))).rows]

    assert len(set(hashes)) == 12
    assert {len(text) for text in hashes} == {64}


def _plain(row):
    """A row without the place in the file, which differs; the hash of its cells does not."""
    return replace(row, sources=tuple(replace(source, where="") for source in row.sources))
