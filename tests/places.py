"""What the addresses of pages name that no two databases have in common, and how somebody comes to them signed in."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from lis.engine import clock
from lis.engine.models import SecretLink
from lis.exports.models import Download
from lis.frameworks.models import Framework, Programme, Vocabulary
from lis.jobs.models import Job
from lis.notices.models import Notice, SentMail
from lis.people.invitations import PURPOSE
from lis.people.models import Area, Membership, Organisation, User
from lis.strategies.models import Workstream
from lis.tokens.models import ApiToken

# Of the people of the demonstration, the one who signs in with a second factor.
CAREFUL = "negotiator@lancashire.example"


def furnish() -> dict[str, Any]:
    """Adds to the demonstration what only its use brings about, and answers what the addresses of pages may name."""
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
    }


def client_of(email: str) -> Client:
    """A browser without a window in which that person has just signed in; nobody for ""."""
    client = Client()
    if email:
        client.force_login(User.objects.get(email=email), "allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        # Else the pages about the second factor ask for the password once more.
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time(), "email": email}]
        session.save()
    return client


def context_of(email: str, browser: Browser, site: str, **options: Any) -> BrowserContext:
    """A window of that person, signed in at `site`."""
    context = browser.new_context(base_url=site, locale="en-GB", timezone_id="Europe/London", **options)
    cookie = client_of(email).cookies.get(settings.SESSION_COOKIE_NAME)
    if cookie is not None:
        host = urlsplit(site).hostname
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": host, "path": "/"}])
    return context
