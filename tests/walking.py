"""What is one page to look at, and how is it come to: its address opened, its form filled in and sent?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page


@dataclass(frozen=True)
class Sight:
    """One page: its address, what is filled in and pressed there first, and the status it is answered with.

    `press` names a button, or one after another: "Go > Submit".

    `address` and `fill` may name what `tests.places` finds: "/mail-sent/{mail}/". `fill` holds values by the names of
    the fields; a box to tick has the value "on", and all boxes of that name are ticked.
    """

    address: str
    press: str = ""
    fill: tuple[tuple[str, str], ...] = ()
    status: int = 200
    called: str = ""

    @property
    def name(self) -> str:
        """What a picture of it is called."""
        words = self.called or self.address + (f"-{self.press}" if self.press else "")
        return re.sub(r"[^A-Za-z0-9.]+", "-", words).strip("-").lower() or "start"


def sights(text: str) -> list[Sight]:
    """One page for each line that holds an address, with the status behind it where that is not 200."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        address, _, status = line.partition(" ")
        found.append(Sight(address, status=int(status or 200)))
    return found


def refused(address: str, press: str, *, called: str = "", status: int = 400, **fill: str) -> Sight:
    """The form at `address` after it was sent with too little in it."""
    return Sight(address, press, tuple(fill.items()), status, called)


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
    for name in sight.press.split(" > "):
        button = page.locator("main, #content").get_by_role("button", name=name, exact=True).first
        with page.expect_navigation() as moved:
            button.click()
        answer = moved.value
    return answer.status
