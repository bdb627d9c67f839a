"""A real worker on the broker of a newcomer's machine: killed in the middle, and robbed of its messages."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from launch.places import ROOT
from lis.exports.models import Download
from lis.jobs import queue
from lis.jobs.models import Job
from lis.jobs.queue import enqueue
from lis.jobs.ticking import tick

PATIENCE = 60


def wait_until(what, condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited {PATIENCE} seconds for {what}"
        time.sleep(0.05)


@pytest.fixture
def machine(fresh_database, tmp_path, monkeypatch):
    """The environment of a worker on this test's database, and this process as the web beside it on one broker."""
    address = {key: settings.DATABASES["default"][key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
    environment = {
        **os.environ,
        "DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "tests.lis.jobs.worker_settings",
        "WORKER_DATABASE": json.dumps(address),
        "DATA_DIR": str(tmp_path),
        "CELERY_BROKER_URL": "filesystem://",
        "JOB_RESEND_SECONDS": "1",
        "INTERRUPTED_BEGUN": str(tmp_path / "begun"),
        "PYTHONPATH": str(ROOT),
    }
    messages, control = tmp_path / "broker" / "messages", tmp_path / "broker" / "control"
    for folder in (messages, control):
        folder.mkdir(parents=True)
    options = {"data_folder_in": str(messages), "data_folder_out": str(messages), "control_folder": str(control)}
    monkeypatch.setattr(queue, "_silent_until", 0.0)
    web = Celery("web", broker="filesystem://", set_as_current=False)
    web.conf.broker_transport_options = options
    monkeypatch.setattr(queue, "app", web)
    monkeypatch.setattr(settings, "JOB_RESEND_SECONDS", 1)
    return environment, messages


@contextmanager
def worker(environment):
    """A worker with its own clock, in a process group of its own, killed at the end with everything it started."""
    line = [
        *(sys.executable, "-m", "celery", "--app", "lis.celery", "worker", "--beat", "--concurrency", "1"),
        *("--include", "tests.lis.jobs.interrupted", "--schedule", f"{environment['DATA_DIR']}/beat"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"),
    ]
    with open(f"{environment['DATA_DIR']}/worker.log", "ab") as log:
        process = subprocess.Popen(
            line, env=environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process):
    """As a machine that loses its power: no process of the worker gets a chance to tidy up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def effects():
    return list(Download.objects.values_list("what", flat=True))


def is_done(asked):
    return Job.objects.get(pk=asked.pk).state == "done"


def test_a_worker_killed_in_the_middle_leaves_the_effect_once_after_a_restart(machine):
    environment, _ = machine
    asked = enqueue("test_interrupted")
    begun = environment["INTERRUPTED_BEGUN"]

    with worker(environment) as first:
        wait_until("the work to begin", lambda: os.path.exists(begun))
        kill(first)
    assert Job.objects.get(pk=asked.pk).state == "running"
    assert effects() == []
    with worker(environment):
        wait_until("the work to be done", lambda: is_done(asked))

    assert effects() == ["interrupted"]
    assert Job.objects.get(pk=asked.pk).tries == 2


def test_a_broker_that_was_emptied_loses_no_work(machine):
    environment, messages = machine
    open(environment["INTERRUPTED_BEGUN"], "w").close()
    asked = enqueue("test_interrupted")
    lost = list(messages.iterdir())
    for message in lost:
        message.unlink()
    time.sleep(1.1)

    # The clock of this process stands in for the beat, which would come round within seconds.
    tick()
    assert len(lost) == 1
    assert list(messages.iterdir())
    with worker(environment):
        wait_until("the work to be done", lambda: is_done(asked))

    assert effects() == ["interrupted"]
    connection.close()
