"""With a database that can only be read the service reads and says so; with the broker away nothing stops."""

from __future__ import annotations

import json

from django.db import connection
from django.test import Client

from lis.engine.models import Event
from lis.jobs import queue
from lis.jobs.models import Job
from lis.notices.models import Notice
from propositions.sides.models import Side

from .looking import body_of, text_of
from .stage import Stage

SENTENCE = "Nothing can be changed just now"


def only_read() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set default_transaction_read_only = on")


def test_with_a_database_that_can_only_be_read_everything_is_read(committed: Stage) -> None:
    drafter, reviewer = committed.client("drafter"), committed.client("reviewer")
    only_read()

    for client, addresses in (
        (drafter, ["/asks/", "/asks/LAN-01.1/", "/my-turn/", "/propositions/LAN-01/", "/papers/LAN-P01/", "/admin/"]),
        (drafter, ["/admin/propositions/ask/", "/admin/propositions/ask/LAN-02.1/change/", "/api/v1/asks/LAN-01.1/"]),
        (reviewer, ["/my-turn/", "/asks/LAN-01.1/", "/sides/LAN-01.1-BEIS/steps/take/", "/api/v1/sides/", "/account/"]),
        (Client(), ["/", "/account/sign-in/", "/api/v1/", "/health"]),
    ):
        assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_with_a_database_that_can_only_be_read_whoever_writes_is_told_so(committed: Stage) -> None:
    drafter, lead, reviewer = (committed.client(part) for part in ("drafter", "lead", "reviewer"))
    events = Event.objects.count()
    step = {"expected": "3", "key": "k", "note": "Ours.", "question": "Where?"}
    side = Side.objects.with_record().get(record__ref="LAN-01.1-BEIS")
    step["expected"] = str(side.revision)
    only_read()

    told = [
        reviewer.post("/sides/LAN-01.1-BEIS/steps/take/", step),
        reviewer.post("/sides/LAN-01.1-BEIS/steps/ask/", step),
        lead.post("/admin/propositions/ask/add/", {"proposition": "LAN-02", "ask": "Another?", "key": "k"}),
        lead.post("/admin/propositions/proposition/LAN-02/steps/ready/", {"expected": "1", "key": "k"}),
        drafter.get("/asks/export/csv/"),
        Client().post("/account/sign-in/", {"login": "drafter@lan-lep.example", "password": "demo"}),
    ]
    call = reviewer.post(
        "/api/v1/sides/LAN-01.1-BEIS/steps/take/", json.dumps({}), content_type="application/json",
        headers={"If-Match": f'"{side.revision}.x"'},
    )  # fmt: skip

    assert [response.status_code for response in [*told, call]] == [503] * 7
    for response in told:
        assert "changed" in text_of(response)
        assert "<h1" in text_of(response)
    assert json.loads(body_of(call))["title"] == SENTENCE
    assert Event.objects.count() == events


def test_with_the_broker_away_a_step_is_taken_and_its_mail_waits(committed: Stage, monkeypatch) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(queue, "_silent_until", 0.0)
    monkeypatch.setattr(queue.app, "connection_for_write", away)
    reviewer = committed.client("reviewer")
    side = Side.objects.with_record().get(record__ref="LAN-01.1-BEIS")

    response = reviewer.post(
        "/sides/LAN-01.1-BEIS/steps/ask/", {"expected": side.revision, "key": "k", "question": "Which streets?"}
    )

    assert (response.status_code, response.headers["Location"]) == (302, "/asks/LAN-01.1/")
    waiting = Notice.objects.filter(state="waiting", person=committed.people["drafter"])
    assert [notice.subject for notice in waiting] == ["LAN-01.1: it is your turn"]
    assert Job.objects.due().filter(arguments__notice=waiting.get().pk).exists()
