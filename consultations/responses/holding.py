"""Which responses does this browser hold? Those whose secrets are in its cookie; an account is never needed."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lis.engine import clock
from lis.engine.canonical import digest
from lis.engine.models import SecretLink

from ..rounds.models import Round
from .models import Response, UnfinishedResponse

PURPOSE = "response"
COOKIE = "response"
BETWEEN = "."
MOST = 10
# On this device somebody may go on for so long after they last came by.
REMEMBERED = dt.timedelta(days=7)
LONGEST = dt.timedelta(days=400)


@dataclass
class Held:
    """One response that the browser holds: still being written while there is ``unfinished``, else sent or over."""

    link: SecretLink
    secret: str
    unfinished: UnfinishedResponse | None

    @property
    def key(self) -> str:
        """What its forms carry: it names this response and opens nothing."""
        return key_of(self.secret)

    @property
    def typed(self) -> dict[str, Any]:
        """What is kept of it: ``answers`` by key, ``about`` by field, and the last page ``reached``."""
        kept = json.loads(self.unfinished.answers) if self.unfinished else {}
        return {"answers": {}, "about": {}, "reached": 0, **kept}

    @property
    def sent(self) -> Response | None:
        """What it became; asked of the database each time."""
        made = Response.objects.with_record().select_related("version")
        return made.filter(record__events__number=1, record__events__by_link=self.link).first()


def key_of(secret: str) -> str:
    return digest(f"form of {secret}")[:32]


def held_by(request: HttpRequest, round_: Round, at: dt.datetime) -> list[Held]:
    """The responses to ``round_`` that the browser holds, the newest last."""
    secrets = [one for one in request.COOKIES.get(COOKIE, "").split(BETWEEN)[-MOST:] if one]
    if not secrets:
        return []
    by_digest = {digest(secret): secret for secret in secrets}
    links = SecretLink.objects.filter(digest__in=by_digest, purpose=PURPOSE, record_id=round_.pk, until__gt=at)
    found = {link.digest: link for link in links.select_related("unfinished_response")}
    return [
        Held(found[hashed], secret, getattr(found[hashed], "unfinished_response", None))
        for hashed, secret in by_digest.items()
        if hashed in found
    ]


def begin(round_: Round, at: dt.datetime) -> Held:
    """A new response to ``round_``, begun at that moment, with nothing in it yet."""
    with transaction.atomic():
        link, secret = SecretLink.make(PURPOSE, until=at + LONGEST, record=round_.record)
        unfinished = UnfinishedResponse.objects.create(link=link, round=round_, began_at=at)
    return Held(link, secret, unfinished)


def save(held: Held, part: str, words: dict[str, Any], reached: int) -> bool:
    """Keep ``words`` in one part of what was typed; False when it has been sent meanwhile."""
    with transaction.atomic():
        row = UnfinishedResponse.objects.select_for_update().filter(link=held.link).first()
        if row is None:
            return False
        held.unfinished = row
        typed = held.typed
        # Only what stood on this page: another may have been saved in another tab.
        typed[part] = {name: value for name, value in {**typed[part], **words}.items() if value}
        typed["reached"] = max(typed["reached"], reached)
        row.answers, row.updated_at = json.dumps(typed, ensure_ascii=False, sort_keys=True), clock.now()
        row.save(update_fields=["answers", "updated_at"])
    return True


def forget(held: Held) -> None:
    """Delete what was typed and not sent; a response that was sent stays."""
    UnfinishedResponse.objects.filter(link=held.link).delete()


def remember(response: HttpResponse, round_: Round, held: list[Held]) -> None:
    """Leave the secrets of ``held`` in the browser, for this consultation's pages alone."""
    options = {"path": reverse("respond_begin", args=[round_.ref]), "samesite": "Lax"}
    if not held:
        response.delete_cookie(COOKIE, **options)
        return
    response.set_cookie(
        COOKIE,
        BETWEEN.join(one.secret for one in held[-MOST:]),
        max_age=REMEMBERED,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        **options,
    )
