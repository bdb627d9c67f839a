"""The REST door of Government's lines: departments with a part in an ask read them, the coordinating unit writes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet
from lis.engine.models import Event
from lis.engine.reading import words_of_records

from .beside import reason_of
from .lifecycle import workflow


class LineSerializer(NounSerializer):
    """Government's one line on an ask on which departments differ. The area never reads it."""

    ask = serializers.CharField(source="ask.ref", help_text="The reference of its ask.")
    words = serializers.SerializerMethodField(help_text="The line; empty while there is none yet.")
    reason = serializers.SerializerMethodField(help_text="Why there is none yet; empty once there is one.")

    def get_words(self, line: Any) -> str:
        return line.read["words"] if line.status == "recorded" else ""

    def get_reason(self, line: Any) -> str:
        return reason_of(line.told) if line.status == "none_yet" else ""


class LineViewSet(NounViewSet):
    """Government's lines."""

    workflow = workflow
    serializer_class = LineSerializer

    def prepare(self, nouns: list[Any]) -> None:
        read = words_of_records([noun.record for noun in nouns], self.actor, self.received_at)
        told: dict[int, list[Event]] = {noun.pk: [] for noun in nouns}
        for event in Event.objects.filter(record_id__in=told).order_by("-number"):
            told[event.record_id].append(event)
        for line in nouns:
            line.read, line.told = read[line.pk], told[line.pk]


router.register("lines", LineViewSet)
