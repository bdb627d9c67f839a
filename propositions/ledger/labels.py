"""What the parts of a version are called in a ledger, and which of them moved since the version before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lis.engine.models import Version

from ..asks.models import Ask

# By the kind of version (its schema without the number): the parts that a reader is told, in order of reading.
LABELS = {
    "ask": (
        ("ask", "The ask"), ("wanted_by", "Wanted by"), ("money_reason", "Why new money is needed"),
        ("type_label", "Type of ask"), ("money", "Money"), ("departments", "Departments named"),
    ),
    "clarification": (("question", "Question"), ("answer", "Answer")),
    "answer": (
        ("stance_label", "Position"), ("words", "Words"), ("reason", "Reason"), ("condition", "Condition or date"),
        ("programme", "Existing programme"),
    ),
}  # fmt: skip


def moved_parts(version: Version, base: Version | None) -> Iterator[tuple[str, str, str]]:
    """The parts of ``version`` that are not as in ``base``: label, the words now, and the words before ("": none)."""
    now, before = version.content, base.content if base else {}
    for key, label in LABELS.get(version.schema.partition("/")[0], ()):
        new, old = _text(key, now.get(key)), _text(key, before.get(key))
        if new != old:
            yield label, new, old


def _text(key: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case list():
            return ", ".join(str(one) for one in value)
        case str() if key == "money":
            # That no money is asked for is the rule, and worth no line.
            return "" if value == Ask.Money.NONE else str(Ask.Money(value).label)
    return str(value)
