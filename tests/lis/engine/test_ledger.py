"""The ledger: events in a chain that anybody can recompute, and that stays whole when personal words are erased."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid

import pytest
from django.db import Error, connection, transaction

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import Stale
from lis.engine.ledger import chain_hash
from lis.engine.models import Event, Remark
from lis.people.models import User
from propositions.asks.lifecycle import workflow as asks
from propositions.asks.models import Ask
from tests.factories.asks import ask, issued_side, open_question, submitted_ask, take
from tests.factories.people import actor, body, department

pytestmark = pytest.mark.django_db

MOMENT = dt.datetime(2020, 2, 3, 9, 30, 15, tzinfo=dt.UTC)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_hash_of_an_event_is_that_of_this_text() -> None:
    with clock.at(MOMENT):
        made, lead = ask(), actor("lead", of=body())
        asks.perform("withdraw", made, by=lead, expected=1, data={"note": "Überholt – “overtaken”."})

    first, event = made.record.events.order_by("number")
    words = sha256(f'{event.salt}\n{{"note": "Überholt – “overtaken”."}}')
    given = sha256('{"given":{"note":"Überholt – “overtaken”."},"verb":"withdraw"}')
    came_with = sha256(f"{event.salt}\n{given}")
    text = (
        '{"at":"2020-02-03T09:30:15+00:00","batch":"","behalf":"LAN-LEP"'
        f',"by":"user:{lead.user.pk}","cause":"","delegation":"","from":"draft"'
        f',"input":"{came_with}","number":2,"prev":"{first.hash}","record":"{made.record.uid}","to":"withdrawn"'
        f',"verb":"withdraw","version":"","words":"{words}"}}'
    )
    assert event.digest == words
    assert event.input_hash == came_with
    assert event.hash == sha256(text)


def test_an_event_names_the_hash_of_its_version_its_cause_and_the_event_before() -> None:
    made = submitted_ask(department("BEIS"))

    event = made.record.events.select_related("version", "cause").get(verb="submit")

    assert event.version == made.record.versions.get()
    assert event.cause.verb == "submit"
    assert event.cause.record == made.proposition.record
    assert event.prev == made.record.events.get(number=1).hash
    assert chain_hash(event) == event.hash
    event.cause = None
    assert chain_hash(event) != event.hash


def test_every_chain_of_the_main_job_can_be_recomputed() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    take("answer", open_question(made, beis), actor("drafter", of=body()), answer="All fourteen.")
    issued_side(made, beis)

    last: dict[int, str] = {}
    numbers: dict[int, int] = {}
    for event in Event.objects.select_related("record", "version", "behalf", "cause").order_by("record", "number"):
        assert event.prev == last.get(event.record_id, "")
        assert event.number == numbers.get(event.record_id, 0) + 1
        assert chain_hash(event) == event.hash
        last[event.record_id], numbers[event.record_id] = event.hash, event.number
    assert len(last) == 7  # strategy, proposition, ask, two sides, question, answer


def test_what_was_given_is_kept_in_words_and_the_form_of_the_input_does_not_matter() -> None:
    made = ask()
    event = asks.perform(
        "withdraw", made, by=actor("lead", of=body()), expected=1, data={"note": "One\r\ntwo\x01"},
        batch=uuid.UUID(int=7),
    )  # fmt: skip

    event.refresh_from_db()
    assert json.loads(event.body) == {"note": "One\ntwo"}
    assert (event.note, event.data) == ("One\ntwo", {"note": "One\ntwo"})
    assert event.batch == uuid.UUID(int=7)


def test_equal_words_leave_unequal_digests_so_that_no_guess_can_be_proved_once_they_are_erased() -> None:
    lead = actor("lead", of=body())
    first, second = (
        asks.perform("withdraw", ask(), by=lead, expected=1, data={"note": "Overtaken."}) for _ in range(2)
    )

    assert first.data == second.data == {"note": "Overtaken."}
    assert first.input_hash != second.input_hash
    assert first.digest != second.digest
    assert first.salt != second.salt


def erase(table: str, pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_words(%s, %s)", [table, pk])
        return cursor.fetchone()[0]


def test_erasing_takes_the_words_and_leaves_a_tombstone_in_a_whole_chain() -> None:
    made = submitted_ask(department("BEIS"))
    take("withdraw", made, actor("lead", of=body()), note="Sam Hill asked for it.")
    before = list(made.record.events.order_by("number").values("number", "verb", "at", "digest", "input_hash", "hash"))
    event = made.record.events.get(verb="withdraw")

    assert erase("lis_event", event.pk) is True

    event = Event.objects.get(pk=event.pk)
    assert (event.body, event.salt, event.is_erased, event.data, event.note) == (None, None, True, {}, "")
    after = made.record.events.order_by("number")
    assert list(after.values("number", "verb", "at", "digest", "input_hash", "hash")) == before
    assert all(chain_hash(one) == one.hash for one in after)
    assert Ask.objects.get(pk=made.pk).status == "withdrawn"
    connection.check_constraints()


def test_a_step_whose_words_were_erased_is_known_again_by_its_key_alone() -> None:
    lead = actor("lead", of=body())
    by_key, by_words = ask(), ask()
    event = asks.perform("withdraw", by_key, by=lead, expected=1, data={"note": "Overtaken."}, key="k")
    other = asks.perform("withdraw", by_words, by=lead, expected=1, data={"note": "Overtaken."})
    erase("lis_event", event.pk)
    erase("lis_event", other.pk)

    again = asks.perform("withdraw", by_key, by=lead, expected=1, data={"note": "Overtaken."}, key="k")
    with pytest.raises(Stale):
        asks.perform("withdraw", by_words, by=lead, expected=1, data={"note": "Overtaken."})

    assert (again.pk, again.repeated) == (event.pk, True)


def test_erasing_twice_or_nothing_does_no_harm() -> None:
    event = ask().record.events.get()

    assert [erase("lis_event", event.pk), erase("lis_event", event.pk), erase("lis_event", 10**9)] == [
        True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("table", ["lis_version", "lis_user", "lis_draft"])
def test_nothing_but_personal_words_can_be_erased(table: str) -> None:
    with pytest.raises(Error, match=r"Nothing in \w+ can be erased"), transaction.atomic():
        erase(table, 1)


def remark(words: str) -> Remark:
    made, author = ask(), User.objects.order_by("pk").first()
    remark = Remark(record=made.record, organisation=body(), by=author, at=MOMENT)
    remark.seal(words)
    remark.save()
    return remark


def test_the_words_of_a_remark_can_be_answered_and_erased_but_not_changed() -> None:
    noted = remark("Ask Sam first.")
    digest = noted.digest

    Remark.objects.filter(pk=noted.pk).update(answer="I did.")
    for change in ({"body": "Ask Kim first."}, {"salt": "other"}, {"digest": "x" * 64}, {"body": None, "digest": ""}):
        with pytest.raises(Error, match="can be erased, not changed"), transaction.atomic():
            Remark.objects.filter(pk=noted.pk).update(**change)

    assert erase("lis_remark", noted.pk)
    noted.refresh_from_db()
    assert (noted.body, noted.salt, noted.digest, noted.answer) == (None, None, digest, "I did.")


def test_an_event_has_exactly_one_actor() -> None:
    made, event = ask(), Event.objects.order_by("-pk").first()
    of_service = Event(
        record=made.record, number=2, verb="x", to_status="draft", input_hash="", at=MOMENT, digest="", hash="",
    )  # fmt: skip

    for columns in ({}, {"by_user": event.by_user, "by_service": "tick"}):
        for name, value in {"by_user": None, "by_service": "", **columns}.items():
            setattr(of_service, name, value)
        with pytest.raises(Error, match="event_has_one_actor"), transaction.atomic():
            of_service.save(force_insert=True)


def test_a_service_leaves_its_name_in_the_chain() -> None:
    made, service = ask(), Actor.of_service("tick")
    cause = made.record.events.get()

    event = asks.follow("withdraw", made, cause=cause, by=service, data={"note": "Overtaken."})

    assert (event.by_user, event.by_service, event.behalf.code) == (None, "tick", "LAN-LEP")
    assert '"by":"service:tick"' in canonical_text(event)
    assert chain_hash(event) == event.hash


def canonical_text(event: Event) -> str:
    """The text that is hashed, caught on its way."""
    caught: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lis.engine.ledger.digest", lambda text: caught.append(text) or "")
        chain_hash(event)
    return caught[0]
