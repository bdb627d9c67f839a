"""The REST door of asks."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet

from ..asks.filters import AskFilterSet
from ..asks.lifecycle import workflow
from .states import states_of


class HolderSerializer(serializers.Serializer):
    """A body whose turn it is on an ask."""

    organisation = serializers.CharField(source="organisation.code", help_text="Its code.")
    reason = serializers.CharField(help_text="What it is to do, in words.")
    since = serializers.DateTimeField(source="since.at")
    due_on = serializers.DateField(allow_null=True)


class AnswerInBriefSerializer(serializers.Serializer):
    """The latest answer of one department."""

    ref = serializers.CharField()
    organisation = serializers.CharField(source="organisation.code", help_text="The department's code.")
    stance = serializers.CharField(help_text="Its stance, as a code.")


class AskSerializer(NounSerializer):
    """An ask as both sides read it, in the version or the draft that you may read."""

    proposition = serializers.CharField(source="proposition.ref", help_text="The reference of its proposition.")
    title = serializers.CharField(source="state.title", help_text="The title of its proposition.")
    ask = serializers.CharField(source="state.text", help_text="The words. Markdown.")
    version = serializers.IntegerField(source="state.words.number", help_text="The version read; 0 for a draft.")
    hash = serializers.SerializerMethodField(help_text="SHA-256 of that version's canonical text; empty for a draft.")
    type = serializers.CharField(source="state.type", help_text="Its type, as a code; empty while not chosen.")
    type_label = serializers.CharField(source="state.type_label", help_text="Its type, in words.")
    money = serializers.CharField(source="state.money", help_text="“No money”, “Existing money” or “New money”.")
    tags = serializers.ListField(source="state.tags", child=serializers.CharField())
    departments = serializers.ListField(
        source="state.departments", child=serializers.CharField(), help_text="Codes of the departments it names."
    )
    waiting_for = HolderSerializer(source="state.turns", many=True, help_text="Whose turn it is.")
    answers = serializers.SerializerMethodField(help_text="The latest answer of each department.")
    own_side = serializers.SerializerMethodField(help_text="The reference of your department's side, or null.")
    changed_since_read = serializers.BooleanField(source="state.is_new", help_text="New since you last read it.")

    def get_hash(self, ask: Any) -> str:
        return ask.state.words.version.hash if ask.state.words.version else ""

    @extend_schema(responses=AnswerInBriefSerializer(many=True))
    def get_answers(self, ask: Any) -> list[dict[str, Any]]:
        latest = {answer.organisation_id: answer for answer in ask.state.answers}
        return AnswerInBriefSerializer(list(latest.values()), many=True).data

    def get_own_side(self, ask: Any) -> str | None:
        return ask.state.own_side.ref if ask.state.own_side else None


class AskViewSet(NounViewSet):
    """Asks of Government."""

    workflow = workflow
    serializer_class = AskSerializer
    filterset_class = AskFilterSet

    def narrow(self, queryset: Any) -> Any:
        return queryset.prefetch_related("departments")

    def prepare(self, nouns: list[Any]) -> None:
        states = states_of(nouns, self.actor, self.received_at)
        for ask in nouns:
            ask.state = states[ask.pk]


router.register("asks", AskViewSet)
