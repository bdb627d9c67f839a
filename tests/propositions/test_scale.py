"""A country of asks, written for measuring: no row in it that steps would not have written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from lis.calendar_days.days import add_working_days
from lis.engine import clock
from lis.engine.canonical import canonical, digest, words_of
from lis.engine.erasable import salted_digest
from lis.engine.ledger import chain_hash, input_hash
from lis.engine.models import Event, Noun, Record, Turn, Version
from lis.engine.rights import OUR_APPS
from lis.jobs.models import Job
from lis.notices.models import Notice
from propositions.asks.models import Ask
from propositions.demonstration.scale import courses, stories
from propositions.demonstration.scale.country import Country, NotEnough
from propositions.demonstration.scale.words import ASKS, Writer
from propositions.demonstration.story import Storyteller
from propositions.drafting.models import Proposition
from tests import databases
from tests.factories.jobs import do_all_work

# What the stories are told with, and no copy of them shows.
TOKEN = "QZ"
PRINTED = 30


@pytest.fixture(scope="module")
def country(database_template: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[Country]:
    """Two areas with thirty asks in a database of their own, committed under the eyes of its guards."""
    with django_db_blocker.unblock(), databases.clone_of(database_template):
        written = Country(areas=2, seed=1)
        assert written.write_asks(PRINTED)["asks"] == PRINTED
        assert not Record.objects.filter(ref__contains=TOKEN).exists()
        assert not Version.objects.filter(words__contains=TOKEN).exists()
        assert not Event.objects.filter(body__contains=TOKEN).exists()
        assert not Notice.objects.filter(body__contains=TOKEN).exists()
        yield written


def test_a_country_holds_as_many_asks_and_areas_as_were_asked_for(country: Country) -> None:
    assert Ask.objects.count() == PRINTED
    assert [place.body.code for place in country.places] == ["BLC-LEP", "BUC-LEP"]
    assert {ask.body.code for ask in Ask.objects.select_related("proposition__body")} == {"BLC-LEP", "BUC-LEP"}


def test_every_event_of_a_country_can_be_recomputed(country: Country) -> None:
    events = Event.objects.select_related("record", "version", "behalf", "cause").order_by("record_id", "number")
    last: dict[int, Event] = {}
    for event in events:
        before = last.get(event.record_id)
        assert event.number == (before.number + 1 if before else 1)
        assert event.prev == (before.hash if before else "")
        assert event.from_status == (before.to_status if before else "")
        assert event.digest == salted_digest(event.body, event.salt)
        assert event.input_hash == salted_digest(input_hash(event.verb, event.data), event.salt)
        assert event.hash == chain_hash(event)
        last[event.record_id] = event
    for record in Record.objects.all():
        assert (record.revision, record.status) == (last[record.pk].number, last[record.pk].to_status)
    assert len(last) > 100


def test_every_version_of_a_country_is_canonical_under_its_hash(country: Country) -> None:
    versions = list(Version.objects.all())

    assert len(versions) > 20
    for version in versions:
        assert version.body == canonical(version.content)
        assert version.hash == digest(version.body)
        assert sorted(version.words.splitlines()) == sorted(words_of(version.content).splitlines())


def test_a_position_of_a_country_names_the_hash_of_the_version_that_it_is_on(country: Country) -> None:
    positions = list(Version.objects.filter(schema="position/1").select_related("position__ask_version"))

    assert positions
    assert [version.content["ask"] for version in positions] == [
        version.position.ask_version.hash for version in positions
    ]


def test_departments_of_a_country_have_twenty_working_days_from_the_day_on_which_they_receive_an_ask(
    country: Country,
) -> None:
    first = [
        turn
        for turn in Turn.objects.filter(record__kind="ask", since__verb="open").select_related("since")
        if turn.reason == "Review the ask"
    ]

    assert first
    for turn in first:
        received = turn.since.at.astimezone(clock.LONDON).date()
        assert turn.due_on == add_working_days(received, 20)


# As steps would have written it -------------------------------------------------------------------------------------

EMPTY = (None, "", [], {})
TOLD = {"verb", "from_status", "to_status", "status", "kind", "revision", "number", "role", "stance", "part", "schema",
        "weight", "since_version", "since_event", "state", "tries", "money", "everyone"}  # fmt: skip


def rows_about(proposition: Proposition) -> Counter[tuple[str, tuple[tuple[str, Any], ...]]]:
    """Every row that hangs on it or its asks: the table, what it says in codes, and which columns are filled."""
    roots = [proposition.pk, *proposition.asks.values_list("pk", flat=True)]
    records = set(Record.objects.filter(root__in=roots).values_list("pk", flat=True))
    known = {
        Version: set(Version.objects.filter(record__in=records).values_list("pk", flat=True)),
        Event: set(Event.objects.filter(record__in=records).values_list("pk", flat=True)),
    }
    found: Counter[tuple[str, tuple[tuple[str, Any], ...]]] = Counter()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in OUR_APPS:
            continue
        rows: dict[Any, models.Model] = {}
        for column in model._meta.concrete_fields:
            target = column.remote_field.model if column.remote_field else None
            keys = known.get(target)
            if target is Record or (target is not None and issubclass(target, Noun)):
                keys = records
            if keys:
                rows |= {row.pk: row for row in model._default_manager.filter(**{f"{column.name}__in": keys})}
        for row in rows.values():
            said = {column.attname: getattr(row, column.attname) for column in model._meta.concrete_fields}
            codes = [(name, value if name in TOLD else "filled") for name, value in said.items() if value not in EMPTY]
            found[model._meta.db_table, tuple(sorted(codes, key=str))] += 1
    return found


@pytest.fixture(scope="module")
def printed(country: Country) -> list[Counter[tuple[str, tuple[tuple[str, Any], ...]]]]:
    return [rows_about(proposition) for proposition in Proposition.objects.all()]


@pytest.mark.parametrize(
    "plan",
    [courses.PLANS[number] for number in (1, 4, 6, 9, 10, 11)],
    ids=lambda plan: " and ".join(ask.course.__name__ for ask in plan.asks),
)
def test_a_printed_proposition_has_the_same_rows_as_one_told_by_steps(
    country: Country, printed: list[Any], plan: courses.Plan
) -> None:
    departments = sorted(body.code for body in country.departments)[:2]

    made = stories.tell_plan(Storyteller(clock.now()), country.places[0].strategy, plan, departments, "Ideas")
    do_all_work()
    # What was done is swept away after a month, as in the country.
    Job.objects.filter(state="done").delete()

    assert sum(rows_about(made).values()) > 10
    assert rows_about(made) in printed


# Words --------------------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_words_and_another_gives_others() -> None:
    first, again, other = (Writer(Random(seed)) for seed in (7, 7, 8))

    words = [first.title(), first.why(), first.ask("data_sharing")]

    assert [again.title(), again.why(), again.ask("data_sharing")] == words
    assert [other.title(), other.why(), other.ask("data_sharing")] != words


def test_asks_are_short_enough_to_stand_in_a_mail_in_full() -> None:
    writer = Writer(Random(1))

    assert max(len(writer.ask(of_type)) for of_type in ASKS for _ in range(50)) < 300


def test_a_country_cannot_have_more_areas_than_there_are(country: Country) -> None:
    with pytest.raises(NotEnough, match="Ask for no more areas than that"):
        Country(areas=500, seed=1)
