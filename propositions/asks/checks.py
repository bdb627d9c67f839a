"""What an officer is told about an ask before it goes: warnings only, since an ask is not a bid to be refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from lis.engine.checks import Check
from lis.engine.waiving import about

LONG = 1_000
# A second request that is joined on: "... and will Government ...".
_JOINED = re.compile(r"\b(?:and|as well as|also)\b[^?.;]{0,40}?\b(?:will|would|can|could|may|should)\b", re.IGNORECASE)
_LISTED = re.compile(r"^\s*(?:\d{1,2}[.)]|[a-z][.)]|[-*•])\s+\S", re.MULTILINE)


def warnings(ask: Any, words: Mapping[str, Any], on: dt.date) -> list[Check]:
    """One sentence each about what is missing or odd in ``ask`` on that day, with its words by part.

    Expects ``departments`` fetched with the ask. Each can be waived on the words that it looked at.
    """
    text, named = words.get("ask", ""), sorted(department.code for department in ask.departments.all())
    found = []
    if holds_several(text):
        sentence = "It may hold several asks. Each is answered by itself: split it into asks of their own."
        found.append(about(Check("several-asks", sentence), text))
    if not named:
        sentence = "No department is named. The unit that coordinates for Government will route it."
        found.append(about(Check("no-department", sentence), named))
    for department in ask.departments.all():
        if not department.is_open_on(on):
            names = " or ".join(successor.code for successor in department.successors.all())
            then = f" Its work passed to {names}." if names else " Choose another department."
            found.append(about(Check("department-closed", f"{department.code} no longer exists.{then}"), named))
    if not words.get("wanted_by", "").strip():
        sentence = "It does not say by when you want it. Fill in “Wanted by”."
        found.append(about(Check("no-date", sentence), text, words.get("wanted_by", "")))
    if ask.money == "new" and not words.get("money_reason", "").strip():
        sentence = "It asks for new money without a reason. Asks are not bids: say why it is needed."
        found.append(about(Check("new-money", sentence), ask.money, words.get("money_reason", "")))
    if len(text) > LONG:
        sentence = "It is long. A clear ask is answered faster: split it if it holds several."
        found.append(about(Check("long", sentence), text))
    return found


def holds_several(text: str) -> bool:
    """Whether an ask reads like more than one: several questions, a list, or requests joined by "and"."""
    return text.count("?") > 1 or len(_LISTED.findall(text)) > 1 or bool(_JOINED.search(text))
