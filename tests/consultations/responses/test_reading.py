"""What the area reads of its responses, who reads names, and what leaves as a file."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from openpyxl import load_workbook

from lis.exports.models import Download
from tests.factories.asks import take
from tests.factories.consultations import (
    QUESTIONS,
    filled_round,
    officer,
    open_round,
    round_in_review,
    scheduled_round,
)
from tests.factories.people import body, department, person
from tests.factories.responses import respond

from .browsing import rows, words

pytestmark = pytest.mark.django_db

LIST = "/consultations/LAN-R01/responses/"


def client_of(*roles: str, of=None) -> Client:
    client = Client()
    client.force_login(person(*roles, of=of or body()))
    return client


@pytest.fixture
def made():
    return open_round()


@pytest.fixture
def three(made):
    """A person in full, an organisation without its name, a person who is not published."""
    return [
        respond(made, name="Ann Ode", email="ann@example.org"),
        respond(
            made, {"agree": "disagree", "more": "Buses at night."}, capacity="organisation", publication="without_name",
            organisation_name="Wyre Cycling", represents="80 members", name="Bob Byte",
        ),
        respond(made, {"agree": "agree", "ways": ["bus"]}, publication="not_published"),
    ]  # fmt: skip


def test_the_area_reads_its_responses_and_how_often_each_answer_was_given(three) -> None:
    page = client_of("drafter").get(LIST)

    listed, told = rows(page)[1:4], rows(page)[4:]
    assert [line.split()[0] for line in listed] == [one.ref for one in three[::-1]]
    assert listed[1].endswith(" Wyre Cycling Without my name API")
    assert told == [
        "Answer Responses", "Strongly agree 0", "Agree 2", "Neither agree nor disagree 0", "Disagree 1",
        "Strongly disagree 0", "I cannot say 0", "Answered this question 3",
        "Answer Responses", "People 1", "Places 0", "Answered this question 1",
        "Answer Responses", "Bus 2", "Car 0", "Foot 1", "Answered this question 2",
    ]  # fmt: skip


# The desk's way to them ---------------------------------------------------------------------------------------------


def tabs_on_desk(client: Client, ref: str = "LAN-R01") -> dict[str, str]:
    """The tabs of the round's desk, each with its count, and where it leads."""
    page = client.get(f"/admin/consultations/round/{ref}/change/").content.decode()
    links = html.fromstring(page).xpath("//nav[@aria-label='Pages of this consultation']//a")
    return {" ".join(link.text_content().split()): link.get("href") for link in links}


@pytest.mark.parametrize("role", ["consultation_officer", "lead"])
def test_the_desk_of_an_open_round_leads_to_its_responses_and_counts_them(three, role: str) -> None:
    client = client_of(role)

    found = tabs_on_desk(client)

    assert list(found) == [
        "Words and dates", "What it is about (1)", "Documents (0)", "Questions (5)", "Preview", "Responses (3)",
    ]  # fmt: skip
    assert found["Responses (3)"] == LIST
    assert client.get(found["Responses (3)"]).status_code == 200


@pytest.mark.parametrize("made_by", [filled_round, round_in_review, scheduled_round])
def test_the_desk_of_a_round_that_has_not_opened_leads_to_no_responses(made_by) -> None:
    made_by()

    assert list(tabs_on_desk(client_of("consultation_officer")))[-1] == "Preview"


def test_the_desk_keeps_the_way_to_responses_when_the_round_is_over() -> None:
    made = open_round()
    respond(made)
    take("withdraw", made, officer(), note="Overtaken.")
    before_it_opened = take("withdraw", scheduled_round(title="Another"), officer(), note="Overtaken.")
    client = client_of("consultation_officer")

    assert list(tabs_on_desk(client))[-1] == "Responses (1)"
    assert list(tabs_on_desk(client, before_it_opened.ref))[-1] == "Preview"


# Narrowed and counted -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("publication=without_name", {1}),
        ("capacity=person", {0, 2}),
        ("channel=page", set()),
        ("channel=api", {0, 1, 2}),
        ("answered=more", {0, 1}),
        ("q=NIGHT", {1}),
        ("q=trams&capacity=person", {0}),
    ],
)
def test_the_list_is_narrowed_and_what_is_counted_with_it(three, query: str, found: set[int]) -> None:
    page = client_of("drafter").get(f"{LIST}?{query}")

    assert {number for number, one in enumerate(three) if one.ref in words(page)} == found
    assert (f"Answered this question {len(found)}" in rows(page)) == bool(found)


def test_names_are_for_consultation_officers_of_that_body(three) -> None:
    first = f"{LIST}{three[0].ref}/"

    officer, lead = client_of("consultation_officer").get(first), client_of("lead").get(first)

    assert "Ann Ode" in words(officer)
    assert "ann@example.org" in words(officer)
    assert "Ann Ode" not in words(lead)
    assert "Name and e-mail address are for consultation officers." in words(lead)
    assert "Trams." in words(lead)


def test_the_area_comes_to_its_responses_from_the_page_of_the_round(made) -> None:
    here, elsewhere = client_of("drafter"), client_of("drafter", of=body("CHW-LEP"))

    assert f'href="{LIST}">Read the responses' in here.get("/consultations/LAN-R01/").content.decode()
    assert "Read the responses" not in elsewhere.get("/consultations/LAN-R01/").content.decode()
    assert "Read the responses" not in Client().get("/consultations/LAN-R01/").content.decode()


@pytest.mark.parametrize("address", [LIST, LIST + "export/csv/", LIST + "{ref}/"])
def test_nobody_outside_reads_a_response(three, address: str) -> None:
    address = address.format(ref=three[0].ref)

    assert Client().get(address).headers["Location"].startswith("/account/sign-in/")
    for client in (
        client_of("consultation_officer", of=body("CHW-LEP")),
        client_of("reviewer", of=department("BEIS")),
        client_of("coordinator", of=department("CLGU")),
        client_of("administrator", of=body("CONCORDAT")),
    ):
        assert client.get(address).status_code == 404


def test_a_response_is_not_found_under_another_round(three) -> None:
    open_round()

    assert client_of("lead").get(f"/consultations/LAN-R02/responses/{three[0].ref}/").status_code == 404


def rows_of(answer) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_file_has_a_column_for_each_question(three) -> None:
    rows = rows_of(client_of("lead").get(LIST + "export/csv/"))

    assert len(rows) == 3
    first = next(row for row in rows if row["Reference"] == three[0].ref)
    assert first == {
        "Reference": three[0].ref,
        "Received": first["Received"],
        "Came by": "API",
        "May be published": "In full, with my name",
        "Answers": "As a person",
        "Organisation": "",
        "Whom it represents": "",
        "Do you agree with the themes?": "Agree",
        "Which theme matters most to you?": "People",
        "How do you travel to work?": "Bus; Foot",
        "Which town do you live in?": "Preston",
        "What have we missed?": "Trams.",
    }
    assert first["Received"].endswith(("+00:00", "+01:00"))


def test_a_file_has_names_for_consultation_officers_only(three) -> None:
    officer = rows_of(client_of("consultation_officer").get(LIST + "export/csv/"))
    lead = b"".join(client_of("lead").get(LIST + "export/jsonl/").streaming_content).decode()

    told = {row["Reference"]: (row["Name"], row["E-mail address"]) for row in officer}
    assert [told[one.ref] for one in three] == [("Ann Ode", "ann@example.org"), ("Bob Byte", ""), ("", "")]
    assert not any(word in lead for word in ("Ann", "Bob", "example.org", "email"))
    assert Download.objects.filter(what="responses", rows=3).count() == 2


def test_the_filters_hold_for_the_file_too(three) -> None:
    rows = rows_of(client_of("lead").get(LIST + "export/csv/?publication=not_published"))

    assert [row["Reference"] for row in rows] == [three[2].ref]


def test_no_formula_survives_in_a_file() -> None:
    key, kind, _, codes, required = QUESTIONS[4]
    made = open_round(questions=[(key, kind, "=1+1", codes, required)])
    respond(made, {"more": "=cmd|' /C calc'!A0"}, capacity="organisation", organisation_name="+Us", name="@Ann")
    officer = client_of("consultation_officer")

    text = b"".join(officer.get(LIST + "export/csv/").streaming_content).decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(b"".join(officer.get(LIST + "export/xlsx/").streaming_content))).active

    heading, row = csv.reader(io.StringIO(text))
    assert [cell for cell in heading + row if cell.startswith(("=", "+", "@", "-"))] == []
    assert "f" not in {cell.data_type for line in sheet.iter_rows() for cell in line}


def test_a_question_may_be_called_like_a_column_of_ours() -> None:
    made = open_round(questions=[("ref", "text", "Which reference?", (), False), ("name", "text", "Name?", (), False)])
    respond(made, {"ref": "B12", "name": "Fig"}, name="Ann Ode")

    line = json.loads(b"".join(client_of("consultation_officer").get(LIST + "export/jsonl/").streaming_content))

    assert (line["answer_ref"], line["answer_name"], line["name"]) == ("B12", "Fig", "Ann Ode")


def test_erased_words_are_told_as_erased(three) -> None:
    answer = three[1].answers.get(question__key="more")
    with connection.cursor() as cursor:
        cursor.execute("select erase_words('consultations_givenanswer', %s)", [answer.pk])
    lead = client_of("lead")

    rows = {row["Reference"]: row for row in rows_of(lead.get(LIST + "export/csv/"))}

    assert rows[three[1].ref]["What have we missed?"] == "These words were erased."
    assert "These words were erased." in words(lead.get(f"{LIST}{three[1].ref}/"))
    assert "Buses at night." not in words(lead.get(f"{LIST}{three[1].ref}/"))


def test_looking_costs_the_same_for_one_response_and_for_fifty(made) -> None:
    officer = client_of("consultation_officer")
    first = respond(made, name="Ann Ode", email="ann@example.org")
    addresses = [LIST, f"{LIST}{first.ref}/", LIST + "export/csv/", LIST + "export/docx/"]

    def queries() -> dict[str, int]:
        found = {}
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                answer = officer.get(address)
                b"".join(answer.streaming_content) if answer.streaming else answer.content
            found[address] = len(asked)
        return found

    queries()
    one = queries()
    for number in range(49):
        respond(made, name=f"Person {number}")

    assert queries() == one
    assert max(one.values()) <= 16, one
