"""Signing in, setting up a second factor and coming in by invitation, as a person does it in a browser."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from lis.people.invitations import invite
from lis.people.models import Membership, Organisation, Role, User
from tests.axe import axe_violations, sideways_scroll

from .factories import PASSWORD, make_administrator, make_person


@pytest.fixture(params=[1280, 320], ids=["desk", "phone"])
def reader(request, browser: Browser, site: str):
    """A page of somebody new, at a desk and on a small phone, on which axe may run."""
    cache.clear()
    context = browser.new_context(
        bypass_csp=True, base_url=site, viewport={"width": request.param, "height": 900}, locale="en-GB"
    )
    yield context.new_page()
    context.close()


def look(page: Page) -> None:
    """The page is there for everybody: no rule of axe broken, nothing to scroll sideways, one heading."""
    assert axe_violations(page) == []
    assert not sideways_scroll(page)
    assert page.locator("h1").count() == 1


def test_signing_in_with_a_second_factor(reader: Page, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    # A code may be made in one half minute and arrive in the next.
    settings.MFA_TOTP_TOLERANCE = 1
    make_person("lead@body.example", (Role.LEAD, "LAN-LEP"), name="Oswin Farraday")

    reader.goto("/account/")
    look(reader)
    reader.get_by_label("E-mail address").fill("lead@body.example")
    reader.get_by_label("Password", exact=True).fill("not it")
    reader.get_by_role("button", name="Sign in").click()
    expect(reader.get_by_role("alert").first).to_contain_text("There is a problem")
    expect(reader.get_by_label("E-mail address")).to_have_value("lead@body.example")
    look(reader)
    reader.get_by_label("Password", exact=True).fill(PASSWORD)
    reader.get_by_role("button", name="Sign in").click()

    expect(reader.locator("h1")).to_have_text("Set up your second factor")
    assert reader.get_by_role("img", name="Picture for the app").bounding_box()["width"] == 240
    look(reader)
    secret = reader.locator("strong", has_text=re.compile(r"^([A-Z2-7]{4} ?){8}$")).inner_text().replace(" ", "")
    reader.get_by_label("Code from the app").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    reader.get_by_role("button", name="Set up").click()

    expect(reader.locator("h1")).to_have_text("Your recovery codes")
    look(reader)
    code = reader.locator("ul.govuk-list li strong").first.inner_text()
    for path in ("", "password/", "second-factor/", "second-factor/recovery-codes/new/", "second-factor/remove/"):
        reader.goto(f"/account/{path}")
        look(reader)
    reader.goto("/account/sign-out/")
    look(reader)
    reader.locator("main").get_by_role("button", name="Sign out").click()

    reader.goto("/account/")
    reader.get_by_label("E-mail address").fill("lead@body.example")
    reader.get_by_label("Password", exact=True).fill(PASSWORD)
    reader.get_by_role("button", name="Sign in").click()
    look(reader)
    reader.get_by_label("Code").fill(code)
    reader.get_by_role("button", name="Sign in", exact=True).click()
    expect(reader.locator("h1")).to_have_text("Your account")


def test_coming_in_by_invitation_and_asking_for_a_new_password(reader: Page, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    user = User(email="new@lancashire.example", name="Perpetua Lyle")
    membership = Membership(organisation=Organisation.objects.get(code="LAN-LEP"), role=Role.DRAFTER)
    invite(user, membership, by=make_administrator())

    link = re.search(r"/account/invitation/\S+", mail.outbox[0].body)[0]
    reader.goto(link)
    look(reader)
    reader.get_by_label("Password", exact=True).fill(PASSWORD)
    reader.get_by_label("Password again").fill("something else")
    reader.get_by_role("button", name="Set the password").click()
    look(reader)
    reader.get_by_label("Password", exact=True).fill(PASSWORD)
    reader.get_by_label("Password again").fill(PASSWORD)
    reader.get_by_role("button", name="Set the password").click()
    expect(reader.get_by_text("Your password is set. Now sign in with it.")).to_be_visible()
    reader.goto(link)
    expect(reader.locator("h1")).to_have_text("This invitation is not valid any more")
    look(reader)

    reader.goto("/account/sign-up/")
    look(reader)
    reader.goto("/account/password/forgotten/")
    look(reader)
    reader.get_by_label("E-mail address").fill("new@lancashire.example")
    reader.get_by_role("button", name="Send the link").click()
    look(reader)
    reader.goto(re.search(r"/account/password/new/\S+", mail.outbox[-1].body)[0])
    look(reader)
    reader.get_by_label("New password", exact=True).fill("a new long phrase")
    reader.get_by_label("New password again").fill("a new long phrase")
    reader.get_by_role("button", name="Set the password").click()
    expect(reader.locator("h1")).to_have_text("Your password is changed")
    look(reader)
