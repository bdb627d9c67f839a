"""Many at once: one form is one response, and the closing second parts responses by when they were received."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import Counter
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from consultations.responses.models import GivenAnswer, Receipt, Response
from lis.engine import clock
from lis.engine.models import Event, Record
from tests.at_once import at_once
from tests.factories.asks import take
from tests.factories.consultations import officer, open_round
from tests.factories.jobs import do_all_work
from tests.factories.responses import ANSWERS, respond
from tests.lis.doors.api.client import api

from .browsing import Respondent, ref_of

TWO_HUNDRED = 200
BODY = {"answers": ANSWERS, "publication": "in_full"}


@pytest.fixture(autouse=True)
def uncounted(settings):
    settings.API_CALLS_A_MINUTE = (100_000, 100_000)
    cache.clear()


def test_two_hundred_posts_of_one_form_are_one_response_one_reference_and_one_mail(fresh_database: str) -> None:
    respondent = Respondent(open_round()).filled(name="Ann Ode", email="ann@example.org")
    hidden, cookies = respondent.hidden("check/"), respondent.client.cookies

    def press() -> Any:
        client = Client()
        client.cookies = cookies
        return client.post(f"{respondent.place}check/", hidden)

    answers = at_once([press] * TWO_HUNDRED)

    assert Counter(answer.status_code for answer in answers) == {302: TWO_HUNDRED}
    assert {ref_of(answer) for answer in answers} == {Response.objects.with_record().get().ref}
    assert GivenAnswer.objects.count() == len(ANSWERS)
    assert Receipt.objects.count() == Event.objects.filter(verb="submit", record__kind="response").count() == 1
    do_all_work()
    assert [message.to for message in mail.outbox] == [["ann@example.org"]]


def test_one_key_of_a_program_that_calls_fifty_times_at_once_is_one_response(fresh_database: str) -> None:
    open_round()

    answers = at_once([lambda: api().post("/api/v1/rounds/LAN-R01/responses/", BODY, idempotency_key="k")] * 50)

    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 49}
    assert {answer.json()["ref"] for answer in answers} == {Response.objects.with_record().get().ref}


def test_four_hundred_posts_across_the_closing_are_taken_or_refused_by_when_they_were_received(
    fresh_database: str,
) -> None:
    closes = clock.database_now() + dt.timedelta(seconds=5)
    open_round(closes_at=closes)
    posts, people = 400, 40
    ahead = (closes - clock.database_now()).total_seconds()
    at_closing = time.monotonic() + ahead

    def send(person: int) -> list[Any]:
        answers = []
        for number in range(person, posts, people):
            # From a second before the closing to a second after it, evenly.
            time.sleep(max(0, at_closing - 1 + 2 * number / posts - time.monotonic()))
            answers.append(api().post("/api/v1/rounds/LAN-R01/responses/", BODY, idempotency_key=f"k{number}"))
        return answers

    answers = [answer for found in at_once([lambda one=one: send(one) for one in range(people)]) for answer in found]

    taken = {one.json()["ref"]: one.json()["received_at"] for one in answers if one.status_code == 201}
    refused = [one.json()["received_at"] for one in answers if one.status_code == 409]
    assert len(taken) + len(refused) == posts
    assert len(taken) > 20
    assert len(refused) > 20
    assert max(map(dt.datetime.fromisoformat, taken.values())) < closes
    assert min(map(dt.datetime.fromisoformat, refused)) >= closes
    stored = dict(Response.objects.values_list("record__ref", "received_at"))
    assert stored == {ref: dt.datetime.fromisoformat(at) for ref, at in taken.items()}


def test_responses_do_not_wait_for_each_other_and_a_pause_waits_for_those_before_it(fresh_database: str) -> None:
    made = open_round()
    first_is_in, second_is_done, by = threading.Event(), threading.Event(), officer()

    def first() -> Any:
        with transaction.atomic():
            sent = respond(made, key="first")
            first_is_in.set()
            assert second_is_done.wait(timeout=60), "the second waited for the first"
            time.sleep(0.2)
        return sent

    def second() -> Any:
        first_is_in.wait(timeout=60)
        sent = respond(made, key="second")
        second_is_done.set()
        return sent

    def pause() -> Any:
        second_is_done.wait(timeout=60)
        with connection.cursor() as cursor:
            cursor.execute("set lock_timeout = '60s'")
        take("pause", made, by, note="A page is wrong.")
        return Event.objects.get(record=made.record, verb="pause")

    answers = at_once([first, second, pause])

    assert {answer.ref for answer in answers[:2]} == set(Response.objects.values_list("record__ref", flat=True))
    assert answers[2].pk > max(Event.objects.filter(record__kind="response").values_list("pk", flat=True))


def test_whatever_is_taken_while_a_round_is_paused_came_before_the_pause(fresh_database: str) -> None:
    made, by = open_round(), officer()
    acts = [lambda number=number: respond(made, key=f"k{number}") for number in range(40)]
    acts.insert(20, lambda: take("pause", made, by, note="A page is wrong."))

    answers = at_once(acts)

    told = Counter(type(answer).__name__ for answer in answers)
    assert told["Round"] == 1
    assert told["Response"] + told["NotNow"] == 40
    assert Response.objects.count() == told["Response"]
    paused = Event.objects.get(record=made.record, verb="pause")
    assert all(event.pk < paused.pk for event in Event.objects.filter(record__kind="response"))
    assert Record.objects.get(pk=made.pk).status == "paused"
