"""Can everybody use every page, whoever they are and on whatever they read it?"""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, Page

from tests.axe import axe_violations, sideways_scroll
from tests.pages import PEOPLE, Sight
from tests.places import context_of, furnish
from tests.walking import go

# What no address leads to: mail is looked at where it is sent.
NOT_PAGES = ("account/email/", "account/messages/", "mfa/email/", "mfa/messages/", "people/mail/")
# 400% of a window of 1280 by 1024 shows what fits into 320 by 256.
DESK, PHONE, ENLARGED = ({"width": 1280, "height": 900}, {"width": 320, "height": 640}, {"width": 320, "height": 256})
FRAME = """() => ({
    lang: document.documentElement.lang,
    title: document.title.trim(),
    headings: document.querySelectorAll('h1').length,
    mains: document.querySelectorAll('main, [role=main]').length,
    first: (document.querySelector('a[href], button, input, select, textarea') || {}).hash || '',
})"""


@pytest.fixture(scope="module")
def places(told_database: str) -> dict[str, Any]:
    return furnish()


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_for_everybody(told_site: str, places, browser: Browser, who: str) -> None:
    cache.clear()
    email, pages = PEOPLE[who]
    context = context_of(email, browser, told_site, bypass_csp=True, viewport=DESK)
    page = context.new_page()

    found = {sight.name: shuts_out(page, sight, places) for sight in pages}

    context.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def shuts_out(page: Page, sight: Sight, places: dict[str, Any]) -> list[str]:
    """Whatever on this page would shut somebody out."""
    page.set_viewport_size(DESK)
    status = go(page, sight, places)
    wrong = [] if status == sight.status else [f"answers {status}"]
    frame = page.evaluate(FRAME)
    if not frame["lang"].startswith("en"):
        wrong.append(f"is said to be in “{frame['lang']}”")
    if not frame["title"] or (frame["title"] == settings.SERVICE_NAME and sight.address != "/"):
        wrong.append(f"is called “{frame['title']}”")
    if frame["headings"] != 1 or frame["mains"] != 1:
        wrong.append(f"has {frame['headings']} first headings and {frame['mains']} main parts")
    if not frame["first"].startswith("#"):
        wrong.append("does not begin with the link that skips to the main part")
    wrong += axe_violations(page)
    for size in (PHONE, ENLARGED):
        page.set_viewport_size(size)
        if sideways_scroll(page):
            wrong.append(f"scrolls sideways at {size['width']} × {size['height']}")
    return wrong
