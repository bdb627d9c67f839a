"""Preparing a round beside its words: what it is about and its documents, changed one hand at a time while a draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, QuerySet

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou
from lis.engine.models import Record
from lis.files.detection import CSV, DOCX, PDF, TEXT, XLSX, Unreadable
from lis.files.storing import store_file

from .lifecycle import workflow
from .models import Element, Round, SupportingDocument
from .subjects import latest_versions, themes_of, words_in

PUBLISHED = {PDF, DOCX, XLSX, CSV, TEXT}


@contextmanager
def prepared(round_: Round, by: Actor) -> Iterator[Round]:
    """The round, read again under its lock, for ``by`` to change; they become one of those whose work it is.

    Raises :class:`NotVisible`, :class:`NotYou`, and :class:`NotNow` once it has left its draft.
    """
    with transaction.atomic():
        list(Record.objects.select_for_update(no_key=True).filter(pk=round_.record.root_id))
        fresh = Round.objects.with_strategy().visible_to(by).filter(pk=round_.pk).first()
        if fresh is None:
            raise NotVisible
        reasons = workflow.writing(fresh, by)
        if reasons is None:
            raise NotYou("Prepare", workflow.writer.phrase)
        if reasons:
            raise NotNow(reasons)
        yield fresh
        fresh.editors.add(by.user)


def add_subjects(round_: Round, kind: str, values: Sequence[str], by: Actor) -> list[Element]:
    """Put what ``values`` name (see :func:`~.subjects.offered`) behind what the round is about already."""
    with prepared(round_, by) as fresh:
        last = fresh.elements.aggregate(last=Max("position"))["last"] or 0
        made = [_element(fresh, kind, value, by) for value in values]
        for position, element in enumerate(made, last + 1):
            element.position = position
            element.save()
    return made


def _element(round_: Round, kind: str, value: str, by: Actor) -> Element:
    if kind == Element.Kind.THEME:
        theme = themes_of(round_).filter(name=value).first()
        if theme is not None:
            return Element(round=round_, kind=kind, theme=theme)
    elif kind in Element.Kind.values:
        ref, _, part = value.partition("/")
        version = latest_versions(round_, kind, by, clock.now()).filter(record__ref=ref).first()
        if version is not None and (not part or words_in(kind, version.content, part)[1]):
            return Element(round=round_, kind=kind, version=version, part=part)
    raise BadInput({"chosen": [f"“{value[:80]}” cannot be chosen here. Choose from the list."]})


def renew_subject(element: Element, by: Actor) -> None:
    """Pin the last version that there is of what ``element`` is about."""
    with prepared(element.round, by) as fresh:
        later = latest_versions(fresh, element.kind, by, clock.now()).filter(record=element.version.record_id).first()
        if later is not None and (not element.part or words_in(element.kind, later.content, element.part)[1]):
            element.version = later
            element.save(update_fields=["version"])


def add_document(round_: Round, title: str, upload: UploadedFile, by: Actor) -> SupportingDocument:
    """Keep ``upload`` as a document of the round. Raises ``Unreadable`` for what people should not be sent."""
    with prepared(round_, by) as fresh:
        last = fresh.documents.aggregate(last=Max("position"))["last"] or 0
        file = store_file(upload, by=by.user, record=fresh.record)
        if file.content_type not in PUBLISHED:
            raise Unreadable("A web page is not taken as a document. Save it as a PDF or a Word document.")
        return SupportingDocument.objects.create(round=fresh, position=last + 1, title=title, file=file)


def take_out(row: Element | SupportingDocument, by: Actor) -> None:
    """Take an element or a document out again. Whoever sees the round does not get its file any more."""
    with prepared(row.round, by):
        row.delete()
        if isinstance(row, SupportingDocument):
            row.file.record = None
            row.file.uploaded_by = row.file.uploaded_by or by.user
            row.file.save(update_fields=["record", "uploaded_by"])


def move_up(rows: QuerySet, row: Any) -> None:
    """Put ``row`` before the one above it; the caller holds the lock. The positions become 1, 2, 3."""
    order = list(rows)
    place = next((place for place, each in enumerate(order) if each.pk == row.pk), 0)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
    for position, each in enumerate(order, 1):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])
