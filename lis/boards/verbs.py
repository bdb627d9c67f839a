"""What a recommendation asks for by its verbs: data of the vocabulary, with what the rules read of each."""

from __future__ import annotations

from collections.abc import Iterable

from lis.frameworks.models import VocabularyTerm

VOCABULARY = "recommendation_verbs"
EXEMPT_PARAGRAPHS = "exempt_paragraphs"


def says(verbs: Iterable[str], fact: str) -> bool:
    """Whether one of ``verbs`` has that fact: ``moves`` what the recommendation is about, ``delegates``."""
    terms = VocabularyTerm.objects.of(VOCABULARY).filter(code__in=list(verbs))
    return any(facts.get(fact) for facts in terms.values_list("facts", flat=True))


def facts_of_verbs() -> dict[str, dict[str, bool]]:
    """What the rules read of each verb, by its code."""
    return dict(VocabularyTerm.objects.of(VOCABULARY).values_list("code", "facts"))
