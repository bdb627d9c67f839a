"""How far both sides are from agreement, in one sentence each, of what everybody on the ask may know."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.doors.pages import who
from lis.engine.actor import Actor
from lis.engine.models import Event
from lis.templatetags.office import date_words

from ..asks.negotiation import Negotiation, negotiations
from ..asks.parts import IN_PRINCIPLE, negotiated
from .models import Key


def agreement_of(ask: Any, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Who has accepted the words of today and what is missing; and, of a settled ask, what settled it."""
    negotiation = negotiations([ask], actor, at)[ask.pk]
    settled = Event.objects.filter(record=ask.record, verb__in=DECISIONS).select_related("by_user", "behalf", "version")
    return {
        "number": negotiation.versions.number,
        "accepted": accepted(negotiation),
        "missing": missing(negotiation) if ask.is_with_government else [],
        "settled": decided(ask, settled.order_by("-number").first()),
        "commitments": list(ask.commitments.with_record().visible_to(actor, at).order_by("pk")),
    }


DECISIONS = ("agree", "agree_in_part", "agree_in_principle", "decline", "defer")


def accepted(negotiation: Negotiation) -> list[dict[str, Any]]:
    """Whoever has accepted the words of today, and when."""
    keyed = [holder.side_id for holder in negotiation.holders if holder.keyed]
    keys = Key.objects.filter(side_id__in=keyed, version=negotiation.last).select_related(
        "event__by_user", "event__behalf"
    )
    latest = {key.side_id: key.event for key in keys.order_by("pk")}
    return [{"who": who(event), "at": event.at} for event in latest.values()]


def missing(negotiation: Negotiation) -> list[str]:
    """What is still missing for agreement, a sentence each."""
    number, words = negotiation.versions.number, negotiated(negotiation.content)
    names = {"owner": "who delivers", "measure": "how it is measured", "deliver_on": "by when"}
    lacking = [name for part, name in names.items() if not words[part]]
    found = []
    if lacking and words["concludes_as"] != IN_PRINCIPLE:
        told = " and ".join([", ".join(lacking[:-1]), lacking[-1]] if len(lacking) > 1 else lacking)
        found.append(f"Version {number} does not say {told}. Somebody has to propose words that do.")
    if not any(holder.leads for holder in negotiation.holders):
        found.append("No department leads on it yet.")
    for holder in negotiation.holders:
        if not holder.keyed:
            name = f"{holder.organisation.code} leads and" if holder.leads else holder.organisation.name
            found.append(f"{name} has not accepted version {number}.")
    return found


def decided(ask: Any, event: Event | None) -> str:
    """One sentence on what settled the ask, or nothing while it is open."""
    if event is None or event.to_status != ask.status:
        return ""
    on, words = date_words(event.at), negotiated(event.version.content) if event.version else {}
    match event.verb:
        case "agree":
            return f"Both sides agreed to version {event.version.number} on {on}."
        case "agree_in_part":
            return f"Both sides agreed to a part of it, as version {event.version.number} says, on {on}."
        case "agree_in_principle":
            day = date_words(dt.date.fromisoformat(words["deliver_on"]))
            return (
                f"Both sides agreed to it in principle on {on}, on this condition: {words['condition'].rstrip('.')}. "
                f"They look at it again on {day}."
            )
        case "decline":
            return f"{event.behalf.name} declined it on {on}. Its reasons stand in its answer."
        case "defer":
            return f"{event.behalf.name} deferred it on {on}. It comes back on {date_words(ask.back_on)}."
    return ""
