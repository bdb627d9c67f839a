"""What the addresses of pages name that no two databases have in common, and how somebody comes to them signed in."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from consultations.responses.models import Response
from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import SecretLink
from lis.exports.models import Download
from lis.frameworks.models import Framework, Programme, Vocabulary
from lis.jobs.models import Job
from lis.notices.models import Notice, SentMail
from lis.people.invitations import PURPOSE
from lis.people.models import Area, Membership, Organisation, User
from lis.strategies.models import Strategy, Workstream
from lis.tokens.models import ApiToken
from propositions.intake.forms import Reading
from propositions.intake.models import SourceDocument
from propositions.intake.reading.upload import read_upload
from propositions.intake.receiving import import_rows, receive, save_preview
from propositions.intake.working import begin

# Of the people of the demonstration, the one who signs in with a second factor.
CAREFUL = "negotiator@lancashire.example"


TABLE = """Proposition,What,Why,How,Ask
Night trains,Two trains in the night to the coast.,Nurses cannot get home.,The operator and the county share the cost.,\
Will Government let them run? Will it lend an official for the talks?
Dry docks,Open the two old docks again.,Ships wait for repairs.,With the owner of the port.,Advise us on the order
"""
OTHER_TABLE = "Proposition,What,Why,How,Ask\nFish,A market hall.,The boats land elsewhere.,With the town.,Advise us\n"
PROSE = "What we heard\n\nThe port needs a deeper quay before the summer of next year.\n\n• We will plant trees soon\n"


def furnish() -> dict[str, Any]:
    """Adds to the demonstration what only its use brings about, and answers what the addresses of pages may name."""
    return bring_papers_in() | add_the_rest()


def bring_papers_in() -> dict[str, str]:
    """Three papers of Lancashire's: one whose import is begun, one that is imported, one without a table."""
    drafter = Actor.of(User.objects.get(email="drafter@lancashire.example"))
    strategy = Strategy.objects.with_place().get(record__ref="LAN-LIS")
    found = {}
    for name, text in (("begun", TABLE), ("imported", OTHER_TABLE), ("prose", PROSE)):
        paper = read_upload(f"{name}.txt" if name == "prose" else f"{name}.csv", text.encode(), at=clock.now())
        source = receive(Reading(paper, text.encode()), strategy, by=drafter)
        if paper.tables:
            source = save_preview(source, begin(source, paper, 0), drafter)
        found[name] = source.ref
    ready = SourceDocument.objects.with_record().get(record__ref=found["imported"])
    import_rows(ready, by=drafter, expected=ready.revision, seen=None)
    return found


def add_the_rest() -> dict[str, Any]:
    """A second factor, an invitation, a mail, a token, a download; and one row of each kind in the office."""
    lead, careful = (User.objects.get(email=email) for email in ("lead@lancashire.example", CAREFUL))
    TOTP.activate(careful, generate_totp_secret())
    RecoveryCodes.activate(careful)
    guest = User.objects.create(email="new@lancashire.example", name="Perpetua Lyle", is_active=False)
    week = dt.timedelta(days=7)
    _, invitation = SecretLink.make(PURPOSE, until=clock.now() + week, data={"user": guest.pk}, by=lead)
    notice = Notice.objects.order_by("pk").first()
    mail = SentMail.objects.create(
        to=lead.email, subject=notice.subject, body=notice.body, message_id="<the-first@concordat.example>"
    )
    token, _ = ApiToken.make(lead, name="Spreadsheet of the board", days=30)
    link = {"uidb36": user_pk_to_url_str(lead), "key": default_token_generator.make_token(lead)}
    return {
        "careful": CAREFUL,
        "new_password": reverse("account_reset_password_from_key", kwargs=link),
        "over_password": reverse("account_reset_password_from_key", kwargs={**link, "key": "over-already"}),
        "invitation": reverse("invitation", args=[invitation]),
        "mail": mail.uid,
        "token": token.pk,
        "download": Download.objects.create(person=lead, what="asks", format="csv", rows=20).pk,
        "notice": notice.pk,
        "job": Job.objects.order_by("pk").first().pk,
        "user": lead.pk,
        "membership": Membership.objects.get(user=lead).pk,
        "organisation": Organisation.objects.by_code("BEIS").pk,
        "area": Area.objects.get(code="LAN").pk,
        "workstream": Workstream.objects.order_by("pk").first().pk,
        "framework": Framework.objects.get(code="lis-2018").pk,
        "vocabulary": Vocabulary.objects.order_by("pk").first().pk,
        "programme": Programme.objects.order_by("pk").first().pk,
        "response": Response.objects.with_record().order_by("pk").first().ref,
    }


def client_of(email: str) -> Client:
    """A browser without a window in which that person has just signed in; nobody for ""."""
    client = Client()
    if email:
        user = User.objects.get(email=email)
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        # Else the pages about the second factor ask for the password once more.
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, user, method="password", reauthenticated=True)
        request.session.save()
    return client


def context_of(email: str, browser: Browser, site: str, **options: Any) -> BrowserContext:
    """A window of that person, signed in at `site`."""
    context = browser.new_context(base_url=site, locale="en-GB", timezone_id="Europe/London", **options)
    cookie = client_of(email).cookies.get(settings.SESSION_COOKIE_NAME)
    if cookie is not None:
        host = urlsplit(site).hostname
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": host, "path": "/"}])
    return context
