"""Real workers and a real clock on the database of one test, started and killed as machines that lose their power."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from launch.places import ROOT
from lis.exports.models import Download
from lis.jobs.models import Job

PATIENCE = 60


def wait_until(what: str, condition: Callable[[], object], patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, f"waited {patience} seconds for {what}"
        time.sleep(0.05)


def environment(folder: Path, shape: dict[str, str]) -> dict[str, str]:
    """What processes of this `shape` find in their environment; `folder` is theirs alone."""
    address = {key: settings.DATABASES["default"][key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
    # A folder of sockets stands in the path, so that the host stays empty.
    where = address["HOST"] if address["HOST"].startswith("/") else f"{address['HOST']}:{address['PORT']}"
    login = f"{address['USER']}:{address['PASSWORD']}@"
    return {
        **{name: value for name, value in os.environ.items() if name not in ("DEMONSTRATION", "DATABASE_CLUSTER")},
        **shape,
        "DJANGO_SETTINGS_MODULE": "tests.lis.jobs.worker_settings",
        "DATABASE_URL": f"postgres://{login}{'/' if where.startswith('/') else ''}{where}/{address['NAME']}",
        "DATA_DIR": str(folder),
        "JOB_RESEND_SECONDS": "1",
        "INTERRUPTED_BEGUN": str(folder / "begun"),
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def one_worker(given: dict[str, str]) -> Iterator[subprocess.Popen]:
    """A worker with the clock inside it, in a process group of its own, killed at the end with all that it started."""
    line = [
        *(sys.executable, "-m", "celery", "--app", "lis.celery", "worker", "--beat", "--concurrency", "1"),
        *("--include", "tests.lis.jobs.interrupted", "--schedule", f"{given['DATA_DIR']}/beat"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"),
    ]
    with open(f"{given['DATA_DIR']}/worker.log", "ab") as log:
        process = subprocess.Popen(
            line, env=given, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    """No process of the group gets a chance to tidy up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def effects() -> list[str]:
    """What the work of the tests has left behind, in order of its names."""
    return sorted(Download.objects.values_list("what", flat=True))


def is_done(asked: Job) -> bool:
    return Job.objects.get(pk=asked.pk).state == Job.State.DONE


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
