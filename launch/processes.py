"""How are the web server and the worker kept running, and how is every process of theirs stopped?"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from launch.places import ROOT

GRACE = 15
# Set by the first signal that asks us to end; from then on nothing new is begun.
stop_asked = threading.Event()
# A process that keeps dying at once is broken, and starting it again does not mend it.
TRIES, SHORT_LIFE = 3, 10
BOUND = ROOT / "launch" / "bound.py"


class Interrupted(Exception):
    """Somebody asked us to end while a preparation was under way."""


def listen_for_stop() -> None:
    """Take note of Ctrl-C, TERM and a closed terminal, instead of dying in the middle of something."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Under nohup a closed terminal is meant to be ignored; a shell's "&" ignores Ctrl-C, which we still take.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda number, frame: stop_asked.set())


def run(
    line: list[str], environment: dict[str, str] | None = None, folder: Path | None = None, quiet: bool = False
) -> int:
    """Run one program to its end and give its exit code; raises Interrupted, with it ended, when asked to stop."""
    if stop_asked.is_set():
        raise Interrupted
    # A group of its own: a Ctrl-C at the keyboard reaches us alone, and we end it with all that it started.
    process = subprocess.Popen(
        line,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else None,
        start_new_session=True,
    )
    try:
        while process.poll() is None:
            if stop_asked.wait(0.05):
                raise Interrupted
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return process.returncode


@dataclass
class Service:
    """One program that has to run, with all that it starts: a process group of its own."""

    name: str
    line: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen | None = None
    started: float = 0.0
    failures: int = field(default=0)

    def start(self) -> None:
        self.started = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(BOUND), str(os.getpid()), *self.line],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def signal(self, number: int) -> None:
        """Tell the whole group, the processes that its processes started included."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def gone(self) -> bool:
        """Whether nothing is left of the group."""
        if self.process is None:
            return True
        # The dead linger in their group until somebody takes note: of the first process, then of those it left us.
        if self.process.poll() is not None:
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-self.process.pid, os.WNOHANG)[0]:
                    pass
        try:
            os.killpg(self.process.pid, 0)
        except (ProcessLookupError, PermissionError):
            return True
        return False


def keep_running(services: list[Service]) -> str:
    """Start again whatever ends by itself, until asked to stop ("") or until one cannot be kept alive (why)."""
    while not stop_asked.wait(0.2):
        for service in services:
            if service.process.poll() is None:
                continue
            service.failures = service.failures + 1 if time.monotonic() - service.started < SHORT_LIFE else 1
            if service.failures >= TRIES:
                return f"The {service.name} ended {TRIES} times in a row. What it said is in {service.log}."
            service.signal(signal.SIGKILL)  # What a killed process left behind would hold its port or its files.
            print(f"The {service.name} ended by itself and is started again.", flush=True)
            service.start()
    return ""


def stop_all(services: list[Service]) -> None:
    """Ask every group to end, wait for what it is in the middle of, then end what is left."""
    for service in services:
        # The first process of a group knows how to end the others in good order.
        if service.process is not None and service.process.poll() is None:
            service.process.terminate()
        else:
            service.signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline and not all(service.gone() for service in services):
        time.sleep(0.05)
    for service in services:
        service.signal(signal.SIGKILL)
    # In a container nobody may take note of the dead, who then stay in their group for ever; we do not wait for ever.
    deadline = time.monotonic() + GRACE / 3
    while time.monotonic() < deadline and not all(service.gone() for service in services):
        time.sleep(0.05)


def bury_the_dead() -> None:
    """Take note of the end of every process that was left to us, such as a database server that was stopped."""
    deadline = time.monotonic() + 1
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < deadline:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.02)
