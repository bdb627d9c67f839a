"""Which kinds of background work there are, and how long and how often each may be tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings

from .models import Job


@dataclass(frozen=True)
class Kind:
    """One kind of work. ``function`` is called with the run and the job's arguments, inside one transaction."""

    name: str
    function: Callable[..., None]
    lease: dt.timedelta | None = None
    max_tries: int = 8
    every: dt.timedelta | None = None
    when_failed: Callable[[Job, str], None] | None = None

    def lease_length(self) -> dt.timedelta:
        return self.lease or dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)


_kinds: dict[str, Kind] = {}


class GiveUp(Exception):
    """The work cannot succeed however often it is tried; the sentence says why and what to do."""


def job(
    name: str,
    *,
    lease: dt.timedelta | None = None,
    max_tries: int = 8,
    every: dt.timedelta | None = None,
    when_failed: Callable[[Job, str], None] | None = None,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function the work called ``name``; write it in a room's ``jobs.py``, where the workers look.

    The function takes the ``Run`` and the arguments given to ``enqueue``. Whatever it writes to the database is
    committed together with "done", so it happens once; what it does elsewhere may happen again and must bear that.
    With ``every`` the work also starts by itself, once in each such period, whatever the number of clocks.
    ``when_failed`` is called with the job and the error after the last try.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        if name in _kinds and _kinds[name].function.__module__ != function.__module__:
            raise ValueError(f"Two kinds of work are called {name}.")
        _kinds[name] = Kind(name, function, lease, max_tries, every, when_failed)
        return function

    return register


def kind_of(name: str) -> Kind | None:
    """The kind of work called ``name``, or nothing where this process does not know it."""
    if name not in _kinds:
        discover()
    return _kinds.get(name)


def discover() -> None:
    """Read the jobs of every room: workers do so when they start, any other process when it first needs to."""
    for room in settings.ROOMS_WITH_JOBS:
        import_module(f"{room}.jobs")


def kinds() -> dict[str, Kind]:
    """Every kind by its name."""
    discover()
    return dict(_kinds)


def regular_kinds() -> list[Kind]:
    """The kinds that start by themselves, in order of their names."""
    return [kind for _, kind in sorted(kinds().items()) if kind.every]
