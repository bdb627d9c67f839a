"""Where administrators see who took which table out of the service."""

from django.contrib import admin

from ..jobs.admin import ReadOnlyAdmin
from .models import Download


@admin.register(Download)
class DownloadAdmin(ReadOnlyAdmin):
    list_display = ("at", "person", "what", "format", "rows")
    list_filter = ("format", "what")
    list_select_related = ("person",)
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    # What was searched for may be words of a draft.
    fields = ("at", "person", "what", "format", "rows")
