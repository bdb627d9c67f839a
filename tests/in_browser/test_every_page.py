"""Can everybody use every page, whoever they are and on whatever they read it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.test import Client, override_settings
from lxml import html
from playwright.sync_api import Browser, Page

from tests import databases
from tests.axe import axe_violations, sideways_scroll
from tests.pages import PEOPLE
from tests.places import client_of, context_of, furnish
from tests.walking import Sight, go

# Templates that no page of ours draws, and why.
NOT_ON_A_PAGE = {
    "responses/lost.html": "drawn when a browser has lost its cookie; looked at where the journey is tested",
    "responses/sent.html": "drawn once for whoever has sent a response; looked at with the respondent",
    "responses/sent_already.html": "drawn for words that come after the sending; looked at where the journey is tested",
    "doors/api/console.html": "drawn by a library in its own time; looked at where the API is tested",
    "intake/gone.html": "drawn when two import the same paper at once; looked at where the import is tested",
}
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
def places(told_database: str) -> Iterator[dict[str, Any]]:
    with override_settings(ROOT_URLCONF="tests.addresses"):
        yield furnish()


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
    if not frame["title"] or (frame["title"] == project.SERVICE_NAME and sight.address != "/"):
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


def test_every_template_is_on_one_of_these_pages(told_database: str) -> None:
    cache.clear()
    # In a database of its own: a step that was taken in the browser before could not be taken again.
    with databases.clone_of(databases.told_template()), override_settings(ROOT_URLCONF="tests.addresses"):
        drawn = templates_of_all_pages(furnish())

    templates = project.BASE_DIR / "templates"
    there = {path.relative_to(templates).as_posix() for path in templates.rglob("*.html")}
    assert ", ".join(sorted(there - drawn - set(NOT_ON_A_PAGE))) == ""
    assert sorted(set(NOT_ON_A_PAGE) & drawn) == []


def templates_of_all_pages(places: dict[str, Any]) -> set[str]:
    drawn: set[str] = set()
    for email, pages in PEOPLE.values():
        client = client_of(email)
        for sight in pages:
            drawn |= {template.name for template in visited(client, sight, places).templates if template.name}
    return drawn


def visited(client: Client, sight: Sight, places: dict[str, Any]) -> Any:
    """The answer to that page, or to its form when it is sent as a browser without scripts sends it."""
    address = sight.address.format(**places)
    answer = client.get(address, follow=True)
    fill = {name: value.format(**places) for name, value in sight.fill}
    for name in filter(None, sight.press.split(" > ")):
        answer, fill = pressed(client, answer, name, fill), {}
    return answer


def pressed(client: Client, answer: Any, button: str, fill: dict[str, str]) -> Any:
    """The answer to the form with that button, sent with the fields as they stand but for `fill`."""
    address = "?".join(filter(None, (answer.request["PATH_INFO"], answer.request["QUERY_STRING"])))
    forms = html.fromstring(answer.content.decode()).forms
    form = next(form for form in forms if button in words_of_buttons(form))
    given: dict[str, list[str]] = {}
    for name, value in form.form_values():
        given.setdefault(name, []).append(value)
    for name, value in fill.items():
        boxes = form.xpath(".//input[@type='checkbox'][@name=$name]/@value", name=name)
        given[name] = boxes if value == "on" else [value]
    return client.post(form.get("action") or address, given, follow=True)


def words_of_buttons(form: Any) -> list[str]:
    texts = [button.text_content() for button in form.iter("button")]
    return [" ".join(text.split()) for text in texts + form.xpath(".//input[@type='submit']/@value")]
