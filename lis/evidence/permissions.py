"""Who may do what with a finding, and what must be true of it first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lis.engine.actor import Actor
from lis.engine.words import condition, person
from lis.people.models import Role

WRITERS = (Role.DRAFTER, Role.LEAD, Role.CONSULTATION_OFFICER)


@dataclass
class FindingFacts:
    """What the words below need to know of one finding: its draft by part, and whether that says something new."""

    organisation: Any
    words: dict[str, str] = field(default_factory=dict)
    news: bool = False


@person("a drafter, a lead or a consultation officer of the area")
def writer(actor: Actor, noun: Any, facts: FindingFacts) -> bool:
    return actor.holds(WRITERS, facts.organisation.pk)


@person("a drafter, a lead or a consultation officer of the area")
def writer_of_strategy(actor: Actor, plan: Any, facts: Any) -> bool:
    return actor.holds(WRITERS, plan["strategy"].organisation_id)


@condition("no-statement", "It says nothing yet. Write what it says.")
def has_statement(actor: Actor, noun: Any, facts: FindingFacts) -> bool:
    return bool(facts.words.get("statement", "").strip())


@condition("no-source", "It does not say where it comes from. Name the source.")
def has_source(actor: Actor, noun: Any, facts: FindingFacts) -> bool:
    return bool(facts.words.get("source", "").strip())


@condition("nothing-new", "Not a word has changed since it was recorded.")
def has_news(actor: Actor, noun: Any, facts: FindingFacts) -> bool:
    return facts.news
