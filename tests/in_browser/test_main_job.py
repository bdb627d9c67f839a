"""The main job in a browser, from the board's paper to the answer read, as its people do it; with scripts and without.

Everything is found as people find it: by what is written on links, buttons and fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from lis.engine import clock
from lis.people.demonstration import PASSWORD, create_demonstration_people
from propositions.demonstration.story import Storyteller, reopen_departments
from tests.factories.jobs import do_all_work

TABLE = """Proposition,What,Why,How,Ask
Night trains,Run two trains in the night between Preston and Blackpool.,\
Nurses and cleaners cannot get home after a late shift.,The operator and the county share the cost for two years.,\
Will Government let the operator run trains after midnight?
"""
SignIn = Callable[[str], Page]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def sign_in(request, browser: Browser, site: str, settings) -> Iterator[SignIn]:
    """Opens a window of its own for a person of the demonstration, and signs them in there."""
    cache.clear()
    settings.EMAIL_BACKEND = "lis.notices.backend.RecordingBackend"
    reopen_departments()
    create_demonstration_people()
    Storyteller(clock.today()).strategy("LAN-LEP", 10)
    windows = []

    def opened(email: str) -> Page:
        do_all_work()
        context = browser.new_context(base_url=site, locale="en-GB", java_script_enabled=request.param)
        windows.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto("/account/sign-in/")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        return page

    yield opened
    for window in windows:
        window.close()


def press(page: Page, name: str) -> None:
    """Press that button in the main part, whether it sends a form or leads to one."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def says(page: Page, words: str) -> None:
    expect(page.get_by_role("main").get_by_text(words).first).to_be_visible()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_from_the_boards_paper_to_the_answer_read(sign_in: SignIn) -> None:
    drafter = sign_in("drafter@lancashire.example")
    import_the_paper(drafter)
    lead = sign_in("lead@lancashire.example")
    submit(lead)

    coordinator = sign_in("coordinator@clgu.example")
    heading(coordinator, "My turn")
    follow(coordinator, "Will Government let the operator run trains after midnight?")
    says(coordinator, "It is with Cities and Local Growth Unit")
    press(coordinator, "Pass to another department")
    coordinator.get_by_label("Department for Business, Energy and Industrial Strategy").check()
    coordinator.get_by_label("Why?").fill("The operator’s licence is a question of competition.")
    press(coordinator, "Pass to another department")
    says(coordinator, "LAN-01.1: you passed it on.")

    reviewer = sign_in("reviewer@beis.example")
    follow(reviewer, "Will Government let the operator run trains after midnight?")
    says(reviewer, "The operator’s licence is a question of competition.")
    press(reviewer, "This is ours")
    press(reviewer, "This is ours")
    press(reviewer, "Ask the area a question")
    reviewer.get_by_label("Your question").fill("On which nights would the trains run?")
    press(reviewer, "Ask the area a question")
    says(reviewer, "It is with Lancashire Enterprise Partnership to answer the question from BEIS")

    drafter.goto("/")
    follow(drafter, "LAN-01.1")
    expect(drafter.get_by_text("The operator’s licence")).to_have_count(0)
    press(drafter, "Answer the question")
    says(drafter, "On which nights would the trains run?")
    drafter.get_by_label("Your answer").fill("From Thursday to Sunday.")
    press(drafter, "Answer the question")

    reviewer.reload()
    says(reviewer, "From Thursday to Sunday.")
    press(reviewer, "Draft our position")
    reviewer.get_by_label("Support", exact=True).check()
    reviewer.get_by_label("What we say to the area").fill("The operator may run them from next summer on.")
    press(reviewer, "Draft our position")
    says(reviewer, "Position drafted")
    expect(reviewer.get_by_role("button", name="Clear the position")).to_have_count(0)
    drafter.reload()
    expect(drafter.get_by_text("The operator may run them")).to_have_count(0)

    clear_and_issue(sign_in("clearer@beis.example"))
    read_the_answer(sign_in("lead@lancashire.example"))


def import_the_paper(page: Page) -> None:
    """The drafter brings in a table with one row, chooses what the machine would not, and makes drafts of it."""
    heading(page, "Today")
    follow(page, "Import a board paper")
    table = {"name": "Board paper.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.get_by_label("The paper", exact=True).set_input_files(table)
    press(page, "Read the paper")
    says(page, "1 proposition and 1 ask would be made. Nothing is made yet.")
    expect(page.get_by_label("Title")).to_have_value("Night trains")
    ask = page.get_by_role("group", name="Row 1, ask 1")
    ask.get_by_label("Type").select_option("Regulatory change or assurance")
    ask.get_by_label("Departments").fill("")
    press(page, "Import 1 proposition")
    says(page, "They are drafts: nothing has gone to Government.")
    follow(page, "LAN-01.1")
    expect(page.get_by_label("Ask", exact=True)).to_have_value(
        "Will Government let the operator run trains after midnight?"
    )


def submit(page: Page) -> None:
    """The lead, who did not write it, finds it ready and submits it with the board's agreement."""
    heading(page, "Today")
    follow(page, "LAN-01: mark as ready")
    press(page, "Mark as ready")
    says(page, "LAN-01: You found it ready.")
    press(page, "Submit to Government")
    press(page, "Submit to Government")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    says(page, "Name the meeting that agreed it.")
    today = clock.today()
    page.get_by_label("Which meeting agreed it?").fill("Board of Directors")
    for part in ("day", "month", "year"):
        page.get_by_label(part.capitalize(), exact=True).fill(str(getattr(today, part)))
    press(page, "Submit to Government")
    says(page, "LAN-01: You submitted it to Government.")


def clear_and_issue(page: Page) -> None:
    """Another person than the author clears; before the answer goes out its exact words are shown."""
    follow(page, "Will Government let the operator run trains after midnight?")
    press(page, "Clear the position")
    says(page, "The operator may run them from next summer on.")
    press(page, "Clear the position")
    press(page, "Issue the answer")
    exact = page.get_by_role("region", name="The exact words")
    expect(exact).to_contain_text("The operator may run them from next summer on.")
    press(page, "Issue the answer")
    says(page, "Department for Business, Energy and Industrial Strategy: Support")


def read_the_answer(page: Page) -> None:
    """The lead is told by mail, reads the answer and marks it as read; then nobody need act."""
    page.goto("/mail-sent/")
    mail = page.get_by_role("row").filter(has_text="LAN-01.1: it is your turn")
    expect(mail.filter(has_text="coordinator@clgu.example")).to_have_count(1)
    expect(mail.filter(has_text="reviewer@beis.example").first).to_be_visible()
    mail.filter(has_text="lead@lancashire.example").first.get_by_role("link").click()
    says(page, "Will Government let the operator run trains after midnight?")

    page.goto("/")
    follow(page, "LAN-01.1")
    answer = page.get_by_role("article").filter(has_text="On version 1, issued on")
    expect(answer).to_contain_text("The operator may run them from next summer on.")
    press(page, "Mark as read")
    press(page, "Mark as read")
    says(page, "Answered. Nobody need act now.")
    says(page, "The area has read it.")
