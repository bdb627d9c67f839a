"""Are the figures right, for those alone who show the token, and free of words about people and records?"""

import datetime as dt
import re

import pytest
from django.db import OperationalError
from django.test import Client

from lis.engine import clock
from lis.jobs.models import Job
from lis.notices.models import Notice
from tests.factories import asks
from tests.factories.people import department, person

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
TOKEN = "a token of the watcher's"

pytestmark = pytest.mark.django_db


def ago(**length):
    return NOON - dt.timedelta(**length)


@pytest.fixture
def figures(settings):
    """Ask for the figures at noon: their names with labels, and their values."""
    settings.METRICS_TOKEN = TOKEN

    def ask():
        with clock.at(NOON):
            response = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert response.status_code == 200
        lines = [line for line in response.content.decode().splitlines() if not line.startswith("#")]
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}

    return ask


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer wrong", TOKEN, f"Basic {TOKEN}"])
def test_without_the_token_there_is_no_such_address(shown, settings):
    settings.METRICS_TOKEN = TOKEN

    assert Client().get("/metrics", headers={"Authorization": shown}).status_code == 404


def test_without_a_token_set_nothing_opens_the_address(settings):
    settings.METRICS_TOKEN = ""

    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_figures_of_jobs_tell_what_waits_by_kind_and_how_late_it_is(figures):
    Job.objects.create(name="send_notice", due_at=ago(minutes=5))
    Job.objects.create(name="send_notice", due_at=ago(minutes=2))
    Job.objects.create(name="send_notice", due_at=ago(minutes=-10))
    Job.objects.create(name="sweep_lost_files", due_at=ago(minutes=-10))
    Job.objects.create(name="send_notice", state="failed", due_at=ago(days=1))
    lease = "6a204bd8-9f4b-4d53-9a2c-b1f3d6c1b0f2"
    Job.objects.create(
        name="of_tomorrow", state="running", due_at=ago(hours=1), lease=lease, lease_until=ago(minutes=1)
    )

    found = figures()

    assert found['concordat_jobs{kind="send_notice",state="waiting"}'] == 3
    assert found['concordat_jobs{kind="send_notice",state="failed"}'] == 1
    assert found['concordat_jobs{kind="sweep_done_jobs",state="waiting"}'] == 0
    assert found['concordat_job_late_seconds{kind="send_notice"}'] == 300
    assert found['concordat_job_late_seconds{kind="sweep_lost_files"}'] == 0
    assert found['concordat_job_late_seconds{kind="of_tomorrow"}'] == 60
    assert found["concordat_database_up"] == 1


def test_figures_of_mail_tell_how_long_the_oldest_has_waited(figures):
    reader = person()
    for state, hours, sent in (("waiting", 3, None), ("waiting", 1, None), ("failed", 9, None), ("sent", 20, NOON)):
        written = {"person": reader, "kind": "news", "subject": "s", "body": "b"}
        Notice.objects.create(**written, state=state, created_at=ago(hours=hours), sent_at=sent)

    found = figures()

    assert found['concordat_mails{kind="notice",state="waiting"}'] == 2
    assert found['concordat_mails{kind="notice",state="failed"}'] == 1
    assert found['concordat_mail_late_seconds{kind="notice"}'] == 3 * 3600


def test_figures_of_requests_and_refusals_name_addresses_without_what_stands_in_them(figures):
    before = figures()
    beis = department()
    ask = asks.submitted_ask(beis)
    reviewer, side = Client(), asks.side(ask, beis)
    reviewer.force_login(person("reviewer", of=beis))

    reviewer.get(f"/asks/{ask.ref}/?q=jane@lancashire.example")
    reviewer.get("/asks/ABC-99.9/")
    reviewer.post(f"/sides/{side.ref}/steps/take/", {"key": "k"})
    reviewer.get("/health")
    Client().generic("BREW", "/no/such/jane@lancashire.example/")
    Client().get("/api/v1/asks/")
    found = figures()

    new = {name: value - before.get(name, 0) for name, value in found.items() if value != before.get(name, 0)}
    assert {name: value for name, value in new.items() if name.startswith("concordat_requests_total")} == {
        'concordat_requests_total{method="GET",route="ask_detail",status="200"}': 1,
        'concordat_requests_total{method="GET",route="ask_detail",status="404"}': 1,
        'concordat_requests_total{method="POST",route="ask_step",status="428"}': 1,
        'concordat_requests_total{method="other",route="unknown",status="404"}': 1,
        'concordat_requests_total{method="GET",route="api:ask-list",status="401"}': 1,
    }
    assert {name: value for name, value in new.items() if name.startswith("concordat_refusals_total")} == {
        'concordat_refusals_total{door="pages",status="404"}': 2,
        'concordat_refusals_total{door="pages",status="428"}': 1,
        'concordat_refusals_total{door="api",status="401"}': 1,
    }
    assert new['concordat_request_seconds_count{method="GET",route="ask_detail"}'] == 2
    assert not re.search(r"jane|ABC|lancashire", " ".join(found))
    assert ask.ref not in " ".join(found)


def test_figures_come_without_the_database_too(figures, monkeypatch):
    Client().get("/no/such/page/")
    monkeypatch.setattr("lis.front.metrics.jobs", out_of_reach)

    found = figures()

    assert found["concordat_database_up"] == 0
    assert found['concordat_refusals_total{door="pages",status="404"}'] >= 1
    assert not [name for name in found if name.startswith("concordat_jobs")]


def out_of_reach(now):
    raise OperationalError("connection refused")
