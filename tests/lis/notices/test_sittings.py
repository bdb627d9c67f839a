"""How many mails does somebody get, when, and what do they say first? And what of that which they watch?"""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.test import Client

from lis.engine import clock
from lis.engine.models import Grant
from lis.notices.models import Notice
from lis.notices.preferences import MailPreference, Watch
from lis.notices.sitting import write_digests
from tests.factories import asks
from tests.factories.jobs import do_all_work
from tests.factories.people import department, person

pytestmark = pytest.mark.django_db

TUESDAY = dt.datetime(2020, 1, 21, 10, 0, tzinfo=dt.UTC)


def at(hours: float) -> dt.datetime:
    return TUESDAY + dt.timedelta(hours=hours)


def sent_by(moment: dt.datetime) -> list[tuple[str, str]]:
    """Everything that has left when the workers have done what is due at that moment: (to, subject)."""
    with clock.at(moment):
        do_all_work()
    return [(message.to[0], message.subject) for message in mail.outbox]


def test_what_happens_in_one_sitting_comes_in_one_mail_that_says_first_that_one_must_act(settings) -> None:
    settings.MAIL_SITTING_SECONDS = 120
    beis = department()
    person("reviewer", of=beis, email="ann@beis.example")
    with clock.at(TUESDAY):
        first = asks.submitted_ask(beis)
    with clock.at(at(0.01)):
        second = asks.submitted_ask(beis)

    assert sent_by(at(0.02)) == []
    assert [one for one in sent_by(at(1)) if one[0] == "ann@beis.example"] == [
        ("ann@beis.example", "You must act: 2 things for you")
    ]

    message = next(one for one in mail.outbox if one.to == ["ann@beis.example"])
    assert message.body.index("You must act. 2 things wait for you:") < message.body.index(first.ref)
    assert f"http://127.0.0.1:8000/asks/{second.ref}/" in message.body
    states = Notice.objects.filter(person__email="ann@beis.example").values_list("state", flat=True)
    assert list(states) == ["sent", "sent"]


def test_whoever_wants_a_daily_mail_gets_one_at_their_hour_in_london(settings) -> None:
    beis = department()
    ann = person("reviewer", of=beis, email="ann@beis.example")
    MailPreference.objects.create(person=ann, how="daily", hour=9)
    with clock.at(TUESDAY):
        asks.submitted_ask(beis)
        asks.submitted_ask(beis)

    assert [one for one in sent_by(at(22.9)) if one[0] == ann.email] == []
    assert [one for one in sent_by(at(23)) if one[0] == ann.email] == [(ann.email, "You must act: 2 things for you")]


def test_in_summer_the_hour_is_londons_as_well() -> None:
    ann = person("reviewer", of=department())
    MailPreference.objects.create(person=ann, how="daily", hour=9)
    with clock.at(dt.datetime(2020, 7, 1, 10, tzinfo=dt.UTC)):
        asks.submitted_ask(department())
        leaves = ann.notices.get()

    assert leaves.state == "waiting"
    with clock.at(dt.datetime(2020, 7, 2, 7, 59, tzinfo=dt.UTC)):
        do_all_work()
        assert ann.notices.get().state == "waiting"
    with clock.at(dt.datetime(2020, 7, 2, 8, 0, tzinfo=dt.UTC)):
        do_all_work()
        assert ann.notices.get().state == "sent"


# What is watched ----------------------------------------------------------------------------------------------------


@pytest.fixture
def watched():
    """An ask that a reviewer of DfE, who is on it, watches."""
    beis, dfe = department(), department("DfE")
    with clock.at(TUESDAY):
        ask = asks.submitted_ask(beis, dfe)
        reader = person("clearer", of=dfe, email="wyn@dfe.example")
        Watch.objects.create(person=reader, record=ask.record)
        do_all_work()
    mail.outbox.clear()
    return ask, reader


def the_digest(moment: dt.datetime) -> list[str]:
    with clock.at(moment):
        write_digests()
        write_digests()
        do_all_work()
    return [message.body for message in mail.outbox if message.to == ["wyn@dfe.example"]]


def test_what_is_watched_is_told_once_a_day_with_the_way_to_stop(watched) -> None:
    ask, _ = watched
    with clock.at(at(1)):
        asks.open_question(ask, department(), "Which towns?")

    found = the_digest(at(22))

    assert len(found) == 1
    assert "You need not act." in found[0]
    assert f"{ask.ref}: Department for Business, Energy and Industrial Strategy asked the area a question" in found[0]
    assert f"http://127.0.0.1:8000/watch/ask/{ask.ref}/" in found[0]
    assert len(the_digest(at(23))) == 1
    assert len(the_digest(at(46))) == 1


def test_what_happens_inside_another_department_is_not_told(watched) -> None:
    ask, _ = watched
    with clock.at(at(1)):
        asks.drafted_side(ask, department())

    assert the_digest(at(22)) == []


def test_nobody_is_told_of_what_they_may_not_see_when_it_leaves(watched) -> None:
    ask, reader = watched
    with clock.at(at(1)):
        asks.open_question(ask, department(), "Which towns?")
    with clock.at(at(22)):
        write_digests()
        Grant.objects.filter(organisation=department("DfE")).update(ended_by=ask.record.events.latest("number"))
        do_all_work()

    assert [message for message in mail.outbox if message.to == [reader.email]] == []
    assert reader.notices.get(kind="digest").state == "failed"


def test_whoever_wants_mail_only_when_they_must_act_gets_no_digest(watched) -> None:
    ask, reader = watched
    MailPreference.objects.create(person=reader, how="must_act")
    with clock.at(at(1)):
        asks.open_question(ask, department(), "Which towns?")

    assert the_digest(at(22)) == []


def test_a_person_watches_and_stops_on_pages_and_sees_what_became_of_their_mail(watched) -> None:
    ask, reader = watched
    client = Client()
    client.force_login(reader)

    assert ask.ref in client.get("/account/mail/").content.decode()
    assert client.post(f"/watch/ask/{ask.ref}/", {"watch": "stop"}).status_code == 302
    assert not Watch.objects.exists()
    assert client.post(f"/watch/ask/{ask.ref}/", {"watch": "begin"}).status_code == 302
    assert Watch.objects.get().record == ask.record
    assert client.post("/account/mail/", {"how": "daily", "hour": "7"}).status_code == 302
    assert (reader.mail_preference.how, reader.mail_preference.hour) == ("daily", 7)

    stranger = Client()
    stranger.force_login(person("reviewer", of=department("Defra")))
    assert stranger.get(f"/watch/ask/{ask.ref}/").status_code == 404
