"""Mail: written with the step, sent once, to nobody who may not read it, and never able to carry a header."""

import email
import re
import uuid

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from lis.jobs import running
from lis.jobs.models import Job
from lis.notices.backend import RecordingBackend
from lis.notices.models import Notice, SentMail
from lis.notices.writing import link_to, notify, notify_your_turn, one_line
from tests.factories.asks import proposition
from tests.factories.people import actor, body, department, person

BODY = """\
Dear Robin Reader,

Lancashire Enterprise Partnership has sent you LAN-01, and it is now your turn.

The proposition: “Careers Hub & more <b>”

An answer is expected by 14 December 2026.

What you can do next:
  - Ask a question
  - Draft a position

Open it here (you will be asked to sign in):
http://127.0.0.1:8000/asks/LAN-01/

You get this because you have a part in Concordat that this concerns. Answers to this address are not read.
"""


@pytest.fixture
def noun(db, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    return proposition()


@pytest.fixture
def reader(noun):
    return person("lead", of=body(), name="Robin Reader", email="robin@lancashire.example")


def written(noun, reader, **changed):
    record = noun.record
    words = {
        "record": record,
        "event": record.events.last(),
        "subject": "LAN-01: it is your turn",
        "body": "Dear Robin",
        "may_see": True,
        **changed,
    }
    return notify(reader, "your_turn", **words)


def send(notice):
    return running.run(Job.objects.get(name="send_notice", arguments={"notice": notice.pk}).pk)


def test_notify_writes_one_notice_and_one_job_however_often_the_step_is_repeated(noun, reader):
    first = written(noun, reader)
    second = written(noun, reader)

    assert first == second
    assert Notice.objects.count() == 1
    assert [job.name for job in Job.objects.filter(name="send_notice")] == ["send_notice"]
    assert re.fullmatch(r"<[0-9a-f-]{36}@127\.0\.0\.1>", first.message_id)


def test_the_database_itself_refuses_a_second_mail_about_one_event(noun, reader):
    first = written(noun, reader)

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(person=reader, event=first.event, kind="your_turn", subject="x", body="x")


@pytest.mark.parametrize("may_see", [True, False])
def test_notify_writes_to_nobody_who_may_not_see_or_has_left(noun, reader, may_see):
    reader.is_active = not may_see

    assert written(noun, reader, may_see=may_see) is None
    assert not Notice.objects.exists()
    assert not Job.objects.filter(name="send_notice").exists()


def test_send_notice_sends_one_plain_marked_mail(noun, reader):
    notice = written(noun, reader)

    assert send(notice) is True
    assert send(notice) is False

    assert len(mail.outbox) == 1
    message = mail.outbox[0].message()
    assert mail.outbox[0].to == ["robin@lancashire.example"]
    assert message["Message-ID"] == notice.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert not [name for name in message if name.startswith("List-")]
    notice.refresh_from_db()
    assert (notice.state, notice.tries, notice.error) == ("sent", 1, "")
    assert notice.sent_at is not None


def test_send_notice_keeps_its_message_id_when_the_first_attempt_was_lost(noun, reader, monkeypatch):
    notice = written(noun, reader)
    sent = []

    def lost(message, fail_silently=False):
        sent.append(message.message()["Message-ID"])
        raise ConnectionResetError("The line went dead.")

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", lost)
        assert send(notice) is False
    notice.refresh_from_db()
    assert notice.state == "waiting"
    Job.objects.filter(name="send_notice").update(due_at=noun.record.events.last().at)
    assert send(notice) is True

    assert [mail.outbox[0].message()["Message-ID"]] == sent == [notice.message_id]


def test_a_notice_fails_in_words_after_the_last_try_and_leaves_after_another_start(noun, reader, monkeypatch):
    notice = written(noun, reader)
    row = Job.objects.get(name="send_notice")
    Job.objects.filter(pk=row.pk).update(tries=9)
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", lambda message: 1 / 0)
        send(notice)

    notice.refresh_from_db()
    assert (notice.state, notice.error, notice.tries) == ("failed", "ZeroDivisionError: division by zero", 10)
    assert running.run_again(row) is True
    assert send(notice) is True
    notice.refresh_from_db()
    assert (notice.state, notice.error) == ("sent", "")


def test_send_notice_stays_silent_towards_somebody_who_may_no_longer_see_the_record(noun):
    outsider = person("reviewer", of=department("DfE"))
    notice = written(noun, outsider)

    assert send(notice) is True

    notice.refresh_from_db()
    assert mail.outbox == []
    assert (notice.state, notice.error) == (
        "failed", "The person has left, or may no longer see what the mail is about."
    )  # fmt: skip


def test_the_mail_about_a_turn_says_who_what_by_when_and_where(noun, reader):
    notice = notify_your_turn(
        reader,
        record=noun.record,
        event=noun.record.events.last(),
        what="proposition",
        line="Careers Hub\n& more <b>\u202e",
        sender="Lancashire Enterprise Partnership",
        choices=["Ask a question", "Draft a position"],
        path="/asks/LAN-01/",
        may_see=True,
        due="14 December 2026",
    )

    assert noun.record.ref == "LAN-01"
    assert notice.subject == "LAN-01: it is your turn"
    assert notice.body == BODY


def test_a_subject_cannot_carry_a_header(noun, reader):
    notice = written(noun, reader, subject="Yours\r\nBcc: all@bad.example\n\n<script>" + "x" * 500)
    send(notice)

    assert notice.subject.startswith("Yours Bcc: all@bad.example <script>xxx")
    assert len(notice.subject) == 150
    parsed = email.message_from_bytes(mail.outbox[0].message().as_bytes())
    assert parsed["Bcc"] is None
    assert mail.outbox[0].recipients() == ["robin@lancashire.example"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a\r\n b\tc ", "a b c"),
        ("a\u202eb\u200bc", "a b c"),
        ("a\x00\x1bb", "ab"),
        ("", ""),
        ("x" * 301, "x" * 299 + "…"),
    ],
)
def test_one_line_keeps_words_and_nothing_that_deceives(text, line):
    assert one_line(text) == line


@pytest.mark.parametrize("path", ["https://bad.example/", "//bad.example/", "asks/LAN-01", ""])
def test_a_mail_leads_to_pages_of_this_site_only(path):
    with pytest.raises(ValueError, match="pages of this site"):
        link_to(path)


def test_the_recording_backend_keeps_a_message_once(db):
    message = EmailMessage("Hello", "Words\r\nmore", to=["a@x.example", "b@x.example"], headers={"Message-ID": "<1@x>"})

    assert RecordingBackend().send_messages([message, message]) == 2

    kept = SentMail.objects.get()
    assert (kept.to, kept.subject, kept.body, kept.message_id) == (
        "a@x.example, b@x.example", "Hello", "Words\nmore", "<1@x>"
    )  # fmt: skip


def test_mail_sent_lists_the_newest_first_with_any_words_harmless(db, client, settings):
    settings.DEMONSTRATION = True
    for number in (1, 2):
        words = f"See http://127.0.0.1:8000/asks/LAN-0{number}/\n<script>alert(1)</script>"
        RecordingBackend().send_messages([EmailMessage(f"<b>{number}", words, to=["a@x.example"])])

    listed = client.get("/mail-sent/").content.decode()
    newest = SentMail.objects.first()
    page = client.get(f"/mail-sent/{newest.uid}/").content.decode()

    assert "2 mails, newest first" in listed
    assert listed.index("&lt;b&gt;2") < listed.index("&lt;b&gt;1")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<a href="http://127.0.0.1:8000/asks/LAN-02/"' in page


def test_mail_sent_says_so_when_nothing_was_sent(db, client, settings):
    settings.DEMONSTRATION = True

    assert "No mail yet" in client.get("/mail-sent/").content.decode()
    assert client.get(f"/mail-sent/{uuid.uuid4()}/").status_code == 404


def test_mail_sent_is_nowhere_outside_the_demonstration(db, client, settings):
    settings.DEMONSTRATION = False
    RecordingBackend().send_messages([EmailMessage("Hello", "Words", to=["a@x.example"])])

    assert client.get("/mail-sent/").status_code == 404
    assert client.get(f"/mail-sent/{SentMail.objects.get().uid}/").status_code == 404


def test_administrators_read_in_the_admin_that_mail_left_but_not_its_words(noun, reader, client):
    notice = written(noun, reader, subject="Secret wording")
    client.force_login(actor("administrator", of=body_of_service()).user)

    listed = client.get("/admin/lis/notice/")
    page = client.get(f"/admin/lis/notice/{notice.pk}/change/")

    assert (listed.status_code, page.status_code) == (200, 200)
    assert "Robin Reader" in listed.content.decode()
    assert "Secret wording" not in listed.content.decode() + page.content.decode()
    client.force_login(reader)
    assert client.get("/admin/lis/notice/").status_code == 403


def body_of_service():
    """The organisation whose administrators look after the service."""
    kinds = type(body()).objects.filter(kind="service")
    return kinds.first() or type(body()).objects.create(code="SVC", name="The service", kind="service")
