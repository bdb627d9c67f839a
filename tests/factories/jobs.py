"""Background work in tests, done at once and in this process."""

from lis.jobs import running
from lis.jobs.models import Job


def do_all_work() -> int:
    """Do every job that is due, and those that these ask for; how many were done. A failing one fails the test."""
    done = 0
    while due := list(Job.objects.due().order_by("due_at", "pk")):
        for job in due:
            if running.run(job.pk):
                done += 1
            job.refresh_from_db()
            assert not job.error, f"{job.name}: {job.error}"
    return done
