"""A report to a board: its words, what hangs on it, who has an interest in it, and what is kept from the public."""

from __future__ import annotations

from typing import Any

from django.db import models

from lis.engine.models import Noun, NounQuerySet
from lis.engine.rights import EVERYTHING, READ_AND_ADD
from lis.files.models import StoredFile

from .boards import BoardMember
from .meetings import Meeting


class ReportQuerySet(NounQuerySet):
    """Reports with the meeting that they go to."""

    def with_record(self) -> ReportQuerySet:
        return self.select_related(
            "record", "record__area", "record__root", "meeting__record", "meeting__board__record",
            "meeting__board__organisation",
        )  # fmt: skip


class Report(Noun):
    """One item of a meeting's agenda: numbered paragraphs that lead to recommendations.

    A *draft* until the agenda is published, which makes it *published* and its words a version; or taken off before.
    It is seen by whoever sees the meeting. What must not be public stands in a Part II with a record of its own.
    """

    inherits_visibility = True

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="reports", editable=False)
    item = models.PositiveSmallIntegerField("item of the agenda")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "item"]
        constraints = [models.UniqueConstraint(fields=["meeting", "item"], name="report_item_once")]

    @property
    def organisation(self) -> Any:
        return self.meeting.organisation

    @property
    def is_draft(self) -> bool:
        return self.status == "draft"


class Attachment(models.Model):
    """A file that belongs to a report: an attachment, or an appendix that its paragraphs name."""

    class Kind(models.TextChoices):
        ATTACHMENT = "attachment", "Attachment"
        APPENDIX = "appendix", "Appendix"

    # What is being prepared may be taken off again; a published version names the files by their hashes.
    web_rights = EVERYTHING

    report = models.ForeignKey(Report, models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=12, choices=Kind)
    label = models.CharField(max_length=20, blank=True, help_text="As the paragraphs name it, for example A.")
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["report", "kind", "label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "label"], condition=~models.Q(label=""), name="attachment_label_once"
            )
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.get_kind_display(), self.label) if part) + f": {self.title}"


class DeclaredInterest(models.Model):
    """A member has an interest in an item, and so takes no part in deciding it. What it is stands in the event."""

    web_rights = READ_AND_ADD

    report = models.ForeignKey(Report, models.PROTECT, related_name="interests")
    member = models.ForeignKey(BoardMember, models.PROTECT, related_name="interests")
    event = models.ForeignKey("lis.Event", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["report", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "member"], name="interest_is_declared_once")]

    def __str__(self) -> str:
        return f"{self.member} in {self.report}"


class PartTwoQuerySet(NounQuerySet):
    """The exempt parts of reports, with the report."""

    def with_record(self) -> PartTwoQuerySet:
        return self.select_related("record", "record__area", "report__record", "report__meeting__board__organisation")


class PartTwo(Noun):
    """The part of a report that is not for the public, with the paragraph of Schedule 12A that exempts it.

    It is *exempt* from its first day on, and seen by the board's secretaries and by those whom a secretary clears, one
    by one. It has a record of its own and nothing public refers to it, so nothing that others see tells that it exists.
    """

    web_rights = READ_AND_ADD

    report = models.OneToOneField(Report, models.PROTECT, related_name="part_two", editable=False)

    objects = PartTwoQuerySet.as_manager()

    class Meta:
        ordering = ["record__ref"]

    @property
    def organisation(self) -> Any:
        return self.report.organisation
