"""A hundred thousand responses in small: fifty, none of them with a row that sending it would not have written."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from consultations.questionnaires.models import Question
from consultations.responses.asked import asked_now
from consultations.responses.contacts import opened
from consultations.responses.forms import Sending
from consultations.responses.holding import begin
from consultations.responses.lifecycle import workflow
from consultations.responses.models import Receipt, Response
from consultations.rounds.models import Round
from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Event, Record
from lis.jobs.models import Job
from propositions.asks.models import Ask
from tests import databases
from tests.factories.jobs import do_all_work
from tests.rows import assert_that_the_ledger_holds, rows_about

PRINTED = 50
THE_PUBLIC = "the public, over the API"


@pytest.fixture(scope="module")
def round_(database_template: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[Round]:
    """The round of the larger of two areas with fifty responses, committed under the eyes of the database's guards."""
    with django_db_blocker.unblock(), databases.clone_of(database_template):
        call_command("seed_scale", areas=2, asks=0, responses=PRINTED, seed=1, stdout=io.StringIO())
        yield Round.objects.with_strategy().get()


def printed() -> list[Response]:
    return list(Response.objects.with_record().select_related("contact").order_by("pk")[:PRINTED])


def sent_as(response: Response, round_: Round, unfinished: Any = None) -> dict[str, Any]:
    """The data under which the same answers of the same person would be sent."""
    answers = {}
    for answer in response.answers.select_related("question"):
        in_words = answer.question.kind in ("text", "long_text")
        codes = [] if in_words else json.loads(answer.body)
        several = answer.question.kind == Question.Kind.MULTIPLE
        answers[f"answers.{answer.question.key}"] = answer.body if in_words else codes if several else codes[0]
    kept = (unfinished.pk, unfinished.answers) if unfinished else ()
    sending = Sending(round_, clock.now(), clock.now(), asked_now(round_), response.channel, *kept)
    names = ("capacity", "organisation_name", "represents", "publication")
    about = {name: getattr(response, name) for name in names} | opened(getattr(response, "contact", None))
    return {**about, **answers, "sending": sending}


def test_a_round_holds_as_many_responses_as_were_asked_for(round_: Round) -> None:
    found = printed()

    assert Response.objects.filter(round=round_).count() >= PRINTED
    assert len({response.ref for response in found}) == PRINTED
    assert {response.channel for response in found} == {"page", "api"}
    assert all(round_.opens_at <= response.received_at < clock.now() for response in found)
    assert not Event.objects.filter(body__contains="QZ").exists()
    assert not any("QZ" in answer.body for response in found for answer in response.answers.all())
    assert {receipt.state for receipt in Receipt.objects.filter(response__in=found)} == {"sent"}


def test_every_event_of_a_round_can_be_recomputed(round_: Round) -> None:
    assert assert_that_the_ledger_holds() > PRINTED


def test_a_printed_response_has_the_same_rows_as_the_same_one_sent_by_the_step(round_: Round) -> None:
    for response in printed()[:12]:
        if response.channel == "page":
            held = begin(round_, clock.now())
            data, by = sent_as(response, round_, held.unfinished), Actor(link=held.link)
        else:
            data, by = sent_as(response, round_), Actor.of_service(THE_PUBLIC)
        sent = workflow.create("submit", by=by, data=data, key=f"again {response.pk}")
        do_all_work()
        # What was done is swept away after a month, as it was for the printed ones.
        Job.objects.filter(state="done").delete()

        assert rows_about([sent.pk]) == rows_about([response.pk])


def test_a_printed_response_that_is_sent_again_under_its_key_is_known(round_: Round) -> None:
    for response in printed()[:12]:
        event = response.record.events.get()
        by = Actor(link=event.by_link) if event.by_link else Actor.of_service(event.by_service)

        again = workflow.create("submit", by=by, data=sent_as(response, round_), key=event.key)

        assert again.pk == response.pk
        assert again.created_by_event.repeated


def test_where_records_may_be_real_nothing_is_written(round_: Round, settings: Any) -> None:
    settings.DEMONSTRATION = False
    before = Record.objects.count()

    with pytest.raises(CommandError, match="may be real"):
        call_command("seed_scale", areas=1, asks=1, responses=1)

    assert Record.objects.count() == before
    assert not Ask.objects.exists()


@pytest.mark.parametrize(("areas", "sentence"), [(0, "a number from 1 up"), (500, "no more areas than that")])
def test_as_many_areas_are_asked_for_as_there_are(round_: Round, areas: int, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("seed_scale", areas=areas, asks=1, responses=1)
