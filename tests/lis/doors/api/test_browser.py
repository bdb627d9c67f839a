"""The reference page is for everybody, on a phone too; the console runs under the service's own policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.axe import axe_violations, sideways_scroll

pytestmark = pytest.mark.django_db


def test_reference_shuts_nobody_out(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/api/v1/")

    assert page.get_by_role("heading", level=1).inner_text() == "The API"
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert not sideways_scroll(page)
    context.close()


def test_console_shuts_nobody_out(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/api/v1/console/")
    page.get_by_text("Start a strategy", exact=False).first.wait_for(timeout=20_000)

    assert (page.locator("h1").count(), page.locator("main").count()) == (1, 1)
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert not sideways_scroll(page)
    context.close()


def test_console_shows_the_steps_and_breaks_no_rule(site: str, page: Page) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(f"{site}/api/v1/console/")

    page.get_by_text("Start a strategy", exact=False).first.wait_for(timeout=20_000)

    assert told == []
