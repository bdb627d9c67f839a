"""A deferred ask comes back on its date by a job of its own, once, and only if nobody has moved it before."""

from __future__ import annotations

import datetime as dt

import pytest

from lis.engine import clock
from lis.jobs.models import Job
from propositions.asks.models import Ask
from tests.factories.asks import take
from tests.factories.jobs import do_all_work
from tests.factories.people import actor, body, department
from tests.factories.wordings import deferred_ask

pytestmark = pytest.mark.django_db

BEFORE = dt.datetime(2031, 5, 2, 22, 59, tzinfo=dt.UTC)
# In London it is midnight.
MORNING = dt.datetime(2031, 5, 2, 23, 0, tzinfo=dt.UTC)


def status_of(ask: Ask) -> str:
    return Ask.objects.with_record().get(pk=ask.pk).status


def test_a_deferred_ask_comes_back_at_midnight_in_london_and_not_a_minute_before() -> None:
    ask = deferred_ask("2031-05-03")
    assert Job.objects.get(name="bring_back_ask").due_at == MORNING

    with clock.at(BEFORE):
        do_all_work()
    assert status_of(ask) == "deferred"
    with clock.at(MORNING):
        do_all_work()

    assert status_of(ask) == "submitted"
    event = ask.record.events.latest("number")
    assert (event.verb, event.by_service, event.at) == ("come_back", "The calendar", MORNING)
    assert (event.cause, event.behalf.code) == (ask.record.events.get(verb="defer"), "BEIS")
    assert ask.sides.get(role="lead").record.status == "ours"


def test_an_ask_that_was_reopened_before_its_date_is_left_alone_on_it() -> None:
    ask = deferred_ask("2031-05-03")
    take("propose_reopening", ask, actor("lead", of=body()), note="There is money.")
    take("reopen", ask, actor("clearer", of=department("BEIS")), note="There is.")
    before = ask.record.events.count()

    with clock.at(MORNING):
        do_all_work()

    assert ask.record.events.count() == before
    assert status_of(ask) == "submitted"


def test_a_reply_to_the_decision_does_not_keep_it_from_coming_back() -> None:
    ask = deferred_ask("2031-05-03")
    take("respond", ask, actor("lead", of=body()), note="We shall be ready.")

    with clock.at(MORNING):
        do_all_work()
        do_all_work()

    assert [event.verb for event in ask.record.events.order_by("-number")[:2]] == ["come_back", "respond"]
