"""Who may send a response, and what must be true of the round at that moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person

from ..rounds.models import Phase, Round
from ..rounds.times import closing_words, opening_words

MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Arrival:
    """A response at the door: received at that moment by the database's clock, and begun then or before."""

    round: Round
    received_at: dt.datetime
    began_at: dt.datetime

    @property
    def phase(self) -> Phase:
        """Where the round stands for this response: whoever began before the end has the minutes of grace."""
        closes, received = self.round.closes_at, self.received_at
        in_grace = closes and closes <= received < closes + self.round.grace_minutes * MINUTE
        return self.round.phase_at(self.began_at if in_grace and self.began_at < closes else received)


@person("anybody")
def anybody(actor: Actor, noun: Any, facts: Any) -> bool:
    return actor.is_known


@condition("not-open")
def takes_responses(actor: Actor, noun: Arrival, facts: Any) -> list[Check]:
    phase = noun.phase
    match phase:
        case Phase.OPEN:
            return []
        case Phase.CLOSED:
            sentence = f"This consultation closed on {closing_words(noun.round.closes_at)}."
        case Phase.PAUSED:
            sentence = "This consultation is paused, and nothing can be sent until it goes on."
        case Phase.UPCOMING:
            sentence = f"This consultation opens on {opening_words(noun.round)}."
        case Phase.WITHDRAWN:
            sentence = "This consultation was withdrawn."
        case _:
            sentence = "This consultation is still being prepared."
    return [Check(phase.value.replace("_", "-"), sentence, STOP)]
