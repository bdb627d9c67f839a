"""The REST door of strategies: what they are, their workstreams and their actions."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from lis.doors.api.router import router
from lis.doors.api.serializers import NounSerializer
from lis.doors.api.viewsets import NounViewSet

from .filters import StrategyFilter
from .lifecycle import workflow
from .models import Action, Workstream


class ActionSerializer(serializers.Serializer):
    """Something that the area does by itself."""

    number = serializers.IntegerField()
    words = serializers.CharField(help_text="Goes on from “We will”.")
    owner = serializers.CharField(help_text="The body or post that does it.")
    by_on = serializers.DateField(allow_null=True, help_text="By when; null where no day is set.")
    done_on = serializers.DateField(allow_null=True, help_text="When it was done; null while it is not.")


class WorkstreamSerializer(serializers.Serializer):
    """A line of work of the strategy."""

    ref = serializers.CharField(help_text="How a new paper names it.")
    number = serializers.IntegerField()
    name = serializers.CharField()
    ambition = serializers.CharField(help_text="What is to be true in the end, in Markdown.")
    theme = serializers.CharField(source="theme.name", default=None, help_text="The framework's heading for it.")
    lead = serializers.CharField(source="lead.name", default=None, help_text="Who answers for it.")
    actions = ActionSerializer(many=True)


class StrategySerializer(NounSerializer):
    """A strategy with its workstreams and actions."""

    title = serializers.CharField()
    framework = serializers.CharField(source="framework.code", help_text="The code of its framework.")
    organisation = serializers.CharField(source="organisation.code", help_text="The body that leads it.")
    areas = serializers.SlugRelatedField("code", many=True, read_only=True, help_text="The codes of its areas.")
    workstreams = WorkstreamSerializer(many=True)


class StrategyViewSet(NounViewSet):
    """Strategies that you can see."""

    workflow = workflow
    serializer_class = StrategySerializer
    filterset_class = StrategyFilter

    def narrow(self, queryset: Any) -> Any:
        actions = Prefetch("actions", Action.objects.order_by("number"))
        workstreams = Workstream.objects.select_related("theme", "lead", "strategy__record").order_by("number")
        return queryset.with_place().prefetch_related(
            "areas", Prefetch("workstreams", workstreams.prefetch_related(actions))
        )


router.register("strategies", StrategyViewSet)
