"""The REST door of other words for an ask: those of your own body, which nobody else reads."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet
from lis.engine.reading import words_of_records

from .lifecycle import workflow


class WordingSerializer(NounSerializer):
    """Other words for an ask as your own body has drafted or cleared them."""

    asked = serializers.CharField(source="ask.ref", help_text="The reference of the ask.")
    organisation = serializers.CharField(source="organisation.code", help_text="The code of the body that drafts it.")
    base = serializers.IntegerField(source="base.number", help_text="The version of the ask that it starts from.")
    ask = serializers.SerializerMethodField(help_text="The words. Markdown.")
    money_reason = serializers.SerializerMethodField(help_text="Why new money is needed.")
    owner = serializers.SerializerMethodField(help_text="Who delivers it: “area”, “department” or empty.")
    measure = serializers.SerializerMethodField(help_text="How it is measured.")
    deliver_on = serializers.SerializerMethodField(help_text="By when, as a date; empty without one.")
    concludes_as = serializers.SerializerMethodField(help_text="“full”, “part” or “principle”.")
    condition = serializers.SerializerMethodField(help_text="The condition of an agreement in principle.")
    weight = serializers.SerializerMethodField(help_text="“editorial” or “substantive”.")
    change = serializers.SerializerMethodField(help_text="What changes, in one sentence.")

    def get_ask(self, wording: Any) -> str:
        return wording.read.latest.get("ask", "")

    def get_money_reason(self, wording: Any) -> str:
        return wording.read.latest.get("money_reason", "")

    def get_owner(self, wording: Any) -> str:
        return wording.read.latest.get("owner", "")

    def get_measure(self, wording: Any) -> str:
        return wording.read.latest.get("measure", "")

    def get_deliver_on(self, wording: Any) -> str:
        return wording.read.latest.get("deliver_on", "")

    def get_concludes_as(self, wording: Any) -> str:
        return wording.read.latest.get("concludes_as", "")

    def get_condition(self, wording: Any) -> str:
        return wording.read.latest.get("condition", "")

    def get_weight(self, wording: Any) -> str:
        return wording.read.latest.get("weight", "")

    def get_change(self, wording: Any) -> str:
        return wording.read.latest.get("change", "")


class WordingViewSet(NounViewSet):
    """Other words for asks, as your own body drafts, clears and issues them."""

    workflow = workflow
    serializer_class = WordingSerializer

    def prepare(self, nouns: list[Any]) -> None:
        read = words_of_records([noun.record for noun in nouns], self.actor, self.received_at)
        for noun in nouns:
            noun.read = read[noun.pk]


router.register("wordings", WordingViewSet)
