"""The vocabulary of permission: small named words for people and for conditions, joined by ``&`` and ``|``.

A *person* word asks who is acting; a *condition* word asks whether now is the time. Neither looks into the
database: what they need was fetched once for all records of a page and is handed to them as ``facts``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .actor import Actor
from .checks import STOP, Check

PersonTest = Callable[[Actor, Any, Any], bool]


@dataclass(frozen=True)
class Person:
    """Somebody described by a phrase, such as "a lead of the area". Called with (actor, noun, facts)."""

    phrase: str
    test: PersonTest

    def __call__(self, actor: Actor, noun: Any, facts: Any = None) -> bool:
        return self.test(actor, noun, facts)

    def __and__(self, other: Person) -> Person:
        return Person(f"{self.phrase}, {other.phrase}", lambda a, n, f: self.test(a, n, f) and other.test(a, n, f))

    def __or__(self, other: Person) -> Person:
        return Person(f"{self.phrase} or {other.phrase}", lambda a, n, f: self.test(a, n, f) or other.test(a, n, f))


def person(phrase: str) -> Callable[[PersonTest], Person]:
    """Name a person word by the phrase that a refusal uses: "It is for <phrase>."."""
    return lambda test: Person(phrase, test)


@dataclass(frozen=True)
class Condition:
    """Something that must hold. Called with (actor, noun, facts); answers the checks that fail, often none."""

    code: str
    sentence: str
    test: Callable[[Actor, Any, Any], Any]

    def __call__(self, actor: Actor, noun: Any, facts: Any = None) -> list[Check]:
        answer = self.test(actor, noun, facts)
        if isinstance(answer, list):
            return answer
        return [] if answer else [Check(self.code, self.sentence, STOP)]


def condition(code: str, sentence: str = "") -> Callable[[Callable[[Actor, Any, Any], Any]], Condition]:
    """Name a condition; its test answers true or false, or a list of the checks that fail."""
    return lambda test: Condition(code, sentence, test)


@person("nobody: it follows from another step")
def nobody(actor: Actor, noun: Any, facts: Any) -> bool:
    return False
