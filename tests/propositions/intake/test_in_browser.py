"""The import as officers see it: with scripts and without, at a desk and on a phone, open to everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories.asks import proposition, strategy
from tests.factories.people import body, person
from tests.lis.doors.admin.test_in_browser import look, signed_in
from tests.propositions.intake.papers import as_csv

HOME = "/admin/propositions/sourcedocument/"
ROWS = [
    ["Ref", "Proposition", "What", "Why", "How", "Ask"],
    ["H4", "Tram", "A tram", "Slow journeys", "With the operator", "Fund a pilot tram\nand advise us on DCLG’s rules"],
    ["H4", "", "A port", "Trade", "With the owner", "Advise us on the order; recognise the quay. Fund it too"],
]
PROSE = "What we heard\n\nThe port needs a deeper quay before the summer of next year.\n\n• We will plant trees soon\n"


def choose(page: Page, content: bytes, name: str = "Board paper.csv") -> None:
    page.goto(f"{HOME}import/")
    page.get_by_label("The paper").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    page.get_by_role("button", name="Read the paper").click()


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_the_import_can_be_used_by_everybody(browser: Browser, site: str, width: int):
    user = person("drafter", of=body(), name="Oswin Farraday")
    strategy().workstreams.create(number=1, name="Places")
    proposition(title="Tram")
    context = signed_in(browser, site, user, bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    found = {}

    page.goto(f"{HOME}import/")
    found["upload"] = look(page)
    page.get_by_role("button", name="Read the paper").click()
    found["upload refused"] = look(page)
    choose(page, as_csv(ROWS))
    found["rows"] = look(page)
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    page.locator("[name=ask-1-1-departments]").fill("XYZ")
    page.get_by_role("button", name="Save").first.click()
    found["rows refused"] = look(page)
    page.locator("[name=ask-1-1-departments]").fill("DfT")
    page.get_by_role("button", name="Import").first.click()
    expect(page.get_by_role("alert").first).to_contain_text("has no title")
    found["rows to be mended"] = look(page)
    page.locator("[name=row-2-title]").fill("Port")
    page.get_by_role("button", name="Import").first.click()
    expect(page.locator("h1")).to_contain_text("What was imported")
    found["made"] = look(page)
    choose(page, PROSE.encode(), "prose.txt")
    found["no table"] = look(page)
    page.get_by_role("button", name="Tick what you want to use").click()
    found["blocks"] = look(page)
    page.locator("[name=block]").nth(1).check()
    page.get_by_role("button", name="Say what each becomes").click()
    found["use"] = look(page)
    page.get_by_role("button", name="Make these").click()
    found["use refused"] = look(page)
    for address in ("", "?q=quay", "LAN-S01/change/", "LAN-S01/history/", "LAN-S02/steps/set-aside/"):
        page.goto(f"{HOME}{address}")
        found[address or "list"] = look(page)
    context.close()

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_paper_is_corrected_and_imported(browser: Browser, site: str, scripts: bool):
    user = person("drafter", of=body(), name="Oswin Farraday")
    strategy()
    context = signed_in(browser, site, user, java_script_enabled=scripts)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    choose(page, as_csv(ROWS))
    expect(page.get_by_text("2 propositions and 3 asks would be made.")).to_be_visible()
    page.get_by_role("button", name="Merge with the ask above").click()
    expect(page.get_by_label("Ask 1").first).to_have_value("Fund a pilot tram and advise us on DCLG’s rules")
    page.locator("[name=ask-2-1-text]").fill("Advise us on the order\nRecognise the quay")
    page.get_by_role("button", name="Split at its lines").nth(1).click()
    page.get_by_label("Title").nth(1).fill("Port")
    page.get_by_text("Fill many asks at once").click()
    page.locator("[name=fill-money]").select_option("existing")
    for box in page.get_by_label("Fill with the others").all():
        box.check()
    page.get_by_role("button", name="Fill the ticked asks").click()
    expect(page.locator("[name=ask-2-2-money]")).to_have_value("existing")
    page.get_by_role("button", name="Import 2 propositions").first.click()

    expect(page.get_by_text("2 propositions and 3 asks. They are drafts")).to_be_visible()
    page.get_by_role("link", name="LAN-02", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Port")
    choose(page, as_csv(ROWS))
    expect(page.get_by_text("as LAN-01, LAN-02. Nothing was changed.")).to_be_visible()
    context.close()
    assert complaints == []
