"""Who goes on with an ask inside a department, and who is told so?"""

from __future__ import annotations

import pytest

from lis.engine.errors import BadInput, NotYou
from lis.people.models import Membership
from propositions.asks.models import Ask
from propositions.queue.tabs import tabs_for
from tests.factories import asks
from tests.factories.people import actor, department

pytestmark = pytest.mark.django_db


def under(reader, slug: str) -> list[str]:
    tab = next(tab for tab in tabs_for(reader) if tab.slug == slug)
    return [ask.ref for ask in Ask.objects.with_record().visible_to(reader).filter(tab.where)]


def test_an_assigned_ask_is_the_turn_of_that_person_and_of_nobody_beside_them():
    beis = department()
    ask = asks.submitted_ask(beis)
    ann, ben, coordinator = actor("reviewer", of=beis), actor("reviewer", of=beis), actor("coordinator", of=beis)
    assert [under(reader, "mine") for reader in (ann, ben, coordinator)] == [[ask.ref]] * 3
    assert under(ben, "unassigned") == [ask.ref]

    side = asks.take("assign", asks.side(ask, beis), coordinator, person=ann.user.email)

    assert [under(reader, "mine") for reader in (ann, ben, coordinator)] == [[ask.ref], [], []]
    assert (under(ben, "team"), under(ben, "unassigned")) == ([ask.ref], [])
    assert side.assignee == ann.user

    asks.take("assign", side, coordinator, person="")
    assert [under(reader, "mine") for reader in (ann, ben, coordinator)] == [[ask.ref]] * 3


def test_what_waits_to_be_cleared_is_for_those_who_clear_whoever_reviewed_it():
    beis = department()
    ask = asks.submitted_ask(beis)
    ann, clearer = actor("reviewer", of=beis), actor("clearer", of=beis)
    asks.take("assign", asks.side(ask, beis), clearer, person=ann.user.email)

    asks.drafted_side(ask, beis, by=ann)

    assert (under(ann, "mine"), under(clearer, "mine")) == ([], [ask.ref])
    assert under(clearer, "unassigned") == [ask.ref]

    asks.take("send_back", asks.side(ask, beis), clearer, note="From when?")
    assert (under(ann, "mine"), under(clearer, "mine")) == ([ask.ref], [])


def test_what_was_assigned_to_somebody_who_has_left_is_the_turn_of_the_team_again():
    beis = department()
    ask = asks.submitted_ask(beis)
    ann, ben = actor("reviewer", of=beis), actor("reviewer", of=beis)
    asks.take("assign", asks.side(ask, beis), actor("coordinator", of=beis), person=ann.user.email)
    membership = Membership.objects.get(user=ann.user)

    membership.until_on = membership.from_on
    membership.save()

    assert under(ben, "mine") == [ask.ref]


def test_only_somebody_of_the_department_is_assigned_and_only_by_those_who_coordinate_or_clear():
    beis, dfe = department(), department("DfE")
    ask = asks.submitted_ask(beis, dfe)
    elsewhere, reviewer = actor("reviewer", of=dfe), actor("reviewer", of=beis)

    with pytest.raises(BadInput):
        asks.take("assign", asks.side(ask, beis), actor("coordinator", of=beis), person=elsewhere.user.email)
    with pytest.raises(NotYou):
        asks.take("assign", asks.side(ask, beis), reviewer, person=reviewer.user.email)
