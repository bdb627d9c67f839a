"""Holds for tests, raised by the step that people take."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.engine import clock
from lis.engine.registry import workflows
from lis.people.models import Organisation

from .people import actor, department


def hold(by: Any = None, *, first: int = 0, last: int = 30, **given: Any) -> Any:
    """A hold from ``first`` to ``last`` days from today: a pre-election period for everybody, raised by CLGU."""
    today = clock.today()
    days = {"from_on": today + dt.timedelta(days=first), "until_on": today + dt.timedelta(days=last)}
    unit = Organisation.objects.by_code("CLGU")
    data = {
        "organisation": unit.code, "kind": "pre_election", "note": "The general election.",
        **{name: day.isoformat() for name, day in days.items()}, **(given or {"everywhere": True}),
    }  # fmt: skip
    return workflows["hold"].create("raise", by=by or actor("coordinator", of=unit), data=data)


def exception(of: Any, target: Any, verb: str, by: Any = None) -> Any:
    """An exception that was asked for: from ``of``, for that step of ``target``."""
    data = {"hold": of.ref, "step": f"{target.record.kind}:{target.ref}:{verb}", "note": "A court wants it today."}
    return workflows["exception"].create("ask", by=by or actor("coordinator", of=department("BEIS")), data=data)
