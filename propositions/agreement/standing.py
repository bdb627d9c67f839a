"""How far a negotiation is: whose agreement is needed, who has given it, and what the actor's own body has open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Max

from lis.engine.actor import Actor
from lis.engine.models import Event, Version
from lis.frameworks.models import VocabularyTerm

from ..asks.negotiation import KeyHolder, Negotiation, OwnStanding, tells_of_negotiation
from ..asks.weights import is_current
from ..sides.models import Clarification, Position, Side
from ..sides.versions import own_open_wordings
from ..wording.mandates import authorities
from .models import Key

# What settles an ask, or opens it again: a proposal to reopen it stands while none of these came after it.
REOPENING = ("reopen", "come_back", "take_up")
SETTLING = ("agree", "agree_in_part", "agree_in_principle", "decline", "defer", *REOPENING)


@tells_of_negotiation
def tell_words(found: dict[int, Negotiation], asks: Sequence[Any], actor: Actor, at: dt.datetime) -> None:
    """The last version of each ask with its words and its authors."""
    last = sorted(pk for pk in (one.versions.last_id for one in found.values()) if pk)
    for version in Version.objects.filter(pk__in=last).prefetch_related("authors").order_by("pk"):
        negotiation = found[version.record_id]
        negotiation.last = version
        negotiation.authors = frozenset(author.pk for author in version.authors.all())
    for pk, authority in authorities(asks, last, actor, at).items():
        found[pk].authority = authority


@tells_of_negotiation
def tell_holders(found: dict[int, Negotiation], asks: Sequence[Any], actor: Actor, at: dt.datetime) -> None:
    """Every sponsor and the department that leads, with what each has accepted of the words of today."""
    sides = Side.objects.filter(ask_id__in=list(found), role__in=(Side.Role.SPONSOR, Side.Role.LEAD))
    for side in sides.exclude(record__status="handed_on").select_related("organisation").order_by("pk"):
        holder = KeyHolder(side.pk, side.organisation, side.role == Side.Role.LEAD)
        found[side.ask_id].holders.append(holder)
    reopened = dict(
        Event.objects.filter(record_id__in=list(found), verb__in=REOPENING).values_list("record_id")
        .annotate(last=Max("number")).values_list("record_id", "last")
    )  # fmt: skip
    keys = Key.objects.filter(side__ask_id__in=list(found)).order_by("pk")
    for ask, side, version, number in keys.values_list("side__ask_id", "side_id", "version_id", "event__number"):
        versions = found[ask].versions
        since = max(reopened.get(ask, 0), versions.called.get(version, 0))
        if version == versions.last_id and number > since:
            for holder in found[ask].holders:
                holder.keyed = holder.keyed or holder.side_id == side
    proposals = Event.objects.filter(record_id__in=list(found), verb__in=("propose_reopening", *SETTLING))
    for event in proposals.select_related("behalf").order_by("record_id", "-number").distinct("record_id"):
        found[event.record_id].proposal = event if event.verb == "propose_reopening" else None


@tells_of_negotiation
def tell_own_standing(found: dict[int, Negotiation], asks: Sequence[Any], actor: Actor, at: dt.datetime) -> None:
    """What the actor's own bodies have issued and what they have open; nothing of any other body."""
    keys, own = list(found), sorted(actor.organisation_ids)
    for negotiation in found.values():
        negotiation.own = {side.organisation_id: OwnStanding() for side in negotiation.own_sides}
    questions = Clarification.objects.in_status("open").filter(ask_id__in=keys, organisation_id__in=own).order_by("-pk")
    for ask, body, ref in questions.values_list("ask_id", "organisation_id", "record__ref"):
        if body in found[ask].own:
            found[ask].own[body].open_question = ref
    for (ask, body), ref in own_open_wordings(keys, actor).items():
        if body in found[ask].own:
            found[ask].own[body].wording = ref
    facts = {term.code: term.facts for term in VocabularyTerm.objects.of("stances")}
    issued = Position.objects.filter(
        side__ask_id__in=keys, side__organisation_id__in=own, side__record__status="issued"
    ).select_related("side")  # fmt: skip
    for position in issued.order_by("pk"):
        standing = found[position.side.ask_id].own[position.side.organisation_id]
        # The last one counts; where the words have moved on from under it, none does.
        current = is_current(position, found[position.side.ask_id].versions)
        standing.position = position if current else None
        standing.stance = facts.get(position.stance, {}) if current else {}
