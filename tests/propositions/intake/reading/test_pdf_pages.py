"""What on the pages of a PDF is read, what is told of, and which PDFs are refused in words."""

import io
from datetime import UTC, datetime

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from propositions.intake.reading.apart import read_upload_safely
from propositions.intake.reading.paper import UnreadablePaper
from tests.propositions.intake.papers import codes, kept, read
from tests.propositions.intake.reading.drawing import HEIGHT, WIDTH, Sheet, drawn
from tests.propositions.intake.reading.test_safety import only_in_words

LONG = "The board has asked for a paper on the"


def sentences(paper) -> list[str]:
    return [check.sentence for check in paper.checks]


def texts(paper) -> list[str]:
    return [block.text for block in paper.blocks]


def refused(content: bytes) -> str:
    with pytest.raises(UnreadablePaper) as caught:
        read(content)
    return caught.value.sentence


def picture(size: tuple[int, int] = (WIDTH, HEIGHT)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "white").save(stream, "PDF")
    return stream.getvalue()


# Text ---------------------------------------------------------------------------------------------------------------


def test_lines_of_text_become_paragraphs_over_the_ends_of_pages():
    first = Sheet().write(20, 40, LONG, "ferry. It met in May, and will do so", "again.").write(20, 100, "Next steps")
    first.write(20, 124, *["They will write, and will ask us what"] * 12)
    second = Sheet().write(20, 40, "we need by the summer. They met here.").write(20, 60, "It is agreed.")

    assert texts(read(drawn(first, second))) == [
        f"{LONG} ferry. It met in May, and will do so again.",
        "Next steps",
        " ".join(["They will write, and will ask us what"] * 12) + " we need by the summer. They met here.",
        "It is agreed.",
    ]


def test_what_runs_along_every_page_is_left_out_and_told():
    sheets = [
        Sheet().write(20, 8, "Example County").write(20, 60, f"{LONG} ferry.").write(180, HEIGHT - 20, f"Page {number}")
        for number in (1, 2, 3)
    ]

    paper = read(drawn(*sheets))

    assert texts(paper) == [f"{LONG} ferry."] * 3
    assert sentences(paper)[1] == (
        "We left out what stands at the top or foot of the pages: “Example County”, “Page 1”, “Page 2” and 1 more."
    )


def test_last_words_of_two_pages_are_no_running_line():
    sheets = [Sheet().write(20, HEIGHT - 60, LONG, "ferry and the bridge and all the roads to", "them") for _ in (1, 2)]

    assert texts(read(drawn(*sheets))) == [f"{LONG} ferry and the bridge and all the roads to them"] * 2


# What is told -------------------------------------------------------------------------------------------------------


def test_words_outside_the_page_are_told_and_not_imported():
    paper = read(drawn(Sheet().write(20, 40, "Shown").write(WIDTH + 50, 40, "Pay them all")))

    assert texts(paper) == ["Shown"]
    assert sentences(paper)[1] == (
        "On page 1 we found words outside the visible page, which are not imported: “Pay them all”."
    )


def test_sideways_words_come_last_and_are_told():
    sheet = Sheet().write(20, 40, "Upright words stand here").write(300, 200, "Side", turned=True)

    paper = read(drawn(sheet.write(340, 200, "ways on", turned=True)))

    assert texts(paper) == ["Upright words stand here", "Side ways on"]
    assert "turned-words" in codes(paper.checks)


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_page_that_lies_on_its_side_is_read_as_if_it_stood_upright(quarter):
    turned = io.BytesIO()
    with pypdfium2.PdfDocument(kept("with_lines.pdf")) as pdf:
        for page in pdf:
            page.set_rotation(quarter)
        pdf.save(turned)

    upright, lying = read(kept("with_lines.pdf")), read(turned.getvalue())

    assert [table.rows for table in lying.tables] == [table.rows for table in upright.tables]


def test_fields_notes_and_files_on_a_page_are_told():
    kinds = ("Widget", "FreeText", "FileAttachment", "Link")
    objects = [f"<< /Type /Annot /Subtype /{kind} /Rect [0 0 9 9] >>" for kind in kinds]
    sheet = Sheet(annotations=[f"{number} 0 R" for number in (4, 5, 6, 7)]).write(20, 40, "Words")

    paper = read(drawn(sheet, objects=objects))

    assert sentences(paper)[1:] == [
        "On page 1 we found notes or marks that were put on the page, which are not imported.",
        "On page 1 we found fields to fill in. What was typed into them is not read: type what you need.",
        "On page 1 we found another file, which was not read. Upload it by itself.",
    ]


def test_files_inside_the_pdf_are_told():
    catalog = "/Names << /EmbeddedFiles << /Names [] >> >> /AcroForm << /XFA [] >>"

    assert sentences(read(drawn(Sheet().write(20, 40, "Words"), catalog=catalog)))[1:] == [
        "In the PDF we found fields to fill in. What was typed into them is not read: type what you need.",
        "In the PDF we found another file, which was not read. Upload it by itself.",
    ]


def test_letters_printed_twice_to_look_bold_are_read_once():
    assert texts(read(drawn(Sheet().write(20, 40, "Skills for all").write(20.4, 40, "Skills for all")))) == [
        "Skills for all"
    ]


def test_narrow_letters_in_small_print_are_all_read():
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    content = drawn(Sheet().write(20, 40, "Illicit fill-ins till...").write(20, 60, "will"), font=font)

    assert texts(read(content.replace(b"/F1 10 Tf", b"/F1 4 Tf "))) == ["Illicit fill-ins till...", "will"]


# What is refused ----------------------------------------------------------------------------------------------------


def test_a_scan_is_refused_in_words():
    assert refused(picture()).startswith("This PDF holds pictures of its pages and no words, as a scan does.")


def test_an_empty_pdf_is_refused_in_words():
    assert refused(drawn(Sheet())).startswith(
        "This PDF holds no words that can be read. Ask for the Word or Excel file"
    )


def test_a_pdf_with_a_password_is_refused_in_words():
    assert refused(kept("locked.pdf")) == (
        "This PDF is protected by a password. Save a copy without the password and upload that."
    )


def test_a_pdf_that_does_not_tell_its_letters_is_refused_in_words():
    system = "<< /Registry (A) /Ordering (B) /Supplement 0 >>"
    letters = f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo {system} >>"
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [4 0 R] >>"

    content = drawn(Sheet().write(20, 40, "Harbour and ferry"), objects=[letters], font=font)

    assert refused(content).startswith("This PDF does not say which letters its shapes stand for")


def test_a_pdf_of_too_many_pages_is_refused_in_words():
    assert refused(drawn(*[Sheet().write(20, 40, "Words")] * 101)) == (
        "This PDF has 101 pages; we read PDFs of up to 100. Print only the pages with the table to a new PDF and "
        "upload that."
    )


@pytest.mark.parametrize("times", [1, 2])
def test_a_pdf_that_unpacks_to_too_much_is_not_opened(times):
    trap = drawn(Sheet(marks=["q Q " * 20_000_000]), packed=times)

    assert len(trap) < 1_000_000
    assert refused(trap).startswith("This file holds far more than a paper does, so we did not open it.")


def test_packed_pages_are_read():
    assert texts(read(drawn(Sheet().write(20, 40, "Packed words"), packed=1))) == ["Packed words"]


def test_half_a_pdf_is_refused_in_words():
    content = kept("with_lines.pdf")

    assert "could not open this PDF; it may be damaged" in refused(content[: len(content) // 3])


SMALL = drawn(
    Sheet().table(
        (20, 116, 236, 380), (20, 36, 60), [[["Title"], ["What"], ["Ask"]], [["Ferry"], ["A boat"], ["Pay"]]]
    ),
    packed=1,
)


@settings(deadline=None, max_examples=60, database=None)
@given(st.data())
def test_mutated_pdfs_are_read_or_refused_in_words(data):
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    only_in_words(bytes(content))


# Apart --------------------------------------------------------------------------------------------------------------


def test_nothing_that_a_pdf_names_is_fetched_or_run(listening):
    port, came = listening
    address = f"(http://127.0.0.1:{port}/)"
    catalog = (
        f"/OpenAction << /S /JavaScript /JS (app.launchURL{address}) >> /AA << /WC << /S /URI /URI {address} >> >>"
    )
    objects = [f"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI {address} >> >>"]
    content = drawn(Sheet(annotations=["4 0 R"]).write(20, 40, "Words"), catalog=catalog, objects=objects)

    paper = read_upload_safely("paper.pdf", content, at=datetime(2026, 11, 22, tzinfo=UTC))

    assert texts(paper) == ["Words"]
    assert came == []


def test_a_child_process_reads_a_pdf_as_this_one_does():
    content = kept("with_lines.pdf")
    at = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)

    assert read_upload_safely("paper", content, at=at) == read(content)
