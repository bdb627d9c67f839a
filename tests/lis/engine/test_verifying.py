"""Whether every ledger holds: whatever was changed in a copy of the database, the first broken link is named."""

from __future__ import annotations

import contextlib
import io
import tracemalloc
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from lis.engine.ledger import earlier_chain_hash
from lis.engine.models import Event, Record
from lis.engine.verifying import verify
from tests import databases
from tests.factories.asks import issued_side, open_question, submitted_ask, take
from tests.factories.people import actor, body, department

TABLES = ("lis_event", "lis_record", "lis_version")


@pytest.fixture(scope="module")
def database(database_template: str, django_db_setup: Any, django_db_blocker: Any) -> Iterator[Any]:
    """A database of this module's own, in which an ask was asked about, and answered; its owner may tamper with it."""
    with django_db_blocker.unblock(), databases.clone_of(database_template) as name:
        beis = department("BEIS")
        made = submitted_ask(beis)
        take("answer", open_question(made, beis), actor("drafter", of=body()), answer="All fourteen.")
        issued_side(made, beis)
        with databases.connected_to(name, "owner"):
            yield made


@pytest.fixture
def told(database: Any) -> Iterator[Any]:
    """The ask, with every guard of the tables switched off, as only their owner can; all of it is undone after."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield database
        transaction.set_rollback(True)


def tamper(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def broken() -> dict[str, str]:
    return {found.ref: found.broken for found in verify() if found.broken}


def test_a_ledger_that_nobody_touched_holds(told: Any) -> None:
    found = list(verify())

    assert [one for one in found if one.broken] == []
    assert {(one.kind, one.ref, one.events) for one in found if one.kind == "ask"} == {("ask", told.ref, 5)}
    assert len(found) == Record.objects.count()


OF_EVENT = {
    "record_id": "Event 3 is missing: after 2 comes 4.",
    "number": "Event 3 is missing: after 2 comes 4.",
    "verb": "Event 3 (reply) does not agree with the input that it came with.",
    "from_status": "Event 3 (question) begins at “draft”, but the event before it ended elsewhere.",
    "to_status": "Event 3 (question) does not match its own hash",
    "version_id": "Event 3 (question) does not match its own hash",
    "by_user_id": "Event 3 (question) does not match its own hash",
    "by_service": "Event 3 (question) does not match its own hash",
    "behalf_id": "Event 3 (question) does not match its own hash",
    "delegation_id": "Event 3 (question) does not match its own hash",
    "cause_id": "Event 3 (question) does not match its own hash",
    "batch": "Event 3 (question) does not match its own hash",
    "key": "Event 3 (question) does not match its own hash",
    "input_hash": "Event 3 (question) does not agree with the input that it came with.",
    "at": "Event 3 (question) does not match its own hash",
    "prev": "Event 3 (question) does not name the hash of the event before it",
    "hash": "Event 3 (question) does not match its own hash",
    "body": "The words of event 3 (question) are not those that were given.",
    "salt": "The words of event 3 (question) are not those that were given.",
    "digest": "The words of event 3 (question) are not those that were given.",
}


def changes_of_event(made: Any) -> dict[str, str]:
    """A statement for each column of an event that says something else than before."""
    other = Record.objects.get(kind="proposition").pk
    user = actor("lead", of=body()).user.pk
    change = {
        "record_id": f"record_id = {other}, number = 40", "number": "number = 30", "verb": "verb = 'reply'",
        "from_status": "from_status = 'draft'", "to_status": "to_status = 'withdrawn'",
        "version_id": f"version_id = {made.record.versions.get().pk}", "by_user_id": f"by_user_id = {user}",
        "by_service": "by_service = 'tick', by_user_id = NULL", "behalf_id": f"behalf_id = {body().pk}",
        "delegation_id": f"delegation_id = {other}", "cause_id": "cause_id = NULL",
        "batch": f"batch = '{uuid.UUID(int=7)}'", "key": "key = 'again'", "input_hash": f"input_hash = '{'0' * 64}'",
        "at": "at = at + interval '1 hour'", "prev": f"prev = '{'0' * 64}'", "hash": f"hash = '{'0' * 64}'",
        "body": "body = '{}'", "salt": "salt = 'grain'", "digest": f"digest = '{'0' * 64}'",
    }  # fmt: skip
    return {name: f"UPDATE lis_event SET {said} WHERE record_id = %s AND number = 3" for name, said in change.items()}


@pytest.mark.parametrize("column", OF_EVENT)
def test_a_change_in_any_column_of_an_event_is_named(told: Any, column: str) -> None:
    tamper(changes_of_event(told)[column], told.pk)

    assert broken()[told.ref].startswith(OF_EVENT[column])


def test_every_column_of_an_event_is_tampered_with_above() -> None:
    columns = {column.column for column in Event._meta.concrete_fields}

    # No event is made through a link here, and the key of a row says nothing.
    assert columns - set(OF_EVENT) == {"id", "by_link_id"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("number = 2", "Version 1 is missing: after nothing comes 2."),
        ("schema = 'ask/9'", "Event 2 (submit) does not match its own hash"),
        ("body = replace(body, 'county', 'country')", "The text of version 1 does not match its hash"),
        ("hash = repeat('0', 64)", "Event 2 (submit) does not match its own hash"),
        ("weight = 'editorial'", "Event 2 (submit) does not match its own hash"),
        ("base_id = id", "Event 2 (submit) does not match its own hash"),
        ("created_at = created_at - interval '1 day'", "Event 2 (submit) does not match its own hash"),
        ("words = 'Nothing.'", "The words by which version 1 is found are not those of its text."),
    ],
)  # fmt: skip
def test_a_change_of_a_version_is_named(told: Any, change: str, sentence: str) -> None:
    if change == "number = 2":
        # The number is covered by the event that names the version, and that comes first.
        sentence = "Event 2 (submit) does not match its own hash"
    tamper(f"UPDATE lis_version SET {change} WHERE record_id = %s", told.pk)

    assert broken()[told.ref].startswith(sentence)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("uid = gen_random_uuid()", "Event 1 (add) does not match its own hash"),
        ("kind = 'paper'", "Event 1 (add) does not match its own hash"),
        ("area_id = NULL", "Event 1 (add) does not match its own hash"),
        ("root_id = (SELECT id FROM lis_record WHERE kind = 'proposition')", "Event 1 (add) does not match its own"),
        ("status = 'withdrawn'", "It stands at “withdrawn”, but its last event says “submitted”."),
        ("revision = 4", "It stands at revision 4, but its last event is number 5."),
    ],
)  # fmt: skip
def test_a_change_of_a_record_is_named(told: Any, change: str, sentence: str) -> None:
    tamper(f"UPDATE lis_record SET {change} WHERE id = %s", told.pk)

    assert broken()[told.ref].startswith(sentence)


def test_another_reference_is_named_under_the_new_one(told: Any) -> None:
    tamper("UPDATE lis_record SET ref = 'LAN-66.6' WHERE id = %s", told.pk)

    assert broken()["LAN-66.6"].startswith("Event 1 (add) does not match its own hash")


def test_what_was_removed_or_put_in_is_named(told: Any) -> None:
    question = Record.objects.get(kind="clarification")
    tamper("DELETE FROM lis_event WHERE record_id = %s AND number = 2", question.pk)
    tamper(
        "INSERT INTO lis_version (record_id, number, schema, body, hash, base_id, weight, created_at, words)"
        " SELECT record_id, 2, schema, body, hash, id, weight, created_at, words FROM lis_version WHERE record_id = %s",
        told.proposition_id,
    )
    tamper("UPDATE lis_event SET salt = NULL WHERE record_id = %s AND number = 1", told.proposition.strategy_id)

    found = broken()
    assert found[question.ref] == "No event names version 2: it was put in beside the ledger."
    # The area's answer was the cause of this one.
    assert found[told.ref].startswith("Event 4 (reply) does not match its own hash")
    assert found[told.proposition.ref] == "No event names version 2: it was put in beside the ledger."
    assert found[told.proposition.strategy.ref] == (
        "The words of event 1 (start) are neither kept nor erased: one half of them is gone."
    )


def test_erased_words_and_chains_of_an_earlier_form_hold(told: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_words('lis_event', id) FROM lis_event WHERE record_id = %s", [told.pk])
    last = told.record.events.select_related("record", "behalf", "cause").get(number=5)
    tamper("UPDATE lis_event SET hash = %s WHERE id = %s", earlier_chain_hash(last), last.pk)

    assert broken() == {}


def test_the_command_says_that_all_hold_or_which_do_not_and_answers_with_its_exit_code(told: Any) -> None:
    said = io.StringIO()
    call_command("verify_ledgers", stdout=said)
    assert said.getvalue() == f"All {Record.objects.count()} ledgers hold ({Event.objects.count()} events).\n"
    tamper("UPDATE lis_event SET verb = 'reply' WHERE record_id = %s AND number = 3", told.pk)

    said = io.StringIO()
    with pytest.raises(CommandError, match=r"1 of \d+ ledgers are broken") as refused:
        call_command("verify_ledgers", stdout=said)
    assert refused.value.returncode == 1
    assert said.getvalue() == (f"ask {told.ref}: Event 3 (reply) does not agree with the input that it came with.\n")


def test_the_command_proves_one_ask_with_all_that_belongs_to_it(told: Any) -> None:
    other = Record.objects.get(kind="proposition")
    tamper("UPDATE lis_record SET revision = 9 WHERE id = %s", other.pk)
    parts = Record.objects.filter(root=told.record).count()

    said = io.StringIO()
    call_command("verify_ledgers", told.ref, stdout=said)
    assert said.getvalue().startswith(f"All {parts} ledgers hold")

    with pytest.raises(CommandError, match="There is no record called LAN-99") as refused:
        call_command("verify_ledgers", "LAN-99", stdout=said)
    assert refused.value.returncode == 2


def test_the_memory_it_takes_does_not_grow_with_the_ledgers(told: Any) -> None:
    peaks = []
    for number in (1_000, 5_000):
        add_ledgers(number)
        with traced() as peak:
            assert sum(found.events for found in verify()) > number
        peaks.append(peak())

    # Of 4,000 more, each with 5,000 characters.
    assert peaks[1] < peaks[0] + 3_000_000


def add_ledgers(number: int) -> None:
    """So many more records with one long event each; none of them holds, and that takes no more memory."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH made AS (
                INSERT INTO lis_record (uid, kind, ref, area_id, root_id, status, revision)
                SELECT gen_random_uuid(), 'paper', gen_random_uuid(), NULL, %s, 'drafting', 1
                FROM generate_series(1, %s) RETURNING id
            )
            INSERT INTO lis_event (record_id, number, verb, from_status, to_status, by_service, key, input_hash, at,
                                   prev, hash, body, salt, digest)
            SELECT id, 1, 'start', '', 'drafting', 'tick', '', '', now(), '', '', repeat('x', 5000), 'grain', ''
            FROM made
            """,
            [Record.objects.first().pk, number],
        )


@contextlib.contextmanager
def traced() -> Iterator[Any]:
    """The most memory that Python held inside the block."""
    tracemalloc.start()
    try:
        yield lambda: peak
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
