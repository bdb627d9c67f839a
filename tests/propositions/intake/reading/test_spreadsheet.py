"""Excel workbooks: formulas, merged cells, hidden rows and sheets, several sheets."""

from datetime import datetime

import pytest
from openpyxl import Workbook

from propositions.intake.reading.paper import UnreadablePaper
from tests.propositions.intake.papers import codes, excel_bytes, previewed, read


def book_of(*rows):
    book = Workbook()
    book.active.title = "Asks"
    for row in rows:
        book.active.append(row)
    return book


def test_a_formula_is_not_calculated_and_stops_the_row_until_words_stand_there():
    preview = previewed(read(excel_bytes(book_of(["Title", "Ask"], ["Harbour", "=1+1"]))))

    assert preview.rows[0].checks[0].sentence == (
        "Row 1 (Harbour) has a formula under “Ask” (cell B2), which we do not calculate. "
        "Type the words or the figure in its place."
    )
    assert [check.code for check in preview.stops] == ["formula-text"]


def test_values_are_written_as_a_person_would():
    row = ["Harbour", 3.0, 2.5, datetime(2026, 12, 14), True]
    found = read(excel_bytes(book_of(["Title", "Ask", "What", "Why", "How"], row))).tables[0].rows[0]

    assert found.fields == {"title": "Harbour", "ask": "3", "what": "2.5", "why": "2026-12-14", "how": "TRUE"}


def test_merged_titles_are_one_proposition():
    book = book_of(["Title", "Ask"], ["Harbour", "An office"], [None, "A visit"])
    book.active.merge_cells("A2:A3")

    row = read(excel_bytes(book)).tables[0].rows[0]

    assert row.fields == {"title": "Harbour", "ask": "An office\nA visit"}
    assert codes(row.checks) == ["merged-title"]


def test_hidden_rows_are_left_out_and_hidden_columns_told_of():
    book = book_of(["Title", "Ask", "Why"], ["Harbour", "An office", "x"], ["Ferry", "A boat", "y"])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True

    preview = previewed(read(excel_bytes(book)))

    assert [row.include for row in preview.rows] == [True, False]
    assert preview.rows[1].checks[0].sentence == (
        "Row 2 (Ferry) is hidden in the file (row 3 of the sheet “Asks”): it is left out. "
        "Put it back if it is meant to be read."
    )
    assert codes(preview.checks) == ["hidden-columns"]


def test_each_sheet_is_searched_and_a_hidden_one_named():
    book = book_of(["Paper", "Date"], ["None", ""])
    second = book.create_sheet("Old asks")
    second.append(["Title", "Ask"])
    second.append(["Harbour", "An office"])
    second.sheet_state = "hidden"

    paper = read(excel_bytes(book))

    assert [table.name for table in paper.tables] == ["sheet “Old asks” (hidden)"]
    assert paper.tables[0].checks[0].sentence == (
        "The sheet “Old asks” is hidden in the workbook. Make sure that it is meant to be imported."
    )


def test_a_cell_far_away_is_refused_in_words():
    book = book_of(["Title", "Ask"], ["Harbour", "An office"])
    book.active["XFD1048576"] = "x"

    with pytest.raises(UnreadablePaper, match="reaches to row 1048576"):
        read(excel_bytes(book))


def test_an_empty_workbook_says_so():
    with pytest.raises(UnreadablePaper, match="holds no words"):
        read(excel_bytes(Workbook()))
