"""What a list of nouns can be narrowed by without telling anything of unseen rows."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from lis.engine.models import Turn


class OfferedFilter(SimpleListFilter):
    """A filter that takes what it offers and finds nothing for anything else."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        value = self.value()
        if not value:
            return None
        return self.narrow(request, queryset, value) if value in dict(self.lookup_choices) else queryset.none()

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        """The rows of ``queryset`` to which the offered ``value`` applies."""
        raise NotImplementedError


class StatusFilter(OfferedFilter):
    """By status: every status that the lifecycle's table knows, whether or not a row has it."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(model_admin.workflow.statuses.items())

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.in_status(value)


class AreaFilter(OfferedFilter):
    """By area, where the officer sees more than one."""

    title = "area"
    parameter_name = "area"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        seen = model_admin.get_queryset(request).order_by("record__area__name")
        return list(seen.values_list("record__area__code", "record__area__name").exclude(record__area=None).distinct())

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(record__area__code=value)


class TurnFilter(OfferedFilter):
    """By whether it is the officer's own organisation that must act next."""

    title = "whose turn it is"
    parameter_name = "turn"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ours", "Ours")]

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        ours = Turn.objects.filter(organisation_id__in=sorted(request.actor.organisation_ids), ended=None)
        return queryset.filter(pk__in=ours.values("record_id"))
