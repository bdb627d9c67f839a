"""Word documents: merged cells, nested tables, tracked changes and whatever else wraps an officer's words."""

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.propositions.intake.papers import codes, read, word_bytes


def table_of(document, *rows):
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def test_a_title_merged_over_rows_is_one_proposition():
    document = Document()
    table = table_of(
        document, ["Title", "What", "Ask"], ["Harbour", "A quay", "An office"], ["", "", "A visit"], ["Ferry", "x", "y"]
    )
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Harbour"
    table.cell(1, 1).merge(table.cell(2, 1)).text = "A quay"

    rows = read(word_bytes(document)).tables[0].rows

    assert [row.fields for row in rows] == [
        {"title": "Harbour", "what": "A quay", "ask": "An office\nA visit"},
        {"title": "Ferry", "what": "x", "ask": "y"},
    ]
    assert codes(rows[0].checks) == ["merged-title"]
    assert rows[0].checks[0].sentence.startswith("Row 1 (Harbour) has a title cell that is merged over several lines")


def test_an_ask_merged_over_two_titles_goes_to_both_with_a_warning():
    document = Document()
    table = table_of(document, ["Title", "Ask"], ["Harbour", "An office"], ["Ferry", ""])
    table.cell(1, 1).merge(table.cell(2, 1)).text = "An office"

    rows = read(word_bytes(document)).tables[0].rows

    assert [row.fields["ask"] for row in rows] == ["An office", "An office"]
    assert [codes(row.checks) for row in rows] == [[], ["merged-cell"]]


def test_a_cell_over_two_headings_is_told_of_and_a_wide_heading_owns_both_columns():
    document = Document()
    table = table_of(
        document,
        ["Title", "What", "Why", "Ask", "Ask"],
        ["Harbour", "Both", "", "An office", "A visit"],
    )
    table.cell(1, 1).merge(table.cell(1, 2)).text = "Both"
    table.cell(0, 3).merge(table.cell(0, 4)).text = "Ask"

    row = read(word_bytes(document)).tables[0].rows[0]

    assert row.fields["what"] == "Both"
    assert row.fields["ask"] == "An office\nA visit"
    assert codes(row.checks) == ["wide-cell"]


def test_a_row_merged_into_one_cell_is_left_out_as_a_heading():
    document = Document()
    table = table_of(document, ["Title", "What", "Ask"], ["Skills", "", ""], ["Harbour", "A quay", "An office"])
    table.cell(1, 0).merge(table.cell(1, 2)).text = "Skills"

    rows = read(word_bytes(document)).tables[0].rows

    assert [(row.fields["title"], row.left_out) for row in rows] == [("Skills", True), ("Harbour", False)]
    assert "section-row" in codes(rows[0].checks)


def test_a_table_inside_a_layout_table_is_found():
    document = Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=2, cols=2)
    for cell, text in zip([*inner.rows[0].cells, *inner.rows[1].cells], ["Title", "Ask", "Quay", "Pay"], strict=True):
        cell.text = text

    paper = read(word_bytes(document))

    assert [row.fields for row in paper.tables[0].rows] == [{"title": "Quay", "ask": "Pay"}]


def test_a_table_inside_a_cell_keeps_its_words():
    document = Document()
    table = table_of(document, ["Title", "Ask"], ["Harbour", "An office"])
    inner = table.cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "A visit", "A letter"

    found = read(word_bytes(document)).tables[0]

    assert found.rows[0].fields["ask"] == "An office\nA visit\nA letter"
    assert codes(found.checks) == ["nested-table"]


def test_two_tables_are_both_offered():
    document = Document()
    table_of(document, ["Title", "Ask"], ["Harbour", "An office"])
    table_of(document, ["Paper", "Date"], ["None", ""])
    table_of(document, ["Title", "Ask"], ["Ferry", "A boat"])

    paper = read(word_bytes(document))

    assert [(table.name, table.rows[0].fields["title"]) for table in paper.tables] == [
        ("table 1", "Harbour"),
        ("table 3", "Ferry"),
    ]
    assert codes(paper.checks) == ["several-tables"]


def test_inserted_words_are_read_and_deleted_ones_left_out():
    document = Document()
    table = table_of(document, ["Title", "Ask"], ["Harbour", "An "])
    paragraph = table.cell(1, 1).paragraphs[0]._p
    paragraph.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1"><w:r><w:t>office</w:t></w:r></w:ins>'))
    paragraph.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2"><w:r><w:delText>hut</w:delText></w:r></w:del>'))

    paper = read(word_bytes(document))

    assert paper.tables[0].rows[0].fields["ask"] == "An office"
    assert codes(paper.checks) == ["tracked-changes"]


def test_words_in_content_controls_and_text_boxes_are_read():
    document = Document()
    table = table_of(document, ["Title", "Ask"], ["Harbour", ""])
    table.cell(1, 1).paragraphs[0]._p.append(
        parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>An office</w:t></w:r></w:sdtContent></w:sdt>")
    )
    document.add_paragraph("Beside ")._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>A boxed note</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r>"
        )
    )

    paper = read(word_bytes(document))

    assert paper.tables[0].rows[0].fields["ask"] == "An office"
    assert [block.text for block in paper.blocks] == ["Beside", "A boxed note"]


def test_headings_and_bullets_are_known_by_their_style():
    document = Document()
    document.add_heading("Ideas and places.", 1)
    document.add_paragraph("We will do this by:")
    document.add_paragraph("Building a quay", style="List Bullet")

    blocks = read(word_bytes(document)).blocks

    assert [(block.kind, block.text, block.under) for block in blocks] == [
        ("heading", "Ideas and places.", 0),
        ("paragraph", "We will do this by:", 1),
        ("bullet", "Building a quay", 2),
    ]
