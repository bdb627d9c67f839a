"""The office's pages as people see them: at a desk and on a small phone, with scripts and without."""

import pytest
from django.conf import settings as project
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.axe import axe_violations, sideways_scroll
from tests.factories.asks import ask, proposition, take
from tests.factories.people import actor, body, person

PROPOSITIONS, ASKS = "/admin/propositions/proposition/", "/admin/propositions/ask/"


def signed_in(browser: Browser, site: str, user, **options):
    """A browser in which ``user`` is signed in."""
    client = Client()
    client.force_login(user)
    context = browser.new_context(base_url=site, locale="en-GB", **options)
    name = project.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return context


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_can_be_used_by_everybody(browser: Browser, site: str, width: int):
    user = person("lead", "drafter", of=body(), name="Oswin Farraday")
    parent = proposition(title="A hub for careers in every one of the county’s fourteen districts")
    request = ask(parent)
    ready = take("ready", proposition(title="Hydrogen"), actor("drafter", of=body()))
    pages = [
        PROPOSITIONS, f"{PROPOSITIONS}?status=ready", f"{PROPOSITIONS}?q=nothing", f"{PROPOSITIONS}add/", f"{ASKS}add/",
        f"{PROPOSITIONS}{parent.ref}/change/", f"{ASKS}{request.ref}/change/", f"{PROPOSITIONS}{ready.ref}/change/",
        f"{PROPOSITIONS}{ready.ref}/history/", f"{PROPOSITIONS}{ready.ref}/delete/",
        f"{PROPOSITIONS}{ready.ref}/steps/submit/", f"{PROPOSITIONS}{parent.ref}/steps/submit/",
    ]  # fmt: skip
    context = signed_in(browser, site, user, bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()

    found = {}
    for address in pages:
        assert page.goto(address).status == (403 if "/delete/" in address else 200)
        found[address] = look(page)
    page.goto(PROPOSITIONS)
    for box in page.locator("tbody input[type=checkbox]").all():
        box.check()
    page.locator("select[name=action]").select_option("step_submit")
    page.locator("button[name=index]").click()
    found["many"] = look(page)
    page.get_by_role("button", name="Submit to Government: 1").click()
    found["many, refused"] = look(page)
    expect(page.get_by_role("alert").first).to_contain_text("There is a problem")
    context.close()

    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def look(page: Page) -> list[str]:
    """What shuts somebody out of this page."""
    wrong = axe_violations(page)
    if sideways_scroll(page):
        wrong.append("scrolls sideways")
    if page.locator("h1").count() != 1:
        wrong.append(f"has {page.locator('h1').count()} headings of the first level")
    return wrong


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_writing_and_marking_as_ready(browser: Browser, site: str, scripts: bool):
    user = person("drafter", of=body(), name="Oswin Farraday")
    mine = proposition(title="Careers Hub")
    context = signed_in(browser, site, user, java_script_enabled=scripts)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    page.goto(PROPOSITIONS)
    page.get_by_role("link", name=mine.ref, exact=True).click()
    page.get_by_label("Why", exact=True).fill("Welders are short.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: Why.")).to_be_visible()
    expect(page.get_by_text("You wrote the last change to LAN-01 yourself.")).to_be_visible()
    take("ready", mine, actor("drafter", of=body()))
    page.reload()
    page.get_by_role("button", name="Take back to drafting").click()
    expect(page.locator("h1")).to_contain_text("Take back to drafting")
    page.get_by_label("Note").fill("Figures are missing.")
    page.get_by_role("button", name="Take back to drafting").click()
    expect(page.get_by_text("LAN-01: You took it back to drafting.")).to_be_visible()
    page.get_by_role("link", name="History of LAN-01").click()
    expect(page.get_by_text("Figures are missing.")).to_be_visible()
    context.close()

    assert complaints == []
