"""A real Redis for tests: where it is found, how it is started, and what happens where there is none."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

PATIENCE = 30
MISSING = "No redis-server was found on this machine. Install one; then the tests that need it run."


@dataclass
class RedisServer:
    """One Redis that keeps nothing on a disk; it may be stopped, and started again at the same address."""

    program: str
    folder: Path
    port: int
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen([self.program, *options], cwd=self.folder, stdout=log, stderr=log)
        end = time.monotonic() + PATIENCE
        while not self.answers():
            assert time.monotonic() < end, (self.folder / "redis.log").read_text()
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            with redis.Redis(port=self.port) as client:
                return client.ping()
        except redis.ConnectionError:
            return False

    def empty(self) -> None:
        with redis.Redis(port=self.port) as client:
            client.flushall()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """One that runs, for this test alone; the test is skipped where there is none, unless REQUIRE_REDIS=1."""
    program = shutil.which("redis-server")
    if program is None:
        if os.environ.get("REQUIRE_REDIS") == "1":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = RedisServer(program, tmp_path, port)
    server.start()
    yield server
    server.stop()
