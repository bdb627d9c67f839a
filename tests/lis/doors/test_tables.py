"""The files that leave the service, opened again by the programs that other people would use."""

import csv
import datetime as dt
import io
import json
import zipfile
from decimal import Decimal

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from lis.doors.tables import FORMATS, Column, UnknownFormat, escape_formula, write_table

COLUMNS = [
    Column("ref", "Reference", lambda row: row[0]),
    Column("ask", "=The ask", lambda row: row[1]),
    Column("money", "Amount", lambda row: row[2]),
    Column("since", "With you since", lambda row: row[3]),
]
SUMMER = dt.datetime(2019, 7, 11, 8, 30, tzinfo=dt.UTC)
ROWS = [
    ("LAN-07.1", "Support a pilot\r\nof robotics <in> fields & barns", Decimal("-2.50"), SUMMER),
    ("LAN-07.2", '=HYPERLINK("http://bad.example")', 12, dt.date(2019, 7, 11)),
    ("LAN-07.3", None, None, None),
]


def file_of(format, columns=COLUMNS, rows=ROWS, title="Asks of Lancashire"):
    return b"".join(write_table(format, columns, rows, title=title)[1])


def test_csv_opens_in_a_spreadsheet_with_every_formula_escaped():
    content = file_of("csv")

    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["Reference", "'=The ask", "Amount", "With you since"],
        ["LAN-07.1", "Support a pilot\nof robotics <in> fields & barns", "-2.50", "2019-07-11T09:30:00+01:00"],
        ["LAN-07.2", '\'=HYPERLINK("http://bad.example")', "12", "2019-07-11"],
        ["LAN-07.3", "", "", ""],
    ]


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "  =1", "\u00a0=1", "\ufeff=1", "\u200b-1", "＝1", " \t@x"],
)
def test_escape_formula_puts_an_apostrophe_before_what_could_be_calculated(text):
    assert escape_formula(text) == "'" + text


@pytest.mark.parametrize("text", ["", "LAN-07", "a=b", "1 + 1", "'=1", "e@mail.example"])
def test_escape_formula_leaves_other_words_alone(text):
    assert escape_formula(text) == text


@given(st.text())
def test_csv_never_holds_a_cell_that_begins_like_a_formula(text):
    content = file_of("csv", [Column("a", text, lambda row: row)], [text])

    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        assert not "".join(row).strip().startswith(("=", "+", "-", "@"))


def test_xlsx_holds_text_numbers_and_dates_and_no_formula():
    book = load_workbook(io.BytesIO(file_of("xlsx")))

    assert book.sheetnames == ["Asks of Lancashire"]
    assert [[cell.value for cell in row] for row in book.active.iter_rows()] == [
        ["Reference", "=The ask", "Amount", "With you since"],
        ["LAN-07.1", "Support a pilot\nof robotics <in> fields & barns", -2.5, dt.datetime(2019, 7, 11, 9, 30)],
        ["LAN-07.2", '=HYPERLINK("http://bad.example")', 12, dt.datetime(2019, 7, 11)],
        ["LAN-07.3", None, None, None],
    ]
    assert book.active["B1"].data_type == "s"
    assert book.active["B3"].data_type == "s"
    assert book.active["B3"].quotePrefix
    assert book.active.freeze_panes == "A2"


def test_xlsx_has_no_formula_hidden_sheet_author_or_time_inside():
    package = zipfile.ZipFile(io.BytesIO(file_of("xlsx")))

    everything = b"".join(package.read(name) for name in package.namelist())

    assert b"<f>" not in everything
    assert b'state="hidden"' not in everything
    assert b'state="veryHidden"' not in everything
    assert b"openpyxl" not in everything.lower()
    assert b"dcterms" not in everything
    properties = etree.fromstring(package.read("docProps/core.xml"))
    assert [(etree.QName(child).localname, child.text) for child in properties] == [
        ("title", "Asks of Lancashire"),
        ("creator", None),
        ("language", "en-GB"),
    ]
    assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_xlsx_says_where_a_cell_was_too_long():
    content = file_of("xlsx", [Column("a", "A", lambda row: row)], ["x" * 40_000])

    value = load_workbook(io.BytesIO(content)).active["A2"].value

    assert len(value) == 32_767
    assert value.endswith("x … (too long for one cell: the CSV and JSON files have all of it)")


def test_xlsx_of_no_rows_still_has_its_headings():
    book = load_workbook(io.BytesIO(file_of("xlsx", rows=[], title="Asks: [all] / *")))

    assert [[cell.value for cell in row] for row in book.active.iter_rows()] == [
        ["Reference", "=The ask", "Amount", "With you since"]
    ]
    assert book.sheetnames == ["Asks   all"]


def test_jsonl_keeps_every_word_as_it_is():
    lines = [json.loads(line) for line in file_of("jsonl").decode().splitlines()]

    assert lines == [
        {
            "ref": "LAN-07.1",
            "ask": "Support a pilot\nof robotics <in> fields & barns",
            "money": "-2.50",
            "since": "2019-07-11T09:30:00+01:00",
        },
        {"ref": "LAN-07.2", "ask": '=HYPERLINK("http://bad.example")', "money": 12, "since": "2019-07-11"},
        {"ref": "LAN-07.3", "ask": None, "money": None, "since": None},
    ]


def test_jsonl_and_csv_write_lists_and_truth_values():
    columns = [Column("tags", "Tags", lambda row: row), Column("new", "New money", lambda row: bool(row))]

    assert json.loads(file_of("jsonl", columns, [["skills", "data"]])) == {"tags": ["skills", "data"], "new": True}
    assert file_of("csv", columns, [["skills", "data"]]).endswith(b'"skills; data","Yes"\r\n')


def test_docx_has_a_heading_a_repeated_header_row_a_language_and_no_author():
    document = Document(io.BytesIO(file_of("docx")))

    assert [(p.text, p.style.name) for p in document.paragraphs if p.text] == [("Asks of Lancashire", "Heading 1")]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Reference", "=The ask", "Amount", "With you since"],
        ["LAN-07.1", "Support a pilot\nof robotics <in> fields & barns", "-2.50", "11 July 2019, 09:30 BST"],
        ["LAN-07.2", '=HYPERLINK("http://bad.example")', "12", "11 July 2019"],
        ["LAN-07.3", "", "", ""],
    ]
    header = document.tables[0].rows[0]._tr
    assert header.trPr.find(qn("w:tblHeader")) is not None
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    properties = document.core_properties
    assert (properties.title, properties.language) == ("Asks of Lancashire", "en-GB")
    assert (properties.author, properties.last_modified_by, properties.created) == ("", "", None)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_survives_marks_that_files_cannot_hold(format):
    content = file_of(format, [Column("a", "A\x00\ufffe", lambda row: row)], ["a\x00\x1b\ud800\uffffb"])

    assert len(content) > 4


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_rows_give_the_same_bytes(format):
    assert file_of(format) == file_of(format)


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_long_tables_leave_in_pieces_while_rows_are_still_read(format):
    seen = []
    rows = (seen.append(number) or ("x" * 1000, "", 1, None) for number in range(1000))

    _content_type, pieces, extension = write_table(format, COLUMNS, rows, title="Long")
    next(pieces)

    assert len(seen) < 100
    assert extension == format
    assert len(list(pieces)) > 10


def test_without_streaming_a_failing_row_fails_before_any_byte_leaves():
    broken = [Column("a", "A", lambda row: 1 // row)]

    with pytest.raises(ZeroDivisionError):
        write_table("csv", broken, [1, 0], title="Broken", stream=False)


def test_an_unknown_format_is_refused_in_words():
    with pytest.raises(UnknownFormat, match="csv, xlsx, jsonl, docx, not as “exe”"):
        write_table("exe", COLUMNS, ROWS, title="Asks")
