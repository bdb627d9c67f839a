"""What an officer is told about a proposition before it goes: warnings only, each of which can be waived."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lis.engine.checks import Check
from lis.engine.waiving import about


def warnings(words: Mapping[str, Any], *, has_finding: bool) -> list[Check]:
    """One sentence each about what is missing, with the words by part; ``has_finding``: evidence is linked to it."""
    found = []
    why, who, baseline = (words.get(part, "").strip() for part in ("why", "who_benefits", "baseline"))
    if not why and not has_finding:
        sentence = "Nothing says why. Write Why, or link a finding of your evidence."
        found.append(about(Check("no-evidence", sentence), why))
    if not who:
        sentence = "It does not say who benefits. Fill in “Who benefits”."
        found.append(about(Check("no-beneficiary", sentence), words.get("what", ""), who))
    if not any(letter.isdigit() for letter in baseline):
        sentence = "There is no figure of today to measure against. Give one in “Baseline”."
        found.append(about(Check("no-baseline", sentence), words.get("what", ""), baseline))
    return found
