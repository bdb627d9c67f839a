"""Where an area's officers begin a strategy and keep its plan: workstreams and actions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from lis.doors.admin.filters import StatusFilter
from lis.doors.admin.office import OfficeAdmin
from lis.doors.admin.visible import VisibleAdmin, VisibleInline
from lis.doors.choices import RecordField
from lis.engine.actor import Actor
from lis.people.models import Membership, Role, User

from .lifecycle import workflow
from .models import Action, Strategy, Workstream
from .permissions import may_write_plan

WRITERS = {Role.DRAFTER, Role.LEAD}


@admin.register(Strategy)
class StrategyAdmin(OfficeAdmin):
    """The strategies of the officer's area; their titles are public names and are not drafted."""

    workflow = workflow
    list_display = ("reference", "title", "framework", "status")
    list_filter = (StatusFilter,)
    readonly_fields = ("title", "framework", "organisation", "areas")
    adding_roles = (Role.LEAD,)
    search_words = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_place()

    def shown_name(self, noun: Any) -> str:
        return noun.title

    @admin.display(description="Title")
    def title(self, noun: Any) -> str:
        return noun.title


class PlanRows:
    """Rows of a plan are written by the drafters and leads of the body that leads the strategy."""

    def may_add(self, actor: Actor) -> bool:
        return actor.holds_any(WRITERS)


class ActionInline(PlanRows, VisibleInline):
    model = Action
    fields = ("number", "words", "owner", "by_on", "done_on")
    can_delete = True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A line that was written by mistake may be struck out: nothing rests on an action."""
        return obj is None or may_write_plan(request.actor, obj.strategy)


@admin.register(Workstream)
class WorkstreamAdmin(PlanRows, VisibleAdmin):
    """A line of work with its ambition and its actions."""

    list_display = ("ref", "name", "strategy", "theme", "lead")
    list_select_related = ("strategy__record", "theme__framework", "lead")
    ordering = ("strategy__record__ref", "number")
    search_fields = ("name",)
    fields = ("strategy", "number", "name", "ambition", "theme", "lead")
    inlines = (ActionInline,)

    def may_change(self, actor: Actor, row: Workstream) -> bool:
        return may_write_plan(actor, row.strategy)

    def get_readonly_fields(self, request: HttpRequest, obj: Workstream | None = None) -> tuple[str, ...]:
        return ("strategy",) if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "strategy":
            bodies = [organisation.pk for organisation in request.actor.organisations_as(WRITERS)]
            seen = Strategy.objects.with_record().visible_to(request.actor, request.received_at)
            own = seen.filter(organisation__in=bodies).order_by("record__ref")
            return RecordField(own, label="Strategy", empty_label=None)
        if db_field.name == "lead":
            kwargs["queryset"] = _colleagues(request.actor)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _colleagues(actor: Actor) -> QuerySet:
    """The people who hold a role in one of the actor's own bodies today."""
    current = Membership.objects.current(actor.at).filter(organisation__in=sorted(actor.organisation_ids))
    return User.objects.filter(memberships__in=current).distinct()
