"""The mail by which a respondent has their own words in hand: written when it leaves, and kept nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from lis.notices.writing import SUBJECT_CHARACTERS, one_line

from .contacts import opened
from .copies import copy_of
from .models import Receipt


def message_of(receipt: Receipt) -> EmailMessage | None:
    """The mail as it leaves, marked so that no automatic answer comes back; None when there is no address any more."""
    response = receipt.response
    address = opened(getattr(response, "contact", None))["email"]
    if not address:
        return None
    copy = copy_of(response, contact=True)
    subject = f"We have your response {response.ref}: {copy.asked.title}"
    return EmailMessage(
        subject=one_line(subject, SUBJECT_CHARACTERS),
        body=render_to_string("responses/receipt.txt", {"copy": copy, "service": settings.SERVICE_NAME}),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        headers={"Message-ID": receipt.message_id, "Auto-Submitted": "auto-generated"},
    )
