"""The receipt leaves once, with every word that was sent; what was never sent goes when its time is over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail

from consultations.responses import receipts
from consultations.responses.jobs import delete_unfinished_responses
from consultations.responses.models import Contact, Receipt, UnfinishedResponse
from lis.engine import clock
from lis.jobs import running
from lis.jobs.models import Job
from tests.factories.consultations import closed_round, open_round
from tests.factories.jobs import do_all_work
from tests.factories.responses import respond

from .browsing import Respondent

pytestmark = pytest.mark.django_db

RECEIVED = dt.datetime(2026, 7, 1, 9, 5, tzinfo=dt.UTC)


def test_the_receipt_holds_the_reference_the_moment_and_every_word() -> None:
    made = open_round(opens_at=RECEIVED - dt.timedelta(days=1), title="Our themes")
    with clock.at(RECEIVED):
        sent = respond(
            made, name="Ann Ode", email="ann@example.org", capacity="organisation", organisation_name="Wyre Cycling",
        )  # fmt: skip
        do_all_work()

    (message,) = mail.outbox
    receipt = Receipt.objects.get()
    assert message.to == ["ann@example.org"]
    assert message.subject == f"We have your response {sent.ref}: Our themes"
    assert message.extra_headers == {"Message-ID": receipt.message_id, "Auto-Submitted": "auto-generated"}
    for line in (
        f"Your reference: {sent.ref}", "We received it on 1 July 2026 at 10:05 BST.", "> Agree", "> Bus\n> Foot",
        "> Preston", "> Trams.", "> Ann Ode", "> Wyre Cycling", "Write to consult@lancashire.example.",
    ):  # fmt: skip
        assert line in message.body
    assert (receipt.state, receipt.sent_at, receipt.tries) == ("sent", RECEIVED, 1)


def test_nobody_else_s_words_pass_for_ours_in_a_receipt() -> None:
    made = open_round()
    respond(made, {"agree": "agree", "more": "Thank you.\r\nClick http://evil.example"}, email="ann@example.org")

    do_all_work()

    assert "> Thank you.\n> Click http://evil.example" in mail.outbox[0].body
    assert "\nClick" not in mail.outbox[0].body


def test_a_receipt_leaves_once_however_often_its_work_is_asked_for() -> None:
    made = open_round()
    respond(made, email="ann@example.org", key="k")
    respond(made, email="ann@example.org", key="k")
    job = Job.objects.get(name="send_receipt")
    do_all_work()

    Job.objects.filter(pk=job.pk).update(state="waiting", done_at=None)
    do_all_work()

    assert len(mail.outbox) == 1


def test_a_receipt_that_failed_is_tried_again_as_the_same_mail(monkeypatch) -> None:
    respond(open_round(), email="ann@example.org")
    job, receipt = Job.objects.get(name="send_receipt"), Receipt.objects.get()

    class Deaf(receipts.EmailMessage):
        def send(self, *args: object, **kwargs: object) -> int:
            raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(receipts, "EmailMessage", Deaf)
        assert running.run(job.pk) is False
    with clock.at(clock.now() + dt.timedelta(minutes=1)):
        assert running.run(job.pk) is True

    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [receipt.message_id]


def test_a_receipt_whose_address_was_removed_says_so_and_leaves_nothing() -> None:
    respond(open_round(), email="ann@example.org")
    Contact.objects.all().delete()

    do_all_work()

    assert mail.outbox == []
    assert Receipt.objects.get().error == "The address was removed before the receipt could leave."


def test_what_was_never_sent_is_deleted_two_weeks_after_the_end() -> None:
    Respondent(open_round()).begin().answer()
    over = closed_round()
    with clock.at(over.closes_at - dt.timedelta(hours=1)):
        Respondent(over).begin().answer()

    def left_after(days: int) -> list[str]:
        with clock.at(over.closes_at + dt.timedelta(days=days, seconds=days // 14)):
            delete_unfinished_responses(None)
        return sorted(UnfinishedResponse.objects.values_list("round__record__ref", flat=True))

    assert left_after(13) == ["LAN-R01", "LAN-R02"]
    assert left_after(14) == ["LAN-R01"]
