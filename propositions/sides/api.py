"""The REST door of what passes between the two sides of an ask, and of a department's own side."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from lis.doors.api.parsing import only
from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet
from lis.engine.errors import BadInput
from lis.engine.models import Event, Turn
from lis.engine.reading import words_of_records
from lis.frameworks.models import vocabulary_labels

from .exchange import answer_workflow, clarification_workflow
from .lifecycle import WRITTEN_ON, workflow
from .notes import last_before
from .remarks import remarks_on, told
from .team import practices_of, set_team_rule


class PartSerializer(NounSerializer):
    """What every part of an ask says of itself."""

    ask = serializers.CharField(source="ask.ref", help_text="The reference of its ask.")
    organisation = serializers.CharField(source="organisation.code", help_text="The code of the body whose part it is.")


class RemarkSerializer(serializers.Serializer):
    """A remark of one of the department's people to the others, and its answer."""

    number = serializers.IntegerField(help_text="Counted from 1; what “answer_remark” names.")
    words = serializers.CharField(help_text="The remark; empty once erased.")
    quote = serializers.CharField(help_text="The words it is about, if any.")
    on_version = serializers.IntegerField(allow_null=True, help_text="The version of the ask at the time.")
    by = serializers.CharField()
    at = serializers.DateTimeField()
    answer = serializers.CharField(help_text="The answer; empty while it is open.")
    answered_by = serializers.CharField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class SideSerializer(PartSerializer):
    """Your own department's part in an ask: where its work stands, and its draft. Nobody else reads it."""

    role = serializers.CharField(help_text="“lead”, “consulted” or “sponsor”.")
    turn = serializers.SerializerMethodField(help_text="The role that acts next; null when nobody need act.")
    due_on = serializers.SerializerMethodField(help_text="The day on which it is due; null without one.")
    assigned_to = serializers.CharField(
        source="assignee.name", default=None, allow_null=True, help_text="Who it is assigned to; null for the team.",
    )  # fmt: skip
    stance = serializers.SerializerMethodField(help_text="The stance drafted so far, as a code.")
    words = serializers.SerializerMethodField(help_text="The words drafted so far.")
    written_on = serializers.SerializerMethodField(help_text="The version of the ask it was drafted on; 0 before.")
    agreed_in_team_by = serializers.SerializerMethodField(help_text="Who agreed the draft in the team, or null.")
    sent_back_because = serializers.SerializerMethodField(help_text="Why it was last sent back to the reviewer.")
    issue_on = serializers.DateTimeField(allow_null=True, help_text="When the cleared words go out, or null.")
    remarks = serializers.SerializerMethodField(help_text="What colleagues remarked, oldest first.")

    @extend_schema_field(RemarkSerializer(many=True))
    def get_remarks(self, side: Any) -> list[dict[str, Any]]:
        return RemarkSerializer([told(one) for one in side.remarked], many=True).data

    def get_written_on(self, side: Any) -> int:
        return int(side.read.latest.get(WRITTEN_ON) or 0)

    def get_agreed_in_team_by(self, side: Any) -> str | None:
        agreed = last_before(side.told, "agree_in_team", ("draft_position", "send_back"))
        return agreed.by_user.name if agreed else None

    def get_sent_back_because(self, side: Any) -> str:
        sent_back = last_before(side.told, "send_back", ("agree_in_team", "clear"))
        return sent_back.note if sent_back else ""

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


class PracticeSerializer(serializers.Serializer):
    """Whether a department agrees every position in its team before it is cleared."""

    organisation = serializers.CharField(source="organisation.code", help_text="The department's code.")
    always = serializers.BooleanField(help_text="True: nothing is cleared without it.")
    since = serializers.DateTimeField(
        source="rule.at", default=None, help_text="Since when; null where nobody has set it."
    )
    by = serializers.CharField(source="rule.by.name", default=None, help_text="Who set it.")


class PracticeInputSerializer(serializers.Serializer):
    """What a department's coordinator sets."""

    organisation = serializers.CharField(help_text="The department's code.")
    always = serializers.BooleanField(help_text="Whether every position is agreed in the team before it is cleared.")


class SideViewSet(PartViewSet):
    """Your department's sides of asks."""

    workflow = workflow
    serializer_class = SideSerializer

    def narrow(self, queryset: Any) -> Any:
        return queryset.select_related("assignee")

    def prepare(self, nouns: list[Any]) -> None:
        super().prepare(nouns)
        keys = [side.pk for side in nouns]
        turns = {turn.record_id: turn for turn in Turn.objects.filter(record_id__in=keys, ended=None)}
        events: dict[int, list[Event]] = {key: [] for key in keys}
        for event in Event.objects.filter(record_id__in=keys).select_related("by_user").order_by("-number"):
            events[event.record_id].append(event)
        remarks = remarks_on(keys)
        for side in nouns:
            side.turn, side.told, side.remarked = turns.get(side.pk), events[side.pk], remarks[side.pk]

    @extend_schema(
        summary="Read whether your departments agree in the team",
        responses=PracticeSerializer(many=True),
        filters=False,
    )
    @action(detail=False, methods=["get"], url_path="team-agreement", pagination_class=None, filter_backends=[])
    def team_agreement(self, request: Request, **kwargs: Any) -> Response:
        """Whether each department in which you work agrees every position in its team before it is cleared."""
        return Response(PracticeSerializer(practices_of(self.actor), many=True).data)

    @extend_schema(
        summary="Say whether a department agrees in the team",
        request=PracticeInputSerializer,
        responses=PracticeSerializer(many=True),
        filters=False,
    )
    @team_agreement.mapping.put
    def set_team_agreement(self, request: Request, **kwargs: Any) -> Response:
        """Its coordinator says so; what holds already is not written twice."""
        given = only(request.data, PracticeInputSerializer().fields)
        code, always = given.get("organisation"), given.get("always")
        practice = next((one for one in practices_of(self.actor) if one.organisation.code == code), None)
        if practice is None:
            raise BadInput({"organisation": ["You do not work in a department with this code."]})
        if not isinstance(always, bool):
            raise BadInput({"always": ["Send true or false."]})
        set_team_rule(practice.organisation, always=always, by=self.actor)
        return Response(PracticeSerializer(practices_of(self.actor), many=True).data)


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
