"""What somebody meets whose form was refused, with scripts and without: the summary, each line a way to its field."""

import re

import pytest
from playwright.sync_api import Browser, expect


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_refused_form_takes_the_focus_to_its_summary_and_leads_to_the_fields(
    site: str, browser: Browser, scripts: bool
):
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{site}/account/sign-in/")

    page.get_by_label("E-mail address").fill("nobody")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(page).to_have_title(re.compile("^Error: Sign in"))
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("heading")).to_have_text("There is a problem")
    expect(page.get_by_label("E-mail address")).to_have_value("nobody")
    expect(page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    summary.get_by_role("link", name="Fill in “Password”.").click()
    expect(page.get_by_label("Password")).to_be_focused()
    context.close()
