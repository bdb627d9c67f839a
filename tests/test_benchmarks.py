"""Is what measures the service honest, and is nothing of it part of the service?"""

from __future__ import annotations

import ast
import socket
import threading

import pytest
from django.test import Client, override_settings

from benchmarks.driver import Slice, Unexpected, drive
from benchmarks.measuring import OURS, Course, Measured, Sender, Stepper
from benchmarks.report import aims, table
from benchmarks.twins.urls import urlpatterns
from launch.places import ROOT
from tests.factories import asks
from tests.factories.consultations import open_round
from tests.factories.people import actor, department
from tests.factories.responses import respond

BARE = override_settings(ROOT_URLCONF="benchmarks.twins.urls", MIDDLEWARE=[])


# The twins ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("address", [str(one.pattern) for one in urlpatterns])
def test_the_service_has_no_address_of_a_twin(address: str) -> None:
    path = "/" + address.replace("<str:ref>", "LAN-01.1")

    assert Client().get(path).status_code == 404


def test_nothing_of_the_service_knows_what_measures_it() -> None:
    knowing = [
        path.relative_to(ROOT).as_posix()
        for app in ("lis", "propositions", "consultations")
        for path in (ROOT / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom) and "benchmarks" in ast.unparse(node)
    ]

    assert knowing == []


@pytest.mark.django_db
def test_a_twin_of_a_list_answers_with_the_same_asks() -> None:
    beis = department("BEIS")
    reviewer = actor("reviewer", of=beis)
    parent = asks.proposition()
    for _ in range(3):
        asks.ask(parent, departments=(beis,))
    asks.submit(parent)
    client = Client()
    client.force_login(reviewer.user)

    ours = client.get("/api/v1/asks/").json()["results"]
    with BARE:
        twins = Client().get(f"/bare/api/asks/?body={beis.pk}&person={reviewer.user.pk}").json()["results"]

    assert [ask["ref"] for ask in twins] == [ask["ref"] for ask in ours] == ["LAN-01.3", "LAN-01.2", "LAN-01.1"]
    assert len(twins[0]) == len(ours[0]) == 20
    same = ("ask", "title", "version", "hash", "departments", "revision", "own_side", "changed_since_read")
    assert [{name: ask[name] for name in same} for ask in twins] == [{name: ask[name] for name in same} for ask in ours]


@pytest.mark.django_db
def test_a_twin_of_a_submission_leaves_the_same_tables_filled() -> None:
    round_ = open_round()
    respond(round_, name="A Name", email="a@name.example")
    said = {"answers": {"agree": "agree", "ways": ["bus"], "more": "Trams."}, "publication": "in_full",
            "name": "A Name", "email": "a@name.example"}  # fmt: skip

    with BARE:
        answer = Client().post(f"/bare/responses/{round_.ref}/", said, content_type="application/json")
        table_ = b"".join(Client().get(f"/bare/responses/{round_.ref}.csv").streaming_content).decode()

    assert answer.status_code == 201
    ours, bare = round_.responses.order_by("pk")
    assert (ours.contact.pk, ours.receipt.pk, ours.answers.count()) != (None, None, 0)
    assert (bare.contact.pk, bare.receipt.pk, bare.answers.count()) != (None, None, 0)
    assert bare.record.events.count() == bare.record.jobs.count() == 1
    assert len(table_.splitlines()) == 3


# The driver ---------------------------------------------------------------------------------------------------------


class OneAnswer(threading.Thread):
    """Listens at a port of its own and gives every request the same answer."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(daemon=True)
        self.answer, self.asked = answer, 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.start()

    def run(self) -> None:
        while True:
            line, _ = self.listening.accept()
            while line.recv(65536):
                self.asked += 1
                line.sendall(self.answer)


GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
    ],
    ids=["of a known length", "in chunks"],
)
def test_the_driver_counts_every_answer_that_it_read_to_the_end(answer: bytes) -> None:
    server = OneAnswer(answer)

    found = drive(server.port, [lambda reply: GET], 0.1, (200,))

    assert len(found.times) == server.asked > 1
    assert found.rate == pytest.approx(len(found.times) / found.seconds)


def test_the_driver_does_not_count_a_refusal_as_an_answer() -> None:
    server = OneAnswer(b"HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\nOops")

    with pytest.raises(Unexpected, match="answered 500: Oops"):
        drive(server.port, [lambda reply: GET], 0.1, (200,))


def test_a_percentile_is_the_time_within_which_so_many_answers_came() -> None:
    found = Slice([number / 1000 for number in range(1, 101)], 5.05)

    assert (found.percentile(0.5), found.percentile(0.95), found.percentile(0.99)) == (51, 96, 100)
    assert found.rate == pytest.approx(100 / 5.05)


def test_each_response_is_sent_under_a_key_of_its_own() -> None:
    send = Sender({"path": "/r/", "headers": {}, "bodies": ["{}"]})

    first, second = (send(None).split(b"\r\n") for _ in range(2))

    assert first[0] == second[0] == b"POST /r/ HTTP/1.1"
    assert {line for line in first if line.startswith(b"Idempotency")} != {
        line for line in second if line.startswith(b"Idempotency")
    }


def test_each_step_names_the_revision_that_the_last_one_left() -> None:
    request = {"headers": {}, "bodies": ["{}"], "targets": [["/a/", 4], ["/b/", 9]]}
    step = Stepper(request, 0, 1)

    asked = [step(None).decode().split("\r\n") for _ in range(3)]

    assert [(lines[0], lines[2]) for lines in asked] == [
        ("POST /a/ HTTP/1.1", 'If-Match: "4"'),
        ("POST /b/ HTTP/1.1", 'If-Match: "9"'),
        ("POST /a/ HTTP/1.1", 'If-Match: "5"'),
    ]


# The report ---------------------------------------------------------------------------------------------------------


def course(*seconds: float) -> Course:
    """Slices of one request each, which took so long."""
    return Course([Slice([one], one) for one in seconds])


def test_an_aim_that_is_missed_is_said_to_be_missed() -> None:
    times = {OURS: (0.1, 0.3, 0.2), "bare": (0.1, 0.1, 0.1), "bare DRF list": (0.1, 0.1, 0.1)}
    slow = {("1k", 1, who): course(*seconds) for who, seconds in times.items()}
    found = Measured("queue of 50", {"1k": 50}, {}, slow)

    assert "| ≥ 0.33 | 0.50 | yes |" in aims([found], ["1k"], [1])
    found.courses["1k", 1, OURS] = course(0.4, 0.4, 0.4)
    assert "| ≥ 0.33 | 0.25 | **no** |" in aims([found], ["1k"], [1])


def test_what_grows_with_the_rows_is_said_to_grow() -> None:
    courses = {("1k", 1, OURS): course(0.1, 0.1), ("100k", 1, OURS): course(0.12, 0.2)}
    found = Measured("search", {"1k": 0, "100k": 0}, {}, courses)

    assert "| ≤ 1.3 | 1.60 | **no** |" in aims([found], ["1k", "100k"], [1])


def test_a_table_is_one_that_markdown_reads() -> None:
    assert table(["", "a"], [["x", 1]]) == "|  | a |\n| --- | ---: |\n| x | 1 |"
