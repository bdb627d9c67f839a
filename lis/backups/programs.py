"""How are PostgreSQL's own programs asked to dump and to restore, with the password out of everybody's sight?"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg2.extensions import make_dsn

from launch import postgres_programs

from .manifest import BackupError

CLIENTS = ("pg_dump", "pg_restore", "psql")
# Django's own words in the parameters of a connection.
NOT_LIBPQ = {"password", "cursor_factory", "isolation_level", "assume_role", "server_side_binding", "context"}


class Programs:
    """The programs of one version of PostgreSQL, none older than the server, as its user in Django's settings."""

    def __init__(self) -> None:
        server = connection.pg_version // 10_000
        folder = postgres_programs.find(CLIENTS, at_least=server)
        if folder is None:
            raise BackupError(
                f"PostgreSQL {server} runs the database, and no {CLIENTS[0]} of that version or a later one was found. "
                "Install it, or name its folder in PG_BIN."
            )
        self.folder = folder
        parameters = connection.get_connection_params()
        self.address = make_dsn(**{name: value for name, value in parameters.items() if name not in NOT_LIBPQ})
        self.environment = os.environ | {"PGPASSWORD": parameters.get("password") or ""}

    def start(self, program: str, *arguments: str, **streams: Any) -> subprocess.Popen[bytes]:
        line = [str(self.folder / program), *arguments]
        return subprocess.Popen(line, env=self.environment, stderr=subprocess.PIPE, **streams)

    def dump(self, target: Path, snapshot: str) -> None:
        """Write the database, as that snapshot sees it, without owners and rights: those are the new place's own."""
        leave_out = ("--no-owner", "--no-acl", "--no-comments", "--no-publications", "--no-subscriptions")
        how = ("--format=custom", f"--snapshot={snapshot}", f"--file={target}", f"--dbname={self.address}")
        said = self.start("pg_dump", *how, *leave_out)
        _, errors = said.communicate()
        if said.returncode != 0:
            raise BackupError(f"The database could not be dumped. {in_words(errors)}")

    def restore(self, dump: Path, checks: str) -> None:
        """Put a dump into an empty database and check it, all in one transaction: everything is there, or nothing."""
        quietly = ("-X", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--output=/dev/null", "--file=-")
        taking = self.start("psql", *quietly, f"--dbname={self.address}", stdin=subprocess.PIPE)
        giving = self.start("pg_restore", "--no-owner", "--no-acl", "--file=-", str(dump), stdout=taking.stdin)
        _, unread = giving.communicate()
        # What could not be read to its end must not be committed: the transaction ends in an error of our own.
        end = checks if giving.returncode == 0 else "DO $$ BEGIN RAISE EXCEPTION 'The dump breaks off.'; END $$;"
        _, errors = taking.communicate(f"\n{end}\n".encode())
        if giving.returncode != 0 or taking.returncode != 0:
            raise BackupError(f"Nothing was restored. {in_words(unread, errors)}")


def in_words(*said: bytes) -> str:
    """What went wrong, by the first line of each that names an error: those after it may quote what rows hold."""
    lines = [
        line for errors in said for line in errors.decode(errors="replace").splitlines() if "error:" in line.lower()
    ]
    return " ".join(lines[:2]) or "PostgreSQL's programs did not say why."
