"""A country of asks, written for measuring: no row in it that steps would not have written."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from lis.calendar_days.days import add_working_days
from lis.engine import clock
from lis.engine.canonical import canonical, digest, words_of
from lis.engine.models import Event, Record, Turn, Version
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
from tests.rows import Rows, assert_that_the_ledger_holds, rows_about

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
    assert assert_that_the_ledger_holds() > 100


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


def rows_of(proposition: Proposition) -> Rows:
    """Every row that hangs on it or on its asks."""
    return rows_about([proposition.pk, *proposition.asks.values_list("pk", flat=True)])


@pytest.fixture(scope="module")
def printed(country: Country) -> list[Rows]:
    return [rows_of(proposition) for proposition in Proposition.objects.all()]


@pytest.mark.parametrize(
    "plan",
    [courses.PLANS[number] for number in (1, 4, 6, 9, 10, 11)],
    ids=lambda plan: " and ".join(ask.course.__name__ for ask in plan.asks),
)
def test_a_printed_proposition_has_the_same_rows_as_one_told_by_steps(
    country: Country, printed: list[Rows], plan: courses.Plan
) -> None:
    departments = sorted(body.code for body in country.departments)[:2]

    made = stories.tell_plan(Storyteller(clock.today()), country.places[0].strategy, plan, departments, "Ideas")
    do_all_work()
    # What was done is swept away after a month, as in the country.
    Job.objects.filter(state="done").delete()

    assert sum(rows_of(made).values()) > 10
    assert rows_of(made) in printed


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
