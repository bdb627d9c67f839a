"""What may an actor see: an open grant on the record, or on its root for the kinds that inherit; nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lis.engine import clock
from lis.engine.actor import ANONYMOUS, Actor
from lis.engine.models import Grant, Record
from lis.engine.reading import words_of_records
from lis.engine.standing import end_grants, grant
from lis.engine.steps import Act
from lis.engine.visibility import readable_events, readable_versions, reading_since, visible_records
from lis.engine.writing import mint
from lis.people.models import Membership
from propositions.asks.models import Ask
from propositions.sides.models import Clarification, Side
from tests.factories.asks import ask, open_question, side, submitted_ask
from tests.factories.people import actor, body, department, person, superuser

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2020, 2, 3, 12, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def give(noun: Any, **fields: Any) -> Grant:
    """A grant as a step would write it."""
    event = noun.record.events.order_by("-number").first()
    return Grant.objects.create(record=noun.record, given_by=event, **{"from_at": NOON, **fields})


def sees(actor: Actor, noun: Any, at: dt.datetime | None = None) -> bool:
    """Whether the two ways of asking say so: they must never differ."""
    by_noun = type(noun).objects.visible_to(actor, at).filter(pk=noun.pk).exists()
    assert by_noun == visible_records(Record.objects.filter(pk=noun.pk), actor, at).exists()
    return by_noun


def test_a_draft_is_seen_by_its_body_and_by_nobody_else() -> None:
    made = ask()

    assert sees(actor("secretary", of=body()), made)
    for stranger in (ANONYMOUS, Actor.of(superuser()), actor("lead", of=body("CHW-LEP")), Actor.of_service("tick")):
        assert not sees(stranger, made)


def test_a_grant_on_the_root_opens_the_parts_that_inherit_and_no_others() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    made = submitted_ask(beis, dfe)
    question = open_question(made, beis)
    reader = actor("reviewer", of=dfe)

    assert sees(reader, made)
    assert sees(reader, question)
    assert not sees(reader, side(made, beis))
    assert sees(reader, side(made, dfe))


def test_a_grant_on_a_part_opens_that_part_and_not_its_root() -> None:
    beis = department("BEIS")
    question = open_question(submitted_ask(beis), beis)
    give(question, organisation=department("Defra"))
    reader = actor("reviewer", of=department("Defra"))

    assert sees(reader, question)
    assert not sees(reader, question.ask)
    assert Clarification.objects.visible_to(reader).count() == 1
    assert Side.objects.visible_to(reader).count() == 0


def test_a_grant_with_an_embargo_opens_at_its_moment_and_not_a_second_before() -> None:
    made = ask()
    give(made, organisation=department("BEIS"), from_at=NOON)
    reader = actor("reviewer", of=department("BEIS"))

    assert [sees(reader, made, NOON - SECOND), sees(reader, made, NOON), sees(reader, made, NOON + SECOND)] == [
        False, True, True,
    ]  # fmt: skip


def test_a_grant_with_an_end_closes_at_its_moment() -> None:
    made = ask()
    give(made, organisation=department("BEIS"), from_at=NOON - SECOND, until=NOON)
    reader = actor("reviewer", of=department("BEIS"))

    assert [sees(reader, made, NOON - SECOND), sees(reader, made, NOON)] == [True, False]


def test_the_moment_of_the_clock_counts_where_none_is_named() -> None:
    made = ask()
    give(made, organisation=department("BEIS"), from_at=NOON)
    somebody = person("reviewer", of=department("BEIS"))

    with clock.at(NOON - SECOND):
        assert not sees(Actor.of(somebody), made)
    with clock.at(NOON):
        assert sees(Actor.of(somebody), made)


def test_a_grant_that_was_ended_is_closed() -> None:
    made = ask()
    given = give(made, organisation=department("BEIS"))
    reader = actor("reviewer", of=department("BEIS"))
    assert sees(reader, made)

    given.ended_by = given.given_by
    given.save(update_fields=["ended_by"])

    assert not sees(reader, made)


def test_a_grant_to_a_role_is_for_that_role_in_that_organisation() -> None:
    made, beis, dfe = ask(), department("BEIS"), department("DfE")
    give(made, organisation=beis, role="clearer")
    both = person("reviewer", of=beis)
    Membership.objects.create(user=both, organisation=dfe, role="clearer", from_on=dt.date(2019, 1, 1))

    assert sees(actor("clearer", of=beis), made)
    assert not sees(actor("reviewer", of=beis), made)
    assert not sees(actor("clearer", of=dfe), made)
    assert not sees(Actor.of(both), made)


def test_a_grant_to_everyone_is_for_people_without_an_account_too() -> None:
    made = ask()
    give(made, everyone=True)

    for anybody in (ANONYMOUS, Actor.of(superuser()), actor("reviewer", of=department("DfE"))):
        assert sees(anybody, made)
        assert Ask.objects.visible_to(anybody).count() == 1


def test_a_membership_that_is_over_shows_nothing() -> None:
    made, somebody = ask(), person()
    Membership.objects.create(
        user=somebody, organisation=body(), role="lead", from_on=dt.date(2019, 1, 1), until_on=dt.date(2020, 1, 1)
    )

    assert not sees(Actor.of(somebody), made)


def three_versions(made: Ask) -> None:
    for words in ("One.", "Two.", "Three."):
        mint(made.record, schema="ask/1", body={"ask": words}, authors=())


def test_a_reader_reads_from_the_granted_version_and_event_on() -> None:
    made = submitted_ask(department("BEIS"))
    three_versions(made)
    give(made, organisation=department("Defra"), since_version=3, since_event=2)
    reader = actor("reviewer", of=department("Defra"))

    assert reading_since(made.record, reader) == (3, 2)
    assert [version.number for version in readable_versions(made.record, reader)] == [3, 4]
    assert [event.number for event in readable_events(made.record, reader)] == [2]
    assert [version.number for version in readable_versions(made.record, actor("lead", of=body()))] == [1, 2, 3, 4]
    assert [event.number for event in readable_events(made.record, actor("lead", of=body()))] == [1, 2]


def test_a_version_before_the_grant_is_not_read_even_where_it_is_the_last() -> None:
    made = submitted_ask(department("BEIS"))
    give(made, organisation=department("Defra"), since_version=2, since_event=3)
    reader = actor("reviewer", of=department("Defra"))

    assert words_of_records([made.record], reader)[made.pk].content == {}
    assert list(readable_versions(made.record, reader)) == []
    assert list(readable_events(made.record, reader)) == []


def test_of_two_grants_the_one_that_shows_more_counts() -> None:
    made = ask()
    three_versions(made)
    give(made, organisation=department("BEIS"), since_version=3, since_event=9)
    give(made, organisation=department("BEIS"), since_version=2, since_event=1, role="clearer")

    assert reading_since(made.record, actor("clearer", of=department("BEIS"))) == (2, 1)
    assert reading_since(made.record, actor("reviewer", of=department("BEIS"))) == (3, 9)


def test_a_part_seen_through_its_root_is_read_from_its_beginning() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    question = open_question(submitted_ask(beis, dfe), beis)
    reader = actor("reviewer", of=dfe)

    assert reading_since(question.ask.record, reader) == (1, 2)
    assert reading_since(question.record, reader) == (0, 0)
    assert [event.number for event in readable_events(question.record, reader)] == [1]


def test_nothing_of_an_unseen_record_is_read() -> None:
    made = submitted_ask(department("BEIS"))

    for stranger in (ANONYMOUS, actor("reviewer", of=department("Defra"))):
        assert reading_since(made.record, stranger) is None
        assert not readable_versions(made.record, stranger).exists()
        assert not readable_events(made.record, stranger).exists()


def act_on(noun: Any, at: dt.datetime = NOON) -> Act:
    """A step in the midst of being taken, whose event is the noun's last."""
    event = noun.record.events.order_by("-number").first()
    return Act(None, None, noun, Actor.of(event.by_user), {}, at, event=event)


def test_a_grant_that_shows_as_much_already_is_not_given_twice() -> None:
    made, beis = ask(), department("BEIS")

    first = grant(act_on(made), made.record, beis, since_version=2, since_event=2)
    same = grant(act_on(made), made.record, beis, since_version=2, since_event=3)
    more = grant(act_on(made), made.record, beis, since_version=1, since_event=2)

    assert same == first
    assert more != first
    assert first.given_by == made.record.events.get(number=1)


def test_taking_back_ends_what_is_open_and_what_would_open_later() -> None:
    made, beis = ask(), department("BEIS")
    grant(act_on(made), made.record, beis)
    give(made, organisation=beis, from_at=NOON + dt.timedelta(days=7))
    give(made, organisation=beis, from_at=NOON - 2 * SECOND, until=NOON - SECOND)
    grant(act_on(made), made.record, department("DfE"))

    ended = end_grants(act_on(made), made.record, beis)

    assert ended == 2
    reader = actor("reviewer", of=beis)
    assert not sees(reader, made, NOON + SECOND)
    assert not sees(reader, made, NOON + dt.timedelta(days=8))
    assert sees(actor("reviewer", of=department("DfE")), made, NOON + SECOND)
