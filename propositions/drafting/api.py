"""The REST door of propositions."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet
from lis.engine.reading import words_of_records
from lis.engine.registry import workflows

from .filters import PropositionFilterSet
from .lifecycle import workflow


class PropositionSerializer(NounSerializer):
    """A proposition in the words that you may read: your own working copy inside the area, else the last version."""

    title = serializers.SerializerMethodField(help_text="Its title.")
    what = serializers.SerializerMethodField(help_text="What would be done. Markdown.")
    why = serializers.SerializerMethodField(help_text="Why. Markdown.")
    how = serializers.SerializerMethodField(help_text="How. Markdown.")
    version = serializers.IntegerField(source="words.number", help_text="The version read; 0 while it is a draft.")
    strategy = serializers.CharField(source="strategy.title", help_text="The name of its strategy.")
    themes = serializers.SlugRelatedField("name", many=True, read_only=True, help_text="The framework's themes.")
    sponsors = serializers.SlugRelatedField("code", many=True, read_only=True, help_text="Codes of its sponsors.")
    asks = serializers.SerializerMethodField(help_text="The references of its asks that you can see.")

    def get_title(self, proposition: Any) -> str:
        return proposition.words.latest.get("title", "")

    def get_what(self, proposition: Any) -> str:
        return proposition.words.latest.get("what", "")

    def get_why(self, proposition: Any) -> str:
        return proposition.words.latest.get("why", "")

    def get_how(self, proposition: Any) -> str:
        return proposition.words.latest.get("how", "")

    def get_asks(self, proposition: Any) -> list[str]:
        return proposition.visible_asks


class PropositionViewSet(NounViewSet):
    """Propositions: What, Why and How, with their asks of Government."""

    workflow = workflow
    serializer_class = PropositionSerializer
    filterset_class = PropositionFilterSet

    def narrow(self, queryset: Any) -> Any:
        return queryset.select_related("strategy").prefetch_related("themes", "sponsors")

    def prepare(self, nouns: list[Any]) -> None:
        words = words_of_records([noun.record for noun in nouns], self.actor, self.received_at)
        asks = workflows["ask"].model.objects.visible_to(self.actor, self.received_at).filter(proposition__in=nouns)
        refs: dict[int, list[str]] = {}
        for proposition_id, ref in asks.order_by("pk").values_list("proposition_id", "record__ref"):
            refs.setdefault(proposition_id, []).append(ref)
        for noun in nouns:
            noun.words = words[noun.pk]
            noun.visible_asks = refs.get(noun.pk, [])


router.register("propositions", PropositionViewSet)
