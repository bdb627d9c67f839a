"""A round of consultation, what it is about, and the documents to read first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When

from lis.engine.models import Noun, NounQuerySet, Version
from lis.engine.rights import EVERYTHING
from lis.files.models import StoredFile
from lis.frameworks.models import Theme
from lis.strategies.models import Strategy


class Phase(models.TextChoices):
    """Where a round stands at a moment: its status, told by the clock."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    UPCOMING = "upcoming", "Not open yet"
    OPEN = "open", "Open"
    PAUSED = "paused", "Paused"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RoundQuerySet(NounQuerySet):
    """Rounds with what every list of them shows."""

    def with_strategy(self) -> RoundQuerySet:
        return self.with_record().select_related("strategy__record", "strategy__organisation")

    def with_phase(self, at: dt.datetime) -> RoundQuerySet:
        """Annotate ``phase``: the same answer as :meth:`Round.phase_at`, to filter and order by."""
        kept = (Phase.DRAFT, Phase.IN_REVIEW, Phase.WITHDRAWN)
        return self.annotate(
            phase=Case(
                *(When(record__status=phase, then=Value(phase.value)) for phase in kept),
                When(closes_at__lte=at, then=Value(Phase.CLOSED.value)),
                When(record__status="paused", then=Value(Phase.PAUSED.value)),
                When(opens_at__lte=at, then=Value(Phase.OPEN.value)),
                default=Value(Phase.UPCOMING.value),
                output_field=CharField(),
            )
        )


class Round(Noun):
    """One consultation of one area body on a strategy.

    *Draft*, *in review*, *scheduled*; *paused* for a while, or *withdrawn*. Upcoming, open and closed are phases, told
    by the clock: open means ``opens_at <= received < closes_at``. Whoever began before the end may send within
    ``grace_minutes`` after it. Its words (title, summary, what is decided already, privacy) are drafts and versions.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="rounds", editable=False)
    opens_at = models.DateTimeField("opens", null=True, blank=True)
    closes_at = models.DateTimeField("closes", null=True, blank=True)
    grace_minutes = models.PositiveSmallIntegerField("minutes of grace", default=0)
    # Beside the authors of its words: who chose its dates, its subject, its documents and its questions.
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="rounds_edited", blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["record__ref"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(opens_at__lt=F("closes_at")),
                name="round_opens_before_it_closes",
            )
        ]

    @property
    def organisation(self) -> Any:
        """The area body that consults."""
        return self.strategy.organisation

    def phase_at(self, at: dt.datetime) -> Phase:
        """Where the round stands at that moment. What is closed is closed, paused or not."""
        if self.status in (Phase.DRAFT, Phase.IN_REVIEW, Phase.WITHDRAWN):
            return Phase(self.status)
        if self.closes_at <= at:
            return Phase.CLOSED
        if self.status == Phase.PAUSED:
            return Phase.PAUSED
        return Phase.OPEN if self.opens_at <= at else Phase.UPCOMING

    def is_open_at(self, received: dt.datetime) -> bool:
        """Whether the clock says open at that moment; the status is another matter."""
        return bool(self.opens_at and self.closes_at) and self.opens_at <= received < self.closes_at


class Element(models.Model):
    """One thing that a round is about: a version of a record as it stood, or a theme of the framework.

    ``part`` names a section of the version where only that is meant. Later versions of the record change nothing here.
    """

    class Kind(models.TextChoices):
        PAPER = "paper", "Section of a paper"
        PROPOSITION = "proposition", "Proposition"
        ASK = "ask", "Ask of Government"
        FINDING = "finding", "Finding"
        THEME = "theme", "Theme"

    # What is being prepared may be taken out again; triggers keep it once the round has left its draft.
    web_rights = EVERYTHING

    round = models.ForeignKey(Round, models.PROTECT, related_name="elements")
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=20, choices=Kind)
    version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="consulted_on")
    part = models.CharField("section", max_length=60, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="consulted_on")
    explanation = models.TextField("why we ask about it", max_length=2000, blank=True)

    class Meta:
        ordering = ["round", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="theme", theme__isnull=False, version__isnull=True)
                | (~Q(kind="theme") & Q(theme__isnull=True, version__isnull=False)),
                name="element_is_a_version_or_a_theme",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position}"


class SupportingDocument(models.Model):
    """A file to read before answering; fetched by whoever may see the round."""

    web_rights = EVERYTHING

    round = models.ForeignKey(Round, models.PROTECT, related_name="documents")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["round", "position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def file_type(self) -> str:
        """What kind of file it is, as people know it by its ending: "DOCX"."""
        return self.file.name.rpartition(".")[2].upper()
