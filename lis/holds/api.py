"""The REST door of holds and of exceptions from them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet
from lis.engine.reading import words_of_records

from .lifecycle import exception_workflow, workflow


class HoldSerializer(NounSerializer):
    """A time in which answers are not issued and nothing is published. Everybody reads it."""

    kind = serializers.CharField(help_text="“pre_election”, “change_of_administration” or “legal”.")
    kind_label = serializers.CharField(source="get_kind_display", help_text="The same in words.")
    reason = serializers.SerializerMethodField(help_text="Why.")
    everywhere = serializers.BooleanField(help_text="It touches all areas and departments.")
    areas = serializers.SlugRelatedField("code", many=True, read_only=True, help_text="The areas it touches.")
    bodies = serializers.SlugRelatedField("code", many=True, read_only=True, help_text="The bodies it touches.")
    from_on = serializers.DateField(help_text="The first day.")
    until_on = serializers.DateField(help_text="The last day, which it includes.")
    raised_by = serializers.CharField(source="raised_by.code", help_text="The body that raised it.")
    in_force = serializers.BooleanField(help_text="Whether it holds at this moment.")

    def get_reason(self, hold: Any) -> str:
        return hold.words["reason"]


class HoldViewSet(NounViewSet):
    """Holds on issuing and publishing."""

    workflow = workflow
    serializer_class = HoldSerializer

    def narrow(self, queryset: Any) -> Any:
        return queryset.prefetch_related("areas", "bodies")

    def prepare(self, nouns: list[Any]) -> None:
        words = words_of_records([noun.record for noun in nouns], self.actor, self.received_at)
        for noun in nouns:
            noun.words = words[noun.pk]
            noun.in_force = noun.is_in_force_at(self.received_at)


class HoldExceptionSerializer(NounSerializer):
    """Leave for one step in spite of a hold. Only your own organisation sees it."""

    hold = serializers.CharField(source="hold.ref", help_text="The reference of the hold.")
    target = serializers.CharField(source="target.ref", help_text="The reference of the record that it is for.")
    verb = serializers.CharField(help_text="The step that it is for.")
    organisation = serializers.CharField(source="organisation.code", help_text="The body whose step it is.")


class HoldExceptionViewSet(NounViewSet):
    """Exceptions from holds, of your own organisations."""

    workflow = exception_workflow
    serializer_class = HoldExceptionSerializer


router.register("holds", HoldViewSet)
router.register("exceptions", HoldExceptionViewSet)
