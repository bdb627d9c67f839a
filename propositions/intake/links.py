"""How submitted words come to rest on the paper they were imported from."""

from __future__ import annotations

from lis.engine.models import Link
from lis.engine.steps import Act
from propositions.drafting.submission import after_submission

from .models import ImportedRow

KIND = "source"


@after_submission
def rest_on_sources(act: Act) -> None:
    """Link the version that has just gone to the source's words, once for each row or block it came from."""
    rows = ImportedRow.objects.filter(made=act.noun.record).select_related("source__record")
    for row in rows:
        words = row.source.record.versions.get(number=1)
        Link.objects.get_or_create(
            source=act.version, target=words, kind=KIND, note=row.place, defaults={"checked_hash": words.hash}
        )
