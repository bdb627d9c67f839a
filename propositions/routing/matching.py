"""Which rule fits an ask?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .models import RoutingRule


@dataclass(frozen=True)
class Described:
    """What rules look at in an ask: its words, type, tags, and the themes above it."""

    words: str
    type: str
    tags: frozenset[str]
    themes: frozenset[int]


def described(ask: Any, content: dict[str, Any]) -> Described:
    """An ask in the words of one of its versions."""
    return Described(
        words=content.get("ask", ""), type=content.get("type", ask.type),
        tags=frozenset(tag.lower() for tag in content.get("tags", ask.tags)),
        themes=frozenset(theme.pk for theme in ask.proposition.themes.all()),
    )  # fmt: skip


def fits(rule: RoutingRule, ask: Described) -> bool:
    """Whether everything that the rule names is so of the ask."""
    return (
        (not rule.ask_type or rule.ask_type == ask.type)
        and (rule.theme_id is None or rule.theme_id in ask.themes)
        and (not rule.tag or rule.tag.lower() in ask.tags)
        and (not rule.each_word or any(holds(ask.words, word) for word in rule.each_word))
    )


def holds(text: str, word: str) -> bool:
    """Whether ``word`` stands in ``text`` as a whole, whatever its case."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def first_that_fits(rules: Iterable[RoutingRule], ask: Described) -> RoutingRule | None:
    return next((rule for rule in rules if fits(rule, ask)), None)


def rule_for(ask: Any, on: dt.date) -> RoutingRule | None:
    """The rule that routes a submitted ask on that day, or None."""
    rules = list(RoutingRule.objects.open_on(on))
    if not rules:
        return None
    last = ask.record.versions.order_by("-number").first()
    return first_that_fits(rules, described(ask, last.content if last else {}))
