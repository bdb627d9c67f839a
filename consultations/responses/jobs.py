"""What is done with responses in the background: receipts leave, and what was never sent goes."""

from __future__ import annotations

import datetime as dt

from lis.engine import clock
from lis.jobs.models import Job
from lis.jobs.registry import job
from lis.jobs.running import Run

from .models import KEPT_AFTER_CLOSE, Receipt, UnfinishedResponse
from .receipts import message_of

NO_ADDRESS = "The address was removed before the receipt could leave."


def note_failure(row: Job, error: str) -> None:
    """Write beside the receipt that its last try has failed; an administrator may start it again."""
    Receipt.objects.filter(pk=row.arguments["receipt"]).exclude(state=Receipt.State.SENT).update(
        state=Receipt.State.FAILED, error=error, tries=row.tries
    )


@job("send_receipt", max_tries=10, when_failed=note_failure)
def send_receipt(attempt: Run, receipt: int) -> None:
    """Send the receipt with that key, unless it has been sent; a second mail would have the same Message-ID."""
    related = ("response__record", "response__version", "response__contact")
    mail = Receipt.objects.select_related(*related).select_for_update(of=("self",)).get(pk=receipt)
    if mail.state == Receipt.State.SENT:
        return
    mail.tries = attempt.job.tries
    message = message_of(mail)
    if message:
        message.send()
        mail.state, mail.sent_at, mail.error = Receipt.State.SENT, clock.now(), ""
    else:
        mail.state, mail.error = Receipt.State.FAILED, NO_ADDRESS
    mail.save(update_fields=["state", "sent_at", "error", "tries"])


@job("delete_unfinished_responses", every=dt.timedelta(days=1))
def delete_unfinished_responses(attempt: Run) -> None:
    """Delete what was typed and never sent, once its round has been closed for two weeks."""
    over = clock.now() - KEPT_AFTER_CLOSE
    UnfinishedResponse.objects.filter(round__closes_at__lt=over).delete()
