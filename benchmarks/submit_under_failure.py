"""Is every acknowledged response there once, whatever dies meanwhile? Responses with retries while the service falls.

    python -m benchmarks.submit_under_failure [RESPONSES]

A database server and a web server of its own are started as `./run` starts them, in a folder that is removed. While
many programs send responses and try again until they are answered, a web process is killed and PostgreSQL is stopped
as in a power cut and started again. At the end every reference that was given is looked for.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from launch import postgres
from launch.places import ROOT, data_dir

PEOPLE = 16
PATIENCE = 120
LOAD = ("manage.py", "load_demonstration")


class Lost(Exception):
    """Something that was acknowledged is not there, or is there twice; the message says what."""


@dataclass
class Told:
    """What the programs were told: the reference by key, and how often each had to try again."""

    refs: dict[str, str] = field(default_factory=dict)
    retries: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str, ref: str, tries: int) -> None:
        with self.lock:
            if self.refs.setdefault(key, ref) != ref:
                raise Lost(f"Key {key} was answered with {ref} and with {self.refs[key]}.")
            self.retries += tries - 1


@dataclass(frozen=True)
class Service:
    """The service in a folder of its own."""

    folder: Path
    cluster: postgres.Cluster
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "DJANGO"))}
        return kept | {
            "DEMONSTRATION": "1", "DATA_DIR": str(self.folder), "PYTHONPATH": str(ROOT), "PORT": str(self.port),
            "API_CALLS_A_MINUTE": "10000000", "API_CALLS_A_MINUTE_UNKNOWN": "10000000",
            "DJANGO_SETTINGS_MODULE": "lis.settings",
        }  # fmt: skip

    def run(self, *line: str) -> None:
        subprocess.run([sys.executable, *line], env=self.environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    @contextlib.contextmanager
    def served(self) -> Iterator[subprocess.Popen]:
        """The web server with two processes; killed ones are started again by it."""
        options = ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--no-control-socket"]
        line = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", *options, "lis.wsgi:application"]
        with (self.folder / "web.log").open("wb") as log:
            process = subprocess.Popen(line, env=self.environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            self.get("/health")
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)

    def get(self, path: str) -> bytes:
        """The answer, however long the service takes to come up."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(self.address + path, timeout=10) as answer:
                    return answer.read()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def kill_a_web_process(self, server: subprocess.Popen) -> None:
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)

    def cut_the_power_of_the_database(self) -> None:
        """Stop the database server at once, with nothing written down in good order, and start it again."""
        pg_ctl = self.cluster.programs() / "pg_ctl"
        self.cluster.run(pg_ctl, "stop", "-m", "immediate", "-w", "-s", "-D", str(self.cluster.data))
        self.cluster.start()

    def stored(self) -> dict[str, int]:
        """How often each reference of a response is there."""
        where = self.cluster.address(postgres.WEB)
        names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
        link = psycopg2.connect(**{names[name]: value for name, value in where.items()})
        with contextlib.closing(link), link.cursor() as cursor:
            cursor.execute(
                "select ref, count(*) from lis_record join consultations_response on record_id = id"
                " where channel = 'api' group by ref"
            )
            return dict(cursor.fetchall())


@contextlib.contextmanager
def started(load: tuple[str, ...] = LOAD) -> Iterator[Service]:
    """The service with an open round in it, which ``load`` (a program of ours) has brought about."""
    folder = Path(tempfile.mkdtemp(prefix="concordat-"))
    shutil.copytree(data_dir() / "front-end", folder / "front-end")
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    service = Service(folder, postgres.Cluster(folder / "postgres", tuple(postgres.DURABLE.items())), port)
    try:
        with service.cluster.shared():
            service.run("manage.py", "migrate", "--verbosity", "0")
            service.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
            service.run(*load)
            yield service
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def body_for(questionnaire: dict[str, Any], number: int) -> dict[str, Any]:
    """A response that answers every question."""
    answers: dict[str, Any] = {}
    for question in questionnaire["questions"]:
        codes = [option["code"] for option in question["options"]]
        one = codes[number % len(codes)] if codes else f"Answer {number}"
        answers[question["key"]] = [one] if question["type"] == "multiple" else one
    return {"answers": answers, "publication": "in_full", "name": f"Person {number}"}


def submit(service: Service, path: str, body: dict[str, Any], told: Told) -> None:
    """Send one response until it is acknowledged, under one key."""
    key, tries, deadline = str(uuid.uuid4()), 0, time.monotonic() + PATIENCE
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    while True:
        tries += 1
        request = urllib.request.Request(service.address + path, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                told.take(key, json.loads(answer.read())["ref"], tries)
            # Every fourth is sent once more, as by a program that never saw the answer.
            if int(key[0], 16) % 4 or tries > 1:
                return
        except urllib.error.HTTPError as refusal:
            if refusal.code < 500:
                raise Lost(f"Refused with {refusal.code}: {refusal.read()[:300]!r}") from None
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise Lost(f"Not acknowledged within {PATIENCE} seconds.")
        time.sleep(0.05 * min(tries, 10))


def submit_while_it_falls(service: Service, number: int) -> Told:
    """Send ``number`` responses while a web process is killed and the database loses its power; raises ``Lost``."""
    told = Told()
    with service.served() as server, ThreadPoolExecutor(PEOPLE) as people:
        rounds = json.loads(service.get("/api/v1/rounds/?phase=open"))["results"]
        address = f"/api/v1/rounds/{rounds[0]['ref']}/"
        questionnaire = json.loads(service.get(f"{address}questionnaire/"))
        before = set(service.stored())
        sent = [
            people.submit(submit, service, f"{address}responses/", body_for(questionnaire, one), told)
            for one in range(number)
        ]  # fmt: skip
        for part, fall in (
            (0.3, lambda: service.kill_a_web_process(server)),
            (0.6, service.cut_the_power_of_the_database),
        ):
            while len(told.refs) < part * number and not all(one.done() for one in sent):
                time.sleep(0.01)
            fall()
        for one in sent:
            one.result()
        there = {ref: times for ref, times in service.stored().items() if ref not in before}
    if there != dict.fromkeys(told.refs.values(), 1) or len(told.refs) != number:
        missing, unknown = set(told.refs.values()) - set(there), set(there) - set(told.refs.values())
        raise Lost(f"Missing: {sorted(missing)}. Never acknowledged: {sorted(unknown)}. Of {number}: {len(there)}.")
    return told


def main(arguments: list[str]) -> int:
    number = int(arguments[0]) if arguments else 2_000
    began = time.monotonic()
    with started() as service:
        told = submit_while_it_falls(service, number)
    seconds = time.monotonic() - began
    sys.stdout.write(
        f"{len(told.refs)} responses acknowledged after {told.retries} repetitions, each there once; {seconds:.0f} s.\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
