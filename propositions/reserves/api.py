"""The REST door of reserves: for leads, negotiators and drafters of the area whose they are."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet
from lis.doors.word_diff import word_diff
from lis.engine.reading import words_of_records

from .lifecycle import workflow


class DifferenceSerializer(serializers.Serializer):
    """What the reserve adds to the wording on the table, and what it leaves out."""

    added = serializers.ListField(child=serializers.CharField(), help_text="The words that only the reserve has.")
    removed = serializers.ListField(child=serializers.CharField(), help_text="The words that it leaves out.")
    sentence = serializers.CharField(source="in_words", help_text="The same in a sentence.")


class ReserveSerializer(NounSerializer):
    """The wording of an ask with which your area could live. Nobody outside reads it, and not your whole area."""

    ask = serializers.CharField(source="ask.ref", help_text="The reference of its ask.")
    words = serializers.SerializerMethodField(help_text="The wording.")
    version = serializers.IntegerField(source="read.number", help_text="How often it has been worded.")
    offer = serializers.CharField(help_text="The wording of the ask that is on the table.")
    difference = serializers.SerializerMethodField(help_text="From the wording on the table to the reserve.")

    def get_words(self, reserve: Any) -> str:
        return reserve.read["words"]

    @extend_schema(responses=DifferenceSerializer)
    def get_difference(self, reserve: Any) -> dict[str, Any]:
        return DifferenceSerializer(word_diff(reserve.offer, reserve.read["words"])).data


class ReserveViewSet(NounViewSet):
    """Reserves of your area on its asks."""

    workflow = workflow
    serializer_class = ReserveSerializer

    def prepare(self, nouns: list[Any]) -> None:
        records = [noun.record for noun in nouns] + [noun.ask.record for noun in nouns]
        read = words_of_records(records, self.actor, self.received_at)
        for reserve in nouns:
            reserve.read, reserve.offer = read[reserve.pk], offer_of(read[reserve.ask_id])


def offer_of(words: Any) -> str:
    """The wording of an ask that is on the table: its last version, or the draft while there is none."""
    return words["ask"]


router.register("reserves", ReserveViewSet)
