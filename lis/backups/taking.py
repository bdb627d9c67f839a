"""How is a backup taken while the service runs? One snapshot of the database, then the files that it names."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models, transaction

from ..engine import clock
from .manifest import DUMP, FILES, MANIFEST, PIECE, BackupError, describe, write_sums
from .programs import Programs


@dataclass(frozen=True)
class Taken:
    """What a backup holds, and which files it should hold and could not: their content is gone from the storage."""

    rows: int
    files: int
    missing: list[str]


def take(folder: Path) -> Taken:
    """Write the whole service into `folder`, which appears when everything is in it. Raises ``BackupError``."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder} is not empty. Name a folder that is, or one that is not there yet.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    programs = Programs()
    unfinished = Path(tempfile.mkdtemp(prefix=f"{folder.name}.unfinished-", dir=folder.parent))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            programs.dump(unfinished / DUMP, cursor.fetchone()[0])
            manifest = describe(cursor)
            names = sorted(set(file_names()))
        # A file is written once, under a name of its own, before the row that names it is committed.
        missing = [name for name in names if not copied(name, unfinished / FILES / name)]
        manifest |= {"made_at": clock.now().isoformat(), "files": len(names) - len(missing), "missing": missing}
        (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
        write_sums(unfinished)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return Taken(sum(manifest["rows"].values()), manifest["files"], missing)


def file_names() -> Iterator[str]:
    """The name of every file that a row of any table names."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                yield from model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True).iterator()


def copied(name: str, target: Path) -> bool:
    """Copy a file out of the storage; False where the storage has lost it."""
    try:
        with default_storage.open(name, "rb") as content:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with target.open("wb") as written:
                shutil.copyfileobj(content, written, PIECE)
    except FileNotFoundError:
        return False
    return True
