"""The sweeping of files whose upload was never committed."""

import datetime as dt

from django.core.files.storage import Storage

from ..engine import clock
from ..jobs.registry import job
from ..jobs.running import Run
from .models import StoredFile

# Long after any transaction that might still write the row.
AGE = dt.timedelta(days=1)


@job("sweep_lost_files", every=dt.timedelta(days=1))
def sweep_lost_files(attempt: Run) -> None:
    """Delete files that no row knows and that are older than a day."""
    storage = StoredFile._meta.get_field("content").storage
    for folder in folders(storage):
        names = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
        known = set(StoredFile.objects.filter(content__in=names).values_list("content", flat=True))
        for name in names:
            if name not in known and is_old(storage, name):
                storage.delete(name)


def folders(storage: Storage) -> list[str]:
    try:
        return storage.listdir("")[0]
    except FileNotFoundError:
        # Nothing has been uploaded yet.
        return []


def is_old(storage: Storage, name: str) -> bool:
    return storage.get_modified_time(name) < clock.now() - AGE
