"""Where administrators keep the rules of routing; they see no asks, so trying a rule is for the coordinating unit."""

from __future__ import annotations

from django.contrib import admin

from lis.doors.admin.reference import ReferenceAdmin

from .models import RoutingRule


@admin.register(RoutingRule)
class RoutingRuleAdmin(ReferenceAdmin):
    list_display = ("name", "priority", "ask_type", "theme", "tag", "words", "from_on", "until_on")
    list_select_related = ("theme",)
    search_fields = ("name", "code", "words")
