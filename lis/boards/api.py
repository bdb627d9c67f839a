"""The REST door of boards, their papers and mandates."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet
from lis.engine import clock
from lis.engine.reading import words_of_records

from . import filters
from .agenda import asked, interests_in
from .lifecycle import boards, delegations, meetings, part_two, recommendations, reports
from .models import Attachment, BoardMember, Post
from .papers_due import papers_due_on
from .paragraphs import blocks_of, numbered


class SeatSerializer(serializers.Serializer):
    """A seat on a board."""

    name = serializers.CharField(source="person.name", help_text="Who holds it.")
    capacity = serializers.CharField(help_text="Chair, member, observer.")
    from_on = serializers.DateField(help_text="From this day on.")
    until_on = serializers.DateField(help_text="The first day without it; null while it is held.")


class HoldingSerializer(serializers.Serializer):
    """Who holds a post, from when and until when."""

    post = serializers.CharField(source="post.name", help_text="The post.")
    name = serializers.CharField(source="person.name", help_text="Who holds it.")
    from_on = serializers.DateField(help_text="From this day on.")
    until_on = serializers.DateField(help_text="The first day without it; null while it is held.")


class BoardSerializer(NounSerializer):
    """A board: for which body it decides, who sits on it, and who holds the posts to which it can delegate."""

    name = serializers.CharField(help_text="What it is called.")
    organisation = serializers.CharField(source="organisation.code", help_text="The code of the body it decides for.")
    members = SeatSerializer(source="seats_now", many=True, help_text="Who sits on it today.")
    posts = HoldingSerializer(source="holdings", many=True, help_text="Every holding of the body’s posts.")


class BoardViewSet(NounViewSet):
    """Boards: those who decide for an area body."""

    workflow = boards.workflow
    serializer_class = BoardSerializer
    filterset_class = filters.BoardFilter

    def narrow(self, queryset: Any) -> Any:
        return queryset.with_body()

    def prepare(self, nouns: list[Any]) -> None:
        seats: dict[int, list[Any]] = defaultdict(list)
        current = BoardMember.objects.current(clock.today()).filter(board__in=nouns).select_related("person")
        for seat in current.order_by("person__name", "pk"):
            seats[seat.board_id].append(seat)
        posts: dict[int, list[Any]] = defaultdict(list)
        bodies = {noun.organisation_id for noun in nouns}
        for post in Post.objects.filter(organisation__in=bodies).prefetch_related("holdings__person", "holdings__post"):
            posts[post.organisation_id] += post.holdings.all()
        for noun in nouns:
            noun.seats_now, noun.holdings = seats[noun.pk], posts[noun.organisation_id]


class MeetingSerializer(NounSerializer):
    """A meeting of a board."""

    board = serializers.CharField(source="board.ref", help_text="The reference of its board.")
    title = serializers.CharField(help_text="What it is called.")
    held_on = serializers.DateField(help_text="The date of the meeting.")
    place = serializers.CharField(help_text="Where.")
    papers_due_on = serializers.SerializerMethodField(help_text="The last day on which its papers are in time.")

    @extend_schema(responses=serializers.DateField())
    def get_papers_due_on(self, meeting: Any) -> str:
        return papers_due_on(meeting.held_on).isoformat()


class MeetingViewSet(NounViewSet):
    """Meetings of boards. Minutes are a version of the meeting once they are confirmed."""

    workflow = meetings.workflow
    serializer_class = MeetingSerializer
    filterset_class = filters.MeetingFilter


class ParagraphSerializer(serializers.Serializer):
    """A numbered paragraph; a heading has the number 0."""

    number = serializers.IntegerField()
    text = serializers.CharField()


class AttachmentSerializer(serializers.Serializer):
    """A file of a report."""

    kind = serializers.CharField(help_text="“attachment” or “appendix”.")
    label = serializers.CharField(help_text="As the paragraphs name it.")
    title = serializers.CharField()
    sha256 = serializers.CharField(source="file.sha256", help_text="What is in it, by its hash.")
    url = serializers.SerializerMethodField(help_text="Where it is fetched.")

    def get_url(self, attachment: Any) -> str:
        return f"/files/{attachment.file.uid}/"


class InterestSerializer(serializers.Serializer):
    """An interest that a member declared in an item."""

    member = serializers.CharField(source="member.person.name", help_text="Who.")
    interest = serializers.CharField(source="event.note", help_text="What it is; empty once erased.")


class ReportSerializer(NounSerializer):
    """A report to a board, in the words that you read."""

    meeting = serializers.CharField(source="meeting.ref", help_text="The reference of its meeting.")
    item = serializers.IntegerField(help_text="Its number on the agenda.")
    title = serializers.SerializerMethodField(help_text="Its title.")
    summary = serializers.SerializerMethodField(help_text="What it is for.")
    paragraphs = serializers.SerializerMethodField(help_text="Its numbered paragraphs.")
    attachments = AttachmentSerializer(source="files_of_it", many=True, help_text="Its attachments and appendices.")
    interests = InterestSerializer(source="interests_of_it", many=True, help_text="Who takes no part in deciding it.")
    version = serializers.IntegerField(source="words.number", help_text="The version; 0 while it is a draft.")

    def get_title(self, report: Any) -> str:
        return report.words.latest.get("title", "")

    def get_summary(self, report: Any) -> str:
        return report.words.latest.get("summary", "")

    @extend_schema(responses=ParagraphSerializer(many=True))
    def get_paragraphs(self, report: Any) -> list[dict[str, Any]]:
        text = report.words.latest.get("paragraphs", "")
        found = numbered(text if isinstance(text, list) else blocks_of(text))
        return [{"number": one.number, "text": one.text} for one in found]


class ReportViewSet(NounViewSet):
    """Reports to boards: the items of an agenda."""

    workflow = reports.workflow
    serializer_class = ReportSerializer
    filterset_class = filters.ReportFilter

    def prepare(self, nouns: list[Any]) -> None:
        words = words_of_records([noun.record for noun in nouns], self.actor, self.received_at)
        interests = interests_in(nouns)
        files: dict[int, list[Any]] = defaultdict(list)
        for one in Attachment.objects.filter(report__in=nouns).select_related("file"):
            files[one.report_id].append(one)
        for noun in nouns:
            noun.words, noun.interests_of_it, noun.files_of_it = words[noun.pk], interests[noun.pk], files[noun.pk]


class AboutSerializer(serializers.Serializer):
    """A record that a recommendation is about, at the version that the board read."""

    ref = serializers.CharField()
    version = serializers.IntegerField(help_text="0 where the record has no versions.")


class RecommendationSerializer(NounSerializer):
    """A recommendation: what the board is asked about what, and what it decided."""

    report = serializers.CharField(source="report.ref", help_text="The reference of its report.")
    label = serializers.CharField(help_text="As it is printed.")
    verbs = serializers.ListField(child=serializers.CharField(), help_text="What the board is asked to do, as codes.")
    words = serializers.SerializerMethodField(help_text="What the board is asked.")
    decided = serializers.SerializerMethodField(help_text="What it decided instead, where it amended.")
    about = serializers.SerializerMethodField(help_text="What it is about.")
    delegation = serializers.CharField(source="row.delegation.ref", default=None, help_text="The mandate it gave.")
    taking_no_part = serializers.SerializerMethodField(help_text="Members with an interest, by name.")

    def get_words(self, recommendation: Any) -> str:
        return recommendation.row.words.latest.get("words", "")

    def get_decided(self, recommendation: Any) -> str:
        return recommendation.row.decided_words

    @extend_schema(responses=AboutSerializer(many=True))
    def get_about(self, recommendation: Any) -> list[dict[str, Any]]:
        return [
            {"ref": one.ref, "version": target.version.number if target.version else 0}
            for one, target in recommendation.row.about
        ]

    def get_taking_no_part(self, recommendation: Any) -> list[str]:
        return [member.person.name for member in recommendation.row.taking_no_part]


class RecommendationViewSet(NounViewSet):
    """Recommendations to boards, with their decisions."""

    workflow = recommendations.workflow
    serializer_class = RecommendationSerializer
    filterset_class = filters.RecommendationFilter

    def prepare(self, nouns: list[Any]) -> None:
        for noun, row in zip(nouns, asked(nouns, self.actor, self.received_at), strict=True):
            noun.row = row


class DelegationSerializer(NounSerializer):
    """A mandate: who may do what about what until when."""

    board = serializers.CharField(source="board.ref", help_text="The board that gave it.")
    recommendation = serializers.CharField(source="recommendation.ref", help_text="The recommendation it follows.")
    posts = serializers.SlugRelatedField("name", many=True, read_only=True, help_text="To whom, by post.")
    jointly = serializers.BooleanField(help_text="Whether they act only jointly.")
    scope = serializers.SerializerMethodField(help_text="What they may do.")
    about = serializers.SlugRelatedField("ref", source="scope", many=True, read_only=True, help_text="About what.")
    consulting = serializers.SerializerMethodField(help_text="In consultation with whom.")
    report_back_on = serializers.DateField(help_text="By when they report back; null without that duty.")
    until_on = serializers.DateField(help_text="Its last day; null until it is ended.")

    def get_scope(self, delegation: Any) -> str:
        return delegation.words.content.get("scope", "")

    def get_consulting(self, delegation: Any) -> str:
        return delegation.words.content.get("consulting", "")


class DelegationViewSet(NounViewSet):
    """Mandates of boards, for the holders of posts."""

    workflow = delegations.workflow
    serializer_class = DelegationSerializer
    filterset_class = filters.DelegationFilter

    def narrow(self, queryset: Any) -> Any:
        return queryset.prefetch_related("posts", "scope")

    def prepare(self, nouns: list[Any]) -> None:
        words = words_of_records([noun.record for noun in nouns], self.actor, self.received_at)
        for noun in nouns:
            noun.words = words[noun.pk]


class PartTwoSerializer(NounSerializer):
    """The exempt part of a report, for those cleared."""

    report = serializers.CharField(source="report.ref", help_text="The reference of its report.")
    paragraph = serializers.SerializerMethodField(help_text="The paragraph of Schedule 12A, as its code.")
    reason = serializers.SerializerMethodField(help_text="The public-interest reason.")
    paragraphs = serializers.SerializerMethodField(help_text="Its numbered paragraphs.")

    def get_paragraph(self, part: Any) -> str:
        return part.words.content.get("paragraph", "")

    def get_reason(self, part: Any) -> str:
        return part.words.content.get("reason", "")

    @extend_schema(responses=ParagraphSerializer(many=True))
    def get_paragraphs(self, part: Any) -> list[dict[str, Any]]:
        return [{"number": one.number, "text": one.text} for one in numbered(part.words.content.get("words", []))]


class PartTwoViewSet(NounViewSet):
    """The exempt parts of reports, each for those cleared for it."""

    workflow = part_two.workflow
    serializer_class = PartTwoSerializer
    filterset_class = filters.PartTwoFilter

    def prepare(self, nouns: list[Any]) -> None:
        words = words_of_records([noun.record for noun in nouns], self.actor, self.received_at)
        for noun in nouns:
            noun.words = words[noun.pk]


for address, viewset in (
    ("boards", BoardViewSet),
    ("meetings", MeetingViewSet),
    ("reports", ReportViewSet),
    ("recommendations", RecommendationViewSet),
    ("delegations", DelegationViewSet),
    ("exempt-parts", PartTwoViewSet),
):
    router.register(address, viewset)
