"""Can the main job be done without a mouse? Everything is reached by the keyboard, in the order in which it is read."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from tests.factories.asks import submitted_ask
from tests.factories.people import body, department, person
from tests.places import context_of

from .keyboard import FOCUSED, go_on, tab_to


@pytest.fixture
def reviewer(browser: Browser, site: str):
    """A window of a reviewer to whom one ask has come."""
    cache.clear()
    beis = department("BEIS")
    user = person("reviewer", of=beis, name="Farida Wexcombe")
    submitted_ask(beis, of=body())
    context = context_of(user.email, browser, site, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def test_a_reviewer_takes_an_ask_and_writes_a_position_by_keyboard_alone(reviewer: Page) -> None:
    page = reviewer
    page.goto("/my-turn/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "Skip to main content"
    page.keyboard.press("Enter")
    tab_to(page, "Can the programme cover the whole county?")
    go_on(page)
    tab_to(page, "This is ours")
    go_on(page)
    tab_to(page, "This is ours")
    go_on(page)
    tab_to(page, "Draft our position")
    go_on(page)
    tab_to(page, "Draft our position")
    go_on(page)

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    assert summary.evaluate("summary => document.activeElement === summary.closest('[tabindex]')")
    expect(page).to_have_title("Error: Draft our position: LAN-01.1 – Concordat")
    words = page.get_by_label("What we say to the area")
    expect(words).to_have_attribute("aria-invalid", "true")
    expect(words).to_have_accessible_description("Error: Write what the area will read.")
    tab_to(page, "Choose a position.")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED)["name"] == "Support"
    page.keyboard.press("Space")
    tab_to(page, "What we say to the area")
    page.keyboard.type("We will extend the programme.")
    tab_to(page, "Draft our position")
    go_on(page)

    expect(page.get_by_text("LAN-01.1: you drafted the position.")).to_be_visible()
