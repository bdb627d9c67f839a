"""How alike two asks are: the same figure as PostgreSQL's, groups in a fixed order, phrases that are shared."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from propositions.clusters.likeness import Prints, groups, pairs, shared_phrases, trigrams

HUB = "Can the Careers Hub cover the whole county?"
HUB_TOO = "Can our Careers Hub cover the whole city region?"
SHIP = "Will the Navy lend us a ship?"


@pytest.mark.django_db
@pytest.mark.parametrize(("one", "other"), [(HUB, HUB_TOO), (HUB, SHIP), ("a", "a"), ("", "a"), ("Straße 5G", "5g!")])
def test_trigrams_are_those_of_the_database(one: str, other: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT show_trgm(%s), similarity(%s, %s)", [one, one, other])
        theirs, similarity = cursor.fetchone()

    shared, every = trigrams(one) & trigrams(other), trigrams(one) | trigrams(other)
    assert len(trigrams(one)) == len(theirs)
    assert (len(shared) / len(every) if every else 0) == pytest.approx(similarity, abs=1e-6)


def test_likeness_is_the_greater_of_trigrams_and_telling_words() -> None:
    prints = Prints({1: HUB, 2: HUB_TOO, 3: SHIP, 4: HUB})

    assert prints.alike(1, 4) == 100
    assert prints.alike(1, 2) == prints.alike(2, 1) == 62
    assert prints.alike(1, 3) < 20


def test_groups_hold_what_is_like_one_of_them_from_more_than_one_place() -> None:
    texts = {1: HUB, 2: HUB_TOO, 3: SHIP, 4: HUB}

    found = groups(texts, 60)
    apart = groups(texts, 60, apart={1: "LAN", 2: "LAN", 3: "CHW", 4: "LAN"})

    assert [(group.leader, group.members) for group in found] == [(1, {2: 62, 4: 100})]
    assert apart == []
    assert pairs(texts, 60) == {(1, 2): 62, (1, 4): 100, (2, 4): 62}


def test_shared_phrases_are_the_longest_runs_of_telling_words() -> None:
    assert shared_phrases([HUB, HUB_TOO]) == ["careers hub cover the whole"]
    assert shared_phrases([HUB, SHIP]) == []
    assert shared_phrases([HUB]) == []


@given(st.dictionaries(st.integers(1, 50), st.text(max_size=40), max_size=12), st.integers(40, 90))
def test_each_ask_stands_in_one_group_at_most(texts: dict[int, str], least: int) -> None:
    found = groups(texts, least)

    keys = [key for group in found for key in (group.leader, *group.members)]
    assert len(keys) == len(set(keys))
    assert all(per_cent >= least for group in found for per_cent in group.members.values())
