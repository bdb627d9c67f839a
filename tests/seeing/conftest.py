"""What every test of seeing stands on."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from lis.engine import clock

from .stage import NOON, Stage, set_stage


@pytest.fixture
def stage(db, settings, tmp_path) -> Iterator[Stage]:
    """The stage, looked at after noon, with files in a folder of its own and nobody counted at the API's door."""
    options = {"location": str(tmp_path), "base_url": None}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    settings.API_CALLS_A_MINUTE = (100_000, 100_000)
    cache.clear()
    made = set_stage()
    with clock.at(NOON):
        yield made
