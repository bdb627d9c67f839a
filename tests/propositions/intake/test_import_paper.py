"""The command: the real paper into the database, the same again, and everything that it refuses."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from openpyxl import Workbook

from lis.engine import clock
from lis.engine.models import Event, Link, Record
from lis.files.models import StoredFile
from lis.frameworks.models import VocabularyTerm
from propositions.asks.models import Ask
from propositions.drafting.models import Proposition
from propositions.intake.forms import Reading
from propositions.intake.models import ImportedRow, SourceDocument
from propositions.intake.receiving import receive
from tests.factories.asks import proposition, strategy, submit, take
from tests.factories.people import actor, body, department, person
from tests.propositions.intake.papers import LANCASHIRE, as_csv, as_excel, as_word, excel_bytes, read, real, rows_of
from tests.propositions.intake.test_lancashire import SUGGESTED, TITLES

HEADINGS = ["Proposition", "What", "Why", "How", "Ask"]
ROWS = [
    HEADINGS,
    ["Tram", "A tram", "Slow journeys", "With the operator", "Fund a pilot tram"],
    ["Port", "A port", "Trade", "With the owner", "Advise us on the order"],
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _departments():
    """The departments of the real paper, open whatever became of them."""
    department("BEIS")
    department("DIT")


@pytest.fixture
def run(tmp_path):
    """Import bytes as a file; answers what the command said."""

    def run(content: bytes, *options: str, name: str = "paper.csv") -> str:
        path = tmp_path / name
        path.write_bytes(content)
        told = io.StringIO()
        call_command("import_paper", str(path), "--strategy", strategy().ref, *options, stdout=told)
        return told.getvalue()

    return run


def titles() -> list[str]:
    found = Proposition.objects.order_by("record__ref")
    return [made.record.drafts.get(part="title").body for made in found]


def suggestions() -> dict[str, tuple[str, list[str]]]:
    """Type and departments of every ask, by "row.ask"."""
    labels = dict(VocabularyTerm.objects.of("ask_types").values_list("code", "label"))
    found = {}
    for ask in Ask.objects.order_by("record__ref").prefetch_related("departments"):
        row, number = ask.ref.removeprefix("LAN-").split(".")
        found[f"{int(row)}.{number}"] = (labels.get(ask.type, ""), sorted(body.code for body in ask.departments.all()))
    return found


def nothing_written() -> bool:
    made = [SourceDocument, ImportedRow, Proposition, Ask, StoredFile]
    return not any(model.objects.exists() for model in made) and not Record.objects.exclude(kind="strategy").exists()


def test_real_paper_becomes_twelve_propositions_and_twenty_two_asks(run):
    told = run(real(LANCASHIRE), "--accept-suggestions", name="003.txt")

    assert "Imported 003.txt as LAN-S01: 12 propositions and 22 asks." in told
    assert titles() == TITLES
    assert suggestions() == {name: (kind, sorted(bodies)) for name, _, kind, bodies in SUGGESTED}
    assert Ask.objects.filter(proposition__record__ref="LAN-09").count() == 6
    statuses = Record.objects.filter(kind__in=("proposition", "ask")).values_list("status", flat=True)
    assert set(statuses) == {"drafting", "draft"}
    connection.check_constraints()


@pytest.mark.parametrize("write", [as_word, as_csv, as_excel], ids=["word", "csv", "excel"])
def test_real_table_gives_the_same_from_other_programs(run, write):
    run(write(rows_of(read(real(LANCASHIRE)))), "--accept-suggestions")

    assert titles() == TITLES
    assert suggestions() == {name: (kind, sorted(bodies)) for name, _, kind, bodies in SUGGESTED}


def test_suggestions_are_listed_but_not_taken_without_being_asked_for(run):
    told = run(real(LANCASHIRE), name="003.txt")

    assert "Row 9 (Agri-Tech), ask 3: BEIS, Defra, DIT, DfE, because the ask names" in told
    assert list(suggestions().values()) == [("", [])] * 22


def test_same_file_again_changes_nothing_and_says_so(run):
    with clock.at(datetime(2026, 12, 3, 10, 0, tzinfo=UTC)):
        run(real(LANCASHIRE), "--as", person("drafter", of=body(), name="Sam Hill").email, name="003.txt")
    events = Event.objects.count()

    told = run(real(LANCASHIRE), name="another name.txt")

    assert told == "This file was imported on 3 December 2026 by Sam Hill as LAN-01 to LAN-12. Nothing was changed.\n"
    assert Event.objects.count() == events
    assert SourceDocument.objects.count() == 1


def test_same_rows_in_another_file_change_nothing_and_say_so(run):
    run(as_csv(ROWS))

    told = run(as_excel(ROWS), name="paper.xlsx")

    assert "Row 1 (Tram) was imported before, as LAN-01, so it is left out." in told
    assert told.endswith("Every row was imported before, as LAN-01, LAN-02. Nothing was changed.\n")
    assert (Proposition.objects.count(), SourceDocument.objects.count(), StoredFile.objects.count()) == (2, 1, 1)


def test_only_new_rows_of_a_longer_paper_are_imported(run):
    run(as_csv(ROWS))

    told = run(as_csv([*ROWS, ["Ferry", "A ferry", "Tides", "With a boat", "Recognise the ferry"]]))

    assert "1 propositions and 1 asks" in told
    assert titles() == ["Tram", "Port", "Ferry"]


def test_a_title_that_is_here_already_is_told(run):
    proposition(title="Tram")

    told = run(as_csv(ROWS))

    assert "Row 1 (Tram) has the same title as LAN-01. Leave it out, or give it another title." in told
    assert titles() == ["Tram", "Tram", "Port"]


def test_submitted_words_rest_on_the_row_they_came_from(run):
    run(as_csv(ROWS), "--accept-suggestions")
    source = SourceDocument.objects.get().record.versions.get()

    submit(Proposition.objects.with_record().get(record__ref="LAN-02"))

    links = {(link.source.record.ref, link.target_id, link.kind, link.note) for link in Link.objects.all()}
    assert links == {("LAN-02", source.pk, "source", "row 2"), ("LAN-02.1", source.pk, "source", "row 2")}
    assert all(link.checked_hash == source.hash for link in Link.objects.all())


def test_history_names_the_person_or_the_importer(run):
    run(as_csv(ROWS))
    event = Event.objects.get(record__kind="source", verb="import")
    caused = Event.objects.filter(record__kind="proposition")

    assert (event.by_service, event.by_user, event.behalf.code) == ("The importer", None, "LAN-LEP")
    assert {made.cause_id for made in caused} == {event.pk}


def test_trial_writes_nothing(run):
    told = run(as_csv(ROWS), "--dry-run")

    assert "2 propositions and 2 asks" in told
    assert told.endswith("This was a trial: nothing was written.\n")
    assert nothing_written()


def test_a_failure_in_row_nine_leaves_nothing(run):
    rows = [HEADINGS, *([f"Idea {n}", "A tram", "Slow", "Soon", f"Advise us {n} times"] for n in range(1, 13))]
    rows[9][0] = "A title that is far too long " * 10

    with pytest.raises(CommandError, match="Row 9"):
        run(as_csv(rows))

    assert nothing_written()


def test_a_late_failure_of_the_database_leaves_nothing(run, monkeypatch):
    original = ImportedRow.objects.create
    seen = []

    def failing(**fields):
        seen.append(fields["number"])
        if fields["number"] == 2:
            raise IntegrityError("lost")
        return original(**fields)

    monkeypatch.setattr(ImportedRow.objects, "create", failing)
    with pytest.raises(IntegrityError), transaction.atomic():
        run(as_csv(ROWS))

    assert seen == [1, 1, 2]
    assert nothing_written()


def test_a_department_that_no_longer_exists_is_named_with_its_successors(run):
    closed = department("DIT")
    closed.closes_on = datetime(2023, 2, 7, tzinfo=UTC).date()
    closed.save()

    told = run(as_csv([HEADINGS, ["Trade", "W", "Y", "H", "Let DIT lead a mission"]]), "--accept-suggestions")

    assert "names DIT, which no longer exists; its work went to DBT. Choose which is meant." in told
    assert list(Ask.objects.get().departments.all()) == []


def test_columns_name_types_and_departments_as_officers_write_them(run):
    rows = [
        ["Proposition", "What", "Ask", "Type of ask", "Department"],
        ["Tram", "A tram", "Fund it", "Joint evaluation", "Department for Transport; DCLG"],
    ]

    told = run(as_csv(rows))

    assert "“DCLG”, which is no department that we know" in told
    assert suggestions() == {"1.1": ("Joint evaluation", ["DfT"])}


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml")
        package.writestr("word/document.xml", b"0" * (200 * 1024 * 1024))
    return stream.getvalue()


REFUSED = {
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "This file is a picture."),
    "no PDF": (lambda: b"%PDF-1.7 ...", "We could not open this PDF; it may be damaged."),
    "damaged": (lambda: as_word(ROWS)[:-300], "This file is damaged and cannot be opened."),
    "password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "This file is protected by a password.",
    ),
    "zip bomb": (bomb, "This file holds far more than a paper does, so we did not open it."),
    "50 MB": (lambda: b"a" * (50 * 1024 * 1024), "This paper is 50 MB; we read papers of up to 10 MB."),
    "empty": (lambda: b"", "This file is empty."),
    "no table": (lambda: b"Only some words.\n\nAnd some more.", "We found no table of propositions"),
    "a formula for a title": (
        lambda: as_csv([HEADINGS, ["=1+1", "W", "Y", "H", "Fund it"]]), "starts with “=”, as a formula does",
    ),
    "no title": (lambda: as_csv([HEADINGS, ROWS[1], ["", "W", "Y", "H", "Fund it"]]), "has no title"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_bad_papers_are_refused_in_a_sentence_and_nothing_is_written(run, content, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(content())

    assert nothing_written()


def test_one_of_two_tables_must_be_named(run):
    content = as_excel_of_two()

    with pytest.raises(CommandError, match=r"This paper has several tables. Name one with --table"):
        run(content, name="two.xlsx")
    with pytest.raises(CommandError, match=r"This paper has no table 3. It has 2."):
        run(content, "--table", "3", name="two.xlsx")
    assert nothing_written()

    run(content, "--table", "2", name="two.xlsx")
    run(content, "--table", "1", name="two.xlsx")
    again = run(content, "--table", "1", name="two.xlsx")

    assert titles() == ["Ferry", "Tram", "Port"]
    assert again.endswith("as LAN-01 to LAN-03. Nothing was changed.\n")
    assert set(ImportedRow.objects.values_list("place", flat=True)) == {
        "table 1, row 1", "table 1, row 2", "table 2, row 1",
    }  # fmt: skip


def as_excel_of_two() -> bytes:
    book = Workbook()
    second = book.create_sheet("More")
    for row in ROWS:
        book.active.append(row)
    for row in (HEADINGS, ["Ferry", "A ferry", "Tides", "With a boat", "Recognise the ferry"]):
        second.append(row)
    return excel_bytes(book)


def test_only_people_of_the_area_may_lend_their_name(run):
    outsider = person("drafter", of=body("CHW-LEP"), name="Ola Berg")

    with pytest.raises(CommandError, match="Ola Berg is no drafter or lead of"):
        run(as_csv(ROWS), "--as", outsider.email)
    with pytest.raises(CommandError, match=r"Nobody signs in as nobody@test.example"):
        run(as_csv(ROWS), "--as", "nobody@test.example")
    assert nothing_written()


def test_forged_strategy_and_missing_file_are_refused(tmp_path):
    with pytest.raises(CommandError, match=r"There is no strategy XXX-1. Check the reference."):
        call_command("import_paper", "paper.csv", "--strategy", "XXX-1")
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_paper", str(tmp_path / "none.csv"), "--strategy", strategy().ref)


def test_paper_that_was_set_aside_is_not_imported_behind_the_officers_back(run):
    lead = actor("lead", of=body())
    with clock.at(datetime(2026, 12, 3, 10, 0, tzinfo=UTC)):
        reading = Reading(read(as_csv(ROWS)), as_csv(ROWS))
        take("set_aside", receive(reading, strategy(), by=lead), lead)

    told = run(as_csv(ROWS))

    assert "was received and set aside on 3 December 2026" in told
    assert Proposition.objects.count() == 0


def test_what_a_row_became_is_kept_for_good(run):
    run(as_csv(ROWS))

    with pytest.raises(DatabaseError, match=r"kept for good|permission denied"), transaction.atomic():
        ImportedRow.objects.update(named="LAN-99")
    with pytest.raises(DatabaseError, match=r"kept for good|permission denied"), transaction.atomic():
        ImportedRow.objects.all().delete()
