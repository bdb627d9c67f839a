"""While somebody is away a colleague with the same role acts for them: on the list, and by mail."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from lis.engine import clock
from lis.notices.models import Notice
from lis.people.cover import Cover
from propositions.asks.models import Ask
from propositions.queue.tabs import tabs_for
from tests.factories import asks
from tests.factories.people import actor, department, person

pytestmark = pytest.mark.django_db


def mine(reader) -> list[str]:
    return [ask.ref for ask in Ask.objects.with_record().visible_to(reader).filter(tabs_for(reader)[0].where)]


def cover(away, by, first: int = -1, last: int = 1) -> Cover:
    days = [clock.today() + dt.timedelta(days=number) for number in (first, last)]
    return Cover.objects.create(person=away, covered_by=by, from_on=days[0], until_on=days[1])


@pytest.mark.parametrize(
    ("first", "last", "theirs"), [(-3, 0, True), (0, 0, True), (0, 3, True), (-3, -1, False), (1, 3, False)]
)
def test_an_assigned_ask_is_the_turn_of_whoever_covers_on_the_days_named(first: int, last: int, theirs: bool) -> None:
    beis = department()
    ask = asks.submitted_ask(beis)
    ann, ben, cat = (actor("reviewer", of=beis) for _ in range(3))
    asks.take("assign", asks.side(ask, beis), actor("coordinator", of=beis), person=ann.user.email)

    cover(ann.user, ben.user, first, last)

    assert mine(ann) == [ask.ref]
    assert mine(ben) == ([ask.ref] if theirs else [])
    assert mine(cat) == []


def test_whoever_covers_acts_only_in_a_role_of_their_own() -> None:
    beis = department()
    ask = asks.submitted_ask(beis)
    ann, ben = actor("reviewer", "clearer", of=beis), actor("reviewer", of=beis)
    asks.take("assign", asks.side(ask, beis), actor("coordinator", of=beis), person=ann.user.email)
    cover(ann.user, ben.user)
    assert mine(ben) == [ask.ref]

    asks.drafted_side(ask, beis)

    assert (mine(ann), mine(ben)) == ([ask.ref], [])


def test_mail_of_that_time_reaches_the_cover_too_and_says_for_whom() -> None:
    beis = department()
    ann = person("reviewer", of=beis, name="Ann Able", email="ann@beis.example")
    clearer = person("clearer", "reviewer", of=beis, name="Cy Clear", email="cy@beis.example")
    dee = person("clearer", of=beis, name="Dee Dean", email="dee@beis.example")
    ask = asks.submitted_ask(beis)
    cover(dee, clearer)
    before = set(Notice.objects.values_list("pk", flat=True))

    asks.drafted_side(ask, beis)

    written = Notice.objects.exclude(pk__in=before).filter(kind="your_turn")
    told = {notice.person.email: "You act for Dee Dean today." in notice.body for notice in written}
    assert told == {"cy@beis.example": True, "dee@beis.example": False}
    assert ann.email not in told


def test_a_person_names_a_colleague_with_the_same_role_and_ends_it() -> None:
    beis = department()
    ann, ben = person("reviewer", of=beis), person("reviewer", of=beis, name="Ben Bold")
    clearer = person("clearer", of=beis)
    client = Client()
    client.force_login(ann)
    day = clock.today() + dt.timedelta(days=2)
    given = {
        f"{name}_{part}": str(getattr(day, part))
        for name in ("from_on", "until_on")
        for part in ("day", "month", "year")
    }

    assert client.post("/account/cover/", {**given, "covered_by": clearer.email}).status_code == 400
    assert client.post("/account/cover/", {**given, "covered_by": ben.email}).status_code == 302
    assert list(Cover.objects.values_list("covered_by", "from_on", "until_on")) == [(ben.pk, day, day)]
    assert "Ben Bold, from" in client.get("/account/cover/").content.decode()

    other = Client()
    other.force_login(ben)
    made = Cover.objects.get()
    assert other.post("/account/cover/", {"end": str(made.pk)}).status_code == 404
    assert client.post("/account/cover/", {"end": str(made.pk)}).status_code == 302
    assert Cover.objects.get().ended_at is not None
