"""What the database itself refuses, whoever asks: the web's role in SQL, the web through the ORM, the tables' owner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import Error, IntegrityError, ProgrammingError, connection, transaction

from lis.engine.models import Event, Record, Version
from propositions.asks.lifecycle import workflow as asks
from propositions.asks.models import Ask
from propositions.sides.models import Answer, Clarification, Position
from tests import databases
from tests.factories.asks import ask, issued_side, open_question, submitted_ask
from tests.factories.people import actor, body, department

NOT_YOURS = "permission denied"
ONLY_A_STEP = "a record moves only by a step"
KEPT = "are kept for good"


def committed(change: Callable[[], Any]) -> None:
    """Make the change and let the database check what it checks at the commit."""
    with transaction.atomic():
        change()
        connection.check_constraints()


def in_sql(statement: str, parameters: Any = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def refuses(statement: str, parameters: Any = (), *, with_words: str) -> None:
    """The statement, or at the latest the commit of it, is refused with these words."""
    with pytest.raises(Error, match=with_words):
        committed(lambda: in_sql(statement, parameters))


@pytest.fixture
def answered() -> Ask:
    """An ask with everything on it: versions, a question, a cleared position, an answer."""
    beis = department("BEIS")
    made = submitted_ask(beis)
    open_question(made, beis)
    issued_side(made, beis)
    return Ask.objects.with_record().get(pk=made.pk)


FROM_THE_WEB = [
    ("UPDATE lis_record SET status = 'withdrawn' WHERE id = %s", ONLY_A_STEP),
    ("UPDATE lis_record SET revision = revision + 1 WHERE id = %s", ONLY_A_STEP),
    ("UPDATE lis_record SET revision = 0 WHERE id = %s", ONLY_A_STEP),
    ("UPDATE lis_record SET ref = 'LAN-77.7' WHERE id = %s", NOT_YOURS),
    ("UPDATE lis_record SET uid = gen_random_uuid() WHERE id = %s", NOT_YOURS),
    ("UPDATE lis_record SET kind = 'paper' WHERE id = %s", NOT_YOURS),
    ("UPDATE lis_record SET root_id = id WHERE id = %s", NOT_YOURS),
    ("UPDATE lis_record SET area_id = NULL WHERE id = %s", NOT_YOURS),
    ("DELETE FROM lis_record WHERE id = %s", NOT_YOURS),
    ("UPDATE lis_event SET at = now() WHERE record_id = %s", NOT_YOURS),
    ("UPDATE lis_event SET body = NULL, salt = NULL WHERE record_id = %s", NOT_YOURS),
    ("DELETE FROM lis_event WHERE record_id = %s", NOT_YOURS),
    ("UPDATE lis_version SET body = '{}' WHERE record_id = %s", NOT_YOURS),
    ("DELETE FROM lis_version WHERE record_id = %s", NOT_YOURS),
    ("UPDATE lis_version_authors SET user_id = user_id WHERE version_id = %s", NOT_YOURS),
    ("DELETE FROM lis_version_authors WHERE version_id <> %s", NOT_YOURS),
    ("UPDATE propositions_position SET stance = 'decline' WHERE side_id <> %s", NOT_YOURS),
    ("DELETE FROM propositions_position WHERE side_id <> %s", NOT_YOURS),
    ("UPDATE propositions_answer SET stance = 'decline' WHERE ask_id = %s", NOT_YOURS),
    ("DELETE FROM propositions_answer WHERE ask_id = %s", NOT_YOURS),
    ("DELETE FROM propositions_ask WHERE record_id = %s", NOT_YOURS),
    ("DELETE FROM lis_draft WHERE record_id = %s", NOT_YOURS),
]


@pytest.mark.django_db
def test_the_web_cannot_change_what_was_said_nor_move_a_record(answered: Ask, subtests: pytest.Subtests) -> None:
    for statement, with_words in FROM_THE_WEB:
        with subtests.test(statement):
            refuses(statement, [answered.pk], with_words=with_words)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "table", ["lis_record", "lis_event", "lis_version", "lis_version_authors", "propositions_position"]
)
def test_the_web_cannot_empty_a_ledger(table: str) -> None:
    refuses(f"TRUNCATE {table} CASCADE", with_words=NOT_YOURS)


COPY = """
    INSERT INTO lis_event (record_id, number, verb, from_status, to_status, by_service, key, input_hash, at, prev, hash,
        body, salt, digest)
    SELECT record_id, {number}, 'withdraw', to_status, '{to}', 'somebody', '', '', now(), hash, 'x', NULL, NULL, ''
    FROM lis_event WHERE record_id = %s ORDER BY number DESC LIMIT 1
"""


@pytest.mark.django_db
def test_an_event_cannot_be_put_beside_its_record(answered: Ask, subtests: pytest.Subtests) -> None:
    for number, to in [
        ("number + 1", "withdrawn"), ("number + 1", "submitted"), ("number + 2", "submitted"), ("0", "submitted"),
    ]:  # fmt: skip
        with subtests.test(f"{number}, {to}"):
            refuses(COPY.format(number=number, to=to), [answered.pk], with_words=f"{ONLY_A_STEP}|have a gap")


@pytest.mark.django_db
def test_events_have_no_gap_even_where_the_record_agrees(answered: Ask) -> None:
    statement = COPY.format(number="number + 2", to="submitted")

    refuses(
        statement + "; UPDATE lis_record SET revision = revision + 2 WHERE id = %s", [answered.pk, answered.pk],
        with_words="have a gap",
    )  # fmt: skip


@pytest.mark.django_db
def test_a_number_is_given_to_one_event(answered: Ask) -> None:
    refuses(COPY.format(number="number", to="submitted"), [answered.pk], with_words="event_number_is_unique")


@pytest.mark.django_db
def test_a_record_cannot_be_without_an_event() -> None:
    refuses(
        "INSERT INTO lis_record (uid, kind, ref, status, revision)"
        " VALUES (gen_random_uuid(), 'ask', 'LAN-99.1', 'submitted', 0)",
        with_words=ONLY_A_STEP,
    )


@pytest.mark.django_db
def test_a_record_without_a_root_is_its_own() -> None:
    made = ask()

    assert (made.record.root_id, made.proposition.record.root_id) == (made.pk, made.proposition.pk)


@pytest.mark.django_db
def test_a_step_does_not_cover_for_a_bare_change_after_it(answered: Ask) -> None:
    lead = actor("lead", of=body())

    def step_and_change() -> None:
        asks.perform("withdraw", answered, by=lead, expected=answered.revision, data={"note": "Overtaken."})
        Record.objects.filter(pk=answered.pk).update(status="submitted")

    with pytest.raises(IntegrityError, match=ONLY_A_STEP):
        committed(step_and_change)


@pytest.mark.django_db
@pytest.mark.parametrize("shadow", ["lis_record", "lis_event"])
def test_a_temporary_table_does_not_stand_in_for_the_ledger(answered: Ask, shadow: str) -> None:
    made_up = {
        "lis_record": "SELECT id, ref, 'submitted'::text AS status, revision FROM public.lis_record",
        "lis_event": "SELECT record_id, number, 'withdrawn'::text AS to_status FROM public.lis_event",
    }[shadow]

    refuses(
        f"CREATE TEMPORARY TABLE {shadow} ON COMMIT DROP AS {made_up};"
        " UPDATE public.lis_record SET status = 'withdrawn' WHERE id = %s",
        [answered.pk],
        with_words=ONLY_A_STEP,
    )


def changes(noun: Ask) -> list[Any]:
    """What somebody could try in Python, one after another."""
    record, event = noun.record, noun.record.events.last()
    version, position = noun.record.versions.get(), Position.objects.get()
    record.status, event.verb, version.body, position.stance = "withdrawn", "read", "{}", "decline"
    return [
        lambda: record.save(update_fields=["status"]),
        lambda: record.save(),
        lambda: Record.objects.filter(pk=noun.pk).update(status="withdrawn"),
        lambda: Record.objects.filter(pk=noun.pk).update(revision=9),
        lambda: Record.objects.filter(pk=noun.pk).update(ref="LAN-77.7"),
        lambda: record.delete(),
        lambda: event.save(),
        lambda: Event.objects.filter(pk=event.pk).update(verb="read"),
        lambda: event.delete(),
        lambda: Event.objects.filter(pk=event.pk)._raw_delete("default"),
        lambda: Event.objects.create(record=record, number=event.number + 1, verb="read", to_status="submitted",
                                     by_service="x", input_hash="", at=event.at, digest="", hash=""),
        lambda: version.save(),
        lambda: Version.objects.update(body="{}"),
        lambda: Version.objects.all()._raw_delete("default"),
        lambda: version.authors.clear(),
        lambda: position.save(),
        lambda: Position.objects.update(stance="decline"),
        lambda: position.delete(),
        lambda: Answer.objects.update(stance="decline"),
        lambda: Clarification.objects.all()._raw_delete("default"),
        lambda: noun.delete(),
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_orm_can_do_no_more_than_sql(answered: Ask) -> None:
    words = answered.record.versions.get().body
    tried = changes(answered)

    for change in tried:
        with pytest.raises((IntegrityError, ProgrammingError)):
            committed(change)

    assert Record.objects.values_list("status", "revision").get(pk=answered.pk) == ("submitted", answered.revision)
    assert Version.objects.get(record=answered.record).body == words
    assert Position.objects.get().stance == "support"


def test_not_even_the_owner_changes_what_was_said(fresh_database: str) -> None:
    """The tables' owner migrates; a slip of theirs in a shell is refused all the same."""
    beis = department("BEIS")
    made = submitted_ask(beis)
    open_question(made, beis)
    issued_side(made, beis)

    with databases.connected_to(fresh_database, role="owner"):
        for table in ("lis_event", "lis_version", "lis_version_authors", "propositions_position"):
            column = {"lis_version_authors": "user_id", "propositions_position": "stance"}.get(table, "record_id")
            refuses(f"UPDATE {table} SET {column} = {column}", with_words=KEPT)
            refuses(f"DELETE FROM {table}", with_words=KEPT)
        refuses("UPDATE lis_event SET body = 'other words'", with_words=KEPT)
        refuses("UPDATE lis_event SET body = NULL", with_words=KEPT)
        refuses("UPDATE lis_event SET body = NULL, salt = NULL, digest = ''", with_words=KEPT)
        for column, value in (
            ("ref", "'LAN-77.7'"), ("kind", "'paper'"), ("uid", "gen_random_uuid()"), ("root_id", "1"),
            ("area_id", "NULL"), ("id", "id + 1000000"),
        ):  # fmt: skip
            refuses(f"UPDATE lis_record SET {column} = {value} WHERE id = %s", [made.pk], with_words="never change")
        refuses("UPDATE lis_record SET status = 'withdrawn' WHERE id = %s", [made.pk], with_words=ONLY_A_STEP)
        refuses("UPDATE lis_record SET revision = 99 WHERE id = %s", [made.pk], with_words=ONLY_A_STEP)
        refuses(COPY.format(number="number + 1", to="withdrawn"), [made.pk], with_words=ONLY_A_STEP)

    with pytest.raises(IntegrityError, match=ONLY_A_STEP), transaction.atomic():
        # As the web once more, and with a true commit.
        Record.objects.filter(pk=made.pk).update(status="withdrawn")
    assert Record.objects.get(pk=made.pk).status == "submitted"
