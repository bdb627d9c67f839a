"""The REST door of what passes between the two sides of an ask, and of a department's own side."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet
from lis.engine.models import Turn
from lis.engine.reading import words_of_records
from lis.frameworks.models import vocabulary_labels

from .exchange import answer_workflow, clarification_workflow
from .lifecycle import workflow


class PartSerializer(NounSerializer):
    """What every part of an ask says of itself."""

    ask = serializers.CharField(source="ask.ref", help_text="The reference of its ask.")
    organisation = serializers.CharField(source="organisation.code", help_text="The code of the body whose part it is.")


class SideSerializer(PartSerializer):
    """Your own department's part in an ask: where its work stands, and its draft. Nobody else reads it."""

    role = serializers.CharField(help_text="“lead”, “consulted” or “sponsor”.")
    turn = serializers.SerializerMethodField(help_text="The role that acts next; null when nobody need act.")
    due_on = serializers.SerializerMethodField(help_text="The day on which it is due; null without one.")
    stance = serializers.SerializerMethodField(help_text="The stance drafted so far, as a code.")
    words = serializers.SerializerMethodField(help_text="The words drafted so far.")

    def get_turn(self, side: Any) -> str | None:
        return side.turn.role if side.turn else None

    def get_due_on(self, side: Any) -> str | None:
        return side.turn.due_on.isoformat() if side.turn and side.turn.due_on else None

    def get_stance(self, side: Any) -> str:
        return side.read.latest.get("stance", "")

    def get_words(self, side: Any) -> str:
        return side.read.latest.get("words", "")


class QuestionSerializer(PartSerializer):
    """A question of a department to the area, and its answer. Everyone on the ask reads both."""

    question = serializers.SerializerMethodField(help_text="The question.")
    answer = serializers.SerializerMethodField(help_text="The answer; empty while it is open.")

    def get_question(self, question: Any) -> str:
        return question.read["question"]

    def get_answer(self, question: Any) -> str:
        return question.read["answer"]


class AnswerSerializer(PartSerializer):
    """What a department said to the area about one version of an ask, in the exact words that were issued."""

    on_version = serializers.IntegerField(source="on_version.number", help_text="The version of the ask.")
    stance = serializers.CharField(help_text="The stance, as a code.")
    stance_label = serializers.SerializerMethodField(help_text="The stance, in words.")
    words = serializers.SerializerMethodField(help_text="The words.")
    reason = serializers.SerializerMethodField(help_text="The reason; empty where none is needed.")
    condition = serializers.SerializerMethodField(help_text="A condition, or when it may be raised again.")
    programme = serializers.SerializerMethodField(help_text="The existing programme that covers it.")
    hash = serializers.CharField(source="read.version.hash", help_text="SHA-256 of the answer's canonical text.")

    def get_stance_label(self, answer: Any) -> str:
        return answer.stance_label

    def get_words(self, answer: Any) -> str:
        return answer.read["words"]

    def get_reason(self, answer: Any) -> str:
        return answer.read["reason"]

    def get_condition(self, answer: Any) -> str:
        return answer.read["condition"]

    def get_programme(self, answer: Any) -> str:
        return answer.read["programme"]


class PartViewSet(NounViewSet):
    """Parts of an ask, with their words."""

    def prepare(self, nouns: list[Any]) -> None:
        read = words_of_records([noun.record for noun in nouns], self.actor, self.received_at)
        for noun in nouns:
            noun.read = read[noun.pk]


class SideViewSet(PartViewSet):
    """Your department's sides of asks."""

    workflow = workflow
    serializer_class = SideSerializer

    def prepare(self, nouns: list[Any]) -> None:
        super().prepare(nouns)
        turns = {turn.record_id: turn for turn in Turn.objects.filter(record_id__in=[n.pk for n in nouns], ended=None)}
        for side in nouns:
            side.turn = turns.get(side.pk)


class QuestionViewSet(PartViewSet):
    """Questions of departments to areas."""

    workflow = clarification_workflow
    serializer_class = QuestionSerializer


class AnswerViewSet(PartViewSet):
    """Answers that departments have issued."""

    workflow = answer_workflow
    serializer_class = AnswerSerializer

    def narrow(self, queryset: Any) -> Any:
        return queryset.select_related("on_version")

    def prepare(self, nouns: list[Any]) -> None:
        super().prepare(nouns)
        labels = vocabulary_labels("stances")
        for answer in nouns:
            answer.stance_label = labels.get(answer.stance, answer.stance)


router.register("sides", SideViewSet)
router.register("questions", QuestionViewSet)
router.register("answers", AnswerViewSet)
