"""What the pages of papers show: lists, one paper, two versions, and the steps from form to effect."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lis.engine import clock
from lis.papers.models import PolicyPositionPaper
from tests.factories import papers
from tests.factories.people import actor, body, department, person

pytestmark = pytest.mark.django_db


def signed_in(*roles: str, of) -> Client:
    client = Client()
    client.force_login(person(*roles, of=of))
    return client


def test_somebody_who_is_not_signed_in_is_asked_to():
    paper = papers.submitted()

    for address in ("/papers/", f"/papers/{paper.ref}/", f"/papers/{paper.ref}/compare/", "/strategies/"):
        response = Client().get(address)
        assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, reverse("account_login")), (
            address
        )


def test_the_area_reads_its_draft_and_is_told_that_nobody_else_does():
    page = signed_in("drafter", of=body()).get(f"/papers/{papers.written().ref}/").content.decode()

    assert "We lead on hydrogen." in page
    assert "Nobody outside your organisation can read this." in page
    assert "Send to internal review" in page


def test_a_department_reads_the_version_in_markdown_without_steps():
    beis = department("BEIS")
    paper = papers.submitted(beis, of=body("CHW-LEP"))

    page = signed_in("reviewer", of=beis).get(f"/papers/{paper.ref}/").content.decode()

    assert "<p>A net-zero cluster by 2040.</p>" in page
    assert "Cheshire and Warrington" in page
    assert "What you can do" not in page
    assert "Who reads it" not in page


def test_the_list_shows_the_status_that_the_reader_may_know():
    beis = department("BEIS")
    papers.share(papers.written(), beis)

    page = signed_in("reviewer", of=beis).get("/papers/").content.decode()

    assert "Shared informally" in page
    assert ">Drafting</strong>" not in page


def test_the_list_is_narrowed_by_status():
    papers.submitted()
    papers.written()
    client = signed_in("drafter", of=body())

    assert "LAN-P02" not in client.get("/papers/?status=submitted").content.decode()
    assert "LAN-P01" not in client.get("/papers/?status=drafting").content.decode()
    assert "No paper fits" in client.get("/papers/?status=withdrawn").content.decode()
    assert client.get("/papers/?status=nonsense&area=%00&page=9999999").status_code == 200


def test_two_versions_are_told_apart_word_by_word():
    paper = papers.submitted()
    papers.submit(papers.write(paper, summary="We lead on hydrogen and heat."))

    page = signed_in("drafter", of=body()).get(f"/papers/{paper.ref}/compare/").content.decode()

    assert "What changed from version 1 to version 2" in page
    assert "Added: “and heat”." in page


def test_the_area_compares_its_draft_and_a_department_does_not():
    beis = department("BEIS")
    paper = papers.write(papers.submitted(beis), summary="A planted secret.")
    address = f"/papers/{paper.ref}/compare/?from=1&to=draft"

    assert "A planted secret" in signed_in("drafter", of=body()).get(address).content.decode()
    assert signed_in("reviewer", of=beis).get(address).status_code == 404


@pytest.mark.parametrize("asked", ["from=0&to=1", "from=1&to=2", "from=x&to=1", "to=%00", "from=1&to=99999999999999"])
def test_a_version_that_is_not_there_is_not_found(asked):
    paper = papers.submitted()

    assert signed_in("drafter", of=body()).get(f"/papers/{paper.ref}/compare/?{asked}").status_code == 404


def test_a_paper_is_shared_from_its_page_with_the_exact_words_shown_first():
    department("BEIS")
    paper = papers.written()
    client = signed_in("lead", of=body())
    address = f"/papers/{paper.ref}/steps/share/"

    asked = client.get(address)
    assert "We lead on hydrogen." in asked.content.decode()
    last_day = clock.today() + dt.timedelta(days=30)
    data = {
        "expected": asked.context["envelope"]["expected"].value(),
        "key": asked.context["envelope"]["key"].value(),
        "departments": ["BEIS"],
        "until_day": last_day.day,
        "until_month": last_day.month,
        "until_year": last_day.year,
    }
    done = client.post(address, data, follow=True)

    assert done.redirect_chain == [(f"/papers/{paper.ref}/", 302)]
    assert f"BEIS until {last_day.day} {last_day:%B %Y}" in done.content.decode()
    again = client.post(address, data, follow=True)
    assert "Nothing was done twice." in again.content.decode()
    assert paper.record.versions.count() == 1


def test_a_refused_form_says_what_to_mend():
    paper = papers.written()
    client = signed_in("lead", of=body())
    address = f"/papers/{paper.ref}/steps/share/"

    answer = client.post(address, {"expected": paper.revision, "key": "k"})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Choose at least one department." in page
    assert "The last day of sharing is missing." in page


def test_a_step_of_somebody_else_is_refused_in_words():
    paper = papers.in_review()

    answer = signed_in("drafter", of=body()).get(f"/papers/{paper.ref}/steps/submit/")

    assert answer.status_code == 403
    assert "It is for a lead of the area." in answer.content.decode()


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_many():
    beis = department("BEIS")
    drafter = actor("drafter", of=body())
    client = signed_in("drafter", of=body())
    papers.share(papers.written(by=drafter), beis)
    client.get("/papers/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/papers/")
    for _ in range(3):
        papers.written(by=drafter)
    with CaptureQueriesContext(connection) as many:
        client.get("/papers/")

    assert PolicyPositionPaper.objects.count() == 4
    assert len(many) == len(one)
