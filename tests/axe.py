"""Looks at a page in the browser for what would shut somebody out: axe's rules and sideways scrolling."""

from __future__ import annotations

from functools import lru_cache

from playwright.sync_api import Page

from launch.places import data_dir

AXE = data_dir() / "npm" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@lru_cache
def _source() -> str:
    if not AXE.exists():
        raise RuntimeError("axe-core is not installed. Run ./run once, and repeat the test.")
    return AXE.read_text(encoding="utf-8")


def axe_violations(page: Page) -> list[str]:
    """What WCAG 2.2 AA finds wrong on ``page``, a line for each element; [] is good.

    The page's context must be made with ``bypass_csp=True``, since the service's own policy allows no such script.
    """
    page.evaluate(_source())
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG)
    return [
        f"{violation['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def sideways_scroll(page: Page) -> bool:
    """Whether the page as a whole is wider than the window, so that reading needs two directions."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
