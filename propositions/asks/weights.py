"""Which versions of an ask changed its substance, and so which positions and keys still stand on the words of today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lis.engine.models import Event, Version

CALL = "call_substantive"


class VersionLine(NamedTuple):
    """One version of an ask, without its words."""

    pk: int
    number: int
    weight: str


@dataclass
class AskVersions:
    """The versions of one ask, oldest first, with the moment at which somebody called one of them substantive.

    ``called`` maps a version's key to the number of that event on the ask.
    """

    lines: list[VersionLine] = field(default_factory=list)
    called: dict[int, int] = field(default_factory=dict)

    @property
    def last(self) -> VersionLine | None:
        return self.lines[-1] if self.lines else None

    @property
    def last_id(self) -> int | None:
        return self.lines[-1].pk if self.lines else None

    @property
    def number(self) -> int:
        return self.lines[-1].number if self.lines else 0

    def is_editorial(self, line: VersionLine) -> bool:
        """Whether that version changed no substance: it says so, and nobody entitled to a position contradicts."""
        return line.weight == Version.Weight.EDITORIAL and line.pk not in self.called

    def stands_on(self, version_id: int | None) -> bool:
        """Whether what was said on that version still stands: all that came after it was editorial."""
        for line in reversed(self.lines):
            if line.pk == version_id:
                return True
            if not self.is_editorial(line):
                return False
        return False


def versions_of(asks: Iterable[int]) -> dict[int, AskVersions]:
    """The versions of each ask, by the ask's key, in two queries however many asks."""
    keys = sorted(set(asks))
    found = {pk: AskVersions() for pk in keys}
    lines = Version.objects.filter(record_id__in=keys).order_by("record_id", "number")
    for record_id, *line in lines.values_list("record_id", "pk", "number", "weight"):
        found[record_id].lines.append(VersionLine(*line))
    calls = Event.objects.filter(record_id__in=keys, verb=CALL).order_by("number")
    for record_id, version_id, number in calls.values_list("record_id", "version_id", "number"):
        found[record_id].called[version_id] = number
    return found


def is_current(position: Any, ask_versions: AskVersions) -> bool:
    """Whether a position stands on the words of today: on the last version, or carried over editorial ones."""
    return ask_versions.stands_on(position.ask_version_id)


def is_carried(position: Any, ask_versions: AskVersions) -> bool:
    """Whether a position is current although it was taken on an earlier version."""
    return position.ask_version_id != ask_versions.last_id and is_current(position, ask_versions)
