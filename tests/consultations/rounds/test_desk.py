"""The officer's desk: what a round is about and its documents, without JavaScript, with nothing lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consultations.rounds.models import Round
from consultations.rounds.rows import fingerprint
from lis.engine import clock
from lis.files.models import StoredFile
from tests.factories import asks, consultations, evidence, papers
from tests.factories.asks import take
from tests.factories.people import actor, body, department
from tests.seeing.looking import body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(settings, tmp_path) -> Any:
    options = {"location": str(tmp_path), "base_url": None}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    return consultations.officer()


@pytest.fixture
def desk(officer) -> Client:
    client = Client()
    client.force_login(officer.user)
    return client


def of(round_: Round, page: str) -> str:
    return f"/admin/consultations/round/{round_.ref}/{page}/"


def fetched(client: Client, address: str) -> int:
    """The status of a file's address, the file read to its end."""
    response = client.get(address)
    body_of(response)
    return response.status_code


def names(round_: Round) -> list[tuple[str, str]]:
    return [
        (element.kind, element.theme.name if element.theme else f"{element.version.record.ref}/{element.part}")
        for element in round_.elements.all()
    ]


def test_an_officer_prepares_a_round_from_nothing_to_review_with_forms_alone(desk, officer):
    reference = asks.strategy().ref
    started = desk.post("/admin/consultations/round/add/", {"strategy": reference, "title": "Themes"})
    round_ = Round.objects.get(record__ref="LAN-R01")
    assert started.headers["Location"] == of(round_, "change")
    page = desk.get(of(round_, "change"))
    form = {name: value for sheet in page.context["sheet"].forms for name, value in _fields(sheet)}
    form |= {f"part-{part}": words for part, words in consultations.WORDS.items()}
    form |= dict(page.context["sheet"].was)
    day = (clock.today() + dt.timedelta(days=9)).isoformat()
    closes = f"{clock.today().year + 1}-12-14"
    form |= {"opens_on": day, "opens_time": "9am", "closes_on": closes, "closes_time": "23:59"}
    desk.post(of(round_, "change"), form)
    desk.post(of(round_, "subjects/add") + "?kind=theme", {"chosen": ["People", "Places"]})
    question = {"words": "Do you agree?", "kind": "agree", "page": "1", "do": "save"}
    desk.post(of(round_, "questions/page/1/add"), question)

    sent = desk.post(of(round_, "steps/send-for-review"), {"expected": "1", "key": "k"})

    assert sent.headers["Location"] == of(round_, "change")
    round_ = Round.objects.with_record().get(pk=round_.pk)
    assert (round_.status, round_.opens_at.isoformat()[:10]) == ("in_review", day)
    assert names(round_) == [("theme", "People"), ("theme", "Places")]
    assert [(q.key, q.kind) for q in round_.questionnaire.questions.all()] == [("agree", "agree")]
    assert list(round_.editors.all()) == [officer.user]


def _fields(sheet: Any) -> list[tuple[str, Any]]:
    return [(field.html_name, field.value() or "") for field in sheet if field.name not in ("opens_on", "closes_on")]


def test_only_what_is_ours_and_recorded_can_be_chosen_and_papers_by_the_section(desk, officer):
    lead = actor("lead", of=body("CHW-LEP"))
    foreign = papers.share(papers.written(body("CHW-LEP")), department("BEIS"), by=lead)
    assert foreign.record.versions.exists()
    papers.written()
    papers.workstream(number=2, name="Water")
    own = papers.submitted(department("BEIS"), number=2)
    evidence.finding(statement="A draft.")
    found = evidence.recorded_finding(statement="Half of firms cannot fill posts.")
    asked = asks.submitted_ask(department("BEIS"))
    round_ = consultations.round_(by=officer)

    def offered(kind: str, words: str = "") -> list[str]:
        page = desk.get(of(round_, "subjects/add"), {"kind": kind, "q": words})
        return [value for value, _ in page.context["form"].fields["chosen"].choices]

    assert offered("paper") == [own.ref, f"{own.ref}/summary", f"{own.ref}/ambition"]
    assert offered("finding") == [found.ref]
    assert offered("ask") == [asked.ref]
    assert offered("proposition") == [asked.proposition.ref]
    assert offered("finding", "firms") == [found.ref]
    assert offered("finding", "whales") == []
    assert "Productivity" not in offered("theme")
    for value in (foreign.ref, f"{own.ref}/evidence", "LAN-F02", "x/y"):
        refused = desk.post(of(round_, "subjects/add") + "?kind=paper", {"chosen": [value]})
        assert refused.status_code == 400
    assert names(round_) == []
    desk.post(of(round_, "subjects/add") + "?kind=paper", {"chosen": [f"{own.ref}/ambition"]})
    assert names(round_) == [("paper", f"{own.ref}/ambition")]
    assert offered("paper") == [own.ref, f"{own.ref}/summary"]


def test_a_chosen_thing_is_explained_moved_renewed_and_taken_out(desk, officer):
    drafter = actor("drafter", of=body())
    found = evidence.recorded_finding(by=drafter)
    round_ = consultations.round_(by=officer)
    desk.post(of(round_, "subjects/add") + "?kind=theme", {"chosen": ["People"]})
    desk.post(of(round_, "subjects/add") + "?kind=finding", {"chosen": [found.ref]})
    theme, finding = round_.elements.all()
    evidence.revised(found, by=drafter, statement="Two in three firms cannot fill posts.")
    assert "Use version 2 instead of 1" in desk.get(of(round_, "subjects")).content.decode()

    typed = {f"text-{theme.pk}": "Because.", f"was-{theme.pk}": fingerprint("")}
    typed |= {f"text-{finding.pk}": "", f"was-{finding.pk}": fingerprint("")}
    desk.post(of(round_, "subjects"), {**typed, "do": f"up:{finding.pk}"})
    desk.post(of(round_, "subjects"), {"do": f"renew:{finding.pk}"})

    assert names(round_) == [("finding", "LAN-F01/"), ("theme", "People")]
    assert [element.explanation for element in round_.elements.all()] == ["", "Because."]
    assert round_.elements.get(kind="finding").version.number == 2
    desk.post(of(round_, "subjects"), {"do": f"out:{finding.pk}"})
    assert names(round_) == [("theme", "People")]


def test_two_who_explain_the_same_thing_see_both_texts_and_what_was_typed_stays(desk, officer):
    round_ = consultations.filled_round(by=officer)
    element = round_.elements.get()
    round_.elements.update(explanation="Theirs.")

    clash = desk.post(of(round_, "subjects"), {f"text-{element.pk}": "Mine.", f"was-{element.pk}": fingerprint("")})
    page = clash.content.decode()

    assert clash.status_code == 412
    assert "Mine." in page
    assert "Theirs." in page
    assert round_.elements.get().explanation == "Theirs."
    again = {f"text-{element.pk}": "Mine.", f"was-{element.pk}": fingerprint("Theirs."), "do": "save"}
    desk.post(of(round_, "subjects"), again)
    assert round_.elements.get().explanation == "Mine."


def test_a_document_is_added_and_its_file_is_nobodys_once_it_is_taken_out(desk, officer):
    round_ = consultations.filled_round(by=officer)
    sent = {"do": "add", "title": "In short", "file": SimpleUploadedFile("short.pdf", b"%PDF-1.7 Words.")}
    desk.post(of(round_, "documents"), sent)
    document = round_.documents.get()
    colleague = Client()
    colleague.force_login(actor("drafter", of=body()).user)
    address = f"/files/{document.file.uid}/"
    assert fetched(colleague, address) == 200

    drawings = [SimpleUploadedFile("a.txt", b"<svg></svg>"), SimpleUploadedFile("a.txt", b"<html><p>x</p></html>")]
    refused = [desk.post(of(round_, "documents"), {**sent, "file": file}).status_code for file in drawings]
    desk.post(of(round_, "documents"), {"do": f"out:{document.pk}", f"text-{document.pk}": "In short"})

    assert refused == [400, 400]
    assert not round_.documents.exists()
    assert StoredFile.objects.get().record is None
    assert (fetched(colleague, address), fetched(desk, address)) == (404, 200)


def test_nobody_else_prepares_it_and_nothing_changes_once_it_is_past_its_draft(desk, officer):
    round_ = consultations.filled_round(by=officer)
    element, page = round_.elements.get(), round_.questionnaire.pages.get()
    posts = [
        ("subjects", {"do": f"out:{element.pk}"}),
        ("subjects/add", {"chosen": ["People"]}),
        ("documents", {"do": "add", "title": "In short", "file": SimpleUploadedFile("short.txt", b"Words.")}),
        ("questions", {"do": "up:more"}),
        ("questions/page/1/add", {"words": "Why?", "kind": "text", "page": "1"}),
        ("questions/page/add", {"heading": "More"}),
        ("questions/paste", {"text": "Why?"}),
    ]
    drafter = Client()
    drafter.force_login(actor("drafter", of=body()).user)
    assert [drafter.post(of(round_, where), data).status_code for where, data in posts] == [403] * len(posts)

    take("send_for_review", round_, officer)
    posts[2][1]["file"].seek(0)
    answers = [desk.post(of(round_, where), data) for where, data in posts]

    assert [answer.status_code for answer in answers] == [409] * len(posts)
    assert "It is in review. Send it back to draft, then change it." in answers[0].content.decode()
    assert "Why?" in answers[4].content.decode()
    assert names(round_) == [("theme", element.theme.name)]
    assert not round_.documents.exists()
    assert list(round_.questionnaire.pages.all()) == [page]


def test_the_preview_shows_what_visitors_will_read(desk, officer):
    round_ = consultations.filled_round(by=officer, summary="Which findings matter?")

    page = desk.get(of(round_, "preview")).content.decode()

    assert "Which findings matter?" in page
    assert "Do you agree with the themes?" in page
    assert "This is what visitors will read." in page
