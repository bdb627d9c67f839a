"""Who agrees to an ask, declines or defers it, and what must hold before they do."""

from __future__ import annotations

from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person

from .negotiation import KeyHolder, Negotiation
from .parts import IN_PRINCIPLE

ISSUERS = ("clearer", "coordinator")
NEGOTIATORS = ("lead", "negotiator")


def own_holder(actor: Actor, ask: Any, negotiation: Negotiation) -> KeyHolder | None:
    """The body for which ``actor`` may accept: first one that has not accepted yet."""
    mine = [
        holder
        for holder in negotiation.holders
        if actor.holds(
            ISSUERS if holder.leads else NEGOTIATORS if holder.organisation.pk == ask.body_id else "lead",
            holder.organisation.pk,
        )
    ]
    return next((holder for holder in mine if not holder.keyed), mine[0] if mine else None)


def acts_for_area(actor: Actor, ask: Any, negotiation: Negotiation) -> bool:
    """Whether what ``actor`` does here is done for the area that asks, and so under its board's mandate."""
    holder = own_holder(actor, ask, negotiation)
    return holder is not None and holder.organisation.pk == ask.body_id


@person("a lead or negotiator of the area, a lead of another sponsor, or whoever issues for the department that leads")
def key_holder(actor: Actor, ask: Any, facts: Any) -> bool:
    return own_holder(actor, ask, facts.negotiation) is not None


@person("a lead or negotiator of the area")
def area_negotiator(actor: Actor, ask: Any, facts: Any) -> bool:
    return actor.holds(NEGOTIATORS, ask.body_id)


@person("a clearer or coordinator of the department that leads")
def lead_issuer(actor: Actor, ask: Any, facts: Any) -> bool:
    return any(holder.leads and actor.holds(ISSUERS, holder.organisation.pk) for holder in facts.negotiation.holders)


@person("a lead of the area, or a clearer or coordinator of the department that leads")
def either_side(actor: Actor, ask: Any, facts: Any) -> bool:
    return actor.holds("lead", ask.body_id) or lead_issuer(actor, ask, facts)


@person("a lead of the area, or a reviewer, clearer or coordinator of the department that leads")
def either_sides_people(actor: Actor, ask: Any, facts: Any) -> bool:
    return either_side(actor, ask, facts) or any(
        holder.leads and actor.holds("reviewer", holder.organisation.pk) for holder in facts.negotiation.holders
    )


@condition("terms-missing")
def says_who_how_and_when(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    """An agreement in principle needs none of it: it has a condition and a date instead."""
    content = facts.negotiation.content
    names = {"owner": "who delivers", "measure": "how it is measured", "deliver_on": "by when"}
    missing = [words for part, words in names.items() if not content.get(part)]
    if content.get("concludes_as") == IN_PRINCIPLE or not missing:
        return []
    told = " and ".join([", ".join(missing[:-1]), missing[-1]] if len(missing) > 1 else missing)
    sentence = (
        f"Version {facts.negotiation.versions.number} does not say {told}. "
        "Propose a wording that says who delivers, how it is measured and by when."
    )
    return [Check("terms-missing", sentence, STOP)]


@condition("own-words")
def words_of_others(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    if actor.user is None or actor.user.pk not in facts.negotiation.authors:
        return []
    number = facts.negotiation.versions.number
    sentence = f"You wrote part of version {number} yourself. Another person must do this."
    return [Check("own-words", sentence, STOP)]


@condition("accepted-already")
def not_keyed_yet(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    holder = own_holder(actor, ask, facts.negotiation)
    if holder is None or not holder.keyed:
        return []
    number = facts.negotiation.versions.number
    return [Check("accepted-already", f"{holder.organisation.code} has accepted version {number} already.", STOP)]


@condition("back-to-board")
def within_a_mandate(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    """The area's own key is turned within its board's mandate; a joint one once the others have endorsed the words."""
    if not acts_for_area(actor, ask, facts.negotiation):
        return []
    return facts.negotiation.authority.stops(ask, facts.negotiation.last)


@condition("back-to-board")
def has_joint_mandate(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    return facts.negotiation.authority.endorsing_stops(ask, facts.negotiation.last)


def _position_missing(holder: KeyHolder, number: int) -> Check:
    code = holder.organisation.code
    sentence = f"{code} has no issued position on version {number}, or works on another one. Issue it first."
    return Check("position-missing", sentence, STOP)


def _own_lead(actor: Actor, negotiation: Negotiation) -> KeyHolder | None:
    return next((one for one in negotiation.holders if one.leads and actor.holds(ISSUERS, one.organisation.pk)), None)


@condition("position-not-positive")
def own_position_is_positive(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    """A lead department agrees on its own positive, issued position on the words of today."""
    holder = own_holder(actor, ask, facts.negotiation)
    if holder is None or not holder.leads:
        return []
    own = facts.negotiation.standing(holder)
    if own.position is None:
        return [_position_missing(holder, facts.negotiation.versions.number)]
    if own.stance.get("positive"):
        return []
    sentence = f"The position of {holder.organisation.code} is not positive. Draft, clear and issue another one first."
    return [Check("position-not-positive", sentence, STOP)]


@condition("position-not-negative")
def own_position_is_negative(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    holder = _own_lead(actor, facts.negotiation)
    if holder is None:
        return []
    own = facts.negotiation.standing(holder)
    if own.position is None:
        return [_position_missing(holder, facts.negotiation.versions.number)]
    if not own.stance.get("positive"):
        return []
    sentence = f"The position of {holder.organisation.code} is positive. It can only decline on one that is not."
    return [Check("position-not-negative", sentence, STOP)]


@condition("position-not-later")
def own_position_is_not_now(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    holder = _own_lead(actor, facts.negotiation)
    if holder is None:
        return []
    own = facts.negotiation.standing(holder)
    if own.position is None:
        return [_position_missing(holder, facts.negotiation.versions.number)]
    if own.stance.get("needs_condition"):
        return []
    sentence = f"The position of {holder.organisation.code} is not “Not now”. It can only defer on that one."
    return [Check("position-not-later", sentence, STOP)]


@condition("something-open")
def nothing_open(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    """Nobody agrees while their own body waits for an answer or works on other words."""
    holder = own_holder(actor, ask, facts.negotiation)
    if holder is None:
        return []
    own, code = facts.negotiation.standing(holder), holder.organisation.code
    found = []
    if own.open_question:
        sentence = f"The question {own.open_question} of {code} is open. Wait for the answer."
        found.append(Check("question-open", sentence, STOP))
    if own.wording:
        sentence = f"{code} is working on other words: {own.wording}. Issue or drop them first."
        found.append(Check("wording-open", sentence, STOP))
    return found


@condition("not-yet")
def its_day_has_come(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    if ask.back_on is not None and ask.back_on <= clock.today():
        return []
    return [Check("not-yet", f"{ask.ref} comes back by itself on its date. Until then both sides can reopen it.", STOP)]


@condition("reopening-proposed")
def no_reopening_proposed(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    proposal = facts.negotiation.proposal
    if proposal is None:
        return []
    return [Check("reopening-proposed", f"{proposal.behalf.code} has proposed to reopen {ask.ref} already.", STOP)]


@condition("reopening-not-proposed")
def other_side_proposed_reopening(actor: Actor, ask: Any, facts: Any) -> list[Check]:
    """It takes both: one side proposes, the other agrees."""
    proposal = facts.negotiation.proposal
    if proposal is None:
        sentence = f"Nobody has proposed to reopen {ask.ref} yet. Propose it; the other side then decides."
        return [Check("reopening-not-proposed", sentence, STOP)]
    if proposal.behalf_id not in actor.organisation_ids:
        return []
    return [Check("reopening-not-proposed", "Your own side proposed it. The other side decides.", STOP)]
