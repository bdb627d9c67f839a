"""The REST door of commitments."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet
from lis.engine import clock
from lis.engine.reading import words_of_records

from .filters import CommitmentFilter
from .lifecycle import workflow


class CommitmentSerializer(NounSerializer):
    """What will be done, by whom, how it is measured and by when."""

    words = serializers.SerializerMethodField(help_text="What will be done. Markdown.")
    measure = serializers.SerializerMethodField(help_text="How it is measured.")
    owner = serializers.CharField(source="organisation.code", help_text="The code of whoever delivers it.")
    due_on = serializers.DateField(help_text="By when.")
    late = serializers.SerializerMethodField(help_text="Whether that day has passed and it is not delivered.")
    ask = serializers.CharField(source="ask.ref", default=None, help_text="The reference of its ask, or null.")
    strategy = serializers.CharField(source="strategy.ref", help_text="The reference of the strategy.")
    agreed = serializers.SerializerMethodField(help_text="“full” or “part”; empty for an area's own action.")
    agreed_hash = serializers.SerializerMethodField(help_text="SHA-256 of the words on which both sides agreed.")
    rag = serializers.CharField(default=None, help_text="How it stands by the last delivery note; null before one.")
    reported_at = serializers.DateTimeField(default=None, help_text="When that note was given; null before one.")

    def get_words(self, commitment: Any) -> str:
        return commitment.read["words"]

    def get_measure(self, commitment: Any) -> str:
        return commitment.read["measure"]

    def get_late(self, commitment: Any) -> bool:
        return commitment.is_late_on(clock.today())

    def get_agreed(self, commitment: Any) -> str:
        return commitment.read["agreed"]

    def get_agreed_hash(self, commitment: Any) -> str:
        return commitment.read["hash"]


class CommitmentViewSet(NounViewSet):
    """Commitments of areas and departments."""

    workflow = workflow
    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilter

    def narrow(self, queryset: Any) -> Any:
        return queryset.with_last_report()

    def prepare(self, nouns: list[Any]) -> None:
        read = words_of_records([noun.record for noun in nouns], self.actor, self.received_at)
        for noun in nouns:
            noun.read = read[noun.pk]


router.register("commitments", CommitmentViewSet)
