"""How does each test get a database of its own quickly? As a clone of a template that is made once per set of tables.

Tests that look at full pages clone a second template, which holds the demonstration as it is told today.

The owner makes templates and clones; what a test does in them, it does as the web role.
"""

import contextlib
import hashlib
import io
import os
import secrets
import time
from collections.abc import Callable, Iterator

import psycopg2
import psycopg2.errors
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg2 import sql

from launch.places import ROOT
from lis.engine import clock
from lis.frameworks.reference import load_reference_data
from lis.settings import databases as addresses

# Whatever decides what a fresh database holds: tables, rights, reference data, the libraries' own tables.
INGREDIENTS = (
    "requirements.lock",
    "*/migrations/*.py",
    "*/*/models.py",
    "*/*/models/*.py",
    "lis/engine/guards.py",
    "lis/engine/rights.py",
    "lis/frameworks/reference/**/*",
    "lis/frameworks/reference.py",
    "tests/databases.py",
)
# Whatever decides what the demonstration tells on top of that.
STORY = (
    "*/*/demonstration.py",
    "*/demonstration/*.py",
    "*/management/commands/load_demonstration.py",
    "*/*/lifecycle.py",
    "lis/engine/*.py",
)
# Clones are made while a run goes on, and several runs of several states of the tree may share the server.
TEMPLATES_KEPT = 12
# Whatever decides what stands on the stage of tests/seeing: every rule may.
RULES = (
    "lis/**/*.py",
    "propositions/**/*.py",
    "consultations/**/*.py",
    "tests/factories/*.py",
    "tests/seeing/stage.py",
)
# One lock on the server for everybody who looks for a template, so that it is made once.
MAKING_TEMPLATE = 723_001
PATIENCE = 20


def fingerprint(patterns: tuple[str, ...] = INGREDIENTS, also: str = "") -> str:
    """A short hash of everything that a fresh database is made from."""
    digest = hashlib.sha256(also.encode())
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        if "__pycache__" not in path.parts:
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


@contextlib.contextmanager
def server() -> Iterator["psycopg2.extensions.cursor"]:
    """A cursor of the owner on the server itself, outside any transaction and any test's database."""
    address = addresses["owner"]
    link = psycopg2.connect(
        host=address["HOST"],
        port=address["PORT"] or None,
        user=address["USER"],
        password=address["PASSWORD"],
        dbname="postgres",
    )
    try:
        link.autocommit = True
        with link.cursor() as cursor:
            yield cursor
    finally:
        link.close()


def template() -> str:
    """The name of the template for today's tables; made if it is not there yet."""

    def fill() -> None:
        call_command("migrate", verbosity=0)
        load_reference_data()

    return made(f"concordat_template_{fingerprint()}", fill, role="owner")


def told_template() -> str:
    """The name of the template that holds the demonstration too; its dates are counted back from today."""
    source, now = template(), clock.now()

    def tell() -> None:
        # While it waited for its turn midnight may have passed, and its name speaks of the day on which it asked.
        with clock.at(now):
            call_command("load_demonstration", stdout=io.StringIO())

    today = now.astimezone(clock.LONDON).date().isoformat()
    return made(f"concordat_told_{fingerprint(INGREDIENTS + STORY, today)}", tell, source=source)


def staged_template(set_stage: Callable[[str], None]) -> str:
    """The name of the template that holds the stage of tests/seeing too; ``set_stage`` is told it."""
    source, name = template(), f"concordat_staged_{fingerprint(INGREDIENTS + RULES)}"
    return made(name, lambda: set_stage(name), source=source)


def made(name: str, fill: Callable[[], None], source: str = "template1", role: str = "web") -> str:
    """The name again, once there is a database of that name, made from `source` and filled as `role`."""
    with server() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [MAKING_TEMPLATE])
        cursor.execute("select 1 from pg_database where datname = %s", [name])
        if cursor.fetchone() is None:
            sweep(cursor)
            unfinished = f"concordat_making_{secrets.token_hex(4)}"
            create = sql.SQL("create database {} template {}")
            cursor.execute(create.format(sql.Identifier(unfinished), sql.Identifier(source)))
            with connected_to(unfinished, role):
                fill()
            rename = sql.SQL("alter database {} rename to {}")
            cursor.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))
    return name


def sweep(cursor: "psycopg2.extensions.cursor") -> None:
    """Remove what is no longer wanted: unfinished templates, all but the newest finished ones, clones of the killed."""
    cursor.execute("select datname from pg_database where datname like 'concordat%' order by oid desc")
    names = [name for (name,) in cursor.fetchall()]
    unwanted = []
    for sort in ("template", "told", "staged"):
        unwanted += [name for name in names if name.startswith(f"concordat_{sort}_")][TEMPLATES_KEPT:]
    unwanted += [name for name in names if name.startswith("concordat_making_")]
    unwanted += [name for name in names if name.startswith("concordat_clone_") and not alive(int(name.split("_")[2]))]
    for name in unwanted:
        drop(cursor, name)


def alive(process: int) -> bool:
    """Whether this machine runs a process of that number; a clone's name carries its maker's."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def drop(cursor: "psycopg2.extensions.cursor", name: str) -> None:
    for _ in range(PATIENCE):
        try:
            cursor.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
            return
        except psycopg2.errors.InsufficientPrivilege:
            # The server itself is tidying up in it, and the owner may not send it away: it is soon done.
            time.sleep(0.5)
    cursor.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))


@contextlib.contextmanager
def connected_to(name: str, role: str = "web") -> Iterator[None]:
    """Django's connection leads to the database `name` as `role` while the block lasts, in every thread."""
    before = {key: settings.DATABASES["default"][key] for key in ("NAME", "USER", "PASSWORD")}
    address = {"NAME": name, "USER": addresses[role]["USER"], "PASSWORD": addresses[role]["PASSWORD"]}
    connection.close()
    # One dictionary stands behind the connections of all threads and the settings.
    connection.settings_dict.update(address)
    settings.DATABASES["default"].update(address)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        settings.DATABASES["default"].update(before)


@contextlib.contextmanager
def clone_of(source: str) -> Iterator[str]:
    """A database just like `source`, for as long as the block lasts; Django is connected to it as the web role."""
    with kept_clone_of(source) as name, connected_to(name):
        yield name


@contextlib.contextmanager
def kept_clone_of(source: str) -> Iterator[str]:
    """A database just like `source`, for as long as the block lasts, to which nobody is connected yet."""
    name = f"concordat_clone_{os.getpid()}_{secrets.token_hex(4)}"
    with server() as cursor:
        cursor.execute(sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(source)))
    try:
        yield name
    finally:
        with server() as cursor:
            drop(cursor, name)


class Clones:
    """Clones of one template, one after the other, each given up once it has served so many tests.

    What a test undoes stays behind as dead rows, which every later query reads past: after a thousand tests the same
    page takes ten times as long.
    """

    def __init__(self, source: str, tests: int) -> None:
        self.source, self.tests = source, tests
        self.served, self.name = 0, ""
        self.stack = contextlib.ExitStack()

    def next(self) -> str:
        """The name of a database for one more test; nobody is connected to it yet."""
        self.served += 1
        if not self.name or self.served > self.tests:
            self.close()
            self.name = self.stack.enter_context(kept_clone_of(self.source))
            self.served = 1
        return self.name

    def connect(self) -> None:
        """Let Django's connection lead to it."""
        self.stack.enter_context(connected_to(self.next()))

    def count(self) -> None:
        """One more test is about to use the connection: when the clone is worn, it leads to a new one from now on."""
        if self.served < self.tests or settings.DATABASES["default"]["NAME"] != self.name:
            self.served += 1
        else:
            self.close()
            self.connect()

    def close(self) -> None:
        self.stack.close()
        self.name = ""
