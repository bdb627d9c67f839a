"""What does a backup say of itself, and is all of it there, unchanged, and of a version that we can read?

A backup is a folder: `database.dump`, `files/` with every uploaded file under the name it has in the storage,
`manifest.json`, and `SHA256SUMS` over all of them, in the form that the program `sha256sum --check` reads.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.migrations.loader import MigrationLoader

FORMAT = 1
DUMP, MANIFEST, SUMS, FILES = "database.dump", "manifest.json", "SHA256SUMS", "files"
PIECE = 1024 * 1024

# Chained hashes of records by the thousand, so that no text grows past what the database can hold.
LEDGER = {
    "events": """
        SELECT encode(sha256(convert_to(coalesce(string_agg(part, '' ORDER BY span), ''), 'UTF8')), 'hex') FROM (
            SELECT record_id / 1000 AS span, encode(sha256(convert_to(
                string_agg(hash || digest, '' ORDER BY record_id, number), 'UTF8')), 'hex') AS part
            FROM public.lis_event GROUP BY 1
        ) AS spans""",
    "versions": """
        SELECT encode(sha256(convert_to(coalesce(string_agg(part, '' ORDER BY span), ''), 'UTF8')), 'hex') FROM (
            SELECT record_id / 1000 AS span, encode(sha256(convert_to(
                string_agg(encode(sha256(convert_to(body, 'UTF8')), 'hex'), '' ORDER BY record_id, number),
                'UTF8')), 'hex') AS part
            FROM public.lis_version GROUP BY 1
        ) AS spans""",
}


class BackupError(Exception):
    """It cannot be done; the message is a sentence for the person at the keyboard."""


def describe(cursor: Any) -> dict[str, Any]:
    """Everything the manifest says of the database, as the cursor's transaction sees it."""
    cursor.execute("SHOW server_version")
    (server,) = cursor.fetchone()
    cursor.execute("SELECT app || '.' || name FROM public.django_migrations ORDER BY 1")
    migrations = [name for (name,) in cursor.fetchall()]
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    rows = {}
    for (table,) in cursor.fetchall():
        cursor.execute(count_of(table))
        rows[table] = cursor.fetchone()[0]
    ledger = {}
    for name, question in LEDGER.items():
        cursor.execute(question)
        ledger[name] = cursor.fetchone()[0]
    return {"format": FORMAT, "postgresql": server, "migrations": migrations, "rows": rows, "ledger": ledger}


def count_of(table: str) -> str:
    quoted = table.replace('"', '""')
    return f'SELECT count(*) FROM public."{quoted}"'


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while piece := content.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def contents(folder: Path) -> Iterator[str]:
    """What lies in a backup, by names relative to it, without the sums themselves."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != folder / SUMS:
            yield path.relative_to(folder).as_posix()


def write_sums(folder: Path) -> None:
    lines = [f"{sha256(folder / name)}  {name}\n" for name in contents(folder)]
    (folder / SUMS).write_text("".join(lines))


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a backup that is whole. Raises ``BackupError`` naming the first thing that is not."""
    if not (folder / SUMS).is_file():
        raise BackupError(f"{folder} holds no finished backup: the list {SUMS} is not there.")
    pairs = [line.split("  ", 1) for line in (folder / SUMS).read_text().splitlines()]
    if any(len(pair) != 2 for pair in pairs):
        raise BackupError(f"The backup is damaged: the list {SUMS} cannot be read.")
    listed = {name: digest for digest, name in pairs}
    present = set(contents(folder))
    for name in sorted({DUMP, MANIFEST, *listed} | present):
        if name not in present:
            raise BackupError(f"The backup is incomplete: {name} is not there.")
        if name not in listed:
            raise BackupError(f"The backup is not as it was made: {name} is not in the list {SUMS}.")
        if sha256(folder / name) != listed[name]:
            raise BackupError(f"The backup is damaged: {name} is not what was written.")
    manifest = json.loads((folder / MANIFEST).read_text())
    if manifest["format"] != FORMAT:
        raise BackupError("The backup was made by another version of Concordat, in a form that this one cannot read.")
    # A list that was cut short along with its files would agree with itself.
    if manifest["files"] != len([name for name in listed if name.startswith(f"{FILES}/")]):
        raise BackupError("The backup is incomplete: it holds fewer files than it says.")
    return manifest


def unknown_migrations(manifest: dict[str, Any]) -> list[str]:
    """Changes of tables in the backup that this version of the service does not know."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    return sorted(set(manifest["migrations"]) - known)


def missing_migrations(manifest: dict[str, Any]) -> list[str]:
    """Changes of tables that this version knows and the backup does not have yet."""
    loader = MigrationLoader(None)
    return sorted({f"{app}.{name}" for app, name in loader.graph.nodes} - set(manifest["migrations"]))
