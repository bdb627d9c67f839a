"""What the steps of a negotiation need to know of an ask: its last version, whose part is whose, who has agreed.

The rooms above fill it in, each with what it knows, and say what follows from a step, since an ask does not know the
rooms that stand on it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lis.engine.actor import Actor
from lis.engine.steps import Act

from .weights import AskVersions, versions_of


@dataclass
class KeyHolder:
    """A body whose agreement is needed: a sponsor, or the department that leads; ``keyed`` once it has accepted."""

    side_id: int
    organisation: Any
    leads: bool
    keyed: bool = False


@dataclass
class OwnStanding:
    """How far the actor's own body is, as only they may know: ``position`` is its issued one on the words of today.

    ``stance`` are the facts of that position's stance; ``open_question`` and ``wording`` are references.
    """

    position: Any = None
    stance: dict[str, Any] = field(default_factory=dict)
    open_question: str = ""
    wording: str = ""


@dataclass
class Negotiation:
    """One ask in negotiation, as far as the actor may know.

    ``versions`` are its versions without their words, ``last`` is the last with them and ``authors`` who wrote it.
    ``own_sides`` are the parts of the actor's own bodies, ``own`` how far those are, by the body's key. ``holders``
    are the bodies whose agreement is needed, ``proposal`` who proposed to reopen it, if nobody has decided since.
    ``authority`` is the mandate under which the actor may act for the area.
    """

    versions: AskVersions = field(default_factory=AskVersions)
    last: Any = None
    authors: frozenset[int] = frozenset()
    own_sides: list[Any] = field(default_factory=list)
    own: dict[int, OwnStanding] = field(default_factory=dict)
    holders: list[KeyHolder] = field(default_factory=list)
    proposal: Any = None
    authority: Any = None

    @property
    def content(self) -> dict[str, Any]:
        return self.last.content if self.last else {}

    def standing(self, holder: KeyHolder) -> OwnStanding:
        return self.own.get(holder.organisation.pk, OwnStanding())


Teller = Callable[[dict[int, Negotiation], Sequence[Any], Actor, dt.datetime], None]
_tellers: list[Teller] = []
_effects: dict[str, Callable[[Act], None]] = {}


def tells_of_negotiation(teller: Teller) -> Teller:
    """Decorates a function of a room above that adds what it knows to each negotiation, for all asks at once."""
    _tellers.append(teller)
    return teller


def negotiations(asks: Sequence[Any], actor: Actor, at: dt.datetime) -> dict[int, Negotiation]:
    """What there is to know of each ask, by its key, in a number of queries that does not grow with them."""
    versions = versions_of(ask.pk for ask in asks)
    found = {ask.pk: Negotiation(versions[ask.pk]) for ask in asks}
    for teller in _tellers:
        teller(found, asks, actor, at)
    return found


def follows_from(verb: str) -> Callable[[Callable[[Act], None]], Callable[[Act], None]]:
    """Decorates what a room above does when a step of an ask is taken, in its transaction."""

    def register(effect: Callable[[Act], None]) -> Callable[[Act], None]:
        if verb in _effects:
            raise ValueError(f"Two effects follow from {verb}.")
        _effects[verb] = effect
        return effect

    return register


def effect_of(verb: str) -> Callable[[Act], None]:
    """What the room above has said that follows from ``verb``, for the table of steps."""
    return lambda act: _effects[verb](act)
