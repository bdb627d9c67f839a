"""The admin of plain rows that belong to a noun: workstreams, actions, whatever is seen by whoever sees the noun."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from lis.doors.choices import RecordField
from lis.engine.actor import Actor
from lis.engine.models import Noun

from .nouns import DESK_ROLES
from .reference import OFFICE_FIELDS


class ScopedChoices:
    """Offers in a form only what the actor may see. A noun is named by its reference: a list of all would be long."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        model = db_field.remote_field.model
        if issubclass(model, Noun):
            seen = model.objects.with_record().visible_to(request.actor)
            return db_field.formfield(
                form_class=RecordField, queryset=seen, widget=admin.widgets.AdminTextInputWidget,
                help_text=db_field.help_text or "Its reference, such as LAN-07.",
            )  # fmt: skip
        _narrow(model, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        _narrow(db_field.remote_field.model, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class VisibleRows(ScopedChoices):
    """Permissions and rows by what the actor may see and, as a room says with two functions, may write."""

    formfield_overrides = OFFICE_FIELDS

    def may_add(self, actor: Actor) -> bool:
        """Whether ``actor`` is offered to make such a row at all."""
        return False

    def may_change(self, actor: Actor, row: Any) -> bool:
        """Whether ``actor`` may change ``row``, which they see."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        seen = self.model._default_manager.visible_to(request.actor, request.received_at)
        return rows.filter(pk__in=seen.values("pk"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.actor.holds_any(DESK_ROLES)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_add(request.actor)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None or not isinstance(obj, self.model):
            return self.may_add(request.actor)
        return self.may_change(request.actor, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class VisibleAdmin(VisibleRows, admin.ModelAdmin):
    """A list and pages of such rows."""

    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50


class VisibleInline(VisibleRows, admin.TabularInline):
    """Such rows on the page of the row that they belong to."""

    can_delete = False
    extra = 1


def _narrow(model: type[Model], request: HttpRequest, kwargs: dict[str, Any]) -> None:
    manager = model._default_manager
    if "queryset" not in kwargs and hasattr(manager, "visible_to"):
        kwargs["queryset"] = manager.visible_to(request.actor)
