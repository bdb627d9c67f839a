"""Which words of a record somebody reads: their own working copy laid over the last version that they may see."""

from __future__ import annotations

from typing import Any

import pytest

from lis.engine.actor import ANONYMOUS
from lis.engine.models import Draft
from lis.engine.reading import Words, words_of_records
from lis.engine.writing import mint
from propositions.asks.models import Ask
from tests.factories.asks import ask, proposition, submit
from tests.factories.people import actor, body, department

pytestmark = pytest.mark.django_db


def test_words_are_asked_for_by_part_and_a_missing_part_is_empty() -> None:
    words = Words({"ask": "Extend it."}, drafted={"ask": "Extend it north."})

    assert (words["ask"], words["reason"], words.number) == ("Extend it.", "", 0)
    assert words.latest == {"ask": "Extend it north."}
    with pytest.raises(KeyError):
        words["latest"]


def test_before_there_is_a_version_the_working_copy_is_all_there_is() -> None:
    made = ask()

    words = words_of_records([made.record], actor("secretary", of=body()))[made.pk]

    assert (words["ask"], words.version, words.number) == ("Can the programme cover the whole county?", None, 0)
    assert words.drafted == words.content == {"ask": "Can the programme cover the whole county?"}
    assert words_of_records([made.record], ANONYMOUS)[made.pk] == Words()


def test_a_working_copy_that_says_the_same_as_the_version_is_no_news() -> None:
    parent = proposition()
    made = ask(parent, departments=(department("BEIS"),))
    submit(parent)
    reader = actor("drafter", of=body())

    assert words_of_records([made.record], reader)[made.pk].drafted == {}

    Draft.objects.filter(record=made.record).update(body="Extend it north.")
    words = words_of_records([made.record], reader)[made.pk]
    assert words.drafted == {"ask": "Extend it north."}
    assert (words.number, words["ask"]) == (1, "Can the programme cover the whole county?")


def test_the_last_version_is_read_and_the_others_are_left(django_assert_num_queries: Any) -> None:
    made = [ask() for _ in range(3)]
    for number in range(1, 4):
        for one in made:
            mint(one.record, schema="ask/1", body={"ask": f"Version {number}."}, authors=())
    reader = actor("drafter", of=body())

    for asked in (made[:1], made):
        records = [one.record for one in Ask.objects.with_record().filter(pk__in=[one.pk for one in asked])]
        with django_assert_num_queries(3):
            found = words_of_records(records, reader)
        assert {words["ask"] for words in found.values()} == {"Version 3."}
