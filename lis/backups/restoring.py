"""How does a backup become the service again? In an empty place, whole or not at all, with the web role's rights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection

from ..engine import rights
from .manifest import DUMP, FILES, LEDGER, BackupError, count_of, missing_migrations, read, unknown_migrations
from .programs import Programs


def restore(folder: Path) -> dict[str, Any]:
    """Put the backup in `folder` into the empty database and storage of the settings; gives its manifest.

    Raises ``BackupError`` with nothing changed.
    """
    manifest = read(folder)
    if unknown := unknown_migrations(manifest):
        raise BackupError(
            f"The backup was made by a newer version of Concordat, which has changed tables since ({unknown[-1]}). "
            "Install that version, or a later one, and restore with it."
        )
    if tables := present_tables():
        raise BackupError(
            f"The database is not empty: it holds {len(tables)} tables, such as {tables[0]}. "
            "A backup is restored into an empty one, so that nothing that is there can be lost."
        )
    programs = Programs()
    written = put_files(folder / FILES)
    try:
        programs.restore(folder / DUMP, checks(manifest))
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise
    rights.apply(connection, settings.DATABASE_WEB_ROLE)
    manifest["to_migrate"] = missing_migrations(manifest)
    return manifest


def present_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def put_files(folder: Path) -> list[str]:
    """Put every file into the storage under its old name; the names that were not there before.

    A file without a row that names it is out of everybody's reach, so the files come first.
    """
    written: list[str] = []
    try:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            if default_storage.exists(name):
                with default_storage.open(name, "rb") as there:
                    if there.read() != path.read_bytes():
                        raise BackupError(f"The storage of files is not empty: it holds another file named {name}.")
                continue
            with path.open("rb") as content:
                written.append(default_storage.save(name, File(content)))
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise
    return written


def checks(manifest: dict[str, Any]) -> str:
    """The SQL that ends the transaction in an error where the database is not what the manifest says."""
    asked = [(f"({count_of(table)})::text", str(rows), f"rows of {table}") for table, rows in manifest["rows"].items()]
    asked += [(f"({LEDGER[name]})", digest, f"hashes of {name}") for name, digest in manifest["ledger"].items()]
    lines = [
        f"IF {found} IS DISTINCT FROM {literal(said)} THEN"
        f" RAISE EXCEPTION 'The % are not those of the backup.', {literal(what)}; END IF;"
        for found, said, what in asked
    ]
    return "DO $checks$ BEGIN\n" + "\n".join(lines) + "\nEND $checks$;"


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
