"""Whatever somebody types or sends, the answer is a page or a problem in plain words, and never a failure of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from propositions.asks.models import Ask
from tests.lis.doors.api.client import api

from .looking import text_of
from .stage import Stage

# As they stand in an address: NUL, half a surrogate, no UTF-8 at all, SQL, a new line for a header, and so on.
REFERENCES = [
    "%00", "LAN-01.1%00", "%ED%A0%80", "%FF", quote("' OR 1=1 --"), quote("LAN-01.1'; DROP TABLE lis_record; --"),
    quote("🦘"), "x" * 3000, "..%2F..%2Fetc%2Fpasswd", "LAN-01.1%0D%0ASet-Cookie:%20x=1", "9" * 40, "-1",
    quote("\u202elan-01.1"), "%25", "_", quote("{{ 7 }}"), "LAN-01.1%20",
]  # fmt: skip
VALUES = [
    *REFERENCES, "", quote('"'), quote("<script>"), quote("a | & ! ( <-> :* \\"), quote("%s %(x)s"), "NaN", "1e309"
]  # fmt: skip
PLACES = [
    "/asks/{}/", "/asks/{}/steps/withdraw/", "/asks/LAN-01.1/steps/{}/", "/asks/export/{}/", "/sides/{}/steps/take/",
    "/questions/{}/steps/answer/", "/answers/{}/steps/read/", "/{}/LAN-01.1/steps/read/", "/my-turn/{}/",
    "/propositions/{}/", "/propositions/{}/steps/ready/", "/papers/{}/", "/papers/{}/compare/",
    "/papers/{}/steps/share/", "/strategies/{}/", "/files/{}/", "/mail-sent/{}/", "/account/invitation/{}/",
    "/account/password/new/{}-x/", "/account/password/new/a-{}/", "/admin/{}/", "/admin/propositions/{}/",
    "/admin/propositions/ask/{}/", "/admin/propositions/ask/{}/change/", "/admin/propositions/ask/{}/history/",
    "/admin/propositions/ask/{}/delete/", "/admin/propositions/ask/{}/steps/withdraw/",
    "/admin/propositions/ask/LAN-01.1/steps/{}/", "/admin/propositions/sourcedocument/{}/rows/",
    "/admin/propositions/sourcedocument/{}/table/", "/admin/lis/workstream/{}/change/",
    "/admin/lis/workstream/{}/history/", "/api/v1/{}/", "/api/v1/asks/{}/", "/api/v1/asks/{}/steps/",
    "/api/v1/sides/{}/events/", "/api/v1/asks/LAN-01.1/versions/{}/", "/consultations/{}/",
    "/consultations/LAN-R01/steps/{}/", "/evidence/{}/", "/evidence/{}/steps/revise/",
    "/admin/consultations/round/{}/questions/", "/admin/consultations/round/LAN-R02/questions/{}/",
    "/admin/consultations/round/LAN-R02/questions/page/{}/", "/api/v1/rounds/{}/questionnaire/",
    "/consultations/{}/respond/", "/consultations/LAN-R01/respond/{}/", "/consultations/LAN-R01/respond/sent/{}/",
    "/consultations/{}/responses/", "/consultations/LAN-R01/responses/{}/",
    "/consultations/LAN-R01/responses/export/{}/",
]  # fmt: skip
QUESTIONS = {
    "/asks/": ("q", "page", "area", "department", "type", "money", "status", "theme", "waiting_for", "none"),
    "/asks/export/csv/": ("q", "area", "status"),
    "/my-turn/": ("q", "page"),
    "/propositions/": ("q", "page", "status"),
    "/papers/": ("page", "area", "strategy", "status", "kind"),
    "/papers/LAN-P01/compare/": ("from", "to"),
    "/mail-sent/": ("page",),
    "/consultations/": ("page",),
    "/consultations/LAN-R01/responses/": ("q", "page", "publication", "capacity", "channel", "answered", "none"),
    "/consultations/LAN-R01/responses/export/csv/": ("q", "answered"),
    "/evidence/": ("q", "page", "status"),
    "/admin/consultations/round/": ("q", "p", "phase", "status"),
    "/admin/consultations/round/LAN-R02/subjects/add/": ("kind", "q"),
    "/api/v1/rounds/": ("q", "cursor", "phase", "area"),
    "/admin/propositions/ask/": (
        "q", "p", "o", "status", "type", "waiting_for", "_to_field", "e", "all", "record__status",
    ),
    "/admin/propositions/ask/add/": ("proposition", "type", "_popup"),
    "/admin/lis/policypositionpaper/": ("q", "p", "strategy"),
    "/admin/lis/workstream/": ("q", "p", "o", "strategy__record__ref"),
    "/admin/autocomplete/": ("term", "app_label", "model_name", "field_name", "page"),
    "/admin/login/": ("next",),
    "/account/sign-in/": ("next",),
    "/api/v1/asks/": ("q", "cursor", "page_size", "area", "status", "department", "format", "none"),
    "/api/v1/papers/": ("cursor", "area"),
    "/api/v1/asks/LAN-01.1/versions/1/": ("against",),
    "/api/v1/asks/LAN-01.1/events/": ("cursor", "page_size"),
    "/api/v1/schema/": ("format", "version", "lang"),
}  # fmt: skip
SECRETS = ["Traceback", "psycopg2", "django.db", "/venv/"]


def patient(client: Client) -> Client:
    """A browser that shows a failure as its reader would see it."""
    client.raise_request_exception = False
    return client


def failures(client: Client, calls: Iterator[tuple[str, str, dict[str, Any]]]) -> list[str]:
    """Those of the calls that failed, or told how we are made inside; each is undone."""
    found = []
    for method, address, more in calls:
        with transaction.atomic():
            response = client.generic(method, address, **more)
            text = text_of(response)
            transaction.set_rollback(True)
        if response.status_code >= 500 or any(secret in text for secret in SECRETS):
            found.append(f"{response.status_code} {method} {address[:100]} {str(more)[:200]}")
        location = response.headers.get("Location", "/")
        here = urlsplit(urljoin("http://testserver" + address, location.replace("\\", "/")))
        if (here.scheme, here.netloc) != ("http", "testserver") or "Set-Cookie" in response.headers:
            found.append(f"{method} {address[:100]} leads to {location}")
    return found


@pytest.mark.parametrize("part", ["anonymous", "lead", "reviewer", "administrator"])
def test_no_address_fails_at_an_odd_reference(stage: Stage, part: str) -> None:
    calls = (("GET", place.format(odd), {}) for place, odd in product(PLACES, REFERENCES))

    assert failures(patient(stage.client(part)), calls) == []


@pytest.mark.parametrize(("part", "turn"), [("lead", 0), ("reviewer", 1)])
def test_no_list_fails_at_an_odd_question(stage: Stage, part: str, turn: int) -> None:
    """Each tries another third of the pairs: every field meets most values, and every value most fields."""
    fields = [(address, name) for address, names in QUESTIONS.items() for name in names]
    pairs = ((place, odd) for place, odd in product(range(len(fields)), range(len(VALUES))))
    calls = (
        ("GET", "{}?{}={}".format(*fields[place], VALUES[odd]), {}) for place, odd in pairs if (place + odd) % 3 == turn
    )

    assert failures(patient(stage.client(part)), calls) == []


ODD_TEXTS = ["\x00", "a\x00b", "\ud800", "\u202e", "x" * 30_000, "9" * 400, "-1", "[]", "null", "<script>", "🦘"]
STEPS = [
    ("lead", "/asks/LAN-01.1/steps/withdraw/", ("note",)),
    ("drafter", "/propositions/LAN-02/steps/ready/", ("note",)),
    ("lead", "/propositions/LAN-02/steps/submit/", ("meeting", "agreed_on", "agreed_on_day", "agreed_on_year", "note")),
    ("lead", "/papers/LAN-P01/steps/share/", ("departments", "until", "until_day", "until_month", "until_year")),
    ("reviewer", "/sides/LAN-01.1-BEIS/steps/hand-on/", ("to", "note")),
    ("reviewer", "/sides/LAN-01.1-BEIS/steps/ask/", ("question",)),
    ("reviewer", "/sides/LAN-01.2-BEIS/steps/draft-position/", ("stance", "words", "reason", "condition", "programme")),
    ("clearer", "/sides/LAN-01.2-BEIS/steps/send-back/", ("note",)),
    ("lead", "/admin/propositions/ask/LAN-01.1/steps/withdraw/", ("note",)),
    ("lead", "/admin/propositions/ask/add/", ("proposition", "ask", "type", "departments", "money", "tags")),
    ("lead", "/admin/propositions/ask/LAN-02.1/change/", ("ask", "type", "departments", "money", "tags", "_continue")),
    ("lead", "/admin/lis/policypositionpaper/LAN-P02/change/", ("title", "summary")),
    ("lead", "/admin/propositions/ask/", ("action", "_selected_action", "index")),
    ("lead", "/admin/propositions/sourcedocument/add/", ("strategy", "text", "file")),
]


@pytest.mark.parametrize(("part", "address", "names"), STEPS, ids=[address for _, address, _ in STEPS])
def test_no_form_fails_at_odd_input(stage: Stage, part: str, address: str, names: tuple[str, ...]) -> None:
    client = patient(stage.client(part))

    def calls() -> Iterator[tuple[str, str, dict[str, Any]]]:
        for name, odd in product((*names, "expected", "key"), ODD_TEXTS):
            given = {"expected": "1", "key": "k", **dict.fromkeys(names, "1"), name: odd}
            sent = "&".join(f"{key}={quote(text, errors='surrogatepass')}" for key, text in given.items())
            yield "POST", address, {"data": sent, "content_type": "application/x-www-form-urlencoded"}

    assert failures(client, calls()) == []


BODIES = [
    b"", b"[]", b"null", b"{", b"\xff", b"\x00", b'"x"', b"1", b"[" * 5000, b'{"note":' * 3000, b'{"note": NaN}',
    b'{"note": "\\ud800"}', b'{"note": "\\u0000"}', b'{"note": 1}', b'{"note": null}', b'{"note": ["a"]}',
    b'{"note": {"a": 1}}', b'{"note": true}', b'{"note": 1e999}', b'{"note": ' + b"9" * 5000 + b"}",
    b'{"note": "a", "note": "b"}', b'{"status": "agreed"}', b'{"area": "LAN"}', b'{"record": 1}', b'{"\\u0000": 1}',
    json.dumps({"note": "x" * 30_000}).encode(), "{\"note\": \"\u202e\"}".encode("utf-16"),
]  # fmt: skip
NOTES = [
    {}, {"If-Match": "*"}, {"If-Match": '"1"'}, {"If-Match": '"99999999999999999999999.abc"'}, {"If-Match": "x" * 5000},
    {"If-Match": 'W/"-1.x", "2"'}, {"If-Match": '"1.x"', "Idempotency-Key": "x" * 5000},
    {"If-Match": '"\u00e9"'}, {"Idempotency-Key": "\u00e9"}, {"Idempotency-Key": ""}, {"Accept": "text/html"},
    {"Content-Encoding": "gzip"}, {"Authorization": "Bearer \u00e9"}, {"Authorization": "Basic eDp5"},
    {"X-HTTP-Method-Override": "DELETE"}, {"Host": "evil.example"},
]  # fmt: skip


def test_no_call_of_the_api_fails_at_odd_input(stage: Stage) -> None:
    program = api(stage.people["lead"])
    patient(program.client)
    addresses = [
        ("POST", "/api/v1/asks/"), ("POST", "/api/v1/asks/LAN-01.1/steps/withdraw/"),
        ("PATCH", "/api/v1/asks/LAN-02.1/draft/"), ("POST", "/api/v1/papers/LAN-P01/steps/share/"),
        ("POST", "/api/v1/propositions/LAN-02/steps/submit/"), ("PATCH", "/api/v1/papers/LAN-P02/draft/"),
        ("POST", "/api/v1/rounds/LAN-R01/responses/"),
        ("POST", "/api/v1/nothing/"), ("DELETE", "/api/v1/asks/LAN-01.1/"), ("PUT", "/api/v1/asks/LAN-01.1/"),
    ]  # fmt: skip

    def calls() -> Iterator[tuple[str, str, dict[str, Any]]]:
        whole = {"If-Match": '"2"', "Idempotency-Key": "k", **program.headers}
        for (method, address), sent in product(addresses, BODIES):
            yield method, address, {"data": sent, "content_type": "application/json", "headers": whole}
        for (method, address), headers in product(addresses, NOTES):
            sent = {"data": b"{}", "content_type": "application/json", "headers": {**program.headers, **headers}}
            yield method, address, sent

    assert failures(program.client, calls()) == []
    assert Ask.objects.with_record().get(pk=stage.ask.pk).revision == stage.ask.revision
