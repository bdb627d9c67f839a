"""What stands in the database about some records, and does their ledger hold?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db import models

from lis.engine.erasable import salted_digest
from lis.engine.ledger import chain_hash, input_hash
from lis.engine.models import Event, Noun, Record, Version
from lis.engine.rights import OUR_APPS

EMPTY = (None, "", [], {})
# What a row says in codes and counts; of every other column it matters only whether it is filled.
TOLD = {"verb", "from_status", "to_status", "status", "kind", "revision", "number", "role", "stance", "part", "schema",
        "weight", "since_version", "since_event", "state", "tries", "money", "everyone", "channel", "publication",
        "capacity"}  # fmt: skip

Rows = Counter[tuple[str, tuple[tuple[str, Any], ...]]]


def rows_about(roots: Collection[int]) -> Rows:
    """Every row that hangs on these records or on parts of them: its table, what it says, which columns are filled."""
    records = set(Record.objects.filter(models.Q(root__in=roots) | models.Q(pk__in=roots)).values_list("pk", flat=True))
    known = {
        Version: set(Version.objects.filter(record__in=records).values_list("pk", flat=True)),
        Event: set(Event.objects.filter(record__in=records).values_list("pk", flat=True)),
    }
    found: Rows = Counter()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in OUR_APPS:
            continue
        rows: dict[Any, models.Model] = {}
        for column in model._meta.concrete_fields:
            target = column.remote_field.model if column.remote_field else None
            keys = known.get(target)
            if target is Record or (target is not None and issubclass(target, Noun)):
                keys = records
            if keys:
                rows |= {row.pk: row for row in model._default_manager.filter(**{f"{column.name}__in": keys})}
        for row in rows.values():
            said = {column.attname: getattr(row, column.attname) for column in model._meta.concrete_fields}
            filled = [(name, value if name in TOLD else "filled") for name, value in said.items() if value not in EMPTY]
            found[model._meta.db_table, tuple(sorted(filled, key=str))] += 1
    return found


def assert_that_the_ledger_holds() -> int:
    """Recompute every hash of every event, and compare each record with its last one; answers how many records."""
    events = Event.objects.select_related("record", "version", "behalf", "cause").order_by("record_id", "number")
    last: dict[int, Event] = {}
    for event in events:
        before = last.get(event.record_id)
        assert event.number == (before.number + 1 if before else 1)
        assert event.prev == (before.hash if before else "")
        assert event.from_status == (before.to_status if before else "")
        assert event.digest == salted_digest(event.body, event.salt)
        assert event.input_hash == salted_digest(input_hash(event.verb, event.data), event.salt)
        assert event.hash == chain_hash(event)
        last[event.record_id] = event
    for record in Record.objects.all():
        assert (record.revision, record.status) == (last[record.pk].number, last[record.pk].to_status)
    return len(last)
