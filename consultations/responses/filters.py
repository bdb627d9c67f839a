"""What a list of responses can be narrowed by: the same for the page and the export."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet

from .asked import Asked
from .models import GivenAnswer, Response

UNKNOWN = {"invalid_choice": "“%(value)s” is not one of the choices here."}
CHOICES = {"empty_label": "Any", "error_messages": UNKNOWN}


class ResponseFilter(django_filters.FilterSet):
    """By words in an answer, what may be published, who answers, how it came, and which question was answered."""

    q = django_filters.CharFilter(label="Words in an answer", method="with_words", max_length=200)
    publication = django_filters.ChoiceFilter(label="May be published", choices=Response.Publication.choices, **CHOICES)
    capacity = django_filters.ChoiceFilter(label="Answers", choices=Response.Capacity.choices, **CHOICES)
    channel = django_filters.ChoiceFilter(label="Came by", choices=Response.Channel.choices, **CHOICES)
    answered = django_filters.ChoiceFilter(label="Answered the question", method="that_answered", choices=[], **CHOICES)

    class Meta:
        model = Response
        fields: list[str] = []

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["answered"].extra["choices"] = [(question.key, question.words) for question in asked.questions]

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Exists(GivenAnswer.objects.filter(response=OuterRef("pk"), body__icontains=value)))

    def that_answered(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Exists(GivenAnswer.objects.filter(response=OuterRef("pk"), question__key=value)))
