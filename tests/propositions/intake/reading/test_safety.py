"""Files that may not be opened, or cannot be: always one sentence that says what to do, never another error."""

import contextlib
import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propositions.intake.reading import apart
from propositions.intake.reading.apart import read_pasted, read_upload_safely
from propositions.intake.reading.packages import MEGABYTE
from propositions.intake.reading.paper import Paper, UnreadablePaper
from propositions.intake.stored import from_json, to_json
from tests.propositions.intake.papers import AT, as_csv, as_excel, as_word, previewed, read

ROWS = [["Title", "What", "Ask"], ["Harbour", "A quay", "An office\nA visit"], ["Ferry", "", "A boat"]]
TYPES = "[Content_Types].xml"


def refused(content: bytes, name: str = "paper.docx") -> str:
    with pytest.raises(UnreadablePaper) as caught:
        read(content, name)
    return caught.value.sentence


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty. Choose the file again"),
        (b" \n\t\r\n ", "holds no words"),
        (b"%PDF-1.7\n...", "could not open this PDF; it may be damaged. Open it, print it to a new PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "is a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "is a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password-protected or an old Word or Excel file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password. Save a copy without the password",
        ),
        (b"{\\rtf1 Ask}", "Rich Text Format"),
        (b"\x1f\x8b\x08" + bytes(20), "is an archive"),
        (b"\x7fELF" + bytes(20), "is a program"),
        (b"PK\x03\x04" + bytes(200), "is damaged and cannot be opened"),
        (b"PK\x05\x06" + bytes(18), "is an archive"),
        (b"<!DOCTYPE html><html><script>draw()</script></html>", "shows no words without its scripts"),
        (b"<html><frameset><frame src='a.html'></frameset></html>", "only shows other pages in its frames"),
        (b"<html><body><p> </p></body></html>", "holds no words"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nAsk", "web page packed with its pictures (.mht)"),
        (b"<?xml version='1.0'?><asks/>", "is XML"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><text>Ask</text></svg>", "is XML"),
        (random.Random(7).randbytes(5000), "is not a paper that we can read"),
    ],
)
def test_wrong_kinds_of_file_are_refused_in_words(content, words):
    assert words in refused(content)


def test_a_file_of_50_mb_is_refused_with_its_size():
    assert refused(bytes(50 * MEGABYTE)) == (
        "This paper is 50 MB; we read papers of up to 10 MB. Save a copy that holds only the pages with the table, "
        "without pictures, or paste the table as text."
    )


def test_the_name_of_a_file_is_not_believed():
    assert read(as_excel(ROWS), "paper.txt").kind == "spreadsheet"
    assert read(as_csv(ROWS), "paper.docx").kind == "csv"
    assert read(b"<html><table><tr><td>Ask</table>", "paper.csv").kind == "web page"
    assert "could not open this PDF" in refused(b"%PDF-1.4", "asks.csv")


def test_the_name_of_a_file_is_kept_clean_and_short():
    assert read(as_csv(ROWS), "a\u202e\x00\n" + "b" * 500).name == "a " + "b" * 118


def test_an_archive_that_unpacks_to_too_much_is_not_opened():
    trap = packed(unpacked(as_word(ROWS)) | {"word/media/x.xml": bytes(61 * MEGABYTE)})

    assert len(trap) < MEGABYTE
    assert "holds far more than a paper does" in refused(trap)


def test_an_archive_that_packs_too_well_is_not_opened():
    assert "holds far more" in refused(packed(unpacked(as_word(ROWS)) | {"word/x.bin": bytes(20 * MEGABYTE)}))


def test_an_archive_of_too_many_parts_is_not_opened():
    parts = unpacked(as_word(ROWS)) | {f"word/{number}": b"" for number in range(2001)}

    assert "holds far more" in refused(packed(parts))


def test_macros_are_refused():
    assert "holds macros" in refused(packed(unpacked(as_word(ROWS)) | {"word/vbaProject.bin": b"x"}))


def test_macro_documents_without_their_macros_are_refused_too():
    parts = unpacked(as_word(ROWS))
    parts[TYPES] = parts[TYPES].replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main", b"vnd.ms-word.document.macroEnabled.main"
    )

    assert "holds macros" in refused(packed(parts))


def test_encrypted_parts_are_refused():
    content = bytearray(as_word(ROWS))
    start = content.find(b"PK\x01\x02")
    content[start + 8] |= 1

    assert "protected by a password" in refused(bytes(content))


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/app.xml", "word/other.bin"])
def test_definitions_are_refused_in_every_part(part):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'

    assert "XML definitions (a DTD)" in refused(packed(unpacked(as_word(ROWS)) | {part: bomb}))


def test_definitions_in_utf_16_are_refused():
    bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "aaa">]><x>&a;</x>'.encode("utf-16")

    assert "XML definitions" in refused(packed(unpacked(as_excel(ROWS)) | {"xl/workbook.xml": bomb}))


def test_slides_templates_and_other_packages_are_named():
    slides = b'<Types><Override ContentType="application/vnd.x.presentationml.presentation.main+xml"/></Types>'

    assert "holds slides" in refused(packed({TYPES: slides}))
    assert "OpenDocument" in refused(packed({"mimetype": b"application/vnd.oasis.opendocument.text"}))
    assert "is an archive" in refused(packed({"paper.docx": as_word(ROWS)}))


def test_a_document_without_its_parts_is_damaged():
    parts = unpacked(as_word(ROWS))
    del parts["word/document.xml"]

    assert "may be damaged" in refused(packed(parts))


def test_a_cut_off_file_is_damaged():
    content = as_word(ROWS)

    assert "is damaged" in refused(content[: len(content) // 2])


def read_or_refuse(content: bytes) -> tuple[Paper | None, str]:
    try:
        return read(content), ""
    except UnreadablePaper as error:
        return None, error.sentence


def only_in_words(content: bytes) -> None:
    """Read, or refuse with a sentence; what is read can be stored and previewed."""
    paper, sentence = read_or_refuse(content)

    assert paper or sentence.endswith(".")
    if paper is None:
        return
    assert from_json(type(paper), to_json(paper)) == paper
    to_json(paper).encode()
    for table in range(len(paper.tables)):
        to_json(previewed(paper, table)).encode()


STARTS = ["", "Title\tAsk\n", "\tTitle\n\tAsk\n\n", "Title,Ask\n", "|Title|Ask|\n"]


@settings(deadline=None, max_examples=150, database=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content):
    only_in_words(content)


@settings(deadline=None, max_examples=150, database=None)
@given(st.text(max_size=120), st.sampled_from(STARTS))
def test_any_words_under_headings_are_read_or_refused_in_words(text, start):
    only_in_words((start + text).encode("utf-8", "surrogatepass"))
    with contextlib.suppress(UnreadablePaper):
        read_pasted(start + text, at=AT)


MUTATED = {
    "word": as_word(ROWS),
    "excel": as_excel(ROWS),
    "csv": as_csv(ROWS),
    "utf-16": as_csv(ROWS, encoding="utf-16"),
}


@settings(deadline=None, max_examples=120, database=None)
@given(st.sampled_from(sorted(MUTATED)), st.data())
def test_mutated_files_are_read_or_refused_in_words(name, data):
    content = bytearray(MUTATED[name])
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    only_in_words(bytes(content))


@settings(deadline=None, max_examples=60, database=None)
@given(st.sampled_from(["word", "excel"]), st.data())
def test_mutated_parts_are_read_or_refused_in_words(name, data):
    parts = unpacked(MUTATED[name])
    part = data.draw(st.sampled_from(sorted(parts)))
    start = data.draw(st.integers(0, len(parts[part])))
    length = data.draw(st.integers(0, 40))
    parts[part] = parts[part][:start] + data.draw(st.binary(max_size=20)) + parts[part][start + length :]

    only_in_words(packed(parts))


@pytest.mark.parametrize("write", [as_word, as_excel])
def test_a_child_process_reads_the_same(write):
    content = write(ROWS)

    assert read_upload_safely("paper", content, at=AT) == read(content)


def test_a_short_text_is_read_at_once():
    assert read_upload_safely("paper", as_csv(ROWS), at=AT) == read(as_csv(ROWS))


def test_a_child_process_refuses_in_words():
    parts = unpacked(as_word(ROWS))
    del parts["word/document.xml"]

    with pytest.raises(UnreadablePaper, match="may be damaged"):
        read_upload_safely("paper", packed(parts), at=AT)


def test_a_sheet_of_too_many_cells_is_not_opened():
    cells = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 170_000))
    parts = unpacked(as_excel(ROWS))
    sheet = parts["xl/worksheets/sheet1.xml"]
    start, end = sheet.index(b"<sheetData>") + 11, sheet.index(b"</sheetData>")
    parts["xl/worksheets/sheet1.xml"] = sheet[:start] + cells + sheet[end:]

    assert "holds far more" in refused(packed(parts))


def test_a_child_process_that_is_too_slow_is_stopped(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.01)

    with pytest.raises(UnreadablePaper, match="too long or too much memory to open"):
        read_upload_safely("paper", as_word(ROWS), at=AT)


def test_a_child_process_that_dies_is_told_of_in_words(monkeypatch):
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")

    with pytest.raises(UnreadablePaper, match="too long or too much memory to open"):
        read_upload_safely("paper", as_word(ROWS), at=AT)
