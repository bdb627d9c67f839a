"""Somebody answers a consultation on a phone without scripts, by keyboard alone, and nothing shuts them out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from consultations.responses.holding import COOKIE
from consultations.responses.models import GivenAnswer, Response
from consultations.rounds.models import Round
from lis.engine import clock
from tests.axe import axe_violations, sideways_scroll
from tests.consultations.responses.browsing import Respondent, ref_of
from tests.factories.asks import take
from tests.factories.consultations import officer, open_round
from tests.factories.jobs import do_all_work

from .keyboard import go_on, tab_to

PHONE = {"width": 320, "height": 640}
HERE = {"locale": "en-GB", "timezone_id": "Europe/London"}
LONG = "A tram to the coast, please. " * 18
WORDS = "We need buses in the evening.\nAnd a bridge."
RESPOND = "/consultations/LAN-R01/respond/"
SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    """A phone on which scripts do not run, at a consultation that is open."""
    cache.clear()
    open_round(contact="Write to the LEP, or telephone.")
    context = browser.new_context(base_url=site, java_script_enabled=False, viewport=PHONE, **HERE)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


@pytest.fixture
def inspector(browser: Browser, site: str) -> Iterator[Page]:
    """The same phone with scripts, which axe needs: it is shown what stands on the other, without that page's own."""
    context = browser.new_context(base_url=site, bypass_csp=True, viewport=PHONE, **HERE)
    page = context.new_page()
    page.goto("/health")
    yield page
    context.close()


def is_for_everybody(page: Page, inspector: Page) -> None:
    """Nothing on the page shuts anybody out, on a phone or enlarged to 400%."""
    assert not sideways_scroll(page)
    inspector.set_content(SCRIPTS.sub("", page.content()))
    assert axe_violations(inspector) == []


def test_a_respondent_answers_by_keyboard_without_scripts_on_a_phone(phone: Page, inspector: Page) -> None:
    page = phone
    page.goto(RESPOND)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Before you begin")
    is_for_everybody(page, inspector)

    tab_to(page, "Begin")
    go_on(page)
    expect(page.get_by_text("Page 1 of 3")).to_be_visible()
    is_for_everybody(page, inspector)
    # The required question is left out, and one answer is too long.
    tab_to(page, "People")
    page.keyboard.press("Space")
    tab_to(page, "Bus")
    page.keyboard.press("Space")
    tab_to(page, "Which town do you live in? (optional)")
    page.keyboard.insert_text(LONG)
    tab_to(page, "What have we missed? (optional)")
    page.keyboard.insert_text(WORDS)
    tab_to(page, "Save and go on")
    go_on(page)

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    expect(page).to_have_title("Error: Your views (page 1 of 3): Themes and evidence – Concordat")
    expect(page.get_by_label("Which town do you live in?")).to_have_value(LONG)
    expect(page.get_by_label("What have we missed?")).to_have_value(WORDS)
    expect(page.get_by_label("People", exact=True)).to_be_checked()
    expect(page.get_by_label("Bus", exact=True)).to_be_checked()
    expect(page.get_by_label("Which town do you live in?")).to_have_attribute("aria-invalid", "true")
    is_for_everybody(page, inspector)
    tab_to(page, "Answer the question “Do you agree with the themes?”")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Which town do you live in? (optional)")
    page.keyboard.press("Control+A")
    page.keyboard.type("Chorley")
    tab_to(page, "Save and go on")
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text("About you")
    is_for_everybody(page, inspector)
    tab_to(page, "As a person")
    page.keyboard.press("Space")
    tab_to(page, "Your name (optional)")
    page.keyboard.type("Ann Ode")
    tab_to(page, "Your e-mail address (optional)")
    page.keyboard.type("ann@example.org")
    tab_to(page, "In full: your answers, with your name or your organisation’s if you give one")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Save and go on")
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Check your answers")
    is_for_everybody(page, inspector)
    tab_to(page, "Change your answer to “Which town do you live in?”")
    go_on(page)
    # The link leads to the answer itself, which has the focus at once.
    expect(page.get_by_label("Which town do you live in?")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Preston")
    tab_to(page, "Save and go back to your answers")
    go_on(page)
    expect(page.get_by_text("Preston")).to_be_visible()
    tab_to(page, "Send my response")
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Your response is sent")
    is_for_everybody(page, inspector)
    sent = Response.objects.with_record().get()
    expect(page.get_by_text(sent.ref)).to_be_visible()
    expect(page.get_by_text("We need buses in the evening.")).to_be_visible()
    assert sent.publication == "without_name"
    assert dict(GivenAnswer.objects.values_list("question__key", "body")) == {
        "agree": '["agree"]', "theme": '["people"]', "ways": '["bus"]', "name": "Preston", "more": WORDS,
    }  # fmt: skip
    # Going back leads to the same reference, not to a form that could be sent twice.
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your response is sent")
    expect(page.get_by_text(sent.ref)).to_be_visible()
    assert Response.objects.count() == 1
    do_all_work()
    assert sent.receipt.state == "sent"


# When it does not go on -----------------------------------------------------------------------------------------------


@pytest.fixture
def begun(phone: Page, site: str) -> Respondent:
    """Somebody who has filled in every page and sent nothing; the phone holds their cookies too."""
    somebody = Respondent(Round.objects.with_strategy().get()).filled(name="Ann Ode", email="ann@example.org")
    carry_on(phone, site, somebody)
    return somebody


def carry_on(phone: Page, site: str, somebody: Respondent) -> None:
    """Let the phone hold what ``somebody`` has begun."""
    host = urlsplit(site).hostname
    phone.context.add_cookies(
        [
            {"name": cookie.key, "value": cookie.value, "domain": host, "path": cookie["path"]}
            for cookie in somebody.client.cookies.values()
            if cookie.value
        ]
    )


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def type_and_press(page: Page, words: str) -> None:
    page.get_by_label("What have we missed?").fill(words)
    press(page, "Save and go on")


def says(page: Page, heading: str, *words: str) -> None:
    """The page has that heading, and says each of ``words``."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    for sentence in words:
        expect(page.get_by_role("main")).to_contain_text(sentence)


def test_whoever_lost_their_cookie_is_not_shut_out(phone: Page, inspector: Page, begun: Respondent) -> None:
    phone.goto(f"{RESPOND}1/")
    phone.context.clear_cookies(name=COOKIE)

    type_and_press(phone, WORDS)

    says(phone, "We cannot tell which response this belongs to", "We need buses in the evening.", "And a bridge.")
    is_for_everybody(phone, inspector)


def test_whoever_takes_no_cookies_at_all_is_not_shut_out(phone: Page, inspector: Page) -> None:
    phone.goto(RESPOND)
    phone.context.clear_cookies()

    press(phone, "Begin")

    says(phone, "Your browser refuses cookies from this service", "the page of the consultation says how else")
    is_for_everybody(phone, inspector)


def test_whoever_has_sent_it_already_is_not_shut_out(phone: Page, inspector: Page, begun: Respondent) -> None:
    phone.goto(f"{RESPOND}1/")
    ref = ref_of(begun.send())

    type_and_press(phone, WORDS)

    says(phone, "You have already sent this response", ref, "We need buses in the evening.")
    is_for_everybody(phone, inspector)
    # The first page says so as well, with the same reference.
    phone.goto(RESPOND)
    says(phone, "Before you begin", f"You sent a response from this browser: {ref}")
    is_for_everybody(phone, inspector)


def test_whoever_comes_when_it_has_closed_is_not_shut_out(
    phone: Page, inspector: Page, begun: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.goto(f"{RESPOND}1/")
    later = Round.objects.get().closes_at + dt.timedelta(minutes=1)
    # The site is served from threads of this process, which a clock that was stopped in this one does not reach.
    for name in ("now", "database_now"):
        monkeypatch.setattr(clock, name, lambda: later)

    type_and_press(phone, WORDS)

    says(phone, "This consultation closed on", "Your response was not sent.", "Write to the LEP", "And a bridge.")
    is_for_everybody(phone, inspector)
    phone.goto(f"{RESPOND}check/")
    says(phone, "This consultation closed on", "Your response was not sent.", "Ann Ode")
    is_for_everybody(phone, inspector)
    # Whoever had not begun has nothing to be given back.
    phone.context.clear_cookies(name=COOKIE)
    phone.goto(RESPOND)
    says(phone, "This consultation closed on")
    is_for_everybody(phone, inspector)


def test_whoever_comes_while_it_is_paused_is_not_shut_out(phone: Page, inspector: Page, begun: Respondent) -> None:
    phone.goto(f"{RESPOND}1/")
    take("pause", Round.objects.with_record().get(), officer(), note="The hall was flooded.")

    type_and_press(phone, WORDS)

    says(phone, "This consultation is paused", "What you wrote is kept", "We need buses in the evening.")
    is_for_everybody(phone, inspector)


def test_whoever_changed_it_in_another_tab_is_not_shut_out(phone: Page, inspector: Page, begun: Respondent) -> None:
    phone.goto(f"{RESPOND}check/")
    begun.answer({"agree": "disagree", "more": WORDS})

    press(phone, "Send my response")

    expect(phone.get_by_role("alert")).to_contain_text("Your answers have changed since you opened this page")
    says(phone, "Check your answers", "We need buses in the evening.")
    is_for_everybody(phone, inspector)


def test_whoever_leaves_out_what_is_needed_is_not_shut_out(phone: Page, inspector: Page, site: str) -> None:
    hasty = Respondent(Round.objects.with_strategy().get()).begin()
    hasty.tell()
    carry_on(phone, site, hasty)
    phone.goto(f"{RESPOND}check/")
    says(phone, "Check your answers", "Before you can send it")
    is_for_everybody(phone, inspector)
    press(phone, "Send my response")
    expect(phone.get_by_role("alert")).to_contain_text("There is a problem")
    is_for_everybody(phone, inspector)

    phone.goto(f"{RESPOND}about/")
    phone.get_by_label("Your e-mail address (optional)").fill("ann at example")
    press(phone, "Save and go on")

    expect(phone.get_by_role("alert")).to_contain_text("There is a problem")
    is_for_everybody(phone, inspector)
