"""Findings for tests, each state reached by its steps."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.evidence.models import Finding
from lis.people.models import Organisation

from .asks import strategy, take
from .people import actor, body

WORDS = {"detail": "Between 2015 and 2018.", "source": "Survey of employers, 2018."}


def finding(
    of: Organisation | None = None, by: Actor | None = None, statement: str = "Half of firms cannot fill posts.",
    **words: str,
) -> Finding:  # fmt: skip
    """A finding in draft that lacks nothing."""
    of = of or body()
    by = by or actor("drafter", of=of)
    made = workflows["finding"].create("start", by=by, data={"strategy": strategy(of).ref, "statement": statement})
    workflows["finding"].write(made, {**WORDS, **words}, by=by)
    return Finding.objects.with_place().get(pk=made.pk)


def recorded_finding(of: Organisation | None = None, by: Actor | None = None, **more: Any) -> Finding:
    of = of or body()
    by = by or actor("drafter", of=of)
    return take("record", finding(of, by, **more), by)


def revised(made: Finding, by: Actor | None = None, **words: str) -> Finding:
    """The finding taken up again, written in and recorded once more."""
    by = by or actor("drafter", of=made.organisation)
    again = take("revise", made, by)
    workflows["finding"].write(again, words, by=by)
    return take("record", again, by)
