"""The items of a meeting as a reader sees them: each report with its recommendations, interests and decisions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Event
from lis.engine.reading import Words, words_of_records
from lis.frameworks.models import vocabulary_labels

from .about import About, about, asked_to
from .lifecycle import recommendations as lifecycle
from .lifecycle import reports as report_lifecycle
from .models import DeclaredInterest, Delegation, Recommendation, Report, Target
from .verbs import VOCABULARY


@dataclass
class Asked:
    """One recommendation in its reader's words: what is asked about what, and what the board decided."""

    recommendation: Recommendation
    words: Words
    asked_to: str
    status: str
    about: list[tuple[About, Target]] = field(default_factory=list)
    decided: Event | None = None
    delegation: Delegation | None = None
    taking_no_part: list[Any] = field(default_factory=list)

    @property
    def is_decided(self) -> bool:
        return self.decided is not None

    @property
    def decided_words(self) -> str:
        """What the board decided in words of its own, where it did."""
        return str(self.words.latest.get("decided", ""))


@dataclass
class Item:
    """One report on the agenda with what it asks."""

    report: Report
    words: Words
    status: str
    asked: list[Asked] = field(default_factory=list)
    interests: list[DeclaredInterest] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.words.latest.get("title") or "No title yet"


def items(reports: Iterable[Report], actor: Actor, at: dt.datetime) -> list[Item]:
    """``reports`` (visible to ``actor``) as agenda items, in their order; the same few queries for any number."""
    reports = list(reports)
    words = words_of_records([report.record for report in reports], actor, at)
    found = Recommendation.objects.with_record().visible_to(actor, at).filter(report__in=reports)
    by_report: dict[int, list[Asked]] = defaultdict(list)
    for one in asked(found.exclude(record__status="struck_out").order_by("position"), actor, at):
        by_report[one.recommendation.report_id].append(one)
    interests = interests_in(reports)
    statuses = report_lifecycle.workflow.statuses
    return [
        Item(report, words[report.pk], statuses[report.status], by_report[report.pk], interests[report.pk])
        for report in reports
    ]


def interests_in(reports: Iterable[Report]) -> dict[int, list[DeclaredInterest]]:
    """The interests declared in each of ``reports``, by its key, oldest first."""
    found: dict[int, list[DeclaredInterest]] = defaultdict(list)
    rows = DeclaredInterest.objects.filter(report__in=list(reports)).select_related("member__person", "event")
    for interest in rows.order_by("pk"):
        found[interest.report_id].append(interest)
    return found


def asked(recommendations: Iterable[Recommendation], actor: Actor, at: dt.datetime) -> list[Asked]:
    """Each of ``recommendations`` (visible to ``actor``) as they read it."""
    found = list(recommendations)
    words = words_of_records([one.record for one in found], actor, at)
    labels = vocabulary_labels(VOCABULARY)
    targets = list(Target.objects.filter(recommendation__in=found).select_related("record", "version"))
    known = about([target.record for target in targets], actor, at)
    by_recommendation: dict[int, list[tuple[About, Target]]] = defaultdict(list)
    for target in targets:
        by_recommendation[target.recommendation_id].append((known[target.record_id], target))
    decisions = Event.objects.filter(record__in=[one.pk for one in found], to_status__in=lifecycle.DECISIONS)
    decided = {event.record_id: event for event in decisions.select_related("by_user", "behalf", "version")}
    given = Delegation.objects.with_record().visible_to(actor, at).filter(recommendation__in=found)
    delegations = {one.recommendation_id: one for one in given}
    interests = interests_in({one.report_id for one in found})
    return [
        Asked(
            one, words[one.pk], asked_to(one.verbs, labels), lifecycle.workflow.statuses[one.status],
            by_recommendation[one.pk], decided.get(one.pk), delegations.get(one.pk),
            taking_no_part(interests[one.report_id], decided.get(one.pk)),
        )
        for one in found
    ]  # fmt: skip


def taking_no_part(interests: Iterable[DeclaredInterest], decided: Event | None) -> list[Any]:
    """The members who take no part in a decision: whose interest was declared by then."""
    return [one.member for one in interests if decided is None or one.event.at <= decided.at]
