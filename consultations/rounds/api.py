"""The REST door of rounds: what anybody reads of them, what they ask, and the steps of their officers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from lis.doors.api.router import router
from lis.doors.api.serializers import EventSerializer, NounSerializer
from lis.doors.api.viewsets import NounViewSet
from lis.engine.clock import LONDON

from .contents import asked_in
from .filters import RoundFilter
from .lifecycle import workflow
from .reading import events_for, readings, revisions_for, told

FOR_ANYBODY = {"list", "retrieve", "questionnaire", "versions", "version", "events"}


class RoundSectionSerializer(serializers.Serializer):
    """One section of the words."""

    key = serializers.CharField(help_text="Its lasting name.")
    heading = serializers.CharField()
    text = serializers.CharField(help_text="Markdown.")


class RoundSerializer(NounSerializer):
    """A round of consultation, in the words that were scheduled. Whoever prepares it reads the draft."""

    phase = serializers.CharField(source="reading.phase.value", help_text="Where it stands now, told by the clock.")
    phase_label = serializers.CharField(source="reading.phase_words", help_text="The same, in words.")
    opens_at = serializers.DateTimeField(
        default_timezone=LONDON, allow_null=True, help_text="From this moment on it is open; in London’s time."
    )
    closes_at = serializers.DateTimeField(
        default_timezone=LONDON, allow_null=True, help_text="Up to, and without, this moment; in London’s time."
    )
    grace_minutes = serializers.IntegerField(help_text="How long whoever began before it closed may still send.")
    title = serializers.CharField(source="reading.title")
    summary = serializers.CharField(source="reading.summary", help_text="What it is about, in Markdown.")
    organisation = serializers.CharField(source="organisation.code", help_text="The code of the body that asks.")
    strategy = serializers.CharField(source="strategy.ref", help_text="The reference of its strategy.")
    version = serializers.IntegerField(
        source="reading.version.number", default=None, help_text="The version read; null in a draft."
    )
    sections = serializers.SerializerMethodField(help_text="The words, in order of reading.")

    @extend_schema(responses=RoundSectionSerializer(many=True))
    def get_sections(self, round_: Any) -> list[dict[str, str]]:
        return [{"key": key, "heading": heading, "text": text} for key, heading, text in round_.reading.sections]


class OfferedSerializer(serializers.Serializer):
    """One option of a question."""

    code = serializers.CharField(help_text="What an answer sends.")
    words = serializers.CharField()


class AskedSerializer(serializers.Serializer):
    """One question."""

    key = serializers.CharField(help_text="Its name in an answer, unique within the round.")
    type = serializers.CharField(help_text="text, long_text, single, multiple or agree.")
    words = serializers.CharField()
    hint = serializers.CharField()
    required = serializers.BooleanField()
    page = serializers.IntegerField(help_text="The number of its page.")
    options = OfferedSerializer(many=True, help_text="Empty for a question that is answered in words.")


class AskedPageSerializer(serializers.Serializer):
    """One page of questions."""

    number = serializers.IntegerField()
    heading = serializers.CharField()
    introduction = serializers.CharField()


class QuestionnaireSerializer(serializers.Serializer):
    """What a round asks: its questions in order, and the pages that they stand on."""

    ref = serializers.CharField(help_text="The reference of the round.")
    version = serializers.IntegerField(allow_null=True, help_text="The version of the round; null in a draft.")
    pages = AskedPageSerializer(many=True)
    questions = AskedSerializer(many=True)


class RoundViewSet(NounViewSet):
    """Consultations. Anybody reads those that have opened; whoever prepares one signs in."""

    workflow = workflow
    serializer_class = RoundSerializer
    filterset_class = RoundFilter

    def get_permissions(self) -> list[Any]:
        return [AllowAny()] if self.action in FOR_ANYBODY else [IsAuthenticated()]

    def narrow(self, queryset: Any) -> Any:
        return queryset.with_strategy()

    def prepare(self, nouns: list[Any]) -> None:
        found = {reading.round.pk: reading for reading in readings(self.actor, nouns, self.received_at)}
        revisions = revisions_for(self.actor, nouns)
        for round_ in nouns:
            round_.reading = found[round_.pk]
            # How often it went to and fro inside is nobody's business outside.
            round_.record.revision = revisions[round_.pk]

    @extend_schema(summary="Read what it asks", responses={200: QuestionnaireSerializer}, filters=False)
    @action(detail=True, methods=["get"])
    def questionnaire(self, request: Request, **kwargs: Any) -> Response:
        """The questions in their order, each with the key and the codes that an answer names."""
        round_ = self.get_object()
        version = readings(self.actor, [round_], self.received_at)[0].version
        asked = asked_in(round_, version)
        body = {"ref": round_.ref, "version": version.number if version else None, **asked}
        return Response(QuestionnaireSerializer(body).data)

    @extend_schema(summary="List what happened", responses={200: EventSerializer(many=True)}, filters=False)
    @action(detail=True, methods=["get"], ordering=("number",))
    def events(self, request: Request, **kwargs: Any) -> Response:
        """The ledger as far as you are told it, oldest first."""
        round_ = self.get_object()
        page = self.paginate_queryset(events_for(self.actor, round_, self.received_at))
        return self.get_paginated_response(EventSerializer(told(self.actor, round_, page), many=True).data)


router.register("rounds", RoundViewSet)
