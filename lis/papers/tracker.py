"""How many workstreams of a strategy have their paper in, and where each paper stands."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Draft, Event, Grant
from lis.strategies.models import Strategy, Workstream

from .forms import GOVERNMENT
from .lifecycle import SUBMITTED
from .models import PolicyPositionPaper
from .reading import Reading, readings


@dataclass
class Readers:
    """Who of Government reads a paper: until which last day, and who has it for good. For the area's own eyes."""

    until: list[tuple[str, dt.date]] = field(default_factory=list)
    for_good: list[str] = field(default_factory=list)


@dataclass
class Row:
    """One paper of a workstream (or none yet): who else reads it, and when anything last changed."""

    workstream: Workstream
    reading: Reading | None = None
    readers: Readers = field(default_factory=Readers)
    changed_at: dt.datetime | None = None


@dataclass
class Tracker:
    """ "4 of 6 in": of ``total`` workstreams ``done`` have at least one paper that is with Government."""

    done: int
    total: int
    rows: list[Row]


def tracker(actor: Actor, strategy: Strategy, at: dt.datetime | None = None) -> Tracker:
    """The papers of ``strategy`` (visible to ``actor``) by workstream; the same few queries for any number."""
    workstreams = list(strategy.workstreams.order_by("number"))
    seen = PolicyPositionPaper.objects.visible_to(actor, at).with_workstream().filter(workstream__in=workstreams)
    papers = list(seen.order_by("record__ref"))
    readers, changed = readers_of_all(papers, at), _last_changes(actor, papers)
    by_workstream: dict[int, list[Row]] = defaultdict(list)
    for found in readings(actor, papers, at):
        paper = found.paper
        row = Row(paper.workstream, found, readers.get(paper.pk, Readers()), changed.get(paper.pk))
        by_workstream[paper.workstream_id].append(row)
    rows: list[Row] = []
    for workstream in workstreams:
        rows += by_workstream[workstream.pk] or [Row(workstream)]
    done = {row.workstream.pk for row in rows if row.reading and row.reading.paper.status == SUBMITTED}
    return Tracker(len(done), len(workstreams), rows)


def readers_of_all(papers: Iterable[PolicyPositionPaper], at: dt.datetime | None = None) -> dict[int, Readers]:
    """Who of Government reads each of ``papers`` now, by the paper's key."""
    held = Grant.objects.open_at(at or clock.now()).filter(
        record__in=[paper.pk for paper in papers], organisation__kind__in=GOVERNMENT
    )
    found: dict[int, Readers] = defaultdict(Readers)
    for grant in held.select_related("organisation").order_by("organisation__code"):
        readers, code = found[grant.record_id], grant.organisation.code
        if grant.until is None:
            readers.for_good.append(code)
        else:
            readers.until.append((code, last_day(grant.until)))
    return dict(found)


def last_day(until: dt.datetime) -> dt.date:
    """The last day on which something with that end may be read, in London."""
    return (until - dt.timedelta(microseconds=1)).astimezone(clock.LONDON).date()


def _last_changes(actor: Actor, papers: Iterable[PolicyPositionPaper]) -> dict[int, dt.datetime]:
    """When a step of each paper was last taken or, where the actor may know it, its draft last saved."""
    keys = [paper.pk for paper in papers]
    changed = dict(Event.objects.filter(record__in=keys).order_by().values_list("record_id").annotate(Max("at")))
    drafts = Draft.objects.filter(record__in=keys, organisation__in=sorted(actor.organisation_ids)).order_by()
    for record, saved_at in drafts.values_list("record_id").annotate(Max("updated_at")):
        changed[record] = max(changed[record], saved_at)
    return changed
