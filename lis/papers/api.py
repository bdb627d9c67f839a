"""The REST door of papers: what a program reads of them, as its person may, and the steps of the table."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from lis.doors.api.router import router
from lis.doors.api.serializers import EventSerializer, NounSerializer
from lis.doors.api.viewsets import NounViewSet

from .filters import PaperFilter
from .lifecycle import workflow
from .parts import sections_of
from .reading import events_for, readings, revisions_for, told
from .tracker import Readers, readers_of_all


class ReaderSerializer(serializers.Serializer):
    """A body of Government that reads the paper."""

    organisation = serializers.CharField(help_text="Its code.")
    last_day = serializers.DateField(allow_null=True, help_text="The last day of informal sharing; null for good.")


class PaperSectionSerializer(serializers.Serializer):
    """One section of the words."""

    key = serializers.CharField(help_text="Its lasting name.")
    heading = serializers.CharField()
    text = serializers.CharField(help_text="Markdown.")


class PaperSerializer(NounSerializer):
    """A Policy Position Paper in the last version that you may read. The draft has its own address."""

    status = serializers.CharField(
        source="reading.status", help_text="The status as a code; “shared” where the area still works on it inside."
    )
    status_label = serializers.CharField(source="reading.status_words", help_text="The status, in words.")
    title = serializers.CharField(source="reading.title", help_text="Its title.")
    kind = serializers.CharField(help_text="“position_paper” or “sector_action_plan”.")
    strategy = serializers.CharField(source="strategy.ref", help_text="The reference of its strategy.")
    workstream = serializers.CharField(source="reading.workstream", help_text="The name of its workstream.")
    version = serializers.IntegerField(source="reading.version.number", default=None, help_text="Its number.")
    sections = serializers.SerializerMethodField(help_text="The words of that version, in order of reading.")
    read_by = serializers.SerializerMethodField(
        help_text="Who of Government reads it, by code; null for those who are not of the area."
    )

    @extend_schema(responses=PaperSectionSerializer(many=True))
    def get_sections(self, paper: Any) -> list[dict[str, str]]:
        version = paper.reading.version
        sections = sections_of(version.content) if version else []
        return [{"key": key, "heading": heading, "text": text} for key, heading, text in sections]

    def get_read_by(self, paper: Any) -> list[dict[str, Any]] | None:
        if not paper.reading.own:
            return None
        for_good = [{"organisation": code, "last_day": None} for code in paper.readers.for_good]
        return [*for_good, *({"organisation": code, "last_day": day.isoformat()} for code, day in paper.readers.until)]


class PaperViewSet(NounViewSet):
    """Policy Position Papers: what an area puts to Government workstream by workstream."""

    workflow = workflow
    serializer_class = PaperSerializer
    filterset_class = PaperFilter

    def narrow(self, queryset: Any) -> Any:
        return queryset.with_workstream()

    def prepare(self, nouns: list[Any]) -> None:
        found = {reading.paper.pk: reading for reading in readings(self.actor, nouns, self.received_at)}
        revisions = revisions_for(self.actor, nouns)
        readers = readers_of_all(nouns, self.received_at)
        for paper in nouns:
            paper.reading = found[paper.pk]
            paper.readers = readers.get(paper.pk, Readers())
            # A reader outside must not see by a revision or an ETag that the area did something inside.
            paper.record.revision = revisions.get(paper.pk, paper.revision)

    @extend_schema(summary="List what happened", responses={200: EventSerializer(many=True)}, filters=False)
    @action(detail=True, methods=["get"], ordering=("number",))
    def events(self, request: Request, **kwargs: Any) -> Response:
        """The ledger as far as you are told it, oldest first."""
        paper = self.get_object()
        page = self.paginate_queryset(events_for(self.actor, paper, self.received_at))
        return self.get_paginated_response(EventSerializer(told(self.actor, paper, page), many=True).data)


router.register("papers", PaperViewSet)
