"""Who may fetch which file."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from ..engine.actor import Actor
from ..engine.models import Record
from ..engine.visibility import visible_records
from .models import StoredFile


def visible_files(actor: Actor, at: dt.datetime | None = None) -> QuerySet[StoredFile]:
    """The files that ``actor`` may fetch: those of records they may see, and their own that have no record yet."""
    seen = Q(record__in=visible_records(Record.objects.all(), actor, at))
    if actor.user:
        seen |= Q(record__isnull=True, uploaded_by=actor.user)
    return StoredFile.objects.filter(seen)
