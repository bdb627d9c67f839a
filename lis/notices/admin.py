"""Where administrators see whether mail has left; never what it said, which may be about drafts."""

from django.contrib import admin

from ..jobs.admin import ReadOnlyAdmin
from .models import Notice


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("person", "kind", "state", "created_at", "sent_at", "tries", "error")
    list_filter = ("state", "kind")
    list_select_related = ("person",)
    ordering = ("-created_at", "-pk")
    search_fields = ("person__email", "message_id")
    fields = ("person", "kind", "state", "message_id", "created_at", "sent_at", "tries", "error")
