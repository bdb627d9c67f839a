"""The sending of one notice."""

from django.conf import settings
from django.core.mail import EmailMessage

from ..engine import clock
from ..engine.actor import Actor
from ..engine.models import Record
from ..engine.visibility import visible_records
from ..jobs.models import Job
from ..jobs.registry import job
from ..jobs.running import Run
from .models import Notice

NO_LONGER = "The person has left, or may no longer see what the mail is about."


def note_failure(row: Job, error: str) -> None:
    """Write beside the notice that its last try has failed; an administrator may start it again."""
    Notice.objects.filter(pk=row.arguments["notice"]).exclude(state=Notice.State.SENT).update(
        state=Notice.State.FAILED, error=error, tries=row.tries
    )


@job("send_notice", max_tries=10, when_failed=note_failure)
def send_notice(attempt: Run, notice: int) -> None:
    """Send the notice with that key, unless it has been sent or its person may no longer read it.

    A mail server may have taken a mail whose "sent" was then lost; the second mail has the same Message-ID, by which
    mailboxes know it again.
    """
    mail = Notice.objects.select_related("person", "record").select_for_update(of=("self",)).get(pk=notice)
    if mail.state == Notice.State.SENT:
        return
    mail.tries = attempt.job.tries
    if still_for(mail):
        message_of(mail).send()
        mail.state, mail.sent_at, mail.error = Notice.State.SENT, clock.now(), ""
    else:
        mail.state, mail.error = Notice.State.FAILED, NO_LONGER
    mail.save(update_fields=["state", "sent_at", "error", "tries"])


def still_for(mail: Notice) -> bool:
    """Whether the person is still here and may, at this moment, see what the mail is about."""
    if not mail.person.is_active:
        return False
    if mail.record is None:
        return True
    now = clock.now()
    return visible_records(Record.objects.filter(pk=mail.record.pk), Actor.of(mail.person, now), now).exists()


def message_of(mail: Notice) -> EmailMessage:
    """The mail as it leaves: plain text, marked so that no automatic answer comes back."""
    return EmailMessage(
        subject=mail.subject,
        body=mail.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.person.email],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
