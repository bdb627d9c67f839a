"""The journey of whoever answers: without an account, page by page, once, and with nothing typed lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from consultations.responses.models import GivenAnswer, Response, UnfinishedResponse
from lis.engine import clock
from lis.engine.models import Event, SecretLink
from tests.factories.asks import take
from tests.factories.consultations import officer, open_round
from tests.factories.people import body, person

from .browsing import ANSWERS, Respondent, ref_of, words

pytestmark = pytest.mark.django_db

OPENS = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
CLOSES = dt.datetime(2026, 11, 23, 0, tzinfo=dt.UTC)
DURING = dt.datetime(2026, 11, 10, 12, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def made():
    return open_round(opens_at=OPENS, closes_at=CLOSES)


@pytest.fixture(autouse=True)
def during():
    with clock.at(DURING):
        yield


def test_somebody_without_an_account_answers_and_gets_a_reference(made) -> None:
    respondent = Respondent(made).begin()

    assert respondent.answer().headers["Location"] == "/consultations/LAN-R01/respond/about/"
    told = respondent.tell(name="Ann Ode", email="ann@example.org", publication="without_name")
    assert told.headers["Location"] == "/consultations/LAN-R01/respond/check/"
    sent = respondent.send()
    page = respondent.client.get(sent.headers["Location"])

    made_of = Response.objects.with_record().get()
    assert sent.status_code == 302
    assert ref_of(sent) == made_of.ref
    assert (made_of.channel, made_of.publication, made_of.received_at) == ("page", "without_name", DURING)
    assert made_of.ref in words(page)
    assert "We received it on 10 November 2026 at 12:30 GMT. A copy goes to your e-mail address." in words(page)
    for said in ("Agree", "People", "Bus", "Foot", "Preston", "More trams.", "Ann Ode", "ann@example.org"):
        assert said in words(page)
    assert not UnfinishedResponse.objects.exists()
    assert Event.objects.get(record_id=made_of.pk).by_link == SecretLink.objects.get()


def test_the_first_page_says_what_will_be_asked_and_until_when(made) -> None:
    page = words(Respondent(made).get())

    assert "You need no account. There are 5 questions. The pages are: Your views About you" in page
    assert "The consultation closes on 22 November 2026 at 23:59 GMT." in page
    assert "We keep your name for two years." in page
    assert "deleted 14 days after the consultation closes" in page
    assert not SecretLink.objects.exists()


def test_coming_back_goes_on_where_it_was_left(made) -> None:
    respondent = Respondent(made).begin()
    respondent.answer()

    page = words(respondent.get())
    again = respondent.post()

    assert "You began a response in this browser on 10 November 2026 at 12:30 GMT" in page
    assert again.headers["Location"] == "/consultations/LAN-R01/respond/about/"
    boxes = html.fromstring(respondent.get("1/").content.decode()).xpath("//input[@checked]/@value")
    assert boxes == ["agree", "people", "bus", "foot"]
    assert UnfinishedResponse.objects.count() == 1


def test_beginning_twice_is_one_response(made) -> None:
    respondent = Respondent(made)

    respondent.post()
    respondent.post()

    assert UnfinishedResponse.objects.count() == 1


def test_the_secret_stands_in_a_cookie_of_these_pages_and_nowhere_else(made) -> None:
    respondent = Respondent(made)

    begun = respondent.post()
    page = respondent.client.get(begun.headers["Location"])

    cookie = begun.cookies["response"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/consultations/LAN-R01/respond/")
    assert cookie["max-age"] == 7 * 24 * 60 * 60
    assert begun.headers["Location"] == "/consultations/LAN-R01/respond/1/"
    assert cookie.value not in page.content.decode()
    assert cookie.value not in SecretLink.objects.get().digest
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_secret_that_somebody_else_chose_opens_nothing(made) -> None:
    respondent = Respondent(made)
    respondent.client.cookies["response"] = "chosen-by-somebody-else"

    assert respondent.get("1/").headers["Location"] == "/consultations/LAN-R01/respond/"
    begun = respondent.post()

    assert "chosen-by-somebody-else" not in begun.cookies["response"].value


def test_nobody_reads_what_another_browser_sent(made) -> None:
    ref = ref_of(Respondent(made).filled().send())
    other = Respondent(made).filled()

    assert other.get(f"sent/{ref}/").status_code == 404
    assert Respondent(made).get(f"sent/{ref}/").status_code == 404


def test_a_form_without_its_token_is_refused_and_the_cookie_explained(made) -> None:
    strict = Client(enforce_csrf_checks=True)

    refused = strict.post("/consultations/LAN-R01/respond/")

    assert refused.status_code == 403
    assert "Your browser refuses cookies from this service" in words(refused)
    assert not SecretLink.objects.exists()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"more": "More trams."}, "Answer the question “Do you agree with the themes?”"),
        (
            {"agree": "agree", "more": "x" * 20_001},
            "Your answer to “What have we missed?” is 20001 characters long. Shorten it to 20000 or fewer.",
        ),
        ({"agree": "agree", "name": "y" * 501, "more": "More trams."}, "is 501 characters long. Shorten it to 500"),
    ],
)
def test_a_refused_page_keeps_every_word(made, answers, sentence) -> None:
    respondent = Respondent(made).begin()

    refused = respondent.answer(answers)

    assert refused.status_code == 400
    assert sentence in words(refused)
    assert "There is a problem" in words(refused)
    assert "<title>Error: " in refused.content.decode()
    for typed in answers.values():
        assert typed in refused.content.decode()


def test_what_must_be_answered_is_asked_for_again_at_the_end(made) -> None:
    respondent = Respondent(made).begin()

    page = respondent.get("check/")
    refused = respondent.send()

    assert "Before you can send it" in words(page)
    assert refused.status_code == 400
    assert "There is a problem" in words(refused)
    assert '<a href="/consultations/LAN-R01/respond/1/?check=1#id_answers.agree_0">' in refused.content.decode()
    assert '<a href="/consultations/LAN-R01/respond/about/?check=1#id_capacity_0">' in refused.content.decode()
    assert not Response.objects.exists()


def test_changing_an_answer_leads_back_to_the_check(made) -> None:
    respondent = Respondent(made).filled()
    hidden = respondent.hidden("1/?check=1")

    changed = respondent.post("1/", **hidden, **{"answers.agree": "disagree"})

    assert changed.headers["Location"] == "/consultations/LAN-R01/respond/check/"
    assert "Disagree" in words(respondent.get("check/"))
    # What was cleared on the page is gone.
    assert "More trams." not in words(respondent.get("check/"))


def test_pressing_again_and_going_back_give_the_same_reference(made) -> None:
    respondent = Respondent(made).filled()
    hidden = respondent.hidden("check/")

    first, again = respondent.send(**hidden), respondent.send(**hidden)

    assert first.headers["Location"] == again.headers["Location"]
    assert respondent.get("check/").headers["Location"] == first.headers["Location"]
    assert Response.objects.count() == 1


def test_words_that_come_after_the_sending_are_shown_with_the_reference(made) -> None:
    respondent = Respondent(made).filled()
    key = respondent.key("1/")
    ref = ref_of(respondent.send())

    late = respondent.answer({**ANSWERS, "more": "And more trains."}, key=key)

    assert late.status_code == 409
    assert f"Its reference is {ref}" in words(late)
    assert "And more trains." in words(late)
    assert "Start another response" in words(late)
    assert GivenAnswer.objects.get(question__key="more").body == "More trams."


def test_answers_changed_in_another_tab_are_shown_before_they_are_sent(made) -> None:
    respondent = Respondent(made).filled()
    seen = respondent.hidden("check/")
    respondent.answer({**ANSWERS, "more": "Changed in the other tab."})

    refused = respondent.send(**seen)

    assert refused.status_code == 409
    assert "Your answers have changed since you opened this page" in words(refused)
    assert "Changed in the other tab." in words(refused)
    assert not Response.objects.exists()
    assert respondent.send().status_code == 302


def test_another_response_can_be_started_after_the_first(made) -> None:
    respondent = Respondent(made).filled()
    old = respondent.hidden("check/")
    first = ref_of(respondent.send())
    assert f"You sent a response from this browser: {first}" in words(respondent.get())

    second = ref_of(respondent.filled({"agree": "disagree"}).send())

    assert second != first
    assert Response.objects.count() == 2
    # The old form still leads to the old response, and both copies can be read here.
    assert ref_of(respondent.send(**old)) == first
    assert respondent.get(f"sent/{first}/").status_code == respondent.get(f"sent/{second}/").status_code == 200


@pytest.mark.parametrize("page", ["1/", "about/", "check/"])
def test_whoever_comes_too_late_gets_every_word_back_and_is_told_what_to_do(made, page) -> None:
    respondent = Respondent(made).filled(name="Ann Ode")
    hidden = respondent.hidden("check/") | {
        "answers.more": "More trams.",
        "answers.name": "Chorley",
        "represents": "Us",
    }

    with clock.at(CLOSES):
        late, looked = respondent.post(page, **hidden), respondent.get(page)

    assert (late.status_code, looked.status_code) == (409, 200)
    for told in (words(late), words(looked)):
        assert "This consultation closed on 22 November 2026 at 23:59 GMT." in told
        assert "Your response was not sent." in told
        assert "Write to consult@lancashire.example." in told
        assert "More trams." in told
        assert "Ann Ode" in told
    assert page != "1/" or "Chorley" in words(late)
    assert not Response.objects.exists()


def test_the_minutes_of_grace_hold_for_whoever_began_before_the_end() -> None:
    made = open_round(opens_at=OPENS, closes_at=CLOSES, grace_minutes=10)
    respondent = Respondent(made).filled()

    with clock.at(CLOSES + 9 * MINUTE):
        assert "This consultation closed" in words(Respondent(made).get())
        assert respondent.get("1/").status_code == 200
        assert respondent.send().status_code == 302
    assert Response.objects.get().received_at == CLOSES + 9 * MINUTE


def test_a_paused_round_gives_the_words_back_and_keeps_them(made) -> None:
    respondent = Respondent(made).filled()
    hidden = respondent.hidden("check/")
    by = officer()
    paused = take("pause", made, by, note="A page is wrong.")

    refused = respondent.send(**hidden)

    assert refused.status_code == 409
    assert "This consultation is paused" in words(refused)
    assert "More trams." in words(refused)
    take("resume", paused, by)
    assert respondent.send(**hidden).status_code == 302


def test_what_was_typed_can_be_deleted(made) -> None:
    respondent = Respondent(made).filled()

    gone = respondent.post("forget/", key=respondent.key("1/"))

    assert gone.headers["Location"] == "/consultations/LAN-R01/respond/"
    assert not UnfinishedResponse.objects.exists()
    assert "What you typed is deleted." in respondent.client.get(gone.headers["Location"]).content.decode()


def test_a_device_can_forget_what_was_sent_from_it(made) -> None:
    respondent = Respondent(made).filled()
    key = respondent.key("check/")
    ref = ref_of(respondent.send())

    respondent.post("forget/", key=key)

    assert respondent.get(f"sent/{ref}/").status_code == 404
    assert Response.objects.count() == 1


def test_words_sent_without_the_cookie_come_back(made) -> None:
    respondent = Respondent(made).begin()
    key = respondent.key("1/")
    del respondent.client.cookies["response"]

    lost = respondent.answer({"more": "More trams."}, key=key)

    assert lost.status_code == 409
    assert "We cannot tell which response this belongs to" in words(lost)
    assert "More trams." in words(lost)


def test_nothing_of_the_journey_exists_before_the_opening(made) -> None:
    respondent = Respondent(made)

    with clock.at(OPENS - MINUTE):
        assert {respondent.get(page).status_code for page in ("", "1/", "about/", "check/")} == {404}
        assert respondent.post().status_code == 404
        # Its officers find that it is not open yet.
        staff = Respondent(made)
        staff.client.force_login(person("consultation_officer", of=body()))
        assert "This consultation opens on 2 November 2026 at 09:00 GMT." in words(staff.get())


def test_an_answer_is_shown_and_never_run(made) -> None:
    respondent = Respondent(made).filled({"agree": "agree", "more": "<script>alert(1)</script> {{ 7 }}"})

    for page in (respondent.get("check/"), respondent.client.get(respondent.send().headers["Location"])):
        assert "<script>alert(1)" not in page.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 }}" in page.content.decode()


@pytest.mark.parametrize("page", ["1/", "about/", "check/", "forget/"])
def test_no_form_of_the_journey_fails_at_odd_input(made, page) -> None:
    respondent = Respondent(made).filled()
    good = {"answers.agree": "agree", "capacity": "person", "publication": "in_full", **respondent.hidden("check/")}
    odd = ["\x00", "a\x00b", "\u202e", "x" * 30_000, "9" * 400, "[]", "null", "<script>", "🦘", ["a", "b"]]
    names = ["answers.agree", "answers.ways", "answers.more", "email", "capacity", "publication", "seen", "check"]

    for name in [*names, "key"]:
        for value in odd:
            answer = respondent.client.post(f"{respondent.place}{page}", {**good, name: value})
            assert answer.status_code in (302, 400, 409), (name, value)
            if "key" in good and page == "forget/":
                respondent.filled()
                good["key"] = respondent.key("1/")


def test_sending_takes_at_most_sixteen_statements(made) -> None:
    respondent = Respondent(made).filled(name="Ann Ode", email="ann@example.org")
    hidden = respondent.hidden("check/")

    with clock.at(DURING), CaptureQueriesContext(connection) as asked:
        respondent.send(**hidden)

    statements = [query["sql"] for query in asked.captured_queries]
    statements = [one for one in statements if not one.startswith(("SAVEPOINT", "RELEASE"))]
    # With the clock stopped the database is not asked for the time, which is one more.
    assert len(statements) + 1 <= 16, "\n".join(statements)
