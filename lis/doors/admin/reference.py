"""Who keeps reference data in the admin: administrators write it, nobody deletes it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from lis.doors.forms import DateField, DateWidget

from .site import may_enter

ADMINISTRATOR = "administrator"
# A calendar that only opens with JavaScript is no field for a date: ours has a day, a month and a year.
OFFICE_FIELDS = {models.DateField: {"form_class": DateField, "widget": DateWidget}}


class KeptByAdministrators:
    """Permissions from the actor's memberships, where Django would ask its own permission tables.

    ``officers_read`` lets every officer look at the rows, and choose from them by autocomplete.
    """

    officers_read = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._reads(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._reads(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.actor.holds_any(ADMINISTRATOR)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.actor.holds_any(ADMINISTRATOR)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: old records name these rows. A row that is over gets an end date."""
        return False

    def _reads(self, request: HttpRequest) -> bool:
        return request.actor.holds_any(ADMINISTRATOR) or (self.officers_read and may_enter(request))


class ReferenceAdmin(KeptByAdministrators, admin.ModelAdmin):
    """Rows that the service is run with: people, frameworks, vocabularies, routing rules, jobs."""

    formfield_overrides = OFFICE_FIELDS
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50


class ReferenceInline(KeptByAdministrators, admin.TabularInline):
    """Rows of reference data on the page of the row that they belong to."""

    formfield_overrides = OFFICE_FIELDS
    can_delete = False
    extra = 1
