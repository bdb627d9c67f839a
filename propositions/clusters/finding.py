"""Which asks are similar to each other, or to one of them, as far as this actor's body reads them?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import JSONField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from lis.engine.actor import Actor
from lis.engine.models import Version
from lis.engine.reading import words_of_records

from ..asks.models import Ask
from .likeness import USUAL, Alike, Prints, alike, groups, shared_phrases
from .models import ClusterMember

# How many candidates the index may bring for one ask before they are compared word by word.
CANDIDATES = 60


@dataclass(frozen=True)
class Similar:
    """An ask that is similar to the one at hand."""

    ask: Ask
    text: str
    per_cent: int
    phrases: list[str]


@dataclass(frozen=True)
class Suggestion:
    """Asks of several areas that say nearly the same, and the words that they share."""

    asks: list[Ask]
    texts: dict[int, str]
    per_cents: dict[int, int]
    phrases: list[str]


def words_in_body() -> KeyTextTransform:
    """The words of an ask inside the body of its version; the index ``version_ask_words`` is on the very same."""
    return KeyTextTransform("ask", Cast("body", JSONField()))


def with_government(actor: Actor, at: dt.datetime) -> QuerySet:
    """The asks that are with Government and that ``actor`` may see."""
    return Ask.objects.visible_to(actor, at).exclude(record__status__in=("draft", "withdrawn"))


def current_texts(asks: QuerySet) -> dict[int, str]:
    """The words of the last version of each ask, by its key."""
    last = Version.objects.filter(record_id__in=asks.values("record_id"), schema__startswith="ask/")
    last = last.order_by("record_id", "-number").distinct("record_id")
    found = last.values_list("record_id", words_in_body())
    return {pk: " ".join((text or "").split()) for pk, text in found}


def suggestions(actor: Actor, at: dt.datetime, least: int = USUAL) -> list[Alike]:
    """Groups of similar asks across areas, without those that the actor's body has grouped already."""
    grouped = ClusterMember.objects.filter(
        removed_by=None, cluster__record__status="open", cluster__organisation_id__in=sorted(actor.organisation_ids)
    )
    asks = with_government(actor, at).exclude(pk__in=grouped.values("ask_id"))
    places = dict(asks.values_list("pk", "record__area_id"))
    return groups(current_texts(asks), least, apart=places)


def furnished(found: Iterable[Alike], actor: Actor, at: dt.datetime) -> list[Suggestion]:
    """The groups of one page with their asks, words and shared phrases."""
    found = list(found)
    keys = [key for group in found for key in (group.leader, *group.members)]
    asks = {ask.pk: ask for ask in Ask.objects.with_record().visible_to(actor, at).filter(pk__in=keys)}
    texts = current_texts(Ask.objects.filter(pk__in=keys))
    made = []
    for group in found:
        members = sorted(group.members, key=lambda key: (-group.members[key], key))
        own = [key for key in (group.leader, *members) if key in asks]
        made.append(
            Suggestion(
                [asks[key] for key in own], {key: texts[key] for key in own}, {group.leader: 100, **group.members},
                shared_phrases(texts[key] for key in own),
            )
        )  # fmt: skip
    return made


def similar_to(ask: Ask, actor: Actor, at: dt.datetime, *, most: int = 5, least: int = 45) -> list[Similar]:
    """The asks most similar to ``ask`` among those that ``actor`` may see, the most similar first.

    The index finds them by their trigrams; earlier versions count for nothing.
    """
    words = words_of_records([ask.record], actor, at)[ask.pk]
    text = " ".join(str(words["ask"]).split())
    if not text:
        return []
    near = (
        Version.objects.filter(schema__startswith="ask/")
        .annotate(ask_words=words_in_body())
        .filter(ask_words__trigram_similar=text)
    )
    seen = with_government(actor, at).exclude(pk=ask.pk).filter(pk__in=near.values("record_id"))
    keys = list(seen.values_list("pk", flat=True)[:CANDIDATES])
    texts = current_texts(Ask.objects.filter(pk__in=keys))
    prints = Prints({**texts, ask.pk: text}).of
    scored = sorted(((alike(prints[ask.pk], prints[key]), key) for key in texts), key=lambda pair: (-pair[0], pair[1]))
    best = {key: per_cent for per_cent, key in scored[:most] if per_cent >= least}
    asks = {found.pk: found for found in Ask.objects.with_record().visible_to(actor, at).filter(pk__in=list(best))}
    return [
        Similar(asks[key], texts[key], per_cent, shared_phrases([text, texts[key]], 3))
        for key, per_cent in best.items()
        if key in asks
    ]
