"""The REST door of groups of similar asks, for the department that made them, and of what is suggested to it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet

from .lifecycle import workflow
from .reading import states_of_clusters


class ClusterMemberSerializer(serializers.Serializer):
    """One ask of a group."""

    ask = serializers.CharField(source="ask.ref", help_text="The reference of the ask.")
    side = serializers.SerializerMethodField(help_text="The reference of your department's side of it, or null.")
    revision = serializers.SerializerMethodField(help_text="The revision of that side, or null.")
    is_exception = serializers.BooleanField(help_text="True where the common position is not meant for it.")
    has_common_words = serializers.BooleanField(
        source="is_common", help_text="True where the side's draft is the same."
    )

    def get_side(self, member: Any) -> str | None:
        return member.side.ref if member.side else None

    def get_revision(self, member: Any) -> int | None:
        return member.side.revision if member.side else None


class ClusterSerializer(NounSerializer):
    """A group of similar asks that your department has put together. No area ever reads it."""

    organisation = serializers.CharField(source="organisation.code", help_text="The code of the body that made it.")
    title = serializers.CharField(source="state.title", help_text="What its asks have in common.")
    stance = serializers.SerializerMethodField(
        help_text="The stance of the common position, as a code; empty at first."
    )
    words = serializers.SerializerMethodField(help_text="The words of the common position.")
    members = ClusterMemberSerializer(source="state.members", many=True, help_text="Its asks.")

    def get_stance(self, cluster: Any) -> str:
        return cluster.state.content.get("stance", "")

    def get_words(self, cluster: Any) -> str:
        return cluster.state.content.get("words", "")


class ClusterViewSet(NounViewSet):
    """Groups of similar asks that your department has made."""

    workflow = workflow
    serializer_class = ClusterSerializer

    def prepare(self, nouns: list[Any]) -> None:
        states = states_of_clusters(nouns, self.actor, self.received_at)
        for cluster in nouns:
            cluster.state = states[cluster.pk]


router.register("clusters", ClusterViewSet)
