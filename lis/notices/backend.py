"""Where mail goes in the demonstration: into a table that everybody there can read, and nowhere else."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from ..engine import clock
from ..engine.canonical import clean_text
from .models import SentMail


class RecordingBackend(BaseEmailBackend):
    """Keeps every message as one row; the same Message-ID is kept once."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for message in email_messages:
                # Building it checks the headers as a real mail server's backend would.
                headers = message.message()
                SentMail.objects.bulk_create(
                    [
                        SentMail(
                            to=", ".join(message.recipients())[:500],
                            subject=clean_text(str(message.subject))[:300],
                            body=clean_text(str(message.body)),
                            message_id=str(headers["Message-ID"])[:255],
                            sent_at=clock.now(),
                        )
                    ],
                    ignore_conflicts=True,
                )
        return len(email_messages)
