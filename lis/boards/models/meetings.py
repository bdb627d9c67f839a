"""A meeting of a board."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from lis.engine.models import Noun, NounQuerySet

from .boards import Board, BoardMember


class MeetingQuerySet(NounQuerySet):
    """Meetings with their board."""

    def with_record(self) -> MeetingQuerySet:
        return self.select_related("record", "record__area", "board__record", "board__organisation")


class Meeting(Noun):
    """One sitting of a board, with the reports on its agenda.

    *Draft* while papers are being written; with the *agenda published* its reports and recommendations stand as they
    were sent; *held* once the board has met, when it is decided; then its *minutes are confirmed* by another person
    than wrote them. Until the agenda is published only those who prepare it see it, then the whole body.
    """

    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings", editable=False)
    title = models.CharField(max_length=160)
    held_on = models.DateField("date of the meeting")
    place = models.CharField(max_length=160, blank=True)
    present = models.ManyToManyField(BoardMember, related_name="meetings_attended", blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "record__ref"]

    @property
    def organisation(self) -> Any:
        """The area body whose board meets."""
        return self.board.organisation

    @property
    def is_being_prepared(self) -> bool:
        """Whether its papers may still be written and taken off."""
        return self.status == "draft"

    @property
    def has_met(self) -> bool:
        return self.status in ("held", "minutes_confirmed")

    def is_today_or_past(self, today: dt.date) -> bool:
        return self.held_on <= today
