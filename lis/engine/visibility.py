"""What may this actor see? One answer, used by every page, list, count, search, export and mail."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import Max, Min, Q, QuerySet

from . import clock
from .actor import Actor
from .registry import inheriting_kinds


def open_grants(actor: Actor, at: dt.datetime | None = None) -> QuerySet:
    """The grants that ``actor`` may use at that moment."""
    return apps.get_model("lis", "Grant").objects.open_at(at or clock.now()).held_by(actor)


def visible_records(queryset: QuerySet, actor: Actor, at: dt.datetime | None = None) -> QuerySet:
    """Narrow a queryset of records to those granted to ``actor``, themselves or, for parts, through their root."""
    granted = open_grants(actor, at).values("record_id")
    return queryset.filter(Q(pk__in=granted) | Q(kind__in=inheriting_kinds(), root_id__in=granted))


def visible_to(queryset: QuerySet, actor: Actor, at: dt.datetime | None = None) -> QuerySet:
    """Narrow a queryset of a noun to what ``actor`` may see.

    Own or root are two ``IN``s and never an ``OR`` inside one ``EXISTS``: the planner hashes the one and cannot
    hash the other.
    """
    granted = open_grants(actor, at).values("record_id")
    seen = Q(record_id__in=granted)
    if queryset.model.inherits_visibility:
        seen |= Q(record__root_id__in=granted)
    return queryset.filter(seen)


def reading_since(record: Any, actor: Actor, at: dt.datetime | None = None) -> tuple[int, int] | None:
    """The first version and the first event of ``record`` that ``actor`` may read, or None when it is unseen."""
    targets = {record.pk} | ({record.root_id} if record.kind in inheriting_kinds() else set())
    grants = open_grants(actor, at).filter(record_id__in=targets)
    own = grants.filter(record_id=record.pk).aggregate(version=Min("since_version"), event=Min("since_event"))
    if own["version"] is not None:
        return own["version"], own["event"]
    return (0, 0) if grants.exists() else None


def readable_versions(record: Any, actor: Actor, at: dt.datetime | None = None) -> QuerySet:
    """The versions of ``record`` that ``actor`` may read, oldest first."""
    since = reading_since(record, actor, at)
    if since is None:
        return record.versions.none()
    return record.versions.filter(number__gte=since[0]).order_by("number")


def readable_events(record: Any, actor: Actor, at: dt.datetime | None = None) -> QuerySet:
    """The events of ``record`` that ``actor`` may read, oldest first."""
    since = reading_since(record, actor, at)
    if since is None:
        return record.events.none()
    return record.events.filter(number__gte=since[1]).order_by("number")


def latest_version_numbers(queryset: QuerySet) -> dict[int, int]:
    """The last version's number of each record in a queryset of versions, by the record's key."""
    return dict(queryset.values_list("record_id").annotate(last=Max("number")))
