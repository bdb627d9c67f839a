"""Which words of each record an actor reads: their own working copy while there is one, else the last version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from .actor import Actor
from .models import Draft, Record, Version
from .registry import inheriting_kinds
from .visibility import open_grants


@dataclass(frozen=True)
class Words:
    """What there is to read of one record: ``content`` by part, from ``version`` or from a working copy.

    ``drafted`` says that the organisation's working copy differs from the version, and holds that copy by part.
    """

    content: dict[str, Any] = field(default_factory=dict)
    version: Version | None = None
    drafted: dict[str, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return self.version.number if self.version else 0

    def __getitem__(self, part: str) -> Any:
        # A template looks here before it looks for an attribute.
        if part in ("content", "version", "drafted", "number", "latest"):
            raise KeyError(part)
        return self.content.get(part, "")

    @property
    def latest(self) -> dict[str, Any]:
        """The content with the working copy laid over it: what the writers of the words read."""
        return {**self.content, **self.drafted}


def words_of_records(records: Iterable[Record], actor: Actor, at: dt.datetime | None = None) -> dict[int, Words]:
    """What ``actor`` reads of each record, by the record's key; three queries, however many records.

    The caller has narrowed ``records`` to what the actor may see. Versions before the actor's grant stay unread; a
    working copy is read only inside the organisation whose it is.
    """
    records = list(records)
    keys = {record.pk for record in records}
    since = _first_versions(records, actor, at)
    versions: dict[int, Version] = {}
    # Of each record its last version only: bodies are long, and the earlier ones are not shown. Nor is the text for
    # search fetched, which says the same once more.
    last = Version.objects.filter(record_id__in=keys).order_by("record_id", "-number").distinct("record_id")
    for version in last.defer("words", "vector"):
        if version.number >= since.get(version.record_id, 0):
            versions[version.record_id] = version
    drafts: dict[int, dict[str, str]] = {}
    if actor.organisation_ids:
        mine = Draft.objects.filter(record_id__in=keys, organisation_id__in=sorted(actor.organisation_ids))
        for draft in mine:
            drafts.setdefault(draft.record_id, {})[draft.part] = draft.body
    return {record.pk: _words(versions.get(record.pk), drafts.get(record.pk, {})) for record in records}


def _words(version: Version | None, draft: dict[str, str]) -> Words:
    if version is None:
        return Words(content=draft, drafted=draft)
    content = version.content
    drafted = draft if any(content.get(part, "") != body for part, body in draft.items()) else {}
    return Words(content=content, version=version, drafted=drafted)


def _first_versions(records: list[Record], actor: Actor, at: dt.datetime | None) -> dict[int, int]:
    kinds = set(inheriting_kinds())
    roots = {record.root_id for record in records if record.kind in kinds}
    own: dict[int, int] = {}
    grants = open_grants(actor, at).filter(Q(record_id__in=[r.pk for r in records]) | Q(record_id__in=roots))
    for record_id, since in grants.values_list("record_id", "since_version"):
        own[record_id] = min(since, own.get(record_id, since))
    # A part that is seen through its root alone is read from its beginning.
    return {record.pk: own.get(record.pk, 0) for record in records}
