"""Have we answered this before? Similar asks beside an ask, and similar asks that were answered differently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lis.engine.actor import Actor
from lis.engine.reading import words_of_records
from lis.frameworks.models import VocabularyTerm
from lis.people.models import Organisation

from ..asks.models import Ask
from ..sides.lifecycle import words_told
from ..sides.models import Answer
from ..sides.permissions import DEPARTMENT_ROLES
from .finding import Similar, current_texts, similar_to, with_government
from .likeness import USUAL, pairs, shared_phrases
from .models import ClusterMember
from .reading import latest_answers


@dataclass(frozen=True)
class Precedent:
    """A similar ask and what was answered to it: (department, when on which version, exact words)."""

    similar: Similar
    answers: list[dict[str, Any]]


@dataclass(frozen=True)
class Inconsistency:
    """Two similar asks of which one was agreed to and the other was not."""

    asks: tuple[Ask, Ask]
    texts: tuple[str, str]
    answers: tuple[Answer, Answer]
    per_cent: int
    phrases: list[str]
    cluster: str = ""

    @property
    def same_department(self) -> bool:
        return self.answers[0].organisation_id == self.answers[1].organisation_id


def precedents_of(ask: Ask, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """What stands beside an ask: similar asks that the actor sees, those that were answered first.

    Government sees all that it may read. An area sees its own asks, until answers to others are published.
    """
    found = similar_to(ask, actor, at) if ask.status != "draft" else []
    answers = latest_answers(Answer.objects.filter(ask__in=[similar.ask.pk for similar in found]))
    told = answers_told([answer for several in answers.values() for answer in several], actor, at)
    rows = [
        Precedent(similar, [told[answer.pk] for answer in answers.get(similar.ask.pk, []) if answer.pk in told])
        for similar in found
    ]
    rows.sort(key=lambda row: not row.answers)
    return {"rows": rows, "in_government": actor.holds_any(DEPARTMENT_ROLES), "shown": ask.status != "draft"}


def answers_told(answers: Iterable[Answer], actor: Actor, at: dt.datetime) -> dict[int, dict[str, Any]]:
    """The exact words of answers, by their keys, of those that ``actor`` may read."""
    seen = {answer.pk: answer for answer in Answer.objects.with_record().visible_to(actor, at).filter(
        pk__in=[answer.pk for answer in answers]
    )}  # fmt: skip
    words = words_of_records([answer.record for answer in seen.values()], actor, at)
    return {
        pk: {"by": answer.organisation.name, "ref": answer.ref, "words": words_told(words[pk].content)}
        for pk, answer in seen.items()
    }


def signs() -> dict[str, bool]:
    """Of each stance, by its code, whether it agrees."""
    return {term.code: bool(term.facts.get("positive")) for term in VocabularyTerm.objects.of("stances")}


def inconsistencies(actor: Actor, at: dt.datetime, least: int = USUAL) -> list[Inconsistency]:
    """Similar asks that were answered with different signs: a department's own, for the coordinating unit all.

    Similar are two asks of one accepted group, or any two that are at least ``least`` per cent alike.
    """
    bodies = actor.organisations_as(DEPARTMENT_ROLES)
    answered = Answer.objects.visible_to(actor, at).filter(ask__in=with_government(actor, at))
    if not any(body.kind == Organisation.Kind.COORDINATING_UNIT for body in bodies):
        answered = answered.filter(organisation__in=bodies)
    latest = latest_answers(answered)
    texts = current_texts(Ask.objects.filter(pk__in=list(latest)))
    near = pairs(texts, least)
    together = grouped_pairs(bodies, set(latest))
    positive, found = signs(), []
    for one, other in sorted({*near, *together}):
        for answer in latest[one]:
            for beside in latest[other]:
                if positive.get(answer.stance, False) != positive.get(beside.stance, False):
                    found.append((near.get((one, other), 0), one, other, answer, beside))
    found.sort(key=lambda row: (row[3].organisation_id != row[4].organisation_id, -row[0], row[1], row[2]))
    return furnish(found, texts, together, actor, at)


def furnish(
    found: list[tuple[int, int, int, Answer, Answer]], texts: dict[int, str], together: dict[tuple[int, int], str],
    actor: Actor, at: dt.datetime,
) -> list[Inconsistency]:  # fmt: skip
    keys = {key for row in found for key in row[1:3]}
    asks = {ask.pk: ask for ask in Ask.objects.with_record().visible_to(actor, at).filter(pk__in=keys)}
    return [
        Inconsistency(
            (asks[one], asks[other]), (texts[one], texts[other]), (answer, beside), per_cent,
            shared_phrases([texts[one], texts[other]], 3), together.get((one, other), ""),
        )
        for per_cent, one, other, answer, beside in found
        if one in asks and other in asks
    ]  # fmt: skip


def grouped_pairs(bodies: Iterable[Organisation], asks: set[int]) -> dict[tuple[int, int], str]:
    """Every two of ``asks`` that stand in one open group of these bodies, with the group's reference."""
    rows = ClusterMember.objects.filter(
        cluster__organisation__in=list(bodies), cluster__record__status="open", removed_by=None, ask__in=asks
    ).values_list("cluster__record__ref", "ask_id")  # fmt: skip
    members: dict[str, list[int]] = {}
    for ref, ask in rows:
        members.setdefault(ref, []).append(ask)
    return {
        (min(one, other), max(one, other)): ref
        for ref, several in members.items()
        for at, one in enumerate(several)
        for other in several[at + 1 :]
    }
