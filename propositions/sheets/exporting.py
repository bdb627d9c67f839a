"""Which asks go out to be filled, and what stands in their rows: the words that were read, and the draft so far."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Draft, Version
from lis.engine.reading import words_of_records
from lis.engine.registry import workflows
from lis.frameworks.models import Programme, VocabularyTerm

from ..sides.lifecycle import POSITION_PARTS
from ..sides.models import Side
from ..sides.permissions import DEPARTMENT_ROLES
from .columns import HASH_LENGTH
from .writing import workbook

MOST = 1_000


def sides_to_fill(actor: Actor, at: dt.datetime) -> QuerySet:
    """The sides of the actor's departments on which a position can be drafted and none is cleared or issued yet."""
    bodies = [body.pk for body in actor.organisations_as(DEPARTMENT_ROLES)]
    sources = workflows["side"].step("draft_position").sources
    seen = Side.objects.with_record().visible_to(actor, at).filter(organisation_id__in=bodies)
    return seen.in_status(*sorted(sources & {"ours", "drafted"})).order_by("ask__record__ref", "pk")


def rows_of(sides: list[Side], actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """A row for each side by the names of the columns; the number of queries does not grow with them."""
    words = words_of_records([side.ask.record for side in sides], actor, at)
    drafts, stances = drafts_of_sides(sides), stance_labels()
    found = []
    for side in sides:
        read, draft = words[side.ask_id], drafts.get(side.pk, {})
        found.append(
            {
                "ref": side.ref,
                "area": side.area.name if side.area else "",
                "ask": read["ask"],
                "version": read.number,
                "hash": read.version.hash[:HASH_LENGTH] if read.version else "",
                **{part: draft.get(part, "") for part in POSITION_PARTS},
                "stance": stances.get(draft.get("stance", ""), ""),
            }
        )
    return found


def drafts_of_sides(sides: list[Side]) -> dict[int, dict[str, str]]:
    """The draft of each side's own body, by part."""
    own = {side.pk: side.organisation_id for side in sides}
    found: dict[int, dict[str, str]] = {}
    for draft in Draft.objects.filter(record_id__in=own, part__in=POSITION_PARTS):
        if draft.organisation_id == own[draft.record_id]:
            found.setdefault(draft.record_id, {})[draft.part] = draft.body
    return found


def stance_labels() -> dict[str, str]:
    """The labels of the stances that can be chosen today, by their codes, in their order."""
    terms = VocabularyTerm.objects.of("stances").open_on(clock.today())
    return {term.code: term.label for term in terms}


def current_versions(sides: list[Side]) -> dict[int, Version]:
    """The last version of each side's ask, by the ask's key."""
    last = Version.objects.filter(record_id__in=[side.ask_id for side in sides]).order_by("record_id", "-number")
    return {version.record_id: version for version in last.distinct("record_id")}


def file_to_fill(sides: list[Side], actor: Actor, at: dt.datetime) -> bytes:
    programmes = list(Programme.objects.order_by("name").values_list("name", flat=True))
    return workbook(rows_of(sides, actor, at), list(stance_labels().values()), programmes)
