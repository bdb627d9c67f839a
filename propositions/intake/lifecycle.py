"""The life of a source document: received, imported as long as something is left in it, or set aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from django.db import OperationalError, transaction

from lis.engine.actor import Actor
from lis.engine.errors import BadInput
from lis.engine.models import Counter, Record
from lis.engine.registry import register
from lis.engine.standing import grant
from lis.engine.steps import NEW, Act, Step
from lis.engine.workflow import Workflow
from lis.engine.writing import mint
from lis.files import detection
from lis.files.models import StoredFile
from lis.files.storing import clean_name

from .forms import ImportForm, Reading, ReceiveForm, UseForm
from .importing import strategy_of, use_blocks, write_rows
from .models import SourceDocument
from .permissions import area_writer, is_new_here, preview_is_fit
from .preview import Preview
from .reading.paper import CSV, PDF, SPREADSHEET, TEXT, WEB_PAGE, WORD
from .stored import to_data
from .working import preview_in

RECEIVED, IMPORTED, ASIDE = "received", "imported", "set_aside"
CONTENT_TYPES = {
    WORD: detection.DOCX, SPREADSHEET: detection.XLSX, PDF: detection.PDF, WEB_PAGE: detection.HTML,
    CSV: detection.CSV, TEXT: detection.TEXT,
}  # fmt: skip
TOO_MUCH = "54000"  # PostgreSQL: program limit exceeded
TOO_LONG = (
    "This paper holds more words than we can keep with a history. Copy the pages with the table into a new document "
    "and upload that."
)


@dataclass
class Facts:
    """What the table needs to know of one source: the preview that the officers have saved, if any."""

    source: SourceDocument

    @cached_property
    def preview(self) -> Preview | None:
        return preview_in(self.source)


def keep_words(act: Act) -> Any:
    """The words as they were read are the source's one version; its author is whoever wrote the paper, not us."""
    paper = act.given["reading"].paper
    try:
        with transaction.atomic():
            return mint(act.noun.record, schema="source/1", body={"paper": to_data(paper)}, authors=(), at=act.at)
    except OperationalError as error:
        # The search index takes a megabyte of different words and no more.
        if getattr(error.__cause__, "pgcode", "") != TOO_MUCH:
            raise
        raise BadInput({"reading": [TOO_LONG]}) from error


def let_the_area_body_in(act: Act) -> None:
    grant(act, act.noun.record, act.noun.body)


def stored(reading: Reading, record: Record, user: Any) -> StoredFile:
    """The file as it came. What it really is was found by whoever read it, so it is not asked again."""
    paper = reading.paper
    content_type = CONTENT_TYPES[paper.kind]
    file = StoredFile(
        record=record, name=clean_name(paper.name, content_type), content_type=content_type,
        size=len(reading.content), sha256=paper.sha256, uploaded_by=user,
    )  # fmt: skip
    file.content.save("", ContentFile(reading.content), save=False)
    file.save()
    return file


class SourceWorkflow(Workflow):
    kind = "source"
    model = SourceDocument
    noun_name = "source document"
    statuses = {RECEIVED: "Received", IMPORTED: "Imported", ASIDE: "Set aside"}
    steps = (
        Step("receive", "Import a board paper", {NEW}, RECEIVED, who=area_writer, requires=(is_new_here,),
             form=ReceiveForm, mint=keep_words, act=let_the_area_body_in, past="received the paper"),
        Step("import", "Import the rows", {RECEIVED, IMPORTED}, IMPORTED, who=area_writer,
             requires=(preview_is_fit,), form=ImportForm, act=write_rows, past="imported rows of it", main=True,
             hint="Every row that is not left out becomes a proposition with its asks, all of them or none."),
        Step("use", "Use blocks of text", {RECEIVED, IMPORTED}, IMPORTED, who=area_writer, form=UseForm,
             act=use_blocks, locks=strategy_of, past="used parts of its text",
             hint="Tick bullets and paragraphs and say what each becomes."),
        Step("set_aside", "Set aside", {RECEIVED}, ASIDE, who=area_writer, past="set it aside",
             hint="Nothing was imported from it, and nothing shall be."),
        Step("take_up", "Take up again", {ASIDE}, RECEIVED, who=area_writer, past="took it up again"),
    )  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, Facts]:
        return {noun.pk: Facts(noun) for noun in nouns}

    def acting_for(self, actor: Actor, noun: SourceDocument, facts: Any) -> Any:
        return noun.body

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> SourceDocument:
        strategy, paper = given["strategy"], given["reading"].paper
        return SourceDocument(strategy=strategy, body=strategy.organisation, name=paper.name, sha256=paper.sha256)

    def reference(self, act: Act) -> str:
        prefix = f"{act.noun.strategy.area.code}-S"
        return f"{prefix}{Counter.next(prefix):02d}"

    def area_of(self, act: Act) -> Any:
        return act.noun.strategy.area

    def build(self, act: Act, record: Record) -> SourceDocument:
        source = act.noun
        source.record = record
        source.file = stored(act.given["reading"], record, act.actor.user)
        source.save(force_insert=True)
        return source


workflow = register(SourceWorkflow())
