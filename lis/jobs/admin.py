"""Where administrators look after background work: what waits, what failed and why, and starting it again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from ..doors.admin.reference import ReferenceAdmin
from .models import Job
from .queue import nudge
from .running import run_again


class ReadOnlyAdmin(ReferenceAdmin):
    """Rows that the service writes for itself: administrators read them, nobody types into them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("name", "state", "due_at", "tries", "progress_words", "error", "created_at", "done_at")
    list_filter = ("state", "name")
    ordering = ("-created_at", "-pk")
    actions = ("run_selected_again",)
    # Which records work is done on is not for administrators, who see no drafts.
    fields = (
        "name", "state", "due_at", "sent_at", "lease_until", "tries", "progress_words", "error", "created_at", "done_at"
    )  # fmt: skip

    @admin.display(description="progress")
    def progress_words(self, job: Job) -> str:
        return f"{job.progress} of {job.total}" if job.total else ""

    def has_run_again_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.action(description="Run again (failed jobs only)", permissions=["run_again"])
    def run_selected_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        for job in queryset:
            if run_again(job):
                nudge(job.pk)
                self.log_change(request, job, "Run again.")
                messages.success(request, f"Job {job.pk} ({job.name}) will run again.")
            else:
                messages.warning(request, f"Job {job.pk} ({job.name}) has not failed, so it was left alone.")
