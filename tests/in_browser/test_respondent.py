"""Somebody answers a consultation on a phone without scripts, by keyboard alone, and nothing shuts them out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from consultations.responses.models import GivenAnswer, Response
from tests.axe import axe_violations, sideways_scroll
from tests.factories.consultations import open_round
from tests.factories.jobs import do_all_work

from .keyboard import go_on, tab_to

PHONE = {"width": 320, "height": 640}
HERE = {"locale": "en-GB", "timezone_id": "Europe/London"}
LONG = "A tram to the coast, please. " * 18
WORDS = "We need buses in the evening.\nAnd a bridge."


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
    page.goto("/consultations/LAN-R01/respond/")
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
