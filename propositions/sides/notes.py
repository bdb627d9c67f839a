"""What a department's people read beside the words they work on: who agreed, who sent back, what has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lis.doors.word_diff import WordDiff, word_diff
from lis.engine.models import Draft, Event, Version

from .lifecycle import WRITTEN_ON
from .models import Side, TeamRule


@dataclass(frozen=True)
class SideNotes:
    """Facts of one side, for its own department's eyes.

    ``agreed`` is the event by which the team agreed the draft as it stands, ``sent_back`` the one by which it was last
    sent back, while nobody has cleared since; ``goes_out_on`` the moment that was set, by ``scheduled``. ``change`` is
    what became of the ask since version ``written_on``, on which the draft was written; None where it is the same.
    """

    agreed: Event | None = None
    sent_back: Event | None = None
    scheduled: Event | None = None
    goes_out_on: dt.datetime | None = None
    written_on: int = 0
    change: WordDiff | None = None
    team_first: bool = False


def notes_of(side: Side, events: Sequence[Event], drafted: dict[str, str], ask_version: int) -> SideNotes:
    """The notes of ``side`` from its ``events``, newest first, with their people, and its draft by part."""
    written_on = int(drafted.get(WRITTEN_ON) or 0)
    return SideNotes(
        agreed=last_before(events, "agree_in_team", ("draft_position", "send_back")),
        sent_back=last_before(events, "send_back", ("agree_in_team", "clear")),
        scheduled=last_before(events, "schedule", ("call_back", "keep_back", "go_out")),
        goes_out_on=side.issue_on,
        written_on=written_on,
        change=change_of(side, written_on, ask_version) if 0 < written_on < ask_version else None,
        team_first=team_first(side.organisation),
    )


def last_before(events: Sequence[Event], verb: str, ended_by: Sequence[str]) -> Event | None:
    """The last event with that verb, unless one of ``ended_by`` came after it; ``events`` are newest first."""
    for event in events:
        if event.verb in ended_by:
            return None
        if event.verb == verb:
            return event
    return None


def change_of(side: Side, old: int, new: int) -> WordDiff:
    """What became of the ask's words from its version ``old`` to ``new``."""
    versions = Version.objects.filter(record_id=side.ask_id, number__in=(old, new)).order_by("number")
    before, after = (version.content.get("ask", "") for version in versions)
    return word_diff(before, after)


def team_first(organisation: Any) -> bool:
    """Whether that department agrees every position in its team first."""
    rule = TeamRule.objects.filter(organisation=organisation).order_by("-pk").first()
    return rule is not None and rule.always


def notes_for_step(side: Side, ask_version: int) -> SideNotes:
    """The same for the page of one step, fetched for that side alone."""
    events = list(side.record.events.select_related("by_user", "behalf").order_by("-number"))
    drafts = Draft.objects.filter(record_id=side.pk, organisation_id=side.organisation_id, part=WRITTEN_ON)
    return notes_of(side, events, dict(drafts.values_list("part", "body")), ask_version)
