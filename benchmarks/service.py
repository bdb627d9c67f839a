"""How does the service run while it is measured? As it is deployed, on a database server and in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from launch import postgres
from launch.places import ROOT, data_dir, kept_secret

FIRST_PORT = 8500
PATIENCE = 60
PROCESSES = 2
HOST = "127.0.0.1"
PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


class NoGround(Exception):
    """The service cannot be measured here; the message is a sentence for the person at the keyboard."""


@dataclass
class Ground:
    """The folder, the database server and the Redis on which the service runs while it is measured."""

    folder: Path
    cluster: postgres.Cluster
    redis_port: int = 0

    @classmethod
    @contextlib.contextmanager
    def prepared(cls) -> Iterator[Ground]:
        """The ground, for as long as the block lasts; the seeded databases stay for the next time."""
        browser_files = data_dir() / "front-end"
        folder = data_dir() / "bench"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copytree(browser_files, folder / "front-end", dirs_exist_ok=True)
        os.environ["DATA_DIR"] = str(folder)
        with contextlib.ExitStack() as stack:
            cluster = stack.enter_context(postgres.cluster("bench-postgres").shared())
            ground = cls(folder, cluster, stack.enter_context(redis(folder)))
            yield ground

    def environment(self, database: str) -> dict[str, str]:
        """What a deployment sets, and nothing of a demonstration."""
        given = {name: value for name, value in os.environ.items() if name not in ("DEMONSTRATION", "PORT", "HOST")}
        folder = quote(str(self.cluster.socket_folder))
        addresses = {
            variable: f"postgres://{user}:{self.cluster.password(user)}@/{database}?host={folder}&port={postgres.PORT}"
            for variable, user in (("DATABASE_URL", postgres.WEB), ("DATABASE_OWNER_URL", postgres.OWNER))
        }
        shared = {
            "FLEET": "1",
            "CACHE_URL": f"redis://{HOST}:{self.redis_port}/1",
            "CELERY_BROKER_URL": f"redis://{HOST}:{self.redis_port}/0",
            "EMAIL_URL": f"smtp://{HOST}:25",
        }
        return {
            **given,
            **addresses,
            **(shared if self.redis_port else {}),
            "SECRET_KEY": kept_secret(self.folder / "secret-key"),
            "CONTACTS_KEY": kept_secret(self.folder / "contacts-key"),
            "ALLOWED_HOSTS": HOST,
            "DEFAULT_FROM_EMAIL": "concordat@measured.example",
            "BEHIND_PROXY": "1",
            "WEB_PROCESSES": str(PROCESSES),
            # The driver is one caller and calls more often than any program should.
            "API_CALLS_A_MINUTE": "100000000",
            "API_CALLS_A_MINUTE_UNKNOWN": "100000000",
            "DJANGO_SETTINGS_MODULE": "lis.settings",
            "PYTHONPATH": str(ROOT),
        }

    def run(self, database: str, *line: str, quiet: bool = True) -> str:
        """Run one of our programs on that database to its end and answer what it said."""
        done = subprocess.run(
            [sys.executable, *line], env=self.environment(database), cwd=ROOT, stdout=subprocess.PIPE, text=True,
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise NoGround(f"“{' '.join(line)}” did not succeed; its own words stand above.\n{done.stdout}")
        return done.stdout

    # Databases ------------------------------------------------------------------------------------------------------

    def databases(self) -> set[str]:
        with self._server() as cursor:
            cursor.execute("select datname from pg_database")
            return {name for (name,) in cursor.fetchall()}

    def create(self, name: str, template: str = "template1") -> None:
        with self._server() as cursor:
            parts = (sql.Identifier(name), sql.Identifier(template), sql.Identifier(postgres.OWNER))
            cursor.execute(sql.SQL("create database {} template {} owner {} strategy file_copy").format(*parts))

    def drop(self, name: str) -> None:
        with self._server() as cursor:
            cursor.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def rename(self, name: str, to: str) -> None:
        with self._server() as cursor:
            cursor.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(name), sql.Identifier(to)))

    def analyse(self, database: str) -> None:
        """Let the database learn what it holds, as it would have by itself after a night."""
        with self._server(database) as cursor:
            cursor.execute("vacuum (analyze)")

    @contextlib.contextmanager
    def _server(self, database: str = "postgres") -> Iterator[psycopg2.extensions.cursor]:
        address = self.cluster.address(postgres.OWNER, database)
        link = psycopg2.connect(
            host=address["HOST"], port=address["PORT"], user=address["USER"], password=address["PASSWORD"],
            dbname=address["NAME"],
        )  # fmt: skip
        try:
            link.autocommit = True
            with link.cursor() as cursor:
                yield cursor
        finally:
            link.close()


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[int]:
    """The port of a Redis of our own that keeps nothing; 0 where none is installed."""
    program = shutil.which("redis-server")
    if program is None:
        yield 0
        return
    with socket.socket() as chosen:
        chosen.bind((HOST, 0))
        port = chosen.getsockname()[1]
    line = [program, "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


@dataclass
class Web:
    """The web server on one database: two processes and the one that watches over them, the twins in the same ones."""

    ground: Ground
    database: str
    port: int
    process: subprocess.Popen | None = None
    highest: int = field(default=0)

    def __enter__(self) -> Web:
        figures = self.ground.folder / f"figures-{self.port}"
        environment = self.ground.environment(self.database) | {
            "PROMETHEUS_MULTIPROC_DIR": str(figures), "WEB_BIND": f"{HOST}:{self.port}",
        }  # fmt: skip
        line = [sys.executable, "-m", "gunicorn", "--config", "python:lis.web_server", "benchmarks.wsgi:application"]
        self.log = self.ground.folder / f"web-{self.port}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                line, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait(self) -> None:
        """Wait for the first answer, and for both processes."""
        deadline = time.monotonic() + PATIENCE
        while True:
            if self.process.poll() is not None or time.monotonic() > deadline:
                said = self.log.read_text(errors="replace")[-3000:]
                raise NoGround(f"The web server did not start. It said:\n{said}")
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://{HOST}:{self.port}/health", timeout=5).close()
                if len(self.memory()) == PROCESSES:
                    return
            time.sleep(0.1)

    def __exit__(self, *problem: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def memory(self) -> list[int]:
        """The resident memory of each web process, in MiB."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [resident(int(child)) for child in children]


def resident(process: int) -> int:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024)
    return 0
