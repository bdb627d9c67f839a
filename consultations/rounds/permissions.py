"""Who may do what with a round, and what must be true of it first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person
from lis.people.models import Role

from .models import Phase
from .parts import NEEDED, PARTS

OFFICERS = (Role.CONSULTATION_OFFICER, Role.LEAD)


@dataclass
class RoundFacts:
    """What the words below need to know of one round.

    ``words`` is the area's draft by part. ``hands`` are the keys of all who wrote or chose anything in it,
    ``sender`` of whoever sent it for review last. ``gaps`` says what its questions lack, in sentences.
    """

    organisation: Any
    at: dt.datetime
    words: dict[str, str] = field(default_factory=dict)
    hands: set[int] = field(default_factory=set)
    sender: int | None = None
    elements: int = 0
    questions: int = 0
    gaps: list[str] = field(default_factory=list)


@person("a consultation officer or a lead of the area")
def officer(actor: Actor, noun: Any, facts: RoundFacts) -> bool:
    return actor.holds(OFFICERS, facts.organisation.pk)


@person("a consultation officer or a lead of the area")
def officer_of_strategy(actor: Actor, plan: Any, facts: Any) -> bool:
    return actor.holds(OFFICERS, plan["strategy"].organisation_id)


@condition("words-missing")
def has_words(actor: Actor, noun: Any, facts: RoundFacts) -> list[Check]:
    missing = [part.label for part in PARTS if part.key in NEEDED and not facts.words.get(part.key, "").strip()]
    return [Check("words-missing", f"“{label}” is empty. Write it.", STOP) for label in missing]


@condition("dates")
def has_dates_ahead(actor: Actor, noun: Any, facts: RoundFacts) -> list[Check]:
    if not (noun.opens_at and noun.closes_at):
        return [Check("dates-missing", "It has no dates yet. Say when it opens and when it closes.", STOP)]
    if noun.opens_at <= facts.at:
        return [Check("dates-past", "It would have opened already. Choose a later day or time to open.", STOP)]
    return []


@condition("no-element", "It does not say yet what it is about. Choose at least one theme, finding, paper or ask.")
def has_element(actor: Actor, noun: Any, facts: RoundFacts) -> bool:
    return facts.elements > 0


@condition("no-question", "It asks nothing yet. Add at least one question.")
def has_question(actor: Actor, noun: Any, facts: RoundFacts) -> bool:
    return facts.questions > 0


@condition("questions-not-fit")
def questions_are_fit(actor: Actor, noun: Any, facts: RoundFacts) -> list[Check]:
    return [Check("questions-not-fit", sentence, STOP) for sentence in facts.gaps]


@condition("own-hand", "You wrote in it or sent it for review. Somebody else has to schedule it.")
def by_another_person(actor: Actor, noun: Any, facts: RoundFacts) -> bool:
    return actor.user is not None and actor.user.pk not in facts.hands and actor.user.pk != facts.sender


@condition("has-opened", "It has opened, so it cannot go back. Pause it, or withdraw it.")
def has_not_opened(actor: Actor, noun: Any, facts: RoundFacts) -> bool:
    return noun.phase_at(facts.at) in (Phase.IN_REVIEW, Phase.UPCOMING)


@condition("has-closed", "It has closed already.")
def has_not_closed(actor: Actor, noun: Any, facts: RoundFacts) -> bool:
    return noun.phase_at(facts.at) != Phase.CLOSED


READY_TO_READ = (has_words, has_dates_ahead, has_element, has_question, questions_are_fit)
