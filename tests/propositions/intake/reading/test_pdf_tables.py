"""Tables in PDFs: whole rows and asks out of narrow columns and over pages, with a warning for each guess."""

import pytest

from propositions.intake.reading.paper import PDF
from tests.propositions.intake.papers import codes, kept, read
from tests.propositions.intake.reading.drawing import HEIGHT, Sheet, drawn
from tests.propositions.intake.reading.printed_papers import AFTER, BEFORE, BETWEEN, FIRST, FOOTER, SECOND

FIELDS = ("title", "what", "why", "how", "ask")
EDGES = (20, 116, 236, 380)  # room for 15, 19 and 23 letters
HEADS = [["Title"], ["What"], ["Ask"]]
FOOT = HEIGHT - 12


def cells(table) -> list[list[str]]:
    return [[row.fields[name] for name in FIELDS] for row in table.rows]


def table_of(*sheets: Sheet):
    """The one table of a drawn PDF."""
    (table,) = read(drawn(*sheets)).tables
    return table


def rows(table) -> list[tuple[str, str, str]]:
    return [tuple(row.fields.get(name, "") for name in ("title", "what", "ask")) for row in table.rows]


def sentences(row) -> list[str]:
    return [check.sentence for check in row.checks]


# What LibreOffice printed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["with_lines.pdf", "without_lines.pdf"])
def test_printed_tables_and_the_text_between_them_are_read_whole(name):
    paper = read(kept(name))

    assert paper.kind == PDF
    assert [cells(table) for table in paper.tables] == [FIRST[1:], SECOND[1:]]
    assert [block.text for block in paper.blocks] == [BEFORE, BETWEEN, AFTER]


def test_printed_table_with_lines_has_a_warning_for_each_guess_and_no_more():
    paper = read(kept("with_lines.pdf"))

    assert [codes(row.checks) for row in paper.tables[0].rows] == [[], ["broken-word"], ["row-over-page"], []]
    assert sentences(paper.tables[0].rows[1]) == [
        "Row 2 (Hydrogen for harbour craft), under “How”, may hold words that a narrow column broke; we read "
        "“decarbonisation”. Check these words."
    ]
    assert sentences(paper.tables[0].rows[2]) == [
        "Row 3 (One front door for apprenticeships) goes on over the end of page 1, so we joined its two parts. Check "
        "that they belong together."
    ]
    assert [check.sentence for check in paper.tables[0].checks] == [
        "The headings stand again on page 2; we skipped them. Check the rows on either side."
    ]
    assert f"We left out what stands at the top or foot of the pages: “{FOOTER}”." in [
        check.sentence for check in paper.checks
    ]


def test_printed_table_without_lines_is_warned_of_row_by_row():
    table = read(kept("without_lines.pdf")).tables[0]

    assert codes(table.checks) == ["columns-without-lines", "repeated-headings", "table-end"]
    assert all("row-without-lines" in codes(row.checks) for row in table.rows)
    assert sentences(table.rows[0]) == [
        "Row 1 (Night trains to the coast) is parted from its neighbours by no line on the page; we went by the gaps "
        "between words. Check where it begins and ends."
    ]


# Rows over the end of a page ----------------------------------------------------------------------------------------


def test_row_without_title_at_the_top_of_a_page_goes_on_with_the_last():
    first = Sheet().table(EDGES, (200, 216, FOOT), [HEADS, [["Ferry"], ["A boat to the"] * 5, ["Pay for it"]]])
    second = Sheet().table(EDGES, (20, 40, 60), [[[], ["other side"], []], [["Bridge"], ["A span"], ["Lend us"]]])

    table = table_of(first, second)

    assert rows(table) == [
        ("Ferry", " ".join(["A boat to the"] * 5) + " other side", "Pay for it"),
        ("Bridge", "A span", "Lend us"),
    ]
    assert [codes(row.checks) for row in table.rows] == [["row-over-page"], []]
    assert [row.where for row in table.rows] == ["pages 1 and 2", "page 2"]


def test_row_whose_title_breaks_at_the_end_of_a_page_is_one_row():
    first = Sheet().table(EDGES, (250, 266, FOOT), [HEADS, [["Ferry to the"], ["A boat"], []]])
    second = Sheet().table(EDGES, (20, 40), [[["far island"], [], ["Pay for it"]]])

    table = table_of(first, second)

    assert rows(table) == [("Ferry to the far island", "A boat", "Pay for it")]
    assert codes(table.rows[0].checks) == ["row-over-page"]


def test_rows_above_headings_that_come_again_are_rows_of_the_table_before():
    first = Sheet().table(EDGES, (250, 266, FOOT), [HEADS, [["Ferry"], ["A boat"], ["Pay for it"]]])
    rest = [[[], ["and a crew"], []], [["Bridge"], ["A span"], ["Lend us"]], HEADS, [["Quay"], ["A wall"], ["Dig"]]]
    second = Sheet().table(EDGES, (20, 40, 60, 80, 100), rest)

    table = table_of(first, second)

    assert rows(table) == [
        ("Ferry", "A boat\nand a crew", "Pay for it"), ("Bridge", "A span", "Lend us"), ("Quay", "A wall", "Dig"),
    ]  # fmt: skip
    assert codes(table.checks) == ["repeated-headings"]


def test_row_that_may_begin_a_page_or_go_on_is_warned_of():
    first = Sheet().table(EDGES, (250, 266, FOOT), [HEADS, [["Ferry"], ["A boat"], ["Pay for it"]]])
    second = Sheet().table(EDGES, (20, 40), [[["Bridge"], ["A span"], ["Lend us"]]])

    table = table_of(first, second)

    assert [row.fields["title"] for row in table.rows] == ["Ferry", "Bridge"]
    assert sentences(table.rows[1]) == [
        "Row 2 (Bridge) begins at the top of page 2, where the row above may go on. Merge the two if they are one."
    ]


def test_row_after_a_page_with_room_left_is_a_new_one_without_a_warning():
    first = Sheet().table(EDGES, (150, 166, 200), [HEADS, [["Ferry"], ["A boat"], ["Pay for it"]]])
    second = Sheet().table(EDGES, (20, 40), [[["Bridge"], ["A span"], ["Lend us"]]]).write(20, FOOT - 12, "Last words.")

    table = table_of(first, second)

    assert [codes(row.checks) for row in table.rows] == [[], []]


def test_rows_after_other_words_are_taken_for_the_same_table_with_a_warning():
    first = Sheet().table(EDGES, (150, 166, 200), [HEADS, [["Ferry"], ["A boat"], ["Pay for it"]]])
    first.write(20, 230, "The board talked about this for an hour.")
    second = Sheet().table(EDGES, (60, 80), [[["Bridge"], ["A span"], ["Lend us"]]])

    table = table_of(first, second)

    assert [row.fields["title"] for row in table.rows] == ["Ferry", "Bridge"]
    assert codes(table.rows[1].checks) == ["row-after-words"]


def test_table_of_one_page_that_is_cut_off_with_it_is_whole():
    first = Sheet().table(EDGES, (240, 256), [HEADS]).write(23, 260, "Ferry").write(119, 260, "A boat", "and more")
    second = Sheet().write(119, 2, "of it").boxes(EDGES, (40, 60)).write(23, 42, "Bridge").write(119, 42, "A span")
    for x in EDGES:  # as browsers print: the lines run off the page
        first.rule(x, 256, x, HEIGHT)
        second.rule(x, 0, x, 40)

    table = table_of(first, second)

    assert rows(table) == [("Ferry", "A boat and more of it", ""), ("Bridge", "A span", "")]


# Words and asks -----------------------------------------------------------------------------------------------------


def test_hyphen_that_only_ends_a_line_goes_and_another_stays_each_with_a_warning():
    text = ["a collabora-", "tion over many", "years, well-", "run and long-", "term as zoo-", "wyx said"]

    table = table_of(Sheet().table(EDGES, (20, 36, 140), [HEADS, [["Ferry"], text, ["Pay for it"]]]))

    assert table.rows[0].fields["what"] == "a collaboration over many years, well-run and long-term as zoo-wyx said"
    assert sentences(table.rows[0]) == [
        "Row 1 (Ferry), under “What”, has hyphens at the ends of lines; we read “collaboration” and “zoo-wyx”. Check "
        "these words."
    ]


def test_word_that_is_wider_than_its_column_is_put_together():
    title = ["Instrumentatio", "n"]
    edges = (20, 110, 182, 380)  # room for 14 and 11 letters

    table = table_of(Sheet().table(edges, (20, 36, 140), [HEADS, [title, ["xylocarpage", "onist fleet"], ["Pay"]]]))

    assert rows(table) == [("Instrumentation", "xylocarpageonist fleet", "Pay")]
    assert sentences(table.rows[0]) == [
        "Row 1 (Instrumentation), under “What”, may hold words that a narrow column broke; we read “xylocarpageonist”. "
        "Check these words."
    ]


def test_asks_are_parted_where_a_line_could_have_gone_on():
    asks = ["Pay for a second", "boat", "Lend us an official", "for the talks"]

    table = table_of(Sheet().table(EDGES, (20, 36, 140), [HEADS, [["Ferry"], ["A boat"], asks]]))

    assert table.rows[0].fields["ask"] == "Pay for a second boat\nLend us an official for the talks"
    assert codes(table.rows[0].checks) == []


def test_ask_that_may_go_on_or_begin_is_warned_of_either_way():
    asks = ["Pay for a second ferry", "Recognise the Harbour", "Office as a gateway now", "and for ever"]

    table = table_of(Sheet().table(EDGES, (20, 36, 140), [HEADS, [["Ferry"], ["A boat"], asks]]))

    assert table.rows[0].fields["ask"].split("\n") == [
        "Pay for a second ferry", "Recognise the Harbour Office as a gateway now and for ever",
    ]  # fmt: skip
    assert sentences(table.rows[0]) == [
        "Row 1 (Ferry), under “Ask”, does not show where an ask ends; we began a new one at “Recognise the Harbour "
        "Office…”. Merge what is one ask.",
        "Row 1 (Ferry), under “Ask”, does not show where an ask ends; we read on at “Office as a gateway…”. Split what "
        "are two asks.",
    ]


def test_bullets_and_numbers_begin_asks():
    asks = ["• Pay for a second boat", "with a crew", "(ii) Lend us a clerk"]

    table = table_of(Sheet().table(EDGES, (20, 36, 140), [HEADS, [["Ferry"], ["A boat"], asks]]))

    assert table.rows[0].fields["ask"] == "• Pay for a second boat with a crew\n(ii) Lend us a clerk"


def test_heading_that_its_column_broke_is_known():
    heads = [["Propo", "sition"], ["What"], ["Asks of", "Government"]]

    table = table_of(Sheet().table(EDGES, (20, 50, 70), [heads, [["Ferry"], ["A boat"], ["Pay"]]]))

    assert table.headings == ("Proposition", "What", "Asks of Government")


# Merged cells -------------------------------------------------------------------------------------------------------


def test_title_merged_over_rows_is_one_proposition_with_a_warning():
    sheet = Sheet().boxes(EDGES, (20, 36, 80)).rule(EDGES[1], 58, EDGES[-1], 58)
    for x, y, words in ((23, 22, "Title"), (119, 22, "What"), (239, 22, "Ask"), (23, 38, "Ferry"), (119, 38, "A boat"),
                        (239, 38, "Pay for it"), (119, 60, "A crew"), (239, 60, "Lend us")):  # fmt: skip
        sheet.write(x, y, words)

    table = table_of(sheet)

    assert rows(table) == [("Ferry", "A boat\nA crew", "Pay for it\nLend us")]
    assert codes(table.rows[0].checks) == ["merged-title"]


def test_cell_over_two_headings_is_warned_of():
    sheet = Sheet().boxes(EDGES, (20, 36)).rule(20, 60, 380, 60)
    for x in (20, 116, 380):
        sheet.rule(x, 36, x, 60)
    for x, y, words in ((23, 22, "Title"), (119, 22, "What"), (239, 22, "Ask"), (23, 38, "Ferry"), (119, 38, "Both")):
        sheet.write(x, y, words)

    table = table_of(sheet)

    assert rows(table) == [("Ferry", "Both", "")]
    assert "wide-cell" in codes(table.rows[0].checks)


def test_caption_inside_the_table_is_text_and_the_headings_below_it_are_known():
    sheet = Sheet().rule(20, 4, 380, 4).rule(20, 4, 20, 20).rule(380, 4, 380, 20).write(23, 6, "Table One: asks")
    sheet.table(EDGES, (20, 36, 70), [HEADS, [["Ferry"], ["A boat"], ["Pay for a second ferry", "Recognise the quay"]]])

    paper = read(drawn(sheet))

    assert [block.text for block in paper.blocks] == ["Table One: asks"]
    assert rows(paper.tables[0]) == [("Ferry", "A boat", "Pay for a second ferry\nRecognise the quay")]


# Lines that say less ------------------------------------------------------------------------------------------------


def test_rows_between_flat_lines_alone_are_told_by_them():
    sheet = Sheet()
    for x, *column in (
        (23, "Title", "Ferry", "Bridge"),
        (119, "What", "A boat", "A span"),
        (239, "Ask", "Pay", "Lend"),
    ):
        for number, words in enumerate(column):
            sheet.write(x, 22 + 30 * number, words)
    sheet.write(119, 64, "and a crew")
    for y in (20, 48, 78, 110):
        sheet.rule(20, y, 380, y)

    table = table_of(sheet)

    assert rows(table) == [("Ferry", "A boat\nand a crew", "Pay"), ("Bridge", "A span", "Lend")]
    assert codes(table.checks) == ["columns-without-lines"]
    assert [codes(row.checks) for row in table.rows] == [[], []]


def test_rows_of_a_table_with_lines_round_it_only_are_told_by_their_titles():
    sheet = Sheet().boxes(EDGES, (20, 36, 160))
    for x, *column in ((23, "Title", "Ferry", "Bridge", "Tunnel"), (119, "What", "A boat", "A span", "A tube"),
                       (239, "Ask", "Pay", "Lend", "Dig")):  # fmt: skip
        sheet.write(x, 22, column[0])
        for number, words in enumerate(column[1:]):
            sheet.write(x, 40 + 40 * number, words)

    table = table_of(sheet)

    assert rows(table) == [("Ferry", "A boat", "Pay"), ("Bridge", "A span", "Lend"), ("Tunnel", "A tube", "Dig")]
    assert all("row-without-lines" in codes(row.checks) for row in table.rows)


def test_short_line_under_a_table_without_lines_is_text_again():
    sheet = Sheet()
    for x, *column in ((23, "Title", "Ferry"), (119, "What", "A boat"), (239, "Ask", "Pay")):
        for number, words in enumerate(column):
            sheet.write(x, 22 + 14 * number, words)
    sheet.write(23, 80, "Next steps").write(23, 94, "The board will meet again in the first week of October.")

    paper = read(drawn(sheet))

    assert rows(paper.tables[0]) == [("Ferry", "A boat", "Pay")]
    assert [block.text for block in paper.blocks] == [
        "Next steps", "The board will meet again in the first week of October.",
    ]  # fmt: skip
    assert codes(paper.tables[0].checks) == ["columns-without-lines", "table-end"]


def test_other_tables_are_text_and_none_of_their_words_is_lost():
    paper = read(drawn(Sheet().table((20, 140, 260), (20, 36, 60), [[["Paper"], ["Date"]], [["None"], ["May"]]])))

    assert paper.tables == ()
    assert [block.text for block in paper.blocks] == ["Paper Date", "None May"]
