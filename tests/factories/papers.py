"""Workstreams and Policy Position Papers for tests, each state reached by its steps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.papers.models import PolicyPositionPaper
from lis.people.models import Organisation
from lis.strategies.models import Workstream

from .asks import strategy, take
from .people import actor, body

WORDS = {"summary": "We lead on hydrogen.", "ambition": "A net-zero cluster by 2040."}


def workstream(of: Organisation | None = None, number: int = 1, name: str = "Energy and clean growth") -> Workstream:
    """A workstream of the area's strategy, made once under its number."""
    found, _ = Workstream.objects.get_or_create(strategy=strategy(of), number=number, defaults={"name": name})
    return found


def paper(of: Organisation | None = None, by: Actor | None = None, number: int = 1, **data: Any) -> PolicyPositionPaper:
    """A paper in drafting with a title and no words yet."""
    of = of or body()
    given = {
        "workstream": workstream(of, number).ref,
        "kind": "position_paper",
        "title": "Energy and clean growth",
        **data,
    }
    return workflows["paper"].create("start", by=by or actor("drafter", of=of), data=given)


def write(noun: PolicyPositionPaper, by: Actor | None = None, **words: str) -> PolicyPositionPaper:
    """The paper with ``words`` in its draft."""
    workflows["paper"].write(noun, words, by=by or actor("drafter", of=noun.organisation))
    return PolicyPositionPaper.objects.with_record().get(pk=noun.pk)


def written(of: Organisation | None = None, by: Actor | None = None, **data: Any) -> PolicyPositionPaper:
    """A paper in drafting with words."""
    return write(paper(of, by, **data), by, **WORDS)


def in_review(of: Organisation | None = None, **data: Any) -> PolicyPositionPaper:
    made = written(of, **data)
    return take("send_for_review", made, actor("drafter", of=made.organisation))


def share(
    noun: PolicyPositionPaper, *departments: Organisation, days: int = 14, by: Actor | None = None
) -> PolicyPositionPaper:
    """The paper, read informally by ``departments`` until the end of the day in ``days`` days."""
    return take(
        "share", noun, by or actor("lead", of=noun.organisation),
        departments=[department.code for department in departments],
        until=(clock.today() + dt.timedelta(days=days)).isoformat(),
    )  # fmt: skip


def submit(noun: PolicyPositionPaper, *departments: Organisation, by: Actor | None = None) -> PolicyPositionPaper:
    """The paper as it stands, submitted by a lead who has written none of it."""
    codes = [department.code for department in departments]
    return take("submit", noun, by or actor("lead", of=noun.organisation), departments=codes)


def submitted(*departments: Organisation, of: Organisation | None = None, **data: Any) -> PolicyPositionPaper:
    return submit(in_review(of, **data), *departments)


def withdrawn(*departments: Organisation, of: Organisation | None = None) -> PolicyPositionPaper:
    made = submitted(*departments, of=of)
    return take("withdraw", made, actor("lead", of=made.organisation), note="It was overtaken by events.")
