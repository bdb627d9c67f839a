"""On which asks do departments differ? One has answered yes, in whatever words, and another has not."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from lis.frameworks.models import VocabularyTerm

from ..asks.models import Ask
from ..sides.models import Answer


def differing(asks: QuerySet) -> QuerySet:
    """Those of ``asks`` on which the last answers of two departments differ: one positive, one not."""
    positive = [term.code for term in VocabularyTerm.objects.of("stances") if term.facts.get("positive")]
    last = last_answers(Answer.objects.filter(ask=OuterRef("pk")))
    return asks.filter(Exists(last.filter(stance__in=positive)), Exists(last.exclude(stance__in=positive)))


def last_answers(answers: QuerySet) -> QuerySet:
    """Of each department its last answer on an ask; an earlier one no longer counts."""
    later = Answer.objects.filter(
        ask=OuterRef("ask"), organisation=OuterRef("organisation"), pk__gt=OuterRef("pk")
    )  # fmt: skip
    return answers.exclude(Exists(later))


def differs(ask: Ask) -> bool:
    """Whether departments differ on this one."""
    return differing(Ask.objects.filter(pk=ask.pk)).exists()
