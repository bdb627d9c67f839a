"""How one page is come to: its address opened, its form filled in and sent."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.pages import Sight


def go(page: Page, sight: Sight, places: dict[str, Any]) -> int:
    """Bring the window to that page; answers the status that it came with."""
    answer = page.goto(sight.address.format(**places))
    if not sight.press:
        return answer.status
    for name, value in sight.fill:
        fields = page.locator(f"main [name='{name}'], #content [name='{name}']")
        for field in fields.all():
            if value == "on":
                field.check()
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value.format(**places))
    button = page.locator("main, #content").get_by_role("button", name=sight.press, exact=True).first
    with page.expect_navigation() as moved:
        button.click()
    return moved.value.status
