"""The next number of a series: one after another under each prefix, and none given out twice."""

from __future__ import annotations

import pytest
from django.db import transaction

from lis.engine.models import Counter
from tests.factories.asks import ask, proposition, take
from tests.factories.people import actor, body

pytestmark = pytest.mark.django_db


def test_each_prefix_counts_for_itself_from_one() -> None:
    assert [Counter.next("LAN"), Counter.next("LAN"), Counter.next("CHW"), Counter.next("LAN")] == [1, 2, 1, 3]
    assert str(Counter.objects.get(pk="LAN")) == "LAN: 3"


def test_a_number_of_what_never_came_to_be_was_never_given_out() -> None:
    assert Counter.next("LAN") == 1

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Counter.next("LAN") / 0

    assert Counter.next("LAN") == 2


def test_the_number_of_what_was_withdrawn_is_not_used_again() -> None:
    parent = proposition()
    first = ask(parent)
    take("withdraw", first, actor("lead", of=body()), note="Another ask says it.")

    second = ask(parent)
    take("withdraw", parent, actor("lead", of=body()), note="Overtaken by events.")

    assert (first.ref, second.ref, proposition().ref) == ("LAN-01.1", "LAN-01.2", "LAN-02")
