"""How does the demonstration come up? Part by part, each with the time it took, and down again when asked."""

import contextlib
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from launch import packages, postgres
from launch.bound import adopt_orphans
from launch.places import ROOT, data_dir, make_data_dir
from launch.processes import Interrupted, Service, bury_the_dead, keep_running, run, stop_all, stop_asked

PATIENCE = 60
# Whoever names these has a deployment in mind, and is not to be given the demonstration's ease.
OF_A_DEPLOYMENT = ("DEMONSTRATION", "SECRET_KEY", "ALLOWED_HOSTS")


class Failed(Exception):
    """A part did not come up; the message is a sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Address:
    """Where the demonstration listens, and where it is reached from this machine."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"http://{self.in_brackets(self.host)}:{self.port}"

    @property
    def bind(self) -> str:
        return f"{self.in_brackets(self.host)}:{self.port}"

    @property
    def from_here(self) -> str:
        nearest = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://{self.in_brackets(nearest)}:{self.port}"

    @staticmethod
    def in_brackets(host: str) -> str:
        return f"[{host}]" if ":" in host else host


def environment() -> dict[str, str]:
    """What our programs find in their environment, however bare the one we were started in."""
    given = dict(os.environ)
    if not any(name in given for name in OF_A_DEPLOYMENT):
        given["DEMONSTRATION"] = "1"
    return given | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "DATA_DIR": str(data_dir())}


@contextlib.contextmanager
def part(name: str, say: TextIO | None = None) -> Iterator[None]:
    """Says what is being done, and how long it took."""
    print(f"{name:<32}", end="", flush=True, file=say)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True, file=say)
        raise
    print(f"{time.monotonic() - began:6.1f} s", flush=True, file=say)


def prepare(lock: str, say: TextIO | None = None) -> None:
    """Install what is missing; says nothing where nothing is."""
    with packages.alone():
        if not packages.python_is_ready(lock):
            with part("Python packages", say):
                packages.prepare_python(lock)
        if not packages.front_end_is_ready():
            with part("Front-end packages", say):
                packages.prepare_front_end()


def serve(address: Address) -> None:
    """Everything from a bare machine to a page in the browser, and back when asked to stop."""
    os.environ["DEMONSTRATION"] = "1"
    adopt_orphans()
    services = [web_server(address), worker()]
    problem = ""
    began = time.monotonic()
    with contextlib.ExitStack() as database:
        try:
            wait_for_free_port(address)
            prepare(packages.RUNTIME)
            with part("Database server"):
                if not os.environ.get("DATABASE_URL"):
                    database.enter_context(postgres.cluster().shared())
            with part("Tables"):
                django("migrate", "--verbosity", "0", quiet=True)
            if not packages.static_files_are_ready():
                with part("Style sheets and scripts"):
                    django("collectstatic", "--noinput", "--clear", "--verbosity", "0", quiet=True)
                    packages.static_files_are_made()
            with part("Sample data, where there is none"):
                django("load_demonstration", quiet=True)
            with part("Web server and worker"):
                start(services)
                wait_for_answer(address, services)
            print(f"{'All together':<32}{time.monotonic() - began:6.1f} s\n\nConcordat answers at {address}\n")
            sys.stdout.flush()
            django("list_accounts")
            print(f"\nCtrl-C stops it. What the processes have to say is kept in {data_dir() / 'logs'}.", flush=True)
            problem = keep_running(services)
        except Interrupted:
            pass
        finally:
            print("\nStopping.", flush=True)
            stop_all(services)
    bury_the_dead()
    print("Everything is stopped; the data stay.", flush=True)
    if problem:
        raise Failed(problem)


def django(*arguments: str, quiet: bool = False) -> None:
    """Run one of Django's commands to its end."""
    line = [str(packages.python()), str(ROOT / "manage.py"), *arguments]
    if run(line, environment(), ROOT, quiet) != 0:
        raise Failed(f"“manage.py {arguments[0]}” did not succeed; its own words stand above.")


def web_server(address: Address) -> Service:
    # Shorter than the patience of whoever stops it.
    options = ["--config", "python:lis.web_server", "--bind", address.bind, "--graceful-timeout", "8"]
    line = [str(packages.python()), "-m", "gunicorn", *options, "lis.wsgi:application"]
    return Service("web server", line, environment(), data_dir() / "logs" / "web.log")


def worker() -> Service:
    """One Celery worker, with beat inside it: one process tree is enough for one machine."""
    options = ["--beat", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    line = [str(packages.python()), "-m", "celery", "--app", "lis.celery", "worker", *options]
    return Service("worker", line, environment(), data_dir() / "logs" / "worker.log")


def start(services: list[Service]) -> None:
    (make_data_dir() / "logs").mkdir(mode=0o700, exist_ok=True)
    for service in services:
        service.log.unlink(missing_ok=True)
        service.start()


def wait_for_free_port(address: Address) -> None:
    """Wait a moment for a killed demonstration's web server to go; what stays is somebody else's."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    deadline = time.monotonic() + 10
    while True:
        with socket.socket(family) as test:
            test.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                test.bind((address.host, address.port))
                return
            except OSError as problem:
                if time.monotonic() > deadline:
                    raise Failed(
                        f"{address} cannot be used: {problem.strerror}. Set HOST or PORT to another."
                    ) from None
        if stop_asked.wait(0.3):
            raise Interrupted


def wait_for_answer(address: Address, services: list[Service]) -> None:
    """Wait until the front page is served, or say why it is not."""
    deadline = time.monotonic() + PATIENCE
    while True:
        for service in services:
            if service.process.poll() is not None:
                said = service.log.read_text(errors="replace").strip()
                raise Failed(f"The {service.name} ended at once. It said:\n{said[-3000:]}")
        try:
            urllib.request.urlopen(address.from_here, timeout=10).close()
            return
        except urllib.error.HTTPError as answer:
            answer.close()
            raise Failed(f"The front page answers with error {answer.code}. See {services[0].log}.") from None
        except OSError:
            if time.monotonic() > deadline:
                raise Failed(f"The web server does not answer. See {services[0].log}.") from None
        if stop_asked.wait(0.1):
            raise Interrupted
