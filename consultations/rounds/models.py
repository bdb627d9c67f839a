"""A round of consultation, what it is about, and the documents to read first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q

from lis.engine.models import Noun, NounQuerySet, Version
from lis.engine.rights import EVERYTHING
from lis.files.models import StoredFile
from lis.frameworks.models import Theme
from lis.strategies.models import Strategy


class RoundQuerySet(NounQuerySet):
    """Rounds with what every list of them shows."""

    def with_strategy(self) -> RoundQuerySet:
        return self.with_record().select_related("strategy__record", "strategy__organisation")


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
