"""A small API for these tests, so that they stand or fall with the door alone: propositions and asks, plainly."""

from __future__ import annotations

from typing import Any

import django_filters
from django.urls import include, path
from rest_framework import serializers

from lis.doors.api import router as door
from lis.doors.api.pages import NothingHere
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet
from lis.engine.reading import words_of_records
from propositions.asks.lifecycle import workflow as ask_workflow
from propositions.drafting.lifecycle import workflow as proposition_workflow
from propositions.drafting.models import Proposition


class TitledSerializer(NounSerializer):
    """A proposition with its title."""

    title = serializers.SerializerMethodField()

    def get_title(self, noun: Any) -> str:
        return noun.words["title"]


class PropositionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Words", method="search")
    status = django_filters.ChoiceFilter(
        label="Status", field_name="record__status", choices=list(proposition_workflow.statuses.items())
    )

    class Meta:
        model = Proposition
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(record__drafts__body__icontains=value).distinct()


class PropositionViewSet(NounViewSet):
    """Propositions, for a test."""

    workflow = proposition_workflow
    serializer_class = TitledSerializer
    filterset_class = PropositionFilter

    def prepare(self, nouns: list[Any]) -> None:
        words = words_of_records([noun.record for noun in nouns], self.actor, self.received_at)
        for noun in nouns:
            noun.words = words[noun.pk]


class AskViewSet(NounViewSet):
    """Asks, for a test."""

    workflow = ask_workflow


class Broken(NothingHere):
    """An address behind which something goes wrong that nobody foresaw."""

    def initial(self, *args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError("the secret reason")


router = door.OfficeRouter()
router.register("propositions", PropositionViewSet)
router.register("asks", AskViewSet)

urlpatterns = [
    path(
        "api/v1/",
        include(([path("broken/", Broken.as_view()), *router.urls, *door.addresses([])], "api")),
    )
]
