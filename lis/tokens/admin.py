"""Where administrators see which programs act for whom, and take a token back."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from lis.doors.admin.reference import ReferenceAdmin
from lis.engine import clock

from .models import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(ReferenceAdmin):
    """To read and to revoke: a token is made by the command, which alone can show its secret."""

    list_display = ("name", "user", "begins", "created_at", "last_used_at", "expires_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("name", "begins", "user__name", "user__email")
    fields = readonly_fields = ("user", "name", "begins", "created_at", "last_used_at", "expires_at", "revoked_at")
    actions = ("revoke",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description="Revoke now")
    def revoke(self, request: HttpRequest, tokens: QuerySet[ApiToken]) -> None:
        for token in tokens:
            if token.revoked_at is not None:
                messages.warning(request, f"{token} was revoked before.")
                continue
            token.revoke(clock.now())
            self.log_change(request, token, "Revoked.")
            messages.success(request, f"{token} opens nothing any more.")
