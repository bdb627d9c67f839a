"""A table leaves as a harmless attachment, and the list of downloads says who took it."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, transaction
from django.http import Http404
from django.test import RequestFactory

from lis.doors.tables import FORMATS, Column
from lis.engine import clock
from lis.engine.actor import ANONYMOUS, Actor
from lis.exports.models import Download
from lis.exports.pages import table_response
from lis.people.models import User
from tests.factories.people import person

NOON = dt.datetime(2019, 7, 11, 12, 0, tzinfo=dt.UTC)
COLUMNS = [Column("email", "E-mail", lambda row: row.email)]


def answer(user, format="csv", rows=None, query=""):
    request = RequestFactory().get(f"/asks/export/csv/{query}")
    request.actor = Actor.of(user)
    rows = User.objects.filter(email__startswith="person").order_by("pk") if rows is None else rows
    with clock.at(NOON):
        return table_response(request, format, COLUMNS, rows, title="Asks & answers", what="asks")


def test_table_response_hands_out_the_rows_and_notes_the_download(db):
    reader = person(email="person1@x.example")
    person(email="person2@x.example")

    response = answer(reader, query="?q=robots&type=data")

    assert b"".join(response.streaming_content).decode("utf-8-sig") == (
        '"E-mail"\r\n"person1@x.example"\r\n"person2@x.example"\r\n'
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="asks-answers-2019-07-11.csv"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    noted = Download.objects.get()
    assert (noted.person, noted.what, noted.format, noted.rows, noted.at, noted.filters) == (
        reader, "asks", "csv", 2, NOON, "q=robots&type=data"
    )  # fmt: skip


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_noted(db, format):
    list(answer(person(), format, rows=[]).streaming_content)

    assert list(Download.objects.values_list("format", "rows")) == [(format, 0)]


def test_a_visitor_without_an_account_is_noted_as_one(db):
    answer(AnonymousUser(), rows=[])

    assert ANONYMOUS.user is None
    assert Download.objects.get().person is None


def test_an_unknown_format_is_not_found_and_not_noted(db):
    with pytest.raises(Http404):
        answer(person(), "exe")

    assert not Download.objects.exists()


@pytest.mark.parametrize("change", [lambda rows: rows.update(rows=0), lambda rows: rows.delete()])
def test_what_was_downloaded_stays_on_record(db, change):
    answer(person(), rows=[])

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        change(Download.objects.all())
