"""What the pages of boards show to whom, and that nothing typed on them is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lis.boards.models import Attachment, Meeting
from lis.engine.actor import Actor
from lis.people.models import User
from tests.factories import asks, boards
from tests.factories.asks import take
from tests.factories.people import actor, body, person
from tests.lis.doors.api.client import api
from tests.seeing.looking import body_of

pytestmark = pytest.mark.django_db


def signed_in(user: User | None = None, role: str = "secretary") -> Client:
    client = Client()
    client.force_login(user or person(role, of=body()))
    return client


def fetched(client: Client, file: Any) -> int:
    """The status with which a file is answered, read to its end."""
    answer = client.get(reverse("file_fetch", args=[file.uid]))
    body_of(answer)
    return answer.status_code


def page(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_a_meeting_is_arranged_on_the_page_of_its_board_and_once():
    on = boards.board()
    client, address = signed_in(), reverse("meeting_arrange", args=[on.ref])
    shown = client.get(address)
    given = {
        "title": "January meeting", "held_on_day": "14", "held_on_month": "1", "held_on_year": "2031",
        "key": shown.context["envelope"]["key"].value(),
    }  # fmt: skip

    sent, again = client.post(address, given), client.post(address, given)

    made = Meeting.objects.get()
    assert sent.headers["Location"] == again.headers["Location"] == reverse("meeting_detail", args=[made.ref])
    assert (made.title, made.board) == ("January meeting", on)


def test_what_was_typed_comes_back_with_a_refusal():
    on = boards.board()
    sent = signed_in().post(
        reverse("meeting_arrange", args=[on.ref]), {"title": "January meeting", "held_on_day": "40"}
    )

    text = sent.content.decode()
    assert sent.status_code == 400
    assert "January meeting" in text
    assert "The date of the meeting must include a month and a year." in text


def test_an_act_on_a_board_that_was_dissolved_is_refused_with_its_words():
    on = take("dissolve", boards.board(), boards.secretary(), note="Merged.")
    given = {"title": "January meeting", "held_on": "2031-01-14"}
    sent = signed_in().post(reverse("meeting_arrange", args=[on.ref]), given)

    assert sent.status_code == 409
    assert "The board was dissolved" in sent.content.decode()
    assert "January meeting" in sent.content.decode()


def test_the_pack_shows_what_is_asked_about_which_version_and_who_takes_no_part():
    about = take("ready", asks.proposition(title="Careers Hub"), actor("drafter", of=body()))
    member = person("board_member", of=body(), name="Winnie Shore")
    on = boards.seated(boards.board(), member)
    made = boards.recommendation(
        boards.report(boards.meeting(on)), verbs=("agree",), label="(ii)", words="Agree the hub.", about=(about.ref,)
    )
    boards.published(made.meeting)
    reader = signed_in(member)
    take("declare_interest", made.report, Actor.of(member), note="I own the building.")

    shown = page(reader, "report_detail", made.report.ref)
    for words in ("(ii)", "Agree the hub.", "Careers Hub", "version 1", "I own the building.", "Winnie Shore"):
        assert words in shown
    assert "Takes no part in the decision: Winnie Shore." in shown
    assert "Takes no part: Winnie Shore" in page(reader, "meeting_detail", made.meeting.ref)


def test_part_two_is_named_on_the_report_for_those_cleared_alone():
    part = boards.part_two()
    boards.published(part.report.meeting)
    cleared, other = person("board_member", of=body()), person("board_member", of=body())
    take("clear", part, boards.secretary(), person=cleared.email)

    assert "Read Part II" in page(signed_in(cleared), "report_detail", part.report.ref)
    assert "Part II" not in page(signed_in(other), "report_detail", part.report.ref)
    assert "Two million." in page(signed_in(cleared), "part_two_detail", part.ref)
    assert signed_in(other).get(reverse("part_two_detail", args=[part.ref])).status_code == 404


def test_a_report_answers_the_same_bytes_before_and_after_its_part_two():
    made = boards.recommendation()
    boards.published(made.meeting)
    lead = person("lead", of=body())
    client, program = signed_in(lead), api(lead)
    addresses = [reverse("report_detail", args=[made.report.ref]), reverse("meeting_detail", args=[made.meeting.ref])]

    def answers() -> list[Any]:
        read = program.get(f"/api/v1/reports/{made.report.ref}/")
        listed = program.get("/api/v1/reports/?q=million")
        return [
            *(client.get(address).content.split(b"<main")[1].split(b"</main>")[0] for address in addresses),
            read.headers["ETag"], read.content, listed.content,
        ]  # fmt: skip

    before = answers()
    part = boards.part_two(made.report)
    take("change", part, boards.secretary(), paragraph="1", reason="A person.", words="Three million.")

    assert answers() == before


def test_files_are_added_and_taken_off_while_the_report_is_a_draft():
    made = boards.report()
    client, address = signed_in(), reverse("report_attachments", args=[made.ref])
    given = {"kind": "appendix", "label": "A", "title": "Slides"}

    def upload() -> SimpleUploadedFile:
        return SimpleUploadedFile("slides.txt", b"One idea a slide.", content_type="text/plain")

    assert client.post(address, {**given, "file": upload()}).status_code == 302
    refused = client.post(address, {**given, "file": upload()})
    assert (refused.status_code, "Another file of this report has that label" in refused.content.decode()) == (
        400,
        True,
    )
    [kept] = Attachment.objects.all()
    assert (str(kept), kept.file.record) == ("Appendix A: Slides", made.record)
    reader = signed_in(role="drafter")
    assert fetched(reader, kept.file) == 200
    assert fetched(signed_in(role="board_member"), kept.file) == 404

    assert client.post(address, {"do": f"off:{kept.pk}"}).status_code == 302
    assert Attachment.objects.count() == 0
    assert fetched(reader, kept.file) == 404


def test_the_files_of_a_published_report_stay():
    made = boards.report()
    client, address = signed_in(), reverse("report_attachments", args=[made.ref])
    upload = SimpleUploadedFile("slides.txt", b"One idea a slide.", content_type="text/plain")
    client.post(address, {"kind": "appendix", "label": "A", "title": "Slides", "file": upload})
    boards.published(made.meeting)
    [kept] = Attachment.objects.select_related("file")

    assert client.post(address, {"do": f"off:{kept.pk}"}).status_code == 409
    late = SimpleUploadedFile("late.txt", b"Late.", content_type="text/plain")
    again = client.post(address, {"kind": "appendix", "label": "B", "title": "Late", "file": late})
    assert (again.status_code, Attachment.objects.count()) == (409, 1)
    assert made.record.versions.get().content["attachments"] == [
        {"kind": "appendix", "label": "A", "title": "Slides", "sha256": kept.file.sha256}
    ]


def test_the_page_of_a_mandate_says_who_may_act_today():
    on = boards.board()
    boards.holder(on, user=person("negotiator", of=body(), name="Ada Wray"))
    given = boards.delegation(on=on, until_on="2031-01-14")

    shown = page(signed_in(role="lead"), "delegation_detail", given.ref)

    for words in ("Chair: Ada Wray", "Negotiate the asks.", "LAN-LIS", "14 January 2031", "Nothing yet."):
        assert words in shown
