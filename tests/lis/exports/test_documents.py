"""Documents that leave: tagged, titled and in English as PDF and Word, whatever the words in them look like."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pdfplumber
import pytest
from docx import Document as read_docx

from lis.exports.documents import ADDED, REMOVED, STRONG, Document, Heading, NotMade, Run, Table, pdf, write_pdf
from lis.exports.documents import write_word as word_of
from tests.office import AsPdf

HOSTILE = (
    '#panic("x") $x^2$ *bold* _thin_ \\ `raw` <label> @cite // comment /* more */ = Heading\n- list\n+ list ~ --- '
    '#import "a.typ": * #read("/etc/passwd") {{ x }} </w:t> & < > ]]> \\u{41} \'q\''
)
SMALL = Document(
    "Ledger of LAN-01.1: Careers Hub",
    (
        (Run("It is with the Department."),),
        Heading(2, "What happened"),
        Table("Events", ("The area", "Government"), ((((Run("1. Asked", STRONG),),), ()), ((), ((Run("Yes"),),)))),
        (Run("by "), Run("[removed: 2029]", REMOVED), Run(" "), Run("[added: 2030]", ADDED)),
    ),
    foot="LAN-01.1, event 2, 0f3a",
)


def words_of_pdf(content: bytes) -> str:
    """The text of a PDF with single blanks, the marks at which a long word may break taken out."""
    with pdfplumber.open(io.BytesIO(content)) as opened:
        text = " ".join(page.extract_text() for page in opened.pages)
    return " ".join(text.replace("\u200b", "").split())


def words_of_docx(content: bytes) -> str:
    """The text of a Word file as python-docx reads it, in order, with single blanks."""
    body = read_docx(io.BytesIO(content)).element.body
    told = (
        node.text if node.tag.endswith("}t") else "\n" for node in body.iter() if node.tag[-2:] in ("}t", "}p", "br")
    )
    return " ".join("".join(told).split())


def tags_of(content: bytes) -> list[str]:
    """The kinds of the elements in a PDF's structure tree, in order of reading."""
    with pdfplumber.open(io.BytesIO(content)) as opened:
        found: list[str] = []

        def walk(elements: Any) -> None:
            for element in elements:
                found.append(element["type"])
                walk(element.get("children", []))

        walk(opened.structure_tree)
    return found


def test_a_pdf_is_tagged_titled_and_in_english() -> None:
    content = write_pdf(SMALL)

    with pdfplumber.open(io.BytesIO(content)) as opened:
        catalog, told = opened.doc.catalog, opened.metadata
    assert catalog["MarkInfo"] == {"Marked": True} | dict(catalog["MarkInfo"])
    assert catalog["Lang"] == b"en-GB"
    assert told["Title"] == "Ledger of LAN-01.1: Careers Hub"
    assert "Author" not in told
    assert b"pdfuaid" in content
    tags = tags_of(content)
    assert [tag for tag in tags if tag in ("H1", "H2", "Table", "TH")] == ["H1", "H2", "Table", "TH", "TH"]


def test_a_word_file_has_headings_header_rows_a_title_a_language_and_no_author() -> None:
    content = word_of(SMALL)

    document = read_docx(io.BytesIO(content))
    assert [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")] == [
        ("Heading 1", "Ledger of LAN-01.1: Careers Hub"), ("Heading 2", "What happened"),
    ]  # fmt: skip
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["The area", "Government"]
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    assert document.sections[0].footer.paragraphs[0].text == "LAN-01.1, event 2, 0f3a"
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == (SMALL.title, "", "en-GB")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b'w:lang w:val="en-GB"' in package.read("word/styles.xml")


def test_both_say_what_was_added_and_removed_in_words() -> None:
    expected = "by [removed: 2029] [added: 2030]"

    assert expected in words_of_pdf(write_pdf(SMALL))
    assert expected in words_of_docx(word_of(SMALL))


def test_words_are_shown_and_never_obeyed() -> None:
    document = Document(
        HOSTILE, (Heading(2, HOSTILE), Table(HOSTILE, (HOSTILE,), ((((Run(HOSTILE),),),),)), (Run(HOSTILE),))
    )

    in_pdf, in_word = words_of_pdf(write_pdf(document)), words_of_docx(word_of(document))

    expected = " ".join(HOSTILE.split())
    # Title, heading, head of the column, cell and paragraph.
    assert (in_pdf.count(expected), in_word.count(expected)) == (5, 5)


def test_what_the_fonts_of_the_pdf_lack_stands_as_its_number() -> None:
    document = Document("Ŵyl", ((Run("Ynys Môn ŵ ŷ £5 “x” – 😀 中 \ufffe \\u1f600 [x]"),),))

    assert words_of_pdf(write_pdf(document)) == (
        "Ŵyl Ynys Môn ŵ ŷ £5 “x” – [U+1F600] [U+4E2D] [U+FFFE] \\u1f600 [x] Page 1 of 1"
    )
    assert words_of_docx(word_of(document)) == "Ŵyl Ynys Môn ŵ ŷ £5 “x” – 😀 中 \\u1f600 [x]"


def test_long_words_and_long_texts_stay_on_the_page() -> None:
    document = Document("Long", (Table("Long", ("A", "B"), ((((Run("x" * 20_000),),), ((Run("word " * 4_000),),)),)),))

    with pdfplumber.open(io.BytesIO(write_pdf(document))) as opened:
        places = [char["x1"] for page in opened.pages for char in page.chars if "x" in char["text"]]

    assert len(places) == 20_000
    assert max(places) < 298


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.01)

    with pytest.raises(NotMade):
        write_pdf(SMALL)


def test_libreoffice_reads_the_same_words(as_pdf: AsPdf) -> None:
    assert words_of_pdf(as_pdf(word_of(SMALL))) == f"{words_of_docx(word_of(SMALL))} {SMALL.foot}"
