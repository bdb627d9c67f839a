"""Where propositions and asks came from: the paper as it was received, and what each of its rows became."""

from __future__ import annotations

from django.db import models

from lis.engine.models import Noun, NounQuerySet


class SourceDocumentQuerySet(NounQuerySet):
    """Source documents with the strategy that they are for and the body that reads them."""

    def with_record(self) -> SourceDocumentQuerySet:
        return self.select_related("record", "record__area", "body", "strategy__record")


class SourceDocument(Noun):
    """A paper that an area has received for its strategy, such as LAN-S01: a board paper, a table, pasted text.

    It is received, then imported, as often as there is something left in it, or set aside. Its first version holds
    the words as they were read, row by row and block by block; ``preview`` is what the officers have made of one of
    its tables so far, and ``preview_revision`` counts how often they have saved it. Only the area's body sees it.
    """

    strategy = models.ForeignKey("lis.Strategy", on_delete=models.PROTECT, related_name="sources", editable=False)
    body = models.ForeignKey(
        "lis.Organisation", on_delete=models.PROTECT, related_name="sources", editable=False,
        verbose_name="received by",
    )  # fmt: skip
    name = models.CharField(max_length=160, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    file = models.OneToOneField(
        "lis.StoredFile", on_delete=models.PROTECT, related_name="source_document", editable=False
    )
    preview = models.JSONField(null=True, blank=True, editable=False)
    preview_revision = models.PositiveIntegerField(default=0, editable=False)

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["record__ref"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "sha256"], name="source_document_once_for_a_strategy")
        ]


class ImportedRow(models.Model):
    """One row or block of a source document and what it became; written by the import, never changed.

    ``hash`` knows the same row again in another file, ``number`` and ``place`` say where it stood ("row 4", "block
    17"). ``made`` is the record that it became; an action, which has no record, is named in ``named`` alone.
    """

    class Kind(models.TextChoices):
        PROPOSITION = "proposition", "Proposition"
        ASK = "ask", "Ask"
        ACTION = "action", "Action"

    source = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="imported_rows")
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=80)
    hash = models.CharField(max_length=64, db_index=True)
    made = models.ForeignKey(
        "lis.Record", null=True, blank=True, on_delete=models.PROTECT, related_name="imported_from"
    )
    named = models.CharField(max_length=120)
    event = models.ForeignKey("lis.Event", on_delete=models.PROTECT, related_name="imported_rows")

    web_rights = ("SELECT", "INSERT")

    class Meta:
        ordering = ["source", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "place", "hash", "made"], name="imported_row_is_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.named}"
