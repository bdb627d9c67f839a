"""What does every page look like to each person? Pictures at a desk's and a phone's width, and a sheet of them all.

    python -m tests.screenshots FOLDER [PERSON ...]

It serves a demonstration of its own, so the pictures are alike whatever was done in the one that runs.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.cache import cache  # noqa: E402 - what follows needs the settings
from django.test import override_settings  # noqa: E402
from django.utils.html import format_html, format_html_join  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from launch import postgres  # noqa: E402
from tests import databases  # noqa: E402
from tests.browser import FLAGS, MISSING, find_chromium  # noqa: E402
from tests.pages import PEOPLE  # noqa: E402
from tests.places import context_of, furnish  # noqa: E402
from tests.serving import served  # noqa: E402
from tests.walking import Sight, go  # noqa: E402

WIDTHS = {1280: 900, 360: 740}
# A page without an end would make a picture that no viewer opens.
TALLEST = 6000
SHEET = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Every page as each person</title>
<style>body {{ font: 16px sans-serif; margin: 2rem }} ul {{ display: flex; flex-wrap: wrap; gap: 1rem; padding: 0;
list-style: none }} img {{ border: 1px solid #777; display: block; height: 220px; max-width: 330px; object-fit: cover;
object-position: top }}</style></head>
<body><h1>Every page as each person</h1>{}</body></html>
"""


def take_pictures(folder: Path, chosen: list[str]) -> None:
    with contextlib.ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            stack.enter_context(postgres.cluster().shared())
        stack.enter_context(databases.clone_of(databases.told_template()))
        places = furnish()
        stack.enter_context(override_settings(ROOT_URLCONF="tests.addresses"))
        site = stack.enter_context(served())
        with browser() as window:
            for person in chosen:
                began = time.monotonic()
                email, pages = PEOPLE[person]
                cache.clear()
                (folder / person).mkdir(parents=True, exist_ok=True)
                picture_as(email, pages, places, window, site, folder / person)
                print(f"{person:<32}{len(pages):4} pages{time.monotonic() - began:7.1f} s", flush=True)
    (folder / "index.html").write_text(contact_sheet(folder, chosen), encoding="utf-8")
    print(f"The pictures are in {folder}; index.html there shows them all.")


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        raise SystemExit(MISSING)
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield window
        window.close()


def picture_as(email: str, pages: list[Sight], places: dict, window: Browser, site: str, folder: Path) -> None:
    """Two pictures of each page: what a form said is there on both, since the page is not asked for twice."""
    context = context_of(email, window, site, device_scale_factor=1)
    page = context.new_page()
    for sight in pages:
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            if width == max(WIDTHS):
                go(page, sight, places)
            tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            page.set_viewport_size({"width": width, "height": max(tall, height)})
            page.screenshot(path=folder / f"{sight.name}-{width}.png")
    context.close()


def contact_sheet(folder: Path, chosen: list[str]) -> str:
    """One page with a small picture of each page, a part for each person."""
    parts = []
    for person in chosen:
        names = [f"{person}/{sight.name}-{width}.png" for sight in PEOPLE[person][1] for width in WIDTHS]
        pictures = format_html_join(
            "", '<li><a href="{0}"><img loading="lazy" src="{0}" alt=""> {0}</a></li>', ((name,) for name in names)
        )
        parts.append((person, pictures))
    return format_html(SHEET, format_html_join("", "<h2>{}</h2><ul>{}</ul>", parts))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    take_pictures(Path(sys.argv[1]).resolve(), sys.argv[2:] or list(PEOPLE))
