"""A page by keyboard alone: where the focus is, how something is reached, and going on from there."""

from __future__ import annotations

from playwright.sync_api import Page

FOCUSED = r"""() => {
    const found = document.activeElement, style = getComputedStyle(found), box = found.getBoundingClientRect();
    const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
    return {
        name: (found.getAttribute('aria-label') || found.labels?.[0]?.innerText || found.innerText || '')
            .replace(/\s+/g, ' ').trim(),
        drawn,
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
        place: found.compareDocumentPosition(window.before || found) & Node.DOCUMENT_POSITION_FOLLOWING,
        before: void (window.before = found),
    };
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until that link, button or field has the focus; every stop on the way shows where it is."""
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        assert stop["drawn"], f"“{stop['name']}” does not show that it has the focus"
        assert stop["seen"], f"“{stop['name']}” has the focus out of sight"
        assert not stop["place"], f"“{stop['name']}” comes before what had the focus"
        if stop["name"] == name:
            return
    raise AssertionError(f"“{name}” is not reached by the keyboard.")


def go_on(page: Page) -> None:
    """Press Enter on what has the focus, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
