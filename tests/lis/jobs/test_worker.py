"""A real worker on the broker of a newcomer's machine: killed in the middle, and robbed of its messages."""

import os
import time

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from lis.jobs import queue
from lis.jobs.models import Job
from lis.jobs.queue import enqueue
from lis.jobs.ticking import tick

from .machine import effects, environment, is_done, kill, one_worker, wait_until


@pytest.fixture
def machine(fresh_database, tmp_path, monkeypatch):
    """The environment of a worker on this test's database, and this process as the web beside it on one broker."""
    messages, control = tmp_path / "broker" / "messages", tmp_path / "broker" / "control"
    for folder in (messages, control):
        folder.mkdir(parents=True)
    options = {"data_folder_in": str(messages), "data_folder_out": str(messages), "control_folder": str(control)}
    monkeypatch.setattr(queue, "_silent_until", 0.0)
    web = Celery("web", broker="filesystem://", set_as_current=False)
    web.conf.broker_transport_options = options
    monkeypatch.setattr(queue, "app", web)
    monkeypatch.setattr(settings, "JOB_RESEND_SECONDS", 1)
    return environment(tmp_path, {"DEMONSTRATION": "1", "CELERY_BROKER_URL": "filesystem://"}), messages


def test_a_worker_killed_in_the_middle_leaves_the_effect_once_after_a_restart(machine):
    given, _ = machine
    asked = enqueue("test_interrupted")
    begun = given["INTERRUPTED_BEGUN"]

    with one_worker(given) as first:
        wait_until("the work to begin", lambda: os.path.exists(begun))
        kill(first)
    assert Job.objects.get(pk=asked.pk).state == "running"
    assert effects() == []
    with one_worker(given):
        wait_until("the work to be done", lambda: is_done(asked))

    assert effects() == ["interrupted"]
    assert Job.objects.get(pk=asked.pk).tries == 2


def test_a_broker_that_was_emptied_loses_no_work(machine):
    given, messages = machine
    open(given["INTERRUPTED_BEGUN"], "w").close()
    asked = enqueue("test_interrupted")
    lost = list(messages.iterdir())
    for message in lost:
        message.unlink()
    time.sleep(1.1)

    # The clock of this process stands in for the beat, which would come round within seconds.
    tick()
    assert len(lost) == 1
    assert list(messages.iterdir())
    with one_worker(given):
        wait_until("the work to be done", lambda: is_done(asked))

    assert effects() == ["interrupted"]
    connection.close()
