"""Which records hold these words, as far as this actor may read them? One answer for pages, admin, API and exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lis.engine.actor import Actor
from lis.engine.models import Draft, Version
from lis.engine.registry import inheriting_kinds
from lis.engine.visibility import open_grants

LONGEST = 200


def search_query(text: str) -> SearchQuery:
    """``text`` as people type it into a search box: words, "phrases", -not, or."""
    return SearchQuery(text.replace("\x00", " ")[:LONGEST], config="english", search_type="websearch")


def readable(actor: Actor, at: dt.datetime | None = None) -> QuerySet:
    """The versions that ``actor`` may read, of every record that they may see."""
    grants = open_grants(actor, at).filter(since_version__lte=OuterRef("number"))
    own = Exists(grants.filter(record=OuterRef("record")))
    root = Exists(grants.filter(record=OuterRef("record__root")))
    return Version.objects.filter(own | (Q(record__kind__in=inheriting_kinds()) & root))


def holding(text: str, actor: Actor, at: dt.datetime | None = None) -> tuple[QuerySet, QuerySet]:
    """The versions and the working copies with these words that ``actor`` may read."""
    query = search_query(text)
    drafts = Draft.objects.filter(vector=query, organisation_id__in=sorted(actor.organisation_ids))
    return readable(actor, at).filter(vector=query), drafts


def search(
    queryset: QuerySet, text: str, actor: Actor, at: dt.datetime | None = None, *, through: Iterable[str] = ("record",)
) -> QuerySet:
    """Narrow nouns to those whose reference begins with ``text`` or whose words hold it, best first.

    ``through`` names the paths to the records whose words count: an ask is found by its proposition's words too. The
    caller has narrowed ``queryset`` to what the actor may see.
    """
    text = text.strip()
    if not text:
        return queryset
    versions, drafts = holding(text, actor, at)
    found = Q(record__ref__istartswith=text[:60])
    for path in through:
        found |= Q(**{f"{path}_id__in": versions.values("record_id")})
        found |= Q(**{f"{path}_id__in": drafts.values("record_id")})
    # By what the actor may read, since even an order tells; rows of one rank stay in the list's own order.
    ranked = versions.filter(record=OuterRef("record")).annotate(score=SearchRank(F("vector"), search_query(text)))
    rank = Coalesce(Subquery(ranked.order_by("-score").values("score")[:1]), Value(0.0), output_field=FloatField())
    return queryset.filter(found).annotate(rank=rank).order_by("-rank", *queryset.query.order_by)
