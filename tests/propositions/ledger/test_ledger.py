"""The ledger of an ask: the same words on the page, in Word, in PDF and over the API, and nothing of anybody else's."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.test import Client

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.ledger import heads_of
from lis.exports.models import Download
from propositions.ledger.entries import Ledger, ledger_of
from tests.factories.asks import issued_side, open_question, submitted_ask, take
from tests.factories.people import actor, body, department, person
from tests.lis.doors.api.client import api
from tests.lis.exports.test_documents import words_of_docx, words_of_pdf
from tests.office import AsPdf

pytestmark = pytest.mark.django_db

SUMMER = dt.datetime(2026, 5, 3, 9, 2, tzinfo=dt.UTC)
WINTER = dt.datetime(2026, 12, 14, 10, 2, tzinfo=dt.UTC)
HOSTILE = "#panic() *All* of <b>them</b> & $x$ @now"


@pytest.fixture
def told() -> Any:
    """An ask that was asked about in summer and answered, withdrawn in winter."""
    beis = department("BEIS")
    with clock.at(SUMMER):
        made = submitted_ask(beis, money="new", money_reason="No budget holds it.")
        question = open_question(made, beis, "Which towns?")
        take("answer", question, actor("drafter", of=body(), name="Odette Quill"), answer=HOSTILE)
        issued_side(made, beis, words="We will, from September.")
    with clock.at(WINTER):
        return take("withdraw", made, actor("lead", of=body(), name="Hal Fenwick"), note="It has run its course.")


def read_by(made: Any, reader: Actor) -> Ledger:
    return ledger_of(type(made).objects.with_record().get(pk=made.pk), reader)


def test_each_event_says_who_for_whom_on_which_version_and_what_moved(told: Any) -> None:
    ledger = read_by(told, actor("reviewer", of=department("BEIS")))

    assert [(one.number, one.side, one.event.verb, one.version) for one in ledger.entries] == [
        (2, "area", "submit", 1), (3, "government", "question", 1), (4, "area", "reply", 1),
        (5, "government", "answer", 1), (6, "area", "withdraw", 1),
    ]  # fmt: skip
    said = {one.number: [(words.label, words.before, words.after) for words in one.words] for one in ledger.entries}
    assert said == {
        2: [
            ("The ask", "", "Can the programme cover the whole county?"),
            ("Why new money is needed", "", "No budget holds it."),
            ("Type of ask", "", "Programme extension"),
            ("Money", "", "New money"),
            ("Departments named", "", "BEIS"),
        ],
        3: [("Question", "", "Which towns?")],
        4: [("Answer", "", HOSTILE)],
        5: [("Position", "", "Support"), ("Words", "", "We will, from September.")],
        6: [("Reason", "", "It has run its course.")],
    }
    last = ledger.entries[-1]
    assert last.done == f"Hal Fenwick, for {body().name}, withdrew it"
    assert (last.moment, ledger.entries[0].moment) == ("14 December 2026 at 10:02 GMT", "3 May 2026 at 10:02 BST")


def test_the_submission_names_the_meeting_that_agreed_it(told: Any) -> None:
    ledger = read_by(told, actor("reviewer", of=department("BEIS")))

    assert [one.text for one in ledger.entries[0].mandates] == ["Agreed by Board, December meeting on 12 December 2019"]


def test_the_area_reads_what_came_before_and_a_department_only_from_its_own_day_on(told: Any) -> None:
    assert [one.number for one in read_by(told, actor("drafter", of=body())).entries] == [1, 2, 3, 4, 5, 6]
    assert [one.number for one in read_by(told, actor("reviewer", of=department("BEIS"))).entries] == [2, 3, 4, 5, 6]


def test_the_head_is_the_last_event_for_everybody(told: Any) -> None:
    event = told.record.events.get(number=6)

    for reader in (actor("drafter", of=body()), actor("reviewer", of=department("BEIS"))):
        head = read_by(told, reader).head
        assert (head.number, head.hash, head.at) == (6, event.hash, WINTER)
    assert heads_of([told.pk])[told.pk].in_words == f"Event 6 of 14 December 2026 at 10:02 GMT, {event.hash}"


def strings_of(ledger: Ledger) -> list[str]:
    """Everything that each copy has to say, in order."""
    found = [f"Ledger of {ledger.ask.ref}: Careers Hub", "has withdrawn this ask.", ledger.head.in_words]
    for entry in ledger.entries:
        found += [f"{entry.number}. {entry.moment}", entry.done, *(mandate.text for mandate in entry.mandates)]
        found += [f"On version {entry.version}"] if entry.version else []
        for words in entry.words:
            found += [words.label, words.after]
        found.append(f"Seal {entry.seal}")
    return [*found, "How to check this", "with the command verify_ledgers"]


def assert_in_order(text: str, strings: list[str]) -> None:
    place = 0
    for string in strings:
        found = text.find(" ".join(string.split()), place)
        assert found >= 0, f"“{string}” is not in: {text[place : place + 300]}"
        place = found


def words_of_page(content: str) -> str:
    main = content[content.index("<main") : content.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", main.replace("<", " <"))).split())


def test_page_word_and_pdf_say_the_same(told: Any, as_pdf: AsPdf) -> None:
    reviewer = person("reviewer", of=department("BEIS"))
    strings = strings_of(read_by(told, Actor.of(reviewer)))
    client = Client()
    client.force_login(reviewer)
    address = f"/asks/{told.ref}/ledger/"

    page = words_of_page(client.get(address).content.decode())
    word, pdf = (client.get(f"{address}{kind}/") for kind in ("docx", "pdf"))

    for text in (page, words_of_docx(word.content), words_of_pdf(pdf.content), words_of_pdf(as_pdf(word.content))):
        assert_in_order(text, strings)
    assert (word["Content-Type"].endswith("wordprocessingml.document"), pdf["Content-Type"]) == (
        True,
        "application/pdf",
    )
    assert pdf["Content-Disposition"].startswith(f'attachment; filename="ledger-{told.ref}-')
    assert list(Download.objects.order_by("pk").values_list("what", "format", "rows")) == [
        (f"ledger of {told.ref}", "docx", 5), (f"ledger of {told.ref}", "pdf", 5),
    ]  # fmt: skip


def test_the_api_reads_the_same_ledger(told: Any) -> None:
    reviewer = person("reviewer", of=department("BEIS"))

    read = api(reviewer).get(f"/api/v1/asks/{told.ref}/ledger/").json()

    ledger = read_by(told, Actor.of(reviewer))
    assert read["head"] == {"number": 6, "hash": ledger.head.hash, "at": "2026-12-14T10:02:00Z"}
    assert read["sentence"] == f"{body().name} has withdrawn this ask."
    assert [one["hash"] for one in read["entries"]] == [one.event.hash for one in ledger.entries]
    assert read["entries"][2] | {"hash": ""} == {
        "number": 4, "verb": "reply", "at": "2026-05-03T10:02:00+01:00", "side": "area", "by": "Odette Quill",
        "organisation": "LAN-LEP", "what": "answered the question", "under": [], "version": 1,
        "words": [{"label": "Answer", "before": "", "after": HOSTILE, "sentence": ""}], "hash": "",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl", "docx"])
def test_the_head_of_each_ledger_stands_in_every_export_of_asks(told: Any, kind: str) -> None:
    client = Client()
    client.force_login(person("reviewer", of=department("BEIS")))

    content = b"".join(client.get(f"/asks/export/{kind}/").streaming_content)

    head = heads_of([told.pk])[told.pk].in_words
    if kind == "jsonl":
        assert json.loads(content)["ledger_head"] == head
    elif kind == "csv":
        assert head in content.decode()
        assert "Head of its ledger" in content.decode()
    else:
        assert head in unpacked(content)


def unpacked(content: bytes) -> str:
    """All that stands in an office file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join(package.read(name).decode() for name in package.namelist())


def test_nobody_reads_a_ledger_whose_ask_they_do_not_see(told: Any) -> None:
    client = Client()
    client.force_login(person("reviewer", of=department("DfE")))

    for kind in ("", "docx/", "pdf/"):
        assert client.get(f"/asks/{told.ref}/ledger/{kind}").status_code == 404


def test_what_a_department_does_inside_stands_in_no_ledger(told: Any) -> None:
    words = json.dumps([str(vars(one)) for one in read_by(told, actor("lead", of=body())).entries])

    assert "draft_position" not in words
    assert "Clear" not in words
