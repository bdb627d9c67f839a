"""What an officer finds on the pages of a noun, and what stays hidden."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lis.engine.models import Event
from tests.factories.asks import ask, proposition, submit
from tests.factories.people import body, person

pytestmark = pytest.mark.django_db
PROPOSITIONS, ASKS = "/admin/propositions/proposition/", "/admin/propositions/ask/"


def other_area():
    return proposition(of=body("CHW-LEP"), title="Hydrogen villages")


def test_list_shows_own_rows_by_reference_and_nothing_of_others(client, drafter):
    mine, theirs = proposition(title="Careers Hub"), other_area()

    page = client.get(PROPOSITIONS)

    assert page.status_code == 200
    assert f'href="{PROPOSITIONS}{mine.ref}/change/"' in page.content.decode()
    assert "Careers Hub" in page.content.decode()
    assert theirs.ref not in page.content.decode()
    assert "1 proposition" in page.content.decode()


def test_list_asks_as_much_of_the_database_for_three_rows_as_for_one(client, drafter):
    ask(proposition())
    with CaptureQueriesContext(connection) as one:
        client.get(ASKS)
    for _ in range(2):
        ask(proposition())
    with CaptureQueriesContext(connection) as three:
        client.get(ASKS)

    assert len(one) == len(three), [query["sql"] for query in three]


@pytest.mark.parametrize("page", ["change/", "history/", "delete/", "steps/submit/", ""])
def test_pages_of_unseen_rows_are_missing(client, drafter, page):
    theirs = other_area()

    assert client.get(f"{PROPOSITIONS}{theirs.ref}/{page}", follow=True).status_code == 404
    assert client.get(f"{PROPOSITIONS}LAN-99/{page}", follow=True).status_code == 404


@pytest.mark.parametrize("ref", ["LAN-01%00", "%2e%2e", "1", "LAN-01_5Fx"])
def test_references_of_the_wrong_form_are_missing(client, drafter, ref):
    proposition()

    assert client.get(f"{PROPOSITIONS}{ref}/change/").status_code == 404


def test_search_finds_a_reference_and_own_words_but_no_draft_of_others(client, drafter):
    proposition(title="Careers Hub", why="Shortage of welders")
    proposition(of=body("CHW-LEP"), title="Welders for Crewe")

    def found(term):
        return [noun.ref for noun in client.get(PROPOSITIONS, {"q": term}).context["cl"].result_list]

    assert found("welders") == ["LAN-01"]
    assert found("lan-0") == ["LAN-01"]
    assert found("crewe") == []


@pytest.mark.parametrize(
    "question", ["record__drafts__body__icontains=a", "asks__isnull=1", "body=1", "record__status=draft"]
)
def test_typed_addresses_do_not_question_the_rows_behind(client, drafter, question):
    proposition()

    assert client.get(f"{PROPOSITIONS}?{question}").status_code == 400


def test_filter_by_status_offers_the_table_and_refuses_the_rest(client, drafter):
    proposition()

    def refs(value):
        return [noun.ref for noun in client.get(PROPOSITIONS, {"status": value}).context["cl"].result_list]

    assert refs("drafting") == ["LAN-01"]
    assert refs("ready") == []
    assert refs("nonsense") == []
    assert refs("a\x00b") == []


def test_autocomplete_suggests_visible_rows_only(client, drafter):
    proposition(title="Careers Hub")
    other_area()
    page = client.get(
        "/admin/autocomplete/",
        {"app_label": "propositions", "model_name": "ask", "field_name": "proposition", "term": ""},
    )

    assert [found["text"] for found in page.json()["results"]] == ["LAN-01"]


def test_change_page_shows_words_facts_and_steps_with_reasons(client, drafter):
    mine = proposition(by=None)

    page = client.get(f"{PROPOSITIONS}{mine.ref}/change/").content.decode()

    assert "Careers Hub" in page
    assert 'name="part-why"' in page
    assert "Lancashire Enterprise Partnership" in page
    assert 'value="ready"' in page
    assert "Submit to Government" not in page  # the lead's step


def test_superuser_without_a_role_stays_outside(client, db):
    user = person()
    user.is_superuser = True
    user.save()
    client.force_login(user)

    page = client.get(PROPOSITIONS, follow=True)

    assert page.status_code == 403
    assert "for the officers of an area" in page.content.decode()


def test_civil_servant_is_told_that_the_office_is_not_theirs(client, sign_in):
    sign_in("reviewer", of="BEIS")

    assert client.get("/admin/", follow=True).status_code == 403


def test_administrator_sees_no_nouns(client, sign_in):
    sign_in("administrator", of="CONCORDAT")
    proposition()

    assert client.get(PROPOSITIONS).status_code == 403
    assert client.get(f"{PROPOSITIONS}LAN-01/change/").status_code == 404


def test_stranger_is_sent_to_the_one_page_to_sign_in(client, db):
    answer = client.get(PROPOSITIONS, follow=True)

    assert answer.redirect_chain[-1][0] == f"{reverse('account_login')}?next={PROPOSITIONS}"


def test_history_tells_what_happened_in_words(client, lead):
    mine = submit(proposition())

    page = client.get(f"{PROPOSITIONS}{mine.ref}/history/").content.decode()

    assert (
        page.index("Submitted it to Government") < page.index("Found it ready") < page.index("Started the proposition")
    )
    assert "Lancashire Enterprise Partnership" in page


def test_nothing_is_deleted(client, lead):
    mine = proposition()
    address = f"{PROPOSITIONS}{mine.ref}/delete/"

    for page in (client.get(address), client.post(address, {"post": "yes"})):
        assert page.status_code == 403
        assert "what has a history is kept for good" in page.content.decode()
    chosen = {"action": "delete_selected", "_selected_action": mine.pk, "post": "yes"}
    client.post(PROPOSITIONS, chosen)
    assert Event.objects.filter(record=mine.record).count() == 1
    assert type(mine).objects.filter(pk=mine.pk).exists()
