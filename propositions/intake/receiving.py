"""How a paper comes in, is known again, and what has been made of it so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import BadInput
from lis.engine.models import Event, Record
from lis.engine.registry import workflows
from lis.people.models import Membership, Organisation, Role
from lis.templatetags.office import date_words

from .forms import Reading
from .models import ImportedRow, SourceDocument
from .preview import Preview
from .working import keep

IMPORTER = "The importer"


@dataclass
class Made:
    """One proposition of an import with its asks, as rows of the import; ``others`` stand for themselves."""

    row: ImportedRow
    asks: list[ImportedRow] = field(default_factory=list)


def importer_of(body: Organisation) -> Actor:
    """The service itself, acting at the command line as a drafter of ``body`` would."""
    role = Membership(organisation=body, role=Role.DRAFTER, from_on=clock.today())
    return Actor(service=IMPORTER, memberships=(role,))


def received_before(strategy: Any, sha256: str) -> SourceDocument | None:
    """The source document that this very file became when it was first received for the strategy."""
    return SourceDocument.objects.with_record().filter(strategy=strategy, sha256=sha256).first()


def receive(reading: Reading, strategy: Any, *, by: Actor, key: str = "") -> SourceDocument:
    """Take a paper in. Raises what :meth:`~lis.engine.workflow.Workflow.create` raises."""
    return workflows["source"].create("receive", by=by, data={"strategy": strategy.ref, "reading": reading}, key=key)


def save_preview(source: SourceDocument, preview: Preview | None, by: Actor) -> SourceDocument:
    """Save a preview under the lock of its source, and answer the source as it stands then."""
    with transaction.atomic():
        fresh = locked(source)
        keep(fresh, preview, by)
        return fresh


def locked(source: SourceDocument) -> SourceDocument:
    """The source read again under its lock; to be called in a transaction."""
    list(Record.objects.select_for_update(no_key=True).filter(pk=source.pk))
    return SourceDocument.objects.with_record().get(pk=source.pk)


def import_rows(source: SourceDocument, *, by: Actor, expected: int | None, seen: int | None, key: str = "") -> Event:
    """Import what the saved preview holds, all or nothing; ``seen`` is the state of the preview that was read."""
    data = {} if seen is None else {"seen": seen}
    return workflows["source"].perform("import", source, by=by, expected=expected, data=data, key=key)


def told_before(source: SourceDocument) -> str:
    """What an officer is told who brings the same file again."""
    last = source.record.events.filter(verb__in=("import", "use")).select_related("by_user").order_by("number").last()
    if last is None:
        first = source.record.events.select_related("by_user").get(number=1)
        words = "received and set aside" if source.status == "set_aside" else "received"
        return f"This file was {words} on {date_words(first.at)} by {_who(first)} as {source.ref}. Nothing was changed."
    made = span(row.named for row in made_from(source) if row.kind != ImportedRow.Kind.ASK) or "asks"
    return f"This file was imported on {date_words(last.at)} by {_who(last)} as {made}. Nothing was changed."


def made_from(source: SourceDocument) -> list[ImportedRow]:
    """Everything that was made from ``source``, in the order in which it was made."""
    return list(source.imported_rows.select_related("made").order_by("pk"))


def grouped(rows: Iterable[ImportedRow]) -> list[Made]:
    """Propositions with their asks, each once; asks and actions made from single blocks stand for themselves."""
    found: dict[str, Made] = {}
    for row in rows:
        parent = row.named.rpartition(".")[0]
        if row.kind == ImportedRow.Kind.ASK and parent in found:
            found[parent].asks.append(row)
        else:
            found.setdefault(row.named, Made(row))
    return list(found.values())


def span(names: Iterable[str]) -> str:
    """``LAN-01 to LAN-12`` for a run of references, else the names with commas."""
    unique = list(dict.fromkeys(names))
    ends = [name.rpartition("-")[2] for name in unique]
    if len(unique) > 2 and all(end.isdecimal() for end in ends):
        numbers = [int(end) for end in ends]
        if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            return f"{unique[0]} to {unique[-1]}"
    return ", ".join(unique)


def sentences_of(refusal: BadInput) -> list[str]:
    """All that is wrong, one sentence each."""
    return [sentence for found in refusal.errors.values() for sentence in found]


def _who(event: Event) -> str:
    return str(event.by_user) if event.by_user_id else event.by_service or "the service"
