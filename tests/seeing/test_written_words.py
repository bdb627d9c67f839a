"""Words that people write are shown as words: no tag, no script, no link that runs, no formula, wherever they stand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.cache import cache

from lis.engine import clock
from lis.people.models import User
from lis.strategies.models import Workstream

from . import stage as stages
from .conftest import keeping_files_in
from .looking import body_of, text_of
from .stage import Stage
from .test_every_address import lines

EVIL = (
    '=HYPERLINK("http://evil.example")<script>alert(1)</script> <img src=x onerror=alert(1)> '
    '[press](javascript:alert(1)) [here](data:text/html,x) "><svg/onload=alert(1)> {{ 7|add:7 }}'
)
NAME = "<script>alert(1)</script> <img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """Reads a page as a browser does and keeps what would run: inline scripts, handlers, links that are programs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.runs: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        runs = any(name.startswith("on") for name in given) or (tag == "script" and "src" not in given)
        leads = (given.get(name) or "" for name in ("href", "src", "action", "formaction"))
        if runs or any(place.strip().lower().startswith(("javascript:", "data:", "vbscript:")) for place in leads):
            self.runs.append(self.get_starttag_text() or tag)


@pytest.fixture
def evil(db, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """The stage, set anew, on which everybody writes the worst that can be written, in every text and their names."""
    monkeypatch.setattr(stages, "beastly", lambda beast: EVIL)
    settings.STORAGES = keeping_files_in(tmp_path)
    settings.API_CALLS_A_MINUTE = (100_000, 100_000)
    cache.clear()
    stages.set_stage()
    User.objects.update(name=NAME)
    Workstream.objects.update(name=NAME)
    with clock.at(stages.NOON):
        yield stages.find_stage()


@pytest.mark.parametrize("part", ["lead", "reviewer", "administrator"])
def test_no_page_runs_what_was_written(evil: Stage, part: str) -> None:
    client = evil.client(part)
    shown = 0

    for method, address, _ in lines():
        if method != "GET" or address.startswith("/account/sign-out"):
            continue
        response = client.get(address.format(**evil.places))
        text = text_of(response)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            shown += "alert(1)" in text
            assert Page(text).runs == [], address

    assert shown > 5


def test_no_cell_of_a_file_is_a_formula(evil: Stage) -> None:
    content = body_of(evil.client("lead").get("/asks/export/csv/")).decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]

    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_a_role_that_ended_and_a_person_who_left_see_nothing_from_their_next_request_on(stage: Stage) -> None:
    reviewer, partner = stage.client("reviewer"), stage.client("partner")
    assert reviewer.get("/asks/LAN-01.1/").status_code == partner.get("/asks/LAN-01.1/").status_code == 200

    role = stage.people["reviewer"].memberships.get()
    role.until_on = "2026-11-23"
    role.save(update_fields=["until_on"])
    User.objects.filter(pk=stage.people["partner"].pk).update(is_active=False)

    assert reviewer.get("/asks/LAN-01.1/").status_code == 404
    left = partner.get("/asks/LAN-01.1/")
    assert (left.status_code, left.headers["Location"]) == (302, "/account/sign-in/?next=/asks/LAN-01.1/")
