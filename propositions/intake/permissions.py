"""Who may receive and import a paper, and what must hold before it is written."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person

WRITERS = ("drafter", "lead")


@person("a drafter or lead of the area")
def area_writer(actor: Actor, noun: Any, facts: Any) -> bool:
    return actor.holds(WRITERS, noun.body_id)


@condition("received-before")
def is_new_here(actor: Actor, source: Any, facts: Any) -> list[Check]:
    """One file is received once for a strategy."""
    found = type(source).objects.with_record().filter(strategy=source.strategy, sha256=source.sha256).first()
    if found is None:
        return []
    return [Check("received-before", f"This file was received before, as {found.ref}. Nothing was changed.", STOP)]


@condition("preview-not-fit")
def preview_is_fit(actor: Actor, source: Any, facts: Any) -> list[Check]:
    """There is something to import, and nothing in it has to be mended first."""
    preview = facts.preview
    if preview is None:
        return [Check("no-preview", "Choose the table that is to be imported first.", STOP)]
    if preview.stops:
        return list(preview.stops)
    if not preview.proposition_count:
        return [Check("nothing-left", "Every row is left out, so there is nothing to import. Put back a row.", STOP)]
    return []
