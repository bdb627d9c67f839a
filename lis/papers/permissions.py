"""Who may do what with a paper, and what must be true of it first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lis.engine.actor import Actor
from lis.engine.words import condition, person
from lis.people.models import Role


@dataclass
class PaperFacts:
    """What the words below need to know of one paper.

    ``words`` is the area's draft by parts, of which ``sections`` sections say something. It is ``changed`` when it
    differs from the last version, and ``news`` when it differs from what was submitted last. ``last_author`` is the key
    of whoever saved it last. ``departments`` and ``receivers`` hold the open grants of Government, by organisation:
    those with an end and those for good.
    """

    organisation: Any
    words: dict[str, str] = field(default_factory=dict)
    sections: int = 0
    changed: bool = False
    news: bool = False
    last_author: int | None = None
    departments: dict[int, Any] = field(default_factory=dict)
    receivers: dict[int, Any] = field(default_factory=dict)


@person("a drafter or a lead of the area")
def writer(actor: Actor, noun: Any, facts: PaperFacts) -> bool:
    return actor.holds({Role.DRAFTER, Role.LEAD}, facts.organisation.pk)


@person("a lead of the area")
def lead(actor: Actor, noun: Any, facts: PaperFacts) -> bool:
    return actor.holds(Role.LEAD, facts.organisation.pk)


@person("a drafter or a lead of the area")
def writer_of_strategy(actor: Actor, plan: Any, facts: Any) -> bool:
    return actor.holds({Role.DRAFTER, Role.LEAD}, plan["workstream"].strategy.organisation_id)


@condition("no-title", "The paper has no title yet. Give it one.")
def has_title(actor: Actor, noun: Any, facts: PaperFacts) -> bool:
    return bool(facts.words.get("title", "").strip())


@condition("no-section", "No section has any words yet. Write at least one.")
def has_section(actor: Actor, noun: Any, facts: PaperFacts) -> bool:
    return facts.sections > 0


@condition("own-words", "You wrote in it last. Somebody else has to sign it off.")
def by_another_person(actor: Actor, noun: Any, facts: PaperFacts) -> bool:
    return actor.user is not None and actor.user.pk != facts.last_author


@condition("nothing-new", "Nothing has changed since it was submitted. There is nothing new to send.")
def has_news(actor: Actor, noun: Any, facts: PaperFacts) -> bool:
    return facts.news


@condition("not-shared", "No department reads it informally at the moment.")
def is_shared(actor: Actor, noun: Any, facts: PaperFacts) -> bool:
    return bool(facts.departments)
