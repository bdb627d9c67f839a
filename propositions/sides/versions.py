"""What a new version of the words means for each body's part: who looks at it again, and whose other words wait."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.engine.standing import end_turns, give_turn
from lis.engine.steps import Act

from ..asks.negotiation import Negotiation, tells_of_negotiation
from ..asks.parts import SUBSTANTIVE, negotiated
from ..wording.models import Wording
from . import days, effects, releases
from .mail import tell_turn
from .models import Side

# A department that has got so far looks at new words once more.
BEGUN = ("drafted", "team_agreed", "cleared", "scheduled", "issued")
MOVED_ON = "the ask has other words since"
AREA_ROLES = ("lead", "negotiator", "drafter")


@tells_of_negotiation
def tell_own_sides(found: dict[int, Negotiation], asks: Iterable[Any], actor: Actor, at: Any) -> None:
    own = Side.objects.filter(ask_id__in=list(found), organisation_id__in=sorted(actor.organisation_ids))
    for side in own.select_related("record", "organisation").order_by("pk"):
        found[side.ask_id].own_sides.append(side)


def own_open_wordings(asks: Iterable[int], actor: Actor) -> dict[tuple[int, int], str]:
    """The reference of the other words on which a body of the actor's is working, by the keys of ask and body."""
    own = Wording.objects.open().filter(ask_id__in=list(asks), organisation_id__in=sorted(actor.organisation_ids))
    return {(ask, body): ref for ask, body, ref in own.values_list("ask_id", "organisation_id", "record__ref")}


def starting_words(ask: Any) -> dict[str, Any]:
    """What the form for other words shows at first: the words as they are."""
    last = ask.record.versions.order_by("-number").first()
    return {"base": last.number, **negotiated(last.content)} if last else {}


def begin_wording(act: Act) -> None:
    """The other words begin a life of their own, which their body alone sees."""
    data = {**act.given, "asked": act.noun.ask.ref, "organisation": act.noun.organisation.code}
    workflows["wording"].create("draft", by=act.actor, cause=act.event, data=data)


def propose_new_ask(act: Act) -> None:
    """The area finds the words as a draft of its own; the history of this ask says who proposed what."""
    ask, code, words = act.noun.ask, act.noun.organisation.code, act.given["proposed"]
    workflows["ask"].follow(
        "propose_new", ask, cause=act.event, by=act.actor, data={"organisation": code, "note": words}
    )  # fmt: skip
    workflows["ask"].create(
        "derive", by=act.actor, cause=act.event, data={"parent": ask.ref, "ask": words, "organisation": code}
    )  # fmt: skip
    reason = f"Decide on the ask that {code} proposes"
    tell_turn(act, ask, ask.body, AREA_ROLES, reason)


def consider_words(act: Act) -> None:
    """Other words have been issued: whoever did not write them looks at them, and at what they mean for their part."""
    ask, proposer, number = act.noun, act.event.behalf, act.version.number
    if proposer.is_area_body:
        end_turns(act, ask.record, proposer)
    if act.given["weight"] == SUBSTANTIVE:
        return_sides(act)
    else:
        for side in ask.sides.with_record().in_status("issued").filter(role=Side.Role.LEAD):
            effects.let_go(act, side)
            if side.organisation != proposer:
                ask_for_key(act, side, f"Consider version {number}")
    if proposer != ask.body:
        reason = f"Consider version {number}, proposed by {proposer.code}"
        end_turns(act, ask.record, ask.body)
        give_turn(act, ask.record, ask.body, reason)
        tell_turn(act, ask, ask.body, AREA_ROLES, reason)


def ask_for_key(act: Act, side: Side, reason: str) -> None:
    """It is the department's turn to accept the words or to propose others, openly and inside."""
    _, due_on = days.due_from(side.organisation, clock.today())
    give_turn(act, side.ask.record, side.organisation, reason, due_on=due_on)
    give_turn(act, side.record, side.organisation, reason, role="clearer", due_on=due_on)
    tell_turn(act, side.ask, side.organisation, ["clearer", "coordinator"], reason)


def return_sides(act: Act) -> None:
    """Every department that had begun or given a position looks at the ask again; ``act`` is a step of the ask."""
    sides = act.noun.sides.with_record().in_status(*BEGUN)
    for side in sides.exclude(role=Side.Role.SPONSOR).order_by("organisation__code"):
        workflows["side"].follow("return_for_version", side, cause=act.event, by=act.actor)


def take_up_again(act: Act) -> None:
    """The department's turn begins anew; while the area has a question of its own to answer, only inside."""
    side = act.noun
    number = side.ask.record.versions.order_by("-number").values_list("number", flat=True).first()
    reason = f"Take a position on version {number}"
    review_on, due_on = days.due_from(side.organisation, clock.today())
    releases.stop_the_day(act, MOVED_ON)
    end_turns(act, side.record)
    give_turn(act, side.record, side.organisation, reason, role="reviewer", due_on=review_on)
    if not side.ask.clarifications.in_status("open").filter(organisation=side.organisation).exists():
        end_turns(act, side.ask.record, side.organisation)
        give_turn(act, side.ask.record, side.organisation, reason, due_on=due_on)
    tell_turn(act, side.ask, side.organisation, ["reviewer"], reason)
