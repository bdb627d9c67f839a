"""What a page says about a group: its members with their sides and answers, the common position, what is alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from lis.engine.actor import Actor
from lis.engine.models import Draft, Event
from lis.engine.reading import words_of_records
from lis.engine.registry import workflows
from lis.frameworks.models import vocabulary_labels

from ..asks.models import Ask
from ..sides.lifecycle import POSITION_PARTS, words_told
from ..sides.models import Answer, Side
from .models import Cluster, ClusterMember


@dataclass
class MemberState:
    """One ask of a group as its body sees it: its words, its own side and what was answered."""

    ask: Ask
    text: str
    exception: str = ""
    is_exception: bool = False
    side: Side | None = None
    stance: str = ""
    is_common: bool = False
    answers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def side_status(self) -> str:
        return workflows["side"].statuses[self.side.status] if self.side else "No part of ours"


@dataclass
class ClusterState:
    """A group as its body sees it."""

    cluster: Cluster
    content: dict[str, Any]
    members: list[MemberState]

    @property
    def title(self) -> str:
        return self.content.get("title", "")

    @property
    def common(self) -> list[tuple[str, str]]:
        """The common position as (label, text); empty while there is none."""
        return words_told(self.content) if self.content.get("stance") else []

    @property
    def areas(self) -> list[str]:
        return sorted({member.ask.area.name for member in self.members})


def states_of_clusters(clusters: Sequence[Cluster], actor: Actor, at: dt.datetime) -> dict[int, ClusterState]:
    """Each group with its members, by its key, in a number of queries that does not grow with them."""
    words = words_of_records([cluster.record for cluster in clusters], actor, at)
    rows = list(ClusterMember.objects.filter(cluster__in=clusters, removed_by=None).order_by("pk"))
    keys = {row.ask_id for row in rows}
    asks = {ask.pk: ask for ask in Ask.objects.with_record().visible_to(actor, at).filter(pk__in=keys)}
    texts = words_of_records([ask.record for ask in asks.values()], actor, at)
    bodies = {cluster.pk: cluster.organisation_id for cluster in clusters}
    sides = Side.objects.with_record().visible_to(actor, at).filter(ask_id__in=keys).exclude(role="sponsor")
    own = {(side.ask_id, side.organisation_id): side for side in sides}
    drafts: dict[int, dict[str, str]] = {}
    for draft in Draft.objects.filter(record__in=[side.pk for side in own.values()], part__in=POSITION_PARTS):
        drafts.setdefault(draft.record_id, {})[draft.part] = draft.body
    events = Event.objects.in_bulk([row.excepted_by_id for row in rows if row.excepted_by_id])
    stances, answers = vocabulary_labels("stances"), latest_answers(Answer.objects.filter(ask__in=keys))
    found = {cluster.pk: ClusterState(cluster, words[cluster.pk].content, []) for cluster in clusters}
    for row in rows:
        if row.ask_id not in asks:
            continue
        state, side = found[row.cluster_id], own.get((row.ask_id, bodies[row.cluster_id]))
        draft = drafts.get(side.pk, {}) if side else {}
        reason = events.get(row.excepted_by_id)
        state.members.append(
            MemberState(
                asks[row.ask_id], str(texts[row.ask_id]["ask"]), reason.note if reason else "",
                row.excepted_by_id is not None, side, stances.get(draft.get("stance", ""), ""),
                bool(draft) and all(draft.get(part, "") == state.content.get(part, "") for part in POSITION_PARTS),
                [(answer.organisation.code, stances.get(answer.stance, answer.stance))
                 for answer in answers.get(row.ask_id, [])],
            )
        )  # fmt: skip
    return found


def latest_answers(answers: QuerySet) -> dict[int, list[Answer]]:
    """Of these answers the last of each department on each ask, by the ask's key, in order of the departments."""
    last = answers.order_by("ask_id", "organisation_id", "-pk")
    found: dict[int, list[Answer]] = {}
    for answer in last.distinct("ask_id", "organisation_id").select_related("record", "organisation"):
        found.setdefault(answer.ask_id, []).append(answer)
    return {pk: sorted(several, key=lambda answer: answer.organisation.code) for pk, several in found.items()}
