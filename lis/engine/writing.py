"""How words are put down: a draft for one side's eyes, a version for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model

from . import clock
from .canonical import canonical, clean_text, digest, words_of
from .models import Draft, Record, Version


class DraftClash(Exception):
    """Somebody else saved the same part meanwhile; ``parts`` maps its name to the text as it stands now."""

    def __init__(self, parts: dict[str, str]) -> None:
        self.parts = parts
        super().__init__("Somebody else saved " + ", ".join(sorted(parts)) + " after you opened it.")


def mint(
    record: Record,
    *,
    schema: str,
    body: dict[str, Any],
    authors: Iterable[Any],
    weight: str = Version.Weight.SUBSTANTIVE,
    at: dt.datetime | None = None,
) -> Version:
    """Write the next version of ``record``; its base is the last one. The root must be locked by the caller."""
    base = record.versions.order_by("-number").first()
    text = canonical(body)
    version = Version.objects.create(
        record=record,
        number=base.number + 1 if base else 1,
        schema=schema,
        body=text,
        words=words_of(body),
        hash=digest(text),
        base=base,
        weight=weight,
        created_at=at or clock.now(),
    )
    version.authors.add(*authors)
    return version


def drafts_of(record: Record, organisation: Any) -> dict[str, Draft]:
    """The working copy that ``organisation`` has of ``record``, by part."""
    return {draft.part: draft for draft in record.drafts.filter(organisation=organisation)}


def draft_authors(record: Record, organisation: Any, parts: Iterable[str] | None = None) -> list[Any]:
    """Everybody who has written in that organisation's drafts of ``record``, each once."""
    drafts = record.drafts.filter(organisation=organisation)
    if parts is not None:
        drafts = drafts.filter(part__in=list(parts))
    return list(get_user_model().objects.filter(drafts_written__in=drafts).distinct().order_by("pk"))


def save_drafts(
    record: Record,
    organisation: Any,
    bodies: dict[str, str],
    *,
    by: Any,
    expected: dict[str, int] | None = None,
    at: dt.datetime | None = None,
) -> list[Draft]:
    """Save parts of a working copy and answer those that changed. The root must be locked by the caller.

    ``expected`` maps a part to the draft revision that the writer had read (0 for none): a part that somebody has
    changed since to other words raises :class:`DraftClash` and nothing is saved. Parts left out of ``expected`` are
    not compared.
    """
    present = drafts_of(record, organisation)
    clean = {part: clean_text(body) for part, body in bodies.items()}
    clashes = {
        part: present[part].body if part in present else ""
        for part, revision in (expected or {}).items()
        if part in clean
        and revision != (present[part].revision if part in present else 0)
        and clean[part] != (present[part].body if part in present else "")
    }
    if clashes:
        raise DraftClash(clashes)
    moment, saved = at or clock.now(), []
    base = record.versions.order_by("-number").first()
    for part, body in clean.items():
        draft = present.get(part)
        if draft is None:
            if not body:
                continue
            draft = Draft.objects.create(
                record=record, organisation=organisation, part=part, body=body, base=base, updated_by=by,
                updated_at=moment,
            )  # fmt: skip
        elif draft.body == body:
            continue
        else:
            draft.body, draft.revision = body, draft.revision + 1
            draft.updated_by, draft.updated_at, draft.base = by, moment, base
            draft.save(update_fields=["body", "revision", "updated_by", "updated_at", "base"])
        if by is not None:
            draft.authors.add(by)
        saved.append(draft)
    return saved


def last_author(record: Record, organisation: Any) -> Any:
    """Who saved that organisation's drafts of ``record`` last, or None."""
    draft = record.drafts.filter(organisation=organisation).order_by("-updated_at", "-pk").first()
    return draft.updated_by if draft else None
