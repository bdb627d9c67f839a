"""What is still to be done in the background, what is being done, and what was."""

from django.db import models
from django.db.models import F, Q

from ..engine import clock
from ..engine.rights import EVERYTHING


class JobQuerySet(models.QuerySet):
    """The jobs, as somebody looking after the service asks for them."""

    def due(self, at=None):
        """Jobs that a worker may take up now: waiting and due, or given to a worker that has been lost."""
        at = at or clock.now()
        return self.filter(Q(state=Job.State.WAITING, due_at__lte=at) | Q(state=Job.State.RUNNING, lease_until__lt=at))

    def failed(self):
        return self.filter(state=Job.State.FAILED)


class Job(models.Model):
    """One piece of background work, written in the same transaction as the change that calls for it.

    A job waits, is given to one worker for a limited time (the lease), and is done when its effect and the word
    "done" are committed together. A worker that dies lets its lease run out and the job is taken up again; after as
    many tries as its kind allows it has failed and waits for an administrator. ``arguments`` holds keys of rows,
    never words about people.
    """

    web_rights = EVERYTHING  # done jobs are swept away after a month

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    name = models.CharField(max_length=60)
    record = models.ForeignKey("lis.Record", null=True, blank=True, on_delete=models.PROTECT, related_name="jobs")
    arguments = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField("due", default=clock.now)
    sent_at = models.DateTimeField("last sent to the workers", null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField("created", default=clock.now)
    done_at = models.DateTimeField("done", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "background job"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", lease__isnull=False, lease_until__isnull=False)
                | (~Q(state="running") & Q(lease__isnull=True, lease_until__isnull=True)),
                name="job_is_leased_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at__isnull=True)),
                name="job_says_when_it_was_done",
            ),
            models.CheckConstraint(condition=Q(total=0) | Q(progress__lte=F("total")), name="job_progress_has_an_end"),
            models.CheckConstraint(condition=~Q(key=""), name="job_key_is_null_or_words"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="job_waiting"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_running"),
            models.Index(fields=["name", "state"], condition=~Q(state="done"), name="job_not_done"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk} ({self.get_state_display().lower()})"
