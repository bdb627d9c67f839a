"""Text, pasted words and CSV in the shapes that officers have them in."""

import pytest

from propositions.intake.reading.paper import CSV, TEXT, UnreadablePaper
from tests.propositions.intake.papers import as_csv, codes, pasted, read

HEADINGS = "Proposition\tWhat\tWhy\tHow\tAsk"


def fields(paper, table=0):
    return [row.fields for row in paper.tables[table].rows]


def test_pasted_rows_with_cells_of_several_paragraphs_are_put_together():
    paper = pasted(f"{HEADINGS}\nHarbour\tA quay\nand a crane\tTrade\tPort\tAn office\nA visit\nFerry\ta\tb\tc\td")

    assert paper.kind == TEXT
    assert fields(paper) == [
        {"title": "Harbour", "what": "A quay\nand a crane", "why": "Trade", "how": "Port", "ask": "An office\nA visit"},
        {"title": "Ferry", "what": "a", "why": "b", "how": "c", "ask": "d"},
    ]


def test_pasted_cells_in_quotation_marks_keep_their_lines():
    paper = pasted('Title\tAsk\nHarbour\t"An office\nA ""good"" visit"\nFerry\tOne\n')

    assert paper.kind == CSV
    assert fields(paper) == [
        {"title": "Harbour", "ask": 'An office\nA "good" visit'},
        {"title": "Ferry", "ask": "One"},
    ]


def test_pipe_table_is_read_with_its_line_breaks():
    paper = pasted(
        "Before\n\n| Title | Ask | Why |\n|:---|---:|---|\n"
        "| Harbour | An office<br>A visit | x \\| y |\n\nAfter it all."
    )

    assert fields(paper) == [{"title": "Harbour", "ask": "An office\nA visit", "why": "x | y"}]
    assert [block.text for block in paper.blocks] == ["Before", "After it all."]


def test_a_cell_to_a_line_needs_no_blank_lines_between_rows():
    paper = pasted("\tTitle\n\tAsk\n\tHarbour\n\tAn office\n\tFerry\n\tA boat\nand a crew\n")

    assert fields(paper) == [{"title": "Harbour", "ask": "An office"}, {"title": "Ferry", "ask": "A boat\nand a crew"}]


def test_a_missing_cell_is_told_of_with_its_row():
    paper = pasted("\tTitle\n\tWhy\n\tAsk\n\n\tHarbour\n\tTrade\n\tAn office\n\n\tFerry\n\tA boat\n")

    assert [check.sentence for check in paper.tables[0].checks] == [
        "Row 2 has 2 cells where the headings have 3: a cell may be missing or too many. "
        "Check which words stand under which heading."
    ]


def test_a_row_that_has_slipped_is_told_of():
    rows = [("Harbour", "Trade"), ("Ferry", "People", "A boat"), ("Bridge", "Cars", "A span"), ("Tower", "", "Light")]
    text = "\tTitle\n\tWhy\n\tAsk\n\n" + "\n".join("".join(f"\t{cell}\n" for cell in row) for row in rows)

    checks = pasted(text).tables[0].checks

    assert codes(checks) == ["short-row", "shifted-row"]
    assert checks[1].sentence.startswith("Row 2 does not start after a blank line")


def test_blank_lines_do_not_end_a_table_while_rows_follow():
    paper = pasted("\tTitle\n\tAsk\n\n\tHarbour\n\tAn office\n\n\n\n\nA visit\n\n\tFerry\n\tA boat\n")

    assert [row["ask"] for row in fields(paper)] == ["An office\nA visit", "A boat"]


def test_a_wide_gap_after_the_last_row_ends_the_table_and_is_told_of():
    paper = pasted("\tTitle\n\tAsk\n\n\tHarbour\n\tAn office\n\n\n\nThe board met in May.\n")

    assert [row["ask"] for row in fields(paper)] == ["An office"]
    assert [block.text for block in paper.blocks] == ["The board met in May."]
    assert [check.sentence for check in paper.tables[0].checks] == [
        "We took the table to end before line 9, “The board met in May.”. If that line belongs to it, add its words to "
        "the last row."
    ]


def test_two_tables_are_both_offered():
    paper = pasted(
        "Table One: skills\n\n\tTitle\n\tAsk\n\n\tHarbour\n\tAn office\n\n"
        "Table Two: trade\n\n\tTitle\n\tAsk\n\n\tFerry\n\tA boat\n"
    )

    assert [[row["title"] for row in fields(paper, table)] for table in (0, 1)] == [["Harbour"], ["Ferry"]]
    assert codes(paper.checks) == ["several-tables"]
    assert paper.checks[0].sentence == (
        "We found 2 tables of propositions. Choose the one to import; the others can follow."
    )


def test_two_tables_with_other_headings_in_one_csv_are_both_offered():
    paper = read(as_csv([["Title", "Ask"], ["Harbour", "Office"], ["Project", "Request"], ["Ferry", "Boat"]]))

    assert [table.headings for table in paper.tables] == [("Title", "Ask"), ("Project", "Request")]
    assert len({table.name for table in paper.tables}) == 2


def test_headings_repeated_on_a_new_page_are_skipped_with_a_warning():
    paper = pasted("Title\tAsk\nHarbour\tOffice\nTITLE \tAsk:\nFerry\tBoat")

    assert [row["title"] for row in fields(paper)] == ["Harbour", "Ferry"]
    assert [check.sentence for check in paper.tables[0].checks] == [
        "The headings stand again after row 1, as on a new page; we skipped them. Check the rows on either side."
    ]


def test_no_table_says_so_and_offers_the_blocks():
    paper = pasted("Paper\tDate\tContact/Tel\nNone\t\t\n\nWe met in May.")

    assert paper.tables == ()
    assert codes(paper.checks) == ["no-table"]
    assert "tick the paragraphs" in paper.checks[0].sentence
    assert [block.text for block in paper.blocks] == ["Paper Date Contact/Tel", "None", "We met in May."]


@pytest.mark.parametrize(
    "headings",
    [
        ["Paper", "Date", "Contact/Tel"],
        ["Name", "Department", "Telephone"],
        ["Theme", "Evidence", "Owner"],
        ["What", "Why", "How"],
        ["Ask", "Answer"],
    ],
)
def test_other_tables_do_not_match(headings):
    assert read(as_csv([headings, ["a", "b", "c"][: len(headings)]])).tables == ()


def test_rows_above_the_headings_become_blocks():
    paper = read(as_csv([["Asks of Government, May", ""], ["Title", "Ask"], ["Harbour", "Office"]]))

    assert [block.text for block in paper.blocks] == ["Asks of Government, May"]
    assert len(paper.tables[0].rows) == 1


def test_several_ask_columns_are_all_asks():
    paper = read(as_csv([["Title", "Ask 1", "Ask 2"], ["Harbour", "Office", "Visit"]]))

    assert fields(paper) == [{"title": "Harbour", "ask": "Office\nVisit"}]


def test_the_more_telling_of_two_title_columns_is_the_title():
    paper = read(as_csv([["Theme", "Proposition", "Ask"], ["Ideas", "Harbour", "Office"]]))

    assert fields(paper) == [{"title": "Harbour", "ask": "Office"}]
    assert paper.tables[0].rows[0].extra == {"Theme": "Ideas"}
    assert "“Theme” is not imported" in paper.tables[0].checks[0].sentence


def test_cells_beyond_the_headings_are_kept_and_told_of():
    paper = read(as_csv([["Title", "Ask"], ["Harbour", "Office", "Call Ann"]]))

    assert paper.tables[0].rows[0].extra == {"(no heading)": "Call Ann"}
    assert codes(paper.tables[0].checks) == ["unread-column"]


def test_a_row_with_nothing_but_a_title_is_left_out_with_a_warning():
    row = read(as_csv([["Title", "Ask"], ["Skills", ""], ["Harbour", "Office"]])).tables[0].rows[0]

    assert row.left_out
    assert row.checks[0].sentence == (
        "Row 1 (Skills) holds nothing beside its first cell, as a heading between rows or a note does: it is left out. "
        "Put it back if it is a proposition."
    )


def test_a_formula_in_csv_is_named_with_its_place():
    row = read(b'Title,Ask\nHarbour,"=HYPERLINK(""x"")"\n').tables[0].rows[0]

    assert row.fields["ask"] == '=HYPERLINK("x")'
    assert row.checks[0].sentence == (
        "Row 1 (Harbour) has a formula under “Ask” (line 2), which we do not calculate. "
        "Type the words or the figure in its place."
    )


def test_an_open_quotation_mark_is_told_of():
    assert "open-quote" in codes(read(b'Title,Ask\nHarbour,"Office\nFerry,Boat\n').tables[0].checks)


def test_curly_quotes_stay_and_white_space_is_made_even():
    paper = pasted("Title\tAsk\n  The\u00a0‘unique’   port – north \tAn\u2003office\n")

    assert fields(paper) == [{"title": "The ‘unique’ port – north", "ask": "An office"}]


def test_unwanted_characters_are_taken_out_with_a_warning():
    paper = pasted("Title\tAsk\nHar\x00bour\tAn \u202eoffice\u202c\ud800\u200b\n")

    assert fields(paper) == [{"title": "Harbour", "ask": "An office"}]
    assert [check.sentence.split(".")[0] for check in paper.checks] == [
        "We took out control characters at line 2",
        "We took out broken halves of characters at line 2",
        "We took out hidden characters that turn the direction of writing at line 2",
        "We took out invisible characters at line 2",
    ]


def test_windows_letters_are_read_with_a_warning():
    paper = read("Title,Ask\nHarbour’s quay,£4m – now\n".encode("cp1252"))

    assert fields(paper) == [{"title": "Harbour’s quay", "ask": "£4m – now"}]
    assert codes(paper.checks) == ["encoding"]


def test_a_table_of_too_many_rows_is_refused_in_words():
    text = "Title,Ask\n" + "a,b\n" * 1001

    with pytest.raises(UnreadablePaper, match="more than 1000 rows"):
        read(text.encode())


def test_too_many_lines_and_too_long_a_paste_are_refused_in_words():
    with pytest.raises(UnreadablePaper, match="more than 50,000 lines"):
        read(b"a\n" * 50_001)
    with pytest.raises(UnreadablePaper, match=r"longer than 512 KB\. Paste only the table"):
        pasted("a" * (512 * 1024 + 1))
