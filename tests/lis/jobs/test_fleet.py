"""Workers and a clock on a real Redis, and a real mail server: killed, emptied and cut off, no work is lost."""

import datetime as dt
import time
from collections import Counter
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from django.db import transaction

from lis.jobs import queue
from lis.jobs.models import Job
from lis.jobs.queue import enqueue
from lis.jobs.registry import kinds
from lis.notices.models import Notice
from lis.notices.writing import notify
from tests.deployment import FLEET
from tests.factories.people import person

from .machine import effects, environment, is_done, kill, one_worker, wait_until
from .mail_sink import mail_sink

TWO_MINUTES = 120


@pytest.fixture
def sink():
    with mail_sink() as server:
        yield server


@pytest.fixture
def fleet(fresh_database, redis_server, sink, tmp_path, monkeypatch):
    """The environment of every process of a deployment, and this process as one of its webs."""
    monkeypatch.setattr(queue, "_silent_until", 0.0)
    web = Celery("web", broker=f"{redis_server.url}/0", set_as_current=False)
    monkeypatch.setattr(queue, "app", web)
    yield environment(
        tmp_path,
        FLEET
        | {
            "CELERY_BROKER_URL": f"{redis_server.url}/0",
            "CACHE_URL": f"{redis_server.url}/1",
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "JOB_LEASE_SECONDS": "3",
        },
    )
    web.close()


def ask_for_work(names, people):
    """Short work by its names, and a mail to each of the people; in one transaction each, as a step would."""
    with transaction.atomic():
        for number in names:
            enqueue("test_short", number=number)
        for somebody in people:
            notify(somebody, "news", record=None, event=None, subject="News", body="All is well.", may_see=True)


def test_a_killed_worker_an_emptied_redis_and_a_deaf_mail_server_lose_nothing(fleet, redis_server, sink):
    people = [person(email=f"reader{number}@office.example") for number in range(12)]
    sink.deaf_to = {somebody.email for somebody in people[:8:4]}
    interrupted = enqueue("test_interrupted")
    ask_for_work(range(20), people[:8])

    with one_worker(fleet) as first:
        wait_until("the work to begin", Path(fleet["INTERRUPTED_BEGUN"]).exists)
        kill(first)
    redis_server.empty()
    hit = time.monotonic()
    left = Job.objects.filter(name__in=["test_short", "send_notice"]).exclude(state="done").count()
    with one_worker(fleet):
        wait_until("the next worker to begin", lambda: sink.arrived)
        ask_for_work(range(20, 30), people[8:])
        redis_server.empty()
        wait_until("all work to be done", lambda: not Job.objects.exclude(state="done").exists(), TWO_MINUTES)
        took = time.monotonic() - hit

    assert left > 0
    assert is_done(interrupted)
    assert took < TWO_MINUTES
    assert effects() == ["interrupted", *(f"short {number:03}" for number in range(30))]
    known = dict(Notice.objects.filter(state="sent").values_list("person__email", "message_id"))
    assert len(known) == 12
    assert set(sink.arrived) == set(known.items())
    again = {recipient for (recipient, _), times in Counter(sink.arrived).items() if times > 1}
    assert again >= sink.deaf_to
    log = Path(fleet["DATA_DIR"], "worker.log").read_text()
    assert "SMTPServerDisconnected" in log
    assert "office.example" not in log


def test_lost_work_is_taken_up_again_within_two_minutes_as_we_are_set_up():
    """No worker holds work for longer, no message is missed for longer; then the clock has to come round."""
    ours = {name: kind for name, kind in kinds().items() if not kind.function.__module__.startswith("tests.")}
    longest = {name: kind.lease_length() for name, kind in ours.items()}

    assert (settings.JOB_LEASE_SECONDS, settings.JOB_RESEND_SECONDS) == (60, 60)
    assert settings.CELERY_BEAT_SCHEDULE["tick"]["schedule"] == 5.0
    assert {name: length for name, length in longest.items() if length > dt.timedelta(seconds=60)} == {}
