"""The sending of mail, and the daily mail that the clock begins."""

import datetime as dt

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
from .preferences import gathers
from .sitting import DIGEST, gathered_message, waiting_beside, write_digests

NO_LONGER = "The person has left, or may no longer see what the mail is about."


def note_failure(row: Job, error: str) -> None:
    """Write beside the notice that its last try has failed; an administrator may start it again."""
    Notice.objects.filter(pk=row.arguments["notice"]).exclude(state=Notice.State.SENT).update(
        state=Notice.State.FAILED, error=error, tries=row.tries
    )


@job("send_notice", max_tries=10, when_failed=note_failure)
def send_notice(attempt: Run, notice: int) -> None:
    """Send the notice with that key, unless it has been sent or its person may no longer read it.

    With it goes whatever else waits for the same person, in one mail, if that is how they get theirs. A mail server
    may have taken a mail whose "sent" was then lost; the second mail has the same Message-ID, by which mailboxes know
    it again.
    """
    mail = Notice.objects.select_related("person", "record").select_for_update(of=("self",)).get(pk=notice)
    if mail.state == Notice.State.SENT:
        return
    together = waiting_beside(mail) if gathers(mail.person) or mail.kind == DIGEST else [mail]
    told = [one for one in together if still_for(one)]
    message = message_for(told)
    if message is not None:
        message.send()
    for one in together:
        one.tries = attempt.job.tries
        if message is not None and one in told:
            one.state, one.sent_at, one.error = Notice.State.SENT, clock.now(), ""
        else:
            one.state, one.error = Notice.State.FAILED, NO_LONGER
        one.save(update_fields=["state", "sent_at", "error", "tries"])


def message_for(told: list[Notice]) -> EmailMessage | None:
    """One notice as it was written, several as one mail; None when nothing is left to tell."""
    if not told:
        return None
    if len(told) == 1 and told[0].kind != DIGEST:
        return message_of(told[0])
    return gathered_message(told)


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


@job("write_digests", every=dt.timedelta(hours=1))
def begin_the_day(attempt: Run) -> None:
    """Write the daily mail to everybody whose hour has come."""
    write_digests()
