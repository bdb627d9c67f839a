"""The REST door of findings."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet
from lis.engine.reading import words_of_records

from .filters import FindingFilter
from .lifecycle import workflow


class FindingSerializer(NounSerializer):
    """A finding in the words that you read: the working copy inside the area while it differs."""

    statement = serializers.SerializerMethodField(help_text="What it says, in one sentence.")
    detail = serializers.SerializerMethodField(help_text="The same in detail. Markdown.")
    source = serializers.SerializerMethodField(help_text="Where it comes from. Markdown.")
    theme = serializers.CharField(source="theme.name", default=None, help_text="The framework's heading for it.")
    strategy = serializers.CharField(source="strategy.ref", help_text="The reference of its strategy.")
    version = serializers.IntegerField(source="words.number", help_text="The last version; 0 before there is one.")

    def get_statement(self, finding: Any) -> str:
        return finding.words.latest.get("statement", "")

    def get_detail(self, finding: Any) -> str:
        return finding.words.latest.get("detail", "")

    def get_source(self, finding: Any) -> str:
        return finding.words.latest.get("source", "")


class FindingViewSet(NounViewSet):
    """Findings: what an area's evidence says."""

    workflow = workflow
    serializer_class = FindingSerializer
    filterset_class = FindingFilter

    def narrow(self, queryset: Any) -> Any:
        return queryset.with_place()

    def prepare(self, nouns: list[Any]) -> None:
        words = words_of_records([noun.record for noun in nouns], self.actor, self.received_at)
        for noun in nouns:
            noun.words = words[noun.pk]


router.register("findings", FindingViewSet)
