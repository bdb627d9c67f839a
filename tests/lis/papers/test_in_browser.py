"""The pages of strategies and papers in a real browser: nobody is shut out, at a desk or on a phone."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from lis.engine import clock
from lis.papers import demonstration as papers_story
from lis.people.demonstration import create_demonstration_people
from lis.people.models import User
from lis.strategies import demonstration as strategies_story
from tests.axe import axe_violations, sideways_scroll
from tests.factories.people import department

PAGES = {
    "lead@cheshire-warrington.example": [
        "/strategies/", "/strategies/CHW-LIS/", "/papers/", "/papers/?status=submitted", "/papers/CHW-P01/",
        "/papers/CHW-P05/", "/papers/CHW-P06/", "/papers/CHW-P01/compare/", "/papers/CHW-P01/compare/?from=1&to=2",
        "/papers/CHW-P05/steps/share/", "/papers/CHW-P05/steps/submit/", "/papers/CHW-P05/steps/send-back/",
        "/papers/CHW-P05/steps/stop-sharing/", "/papers/CHW-P05/steps/withdraw/",
        "/admin/lis/policypositionpaper/", "/admin/lis/policypositionpaper/CHW-P06/change/",
        "/admin/lis/policypositionpaper/add/", "/admin/lis/strategy/", "/admin/lis/strategy/CHW-LIS/change/",
    ],
    "reviewer@beis.example": ["/papers/", "/papers/CHW-P01/", "/papers/CHW-P05/", "/papers/CHW-P07/"],
    "reviewer@defra.example": ["/papers/?status=withdrawn"],
}  # fmt: skip


@pytest.fixture
def told(site: str) -> str:
    """The site with the demonstration's strategies and papers."""
    department("BEIS")
    people = {user.email: user for user in create_demonstration_people()}
    first_day = clock.today() - dt.timedelta(days=60)
    strategies_story.tell(people, first_day)
    papers_story.tell(people, first_day)
    return site


def signed_in(browser: Browser, site: str, email: str, width: int) -> Page:
    client = Client()
    client.force_login(User.objects.get(email=email))
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900}, locale="en-GB")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "domain": urlsplit(site).hostname, "path": "/"}]
    )
    return context.new_page()


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_open_to_everybody(told, browser, width):
    found = {}
    for email, addresses in PAGES.items():
        page = signed_in(browser, told, email, width)
        for address in addresses:
            answer = page.goto(told + address)
            problems = axe_violations(page) if width > 320 else []
            if sideways_scroll(page):
                problems.append("scrolls sideways")
            if answer.status != 200:
                problems.append(f"answers {answer.status}")
            if problems:
                found[email, address] = problems
        page.context.close()

    assert found == {}
