"""What the columns of a table say of its asks, and the warnings beside them."""

import pytest

from propositions.intake.cues import Cues
from propositions.intake.preview import Preview
from propositions.intake.previewing import preview_of, without_mark
from propositions.intake.stored import from_json, to_json
from tests.propositions.intake.papers import as_csv, codes, previewed, read, reference_cues


def preview(*rows):
    return previewed(read(as_csv(rows)))


def sentences(preview):
    return [check.sentence for row in preview.rows for check in row.checks] + [
        check.sentence for row in preview.rows for ask in row.asks for check in ask.checks
    ]


@pytest.mark.parametrize(
    ("line", "ask"),
    [
        ("• A boat", "A boat"),
        ("- A boat", "A boat"),
        ("– A boat", "A boat"),
        ("(iv) A boat", "A boat"),
        ("a) A boat", "A boat"),
        ("12. A boat", "A boat"),
        ("1.5 million boats", "1.5 million boats"),
        ("2019 boats", "2019 boats"),
        ("A. Boat", "A. Boat"),
        ("-5 boats", "-5 boats"),
        ("•", "•"),
    ],
)
def test_marks_of_lists_are_taken_off_an_ask(line, ask):
    assert without_mark(line) == ask


def test_columns_of_type_departments_and_money_outweigh_the_cues():
    asks = (
        preview(
            ["Title", "Why", "Ask", "Type of ask", "Departments", "Money"],
            [
                "Harbour",
                "Trade",
                "Extend a BEIS pilot\nA visit",
                "legislation",
                "DEFRA; dft and DWP",
                "Existing budget",
            ],
        )
        .rows[0]
        .asks
    )

    assert [(ask.type, ask.type_cue, ask.departments, ask.department_cues, ask.money) for ask in asks] == [
        ("Legislation", "", ("Defra", "DfT", "DWP"), (), "existing")
    ] * 2


def test_unknown_words_in_columns_are_told_of():
    made = preview(
        ["Title", "Why", "Ask", "Type", "Department", "Money"],
        ["Harbour", "Trade", "A visit", "Magic", "MoM", "perhaps"],
    )

    assert sentences(made) == [
        "Row 1 (Harbour) names “Magic”, which is no type of ask that we know. Choose one of the types for its asks.",
        "Row 1 (Harbour) names “MoM”, which is no department that we know. Choose the department for its asks, or "
        "leave it to the unit that routes them.",
        "Row 1 (Harbour) names “perhaps”, which is no kind of money that we know. Say for its asks whether the money "
        "is new or existing.",
    ]


def test_a_department_that_no_longer_exists_is_told_of():
    cues = Cues(former={"DECC": ("BEIS",)}, departments=(("BEIS", ("BEIS",)),))
    paper = read(as_csv([["Title", "Why", "Ask", "Department"], ["Harbour", "Trade", "A visit of DECC", "DECC"]]))

    assert sentences(preview_of(paper, cues)) == [
        "Row 1 (Harbour) names “DECC”, which is no department that we know. It no longer exists; its work went to "
        "BEIS. Choose the department meant.",
        "Row 1 (Harbour), ask 1, names DECC, which no longer exists; its work went to BEIS. Choose which is meant.",
    ]


def test_missing_and_double_titles_are_told_of():
    made = preview(["Title", "Why", "Ask"], ["Harbour", "x", "y"], ["", "x", "y"], ["harbour ", "x", "y"])

    assert [codes(row.checks) for row in made.rows] == [["same-title"], ["no-title"], ["same-title"]]
    assert [check.sentence for check in made.stops] == [
        "Row 2 (no title) has no title. Give it one, merge it with the row above, or leave it out."
    ]


def test_a_row_without_ask_or_words_is_told_of():
    made = preview(["Title", "Why", "Ask"], ["Harbour", "x", ""], ["Ferry", "", "A boat"], ["Bridge", "x", "N/A"])

    assert [codes(row.checks) for row in made.rows] == [["no-ask"], ["no-words"], ["no-ask"]]
    assert [ask.include for ask in made.rows[2].asks] == [False]
    assert codes(made.rows[2].asks[0].checks) == ["placeholder"]
    assert made.stops == ()
    assert (made.proposition_count, made.ask_count) == (3, 1)


def test_text_that_is_too_long_stops():
    made = preview(["Title", "Why", "Ask"], ["Harbour", "x" * 20_001, "y"])

    assert [check.sentence for check in made.stops] == [
        "Row 1 (Harbour): its Why is 20,001 characters long; we keep up to 20,000. Shorten it, or leave it out."
    ]


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        ("A visit to the harbour by the end of the year. Can we also have an office in it?", "several-asks"),
        ("A visit to the harbour by the end of the year; an office in it; and a crane", "several-asks"),
        ("£3m", "money"),
        ("Funding for a crane", "money"),
        ("A crane of 3 million tons", "money"),
    ],
)
def test_an_ask_is_looked_at(ask, code):
    assert codes(preview(["Title", "Why", "Ask"], ["Harbour", "x", ask]).rows[0].asks[0].checks) == [code]


def test_a_preview_is_stored_and_read_again():
    made = preview(["Title", "Why", "Ask"], ["Harbour", "x", "A visit of BEIS"])

    assert from_json(Preview, to_json(made)) == made
    with pytest.raises(ValueError, match="not a stored Preview"):
        from_json(Preview, '{"rows": [], "owner": 1}')
    with pytest.raises(ValueError, match="not a whole Preview"):
        from_json(Preview, "{}")


def test_a_table_that_is_not_there_is_an_index_error():
    paper = read(as_csv([["Title", "Ask"], ["Harbour", "A visit"]]))

    for table in (-1, 1):
        with pytest.raises(IndexError):
            preview_of(paper, reference_cues(), table=table)


def test_hashes_ignore_the_file_and_see_every_word():
    rows = [["Title", "Why", "Ask"], ["Harbour", "x", "y\nz"]]
    one = previewed(read(as_csv(rows))).rows[0].source_cell_hash

    assert previewed(read(as_csv(rows, ";", "utf-16"))).rows[0].source_cell_hash == one
    assert previewed(read(as_csv([rows[0], ["Harbour ", " x", "y\n\n z"]]))).rows[0].source_cell_hash == one
    assert previewed(read(as_csv([rows[0], ["Harbour", "x", "y z"]]))).rows[0].source_cell_hash != one
