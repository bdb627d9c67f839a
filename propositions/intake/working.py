"""What the officers have made of a paper so far: the preview that is kept between one page and the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.checks import Check
from lis.engine.reading import words_of_records
from lis.engine.registry import workflows

from .editing import edit_ask, leave_out
from .findings import checked
from .models import ImportedRow, SourceDocument
from .preview import Preview, PreviewRow
from .previewing import preview_of
from .reading.paper import Paper
from .standing_cues import cues_on
from .stored import from_data, to_data


def paper_in(source: SourceDocument) -> Paper:
    """The paper as it was read when it was received."""
    return from_data(Paper, source.record.versions.get(number=1).content["paper"])


def preview_in(source: SourceDocument) -> Preview | None:
    """The preview as it was last saved, or None when no table has been chosen yet."""
    return from_data(Preview, source.preview["preview"]) if source.preview else None


def begin(source: SourceDocument, paper: Paper, table: int) -> Preview:
    """A fresh preview of one table. Rows that were imported before are left out, and say so."""
    preview = preview_of(paper, cues_on(), table=table)
    before = imported_before(source, (one.hash for row in preview.rows for one in row.sources))
    for row in preview.rows:
        earlier = [before[one.hash] for one in row.sources if one.hash in before]
        if earlier:
            preview = leave_out(_noted(preview, row, earlier[0]), row.number)
    return checked(preview)


def keep(source: SourceDocument, preview: Preview | None, actor: Actor) -> None:
    """Save ``preview`` as the officers' common one. The caller holds the lock on the source."""
    saved = None
    if preview is not None:
        by = str(actor.user) if actor.user else "the service"
        saved = {"preview": to_data(preview), "by": by, "at": clock.now().isoformat()}
    source.preview, source.preview_revision = saved, source.preview_revision + 1
    source.save(update_fields=["preview", "preview_revision"])


def place_of(paper: Paper, table: int, row: int) -> str:
    """How a row of the ``table``-th table is named: ``row 4``, or ``table 2, row 4`` where there are several."""
    return f"table {table + 1}, row {row}" if len(paper.tables) > 1 else f"row {row}"


def places_of(paper: Paper, table: int) -> set[str]:
    """The places of all rows of one table."""
    return {place_of(paper, table, row.number) for row in paper.tables[table].rows}


def imported_before(source: SourceDocument, hashes: Iterable[str]) -> dict[str, str]:
    """What each of ``hashes`` became when it was imported for the same strategy, from this file or another."""
    rows = ImportedRow.objects.filter(
        source__strategy=source.strategy, hash__in=set(hashes), kind=ImportedRow.Kind.PROPOSITION
    )
    return dict(rows.order_by("-pk").values_list("hash", "named"))


def titles_here(source: SourceDocument, actor: Actor) -> dict[str, str]:
    """The propositions that the strategy has already: their reference by their title in small letters."""
    model = workflows["proposition"].model
    found = model.objects.with_record().visible_to(actor).filter(strategy=source.strategy).exclude(
        record__status="withdrawn"
    )  # fmt: skip
    records = [proposition.record for proposition in found.order_by("-record__ref")]
    words = words_of_records(records, actor)
    return {_key(words[record.pk].drafted.get("title") or words[record.pk]["title"]): record.ref for record in records}


def same_titles(preview: Preview, titles: dict[str, str]) -> dict[int, Check]:
    """A warning, by row number, for each row whose title a proposition has already."""
    return {
        row.number: Check(
            "title-exists",
            f"{row.name} has the same title as {titles[_key(row.title)]}. Leave it out, or give it another title.",
        )
        for row in preview.rows
        if row.include and _key(row.title) in titles
    }


def without_suggestions(preview: Preview) -> tuple[Preview, list[str]]:
    """The preview with nothing but what the paper itself says, and a sentence for each suggestion not taken."""
    told: list[str] = []
    for row in preview.rows:
        for number, ask in enumerate(row.asks, 1):
            taken: dict[str, Any] = {}
            if ask.type_cue:
                told.append(f"{row.name}, ask {number}: type “{ask.type}”, because of “{ask.type_cue}”.")
                taken["type"] = ""
            if ask.department_cues:
                told.append(
                    f"{row.name}, ask {number}: {', '.join(ask.departments)}, because the ask names "
                    f"{', '.join(f'“{cue}”' for cue in ask.department_cues)}."
                )
                taken["departments"] = ()
            if taken:
                preview = edit_ask(preview, row.number, number, **taken)
    return preview, told


def _noted(preview: Preview, row: PreviewRow, earlier: str) -> Preview:
    note = Check(
        "already-imported",
        f"{row.name} was imported before, as {earlier}, so it is left out. Put it back only if you want it twice.",
        where=row.sources[0].where,
    )
    rows = tuple(replace(old, notes=(*old.notes, note)) if old.number == row.number else old for old in preview.rows)
    return replace(preview, rows=rows)


def _key(title: str) -> str:
    return " ".join(title.split()).casefold()
