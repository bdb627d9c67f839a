"""Files are kept under names that say nothing, fetched by those who may see their record, and by nobody else."""

import datetime as dt
import os
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from lis.engine import clock
from lis.files.detection import CSV, DOCX, TEXT, Unreadable
from lis.files.jobs import sweep_lost_files
from lis.files.models import StoredFile
from lis.files.storing import clean_name, store_content, store_file
from tests.factories.asks import proposition
from tests.factories.people import body, department, person
from tests.lis.files import packages


@pytest.fixture(autouse=True)
def kept_apart(settings, tmp_path):
    """Every test writes into a folder of its own."""
    options = {"location": str(tmp_path), "base_url": None}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    return tmp_path


def without_token(response):
    """A page's words without the mark that is new on each page."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", response.content.decode())


@pytest.fixture
def drafter(db):
    return person("drafter", of=body())


def test_store_file_keeps_the_bytes_under_a_name_that_says_nothing(drafter, kept_apart):
    content = packages.docx()
    upload = SimpleUploadedFile("../../Board paper.docx", content, content_type="text/html")

    stored = store_file(upload, by=drafter)

    assert (stored.name, stored.content_type, stored.size) == ("Board paper.docx", DOCX, len(content))
    assert (kept_apart / stored.content.name).read_bytes() == content
    place = stored.content.name
    assert len(place) == 41
    assert set(place) <= set("0123456789abcdef/")
    assert oct(os.stat(kept_apart / place).st_mode & 0o777) == "0o600"


def test_store_file_refuses_before_it_writes(drafter, kept_apart):
    with pytest.raises(Unreadable, match="empty"):
        store_file(SimpleUploadedFile("a.txt", b""), by=drafter)
    with pytest.raises(Unreadable, match="This is a picture"):
        store_file(SimpleUploadedFile("a.docx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100), by=drafter)

    assert not StoredFile.objects.exists()
    assert list(kept_apart.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "kind", "clean"),
    [
        ("C:\\papers\\Board paper.docx", DOCX, "Board paper.docx"),
        ("paper\r\nSet-Cookie: a=b.txt", TEXT, "paper Set-Cookie a=b.txt"),
        ("annex\u202etxt.exe", TEXT, "annextxt.exe.txt"),
        ("notes.MD", TEXT, "notes.md"),
        ("", CSV, "file.csv"),
        ("..", TEXT, "file.txt"),
        ("Größe “x”.csv", CSV, "Größe “x”.csv"),
        ("x" * 300 + ".docx", DOCX, "x" * 120 + ".docx"),
    ],
)
def test_clean_name_keeps_what_people_read_and_ends_as_the_content_is(name, kind, clean):
    assert clean_name(name, kind) == clean


def test_a_file_of_a_record_is_fetched_by_those_who_see_the_record(drafter, client):
    record = proposition().record
    stored = store_content("Board päper.txt", b"What? <script>alert(1)</script>", by=drafter, record=record)
    colleague, outsider = person("lead", of=body()), person("reviewer", of=department("DfE"))

    client.force_login(colleague)
    response = client.get(f"/files/{stored.uid}/")

    assert response.getvalue() == b"What? <script>alert(1)</script>"
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Board%20p%C3%A4per.txt"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    client.force_login(outsider)
    unseen, missing = client.get(f"/files/{stored.uid}/"), client.get(f"/files/{uuid.uuid4()}/")
    assert (unseen.status_code, missing.status_code) == (404, 404)
    assert without_token(unseen) == without_token(missing)
    client.logout()
    assert client.get(f"/files/{stored.uid}/").status_code == 404


def test_a_file_without_a_record_is_its_uploaders_alone(drafter, client):
    stored = store_content("a.txt", b"words", by=drafter)

    client.force_login(person("lead", of=body()))
    assert client.get(f"/files/{stored.uid}/").status_code == 404
    client.force_login(drafter)
    assert client.get(f"/files/{stored.uid}/").getvalue() == b"words"
    drafter.is_active = False
    drafter.save()
    assert client.get(f"/files/{stored.uid}/").status_code == 404


def test_a_file_whose_bytes_are_gone_is_not_found(drafter, client, kept_apart):
    stored = store_content("a.txt", b"words", by=drafter)
    (kept_apart / stored.content.name).unlink()

    client.force_login(drafter)

    assert client.get(f"/files/{stored.uid}/").status_code == 404


@pytest.mark.parametrize("address", ["/files/1/", "/files/../settings.py", "/files/", "/media/a.txt"])
def test_no_other_address_leads_to_files(db, client, address):
    assert client.get(address).status_code == 404


def test_a_file_that_belongs_to_nobody_is_refused_by_the_database(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        store_content("a.txt", b"words", by=None)


def test_the_sweep_deletes_old_files_that_no_row_knows(drafter, kept_apart):
    stored = store_content("a.txt", b"words", by=drafter)
    (kept_apart / "aa").mkdir()
    for name, days in (("old", 2), ("young", 0)):
        path = kept_apart / "aa" / name
        path.write_bytes(b"lost")
        then = (clock.now() - dt.timedelta(days=days)).timestamp()
        os.utime(path, (then, then))
    os.utime(kept_apart / stored.content.name, (0, 0))

    sweep_lost_files(None)

    assert [path.name for path in sorted((kept_apart / "aa").iterdir())] == ["young"]
    assert (kept_apart / stored.content.name).exists()
