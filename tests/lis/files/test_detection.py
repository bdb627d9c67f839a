"""What an upload really is, and the sentence for each that is not opened."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lis.files.detection import CSV, DOCX, MEGABYTE, PDF, TEXT, XLSX, Detected, Unreadable, check_size, inspect
from tests.lis.files import packages

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("paper.docx", packages.docx(), DOCX),
        ("paper.exe", packages.docx(), DOCX),
        ("table.xlsx", packages.xlsx(), XLSX),
        ("paper.docx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", PDF),
        ("table.CSV", b"Ask,Type\r\n1,2\r\n", CSV),
        ("paper.txt", "Größe – “what”".encode(), TEXT),
        ("paper.txt", "Caf\xe9 \x96 ask".encode("latin-1"), TEXT),
        ("paper", b"\xef\xbb\xbfWhat | Why | How", TEXT),
        ("paper.txt", "Was? What?".encode("utf-16"), TEXT),
        ("paper.txt", b"BM" + b" words" * 10, TEXT),
        ("paper.txt", b"x < y and <b>bold</b>", TEXT),
        ("stray.txt", b"a" * 200 + b"\x00" + b"b" * 200, TEXT),
    ],
)
def test_inspect_knows_a_file_by_its_content(name, content, kind):
    assert inspect(name, content).content_type == kind


def test_inspect_tells_size_and_hash():
    assert inspect("a.txt", b"abc") == Detected(
        TEXT, 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"x" * (10 * MEGABYTE + 1), "The file has 10.0 MB; the most that can be sent is 10 MB."),
        (OLE, "old Office format. Save it as .docx or .xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"{\\rtf1 hello}", "Rich Text"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "This is a picture."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", "a web page, a drawing or XML"),
        (b"  <!DOCTYPE html><p>", "a web page, a drawing or XML"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "a web page, a drawing or XML"),
        (b"\x1f\x8b\x08\x00" + b"\x01" * 50, "packed archive. Unpack it first."),
        (b"\x7fELF" + bytes(range(256)) * 4, "We do not know this kind of file."),
        ("no mark".encode("utf-16-le"), "We do not know this kind of file."),
        (b"\xff\xfe\x00", "We do not know this kind of file."),
        (packages.docx()[:3000], "The file is damaged."),
        (b"PK\x03\x04 and nothing more", "The file is damaged."),
        (packages.package(**{"[Content_Types].xml": "<Types/>"}), "not a Word or Excel file"),
        (packages.package(**{"word/vbaProject.bin": b"\x01"}), "The file holds macros."),
        (
            packages.package(**{"[Content_Types].xml": packages.WORD_TYPES.replace("document.main", "macroEnabled")}),
            "The file holds macros.",
        ),
        (packages.package(**{"[Content_Types].xml": "presentationml.presentation.main+xml"}), "These are slides."),
        (packages.package(**{"[Content_Types].xml": "x", "mimetype": "opendocument.text"}), "OpenDocument"),
        (packages.package(**{"word/media/inside.zip": b"PK"}), "an archive packed inside"),
        (packages.package(**{"../../etc/passwd": b"x"}), "not safe to open"),
        (packages.package(**{"word\\evil.xml": b"x"}), "not safe to open"),
        (packages.package(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "declares entities"),
        (packages.package(**{"word/document.xml": "<!DOCTYPE a><a/>".encode("utf-16")}), "declares entities"),
        (packages.marked_as_encrypted(packages.docx()), "protected by a password"),
    ],
)
def test_inspect_refuses_in_words(content, sentence):
    with pytest.raises(Unreadable) as refusal:
        inspect("paper.docx", content)

    assert sentence in refusal.value.sentence


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = packages.package(**{"word/media/picture.png": b"\x00" * (60 * MEGABYTE)})

    assert len(bomb) < MEGABYTE
    with pytest.raises(Unreadable, match=r"Unpacked, the file would have 60 MB"):
        inspect("paper.docx", bomb)


def test_one_part_alone_may_not_fill_the_memory():
    with pytest.raises(Unreadable, match="Unpacked, the file would have 21 MB"):
        inspect("paper.docx", packages.package(**{"word/document.xml": b" " * (21 * MEGABYTE)}))


def test_too_many_parts_are_refused():
    many = packages.package(**{f"word/media/{number}.png": b"" for number in range(2000)})

    with pytest.raises(Unreadable, match="more than 2000 parts"):
        inspect("paper.docx", many)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused():
    file = io.BytesIO(packages.docx())
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("word/document.xml", "<other/>")

    with pytest.raises(Unreadable, match="not safe to open"):
        inspect("paper.docx", file.getvalue())


def test_a_part_with_a_false_sum_is_damage():
    content = bytearray(packages.package(**{"word/document.xml": "<document>" + "words " * 50 + "</document>"}))
    start = content.find(b"PK\x01\x02", content.find(b"PK\x01\x02") + 4)
    content[start + 16 : start + 20] = b"\x00\x00\x00\x00"

    with pytest.raises(Unreadable, match="damaged"):
        inspect("paper.docx", bytes(content))


def test_check_size_takes_ten_megabytes():
    check_size(10 * MEGABYTE)


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06" + b"\x00" * 18, b"\xff\xfe"]))
def test_any_bytes_are_known_or_refused_in_words(content, beginning):
    file = beginning + content

    try:
        answer = inspect("upload.docx", file).content_type
    except Unreadable as refusal:
        answer = refusal.sentence

    assert answer == TEXT or answer.endswith(".")
