"""What every test of seeing stands on."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test.utils import override_settings

from lis.engine import clock
from tests import databases
from tests.settings import DATA_DIR, STORAGES

from .stage import NOON, Stage, find_stage, set_stage


def keeping_files_in(folder: Path) -> dict[str, Any]:
    return {**STORAGES, "default": {**STORAGES["default"], "OPTIONS": {"location": str(folder), "base_url": None}}}


def files_of(template: str) -> Path:
    """Where the files lie that were stored while ``template`` was made."""
    return DATA_DIR / "test-files" / template


@pytest.fixture(scope="session")
def staged_template(django_db_setup, django_db_blocker) -> str:
    """The template on which the stage stands already: setting it takes as long as a hundred steps."""

    def fill(name: str) -> None:
        with override_settings(STORAGES=keeping_files_in(files_of(name))):
            set_stage()

    with django_db_blocker.unblock():
        return databases.staged_template(fill)


@pytest.fixture(scope="session")
def staged_clones(staged_template: str, django_db_blocker) -> Iterator[databases.Clones]:
    """Clones of it for this process; each test calls hundreds of addresses, so none serves many."""
    clones = databases.Clones(staged_template, tests=4)
    yield clones
    with django_db_blocker.unblock():
        clones.close()


@pytest.fixture
def on_the_stage(staged_clones: databases.Clones, django_db_blocker) -> Iterator[None]:
    """Django's connection leads to the stage; asked for before ``db``, which undoes what a test does there."""
    with django_db_blocker.unblock(), databases.connected_to(staged_clones.next()):
        yield


@pytest.fixture
def stage(on_the_stage, db, staged_template: str, settings, tmp_path: Path) -> Iterator[Stage]:
    """The stage, looked at after noon, with files in a folder of its own and nobody counted at the API's door."""
    yield from looked_at(staged_template, settings, tmp_path)


@pytest.fixture
def stage_being_set(db, settings, tmp_path: Path) -> Stage:
    """The stage, set in this very test: what was sent meanwhile lies in the outbox."""
    settings.STORAGES = keeping_files_in(tmp_path)
    set_stage()
    return find_stage()


@pytest.fixture
def committed(staged_template: str, settings, tmp_path: Path, django_db_blocker) -> Iterator[Stage]:
    """The stage on a database of its own, where every call is a transaction of its own."""
    with django_db_blocker.unblock(), databases.clone_of(staged_template):
        yield from looked_at(staged_template, settings, tmp_path)


def looked_at(template: str, settings: Any, folder: Path) -> Iterator[Stage]:
    shutil.copytree(files_of(template), folder, dirs_exist_ok=True)
    settings.STORAGES = keeping_files_in(folder)
    settings.API_CALLS_A_MINUTE = (100_000, 100_000)
    cache.clear()
    with clock.at(NOON):
        yield find_stage()
