"""A response is taken once, while its round is open by the database's clock, and kept as it was given."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from consultations.responses.contacts import opened
from consultations.responses.lifecycle import workflow
from consultations.responses.models import Contact, GivenAnswer, Receipt, Response
from consultations.responses.references import LETTERS, new_reference
from lis.engine import clock
from lis.engine.actor import ANONYMOUS
from lis.engine.erasable import salted_digest
from lis.engine.errors import BadInput, KeyReused, NotNow, NotYou
from lis.engine.models import Event, Record
from lis.jobs.models import Job
from tests.factories.asks import take
from tests.factories.consultations import officer, open_round
from tests.factories.people import actor, body
from tests.factories.responses import ANSWERS, data_of, respond, sending

pytestmark = pytest.mark.django_db

# A summer's and a winter's midnight in London; the clocks go back between them on 25 October 2026.
OPENS = dt.datetime(2026, 10, 1, 8, tzinfo=dt.UTC)
CLOSES = dt.datetime(2026, 11, 1, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)


def test_a_response_is_kept_as_it_was_given() -> None:
    made = open_round(opens_at=OPENS, closes_at=CLOSES)
    about = {"capacity": "organisation", "organisation_name": "Wyre Cycling", "represents": "Its 80 members"}

    with clock.at(OPENS):
        sent = respond(made, publication="without_name", name="Ann Ode", email="ann@example.org", **about)

    record = Record.objects.get(pk=sent.pk)
    assert (record.kind, record.status, record.revision) == ("response", "submitted", 1)
    assert (record.root_id, record.area.code) == (made.questionnaire.pk, "LAN")
    assert sent.received_at == OPENS
    assert (sent.publication, sent.capacity, sent.channel) == ("without_name", "organisation", "api")
    assert (sent.organisation_name, sent.represents) == ("Wyre Cycling", "Its 80 members")
    assert sent.version == made.record.versions.get()
    assert dict(GivenAnswer.objects.filter(response=sent).values_list("question__key", "body")) == {
        "agree": '["agree"]', "theme": '["people"]', "ways": '["bus", "foot"]', "name": "Preston", "more": "Trams.",
    }  # fmt: skip
    event = Event.objects.get(record=record)
    assert (event.number, event.verb, event.from_status, event.to_status) == (1, "submit", "", "submitted")
    assert event.by_service == "the public, over the API"


def test_the_ledger_holds_no_word_of_a_respondent() -> None:
    sent = respond(open_round(), name="Ann Ode", email="ann@example.org")

    event = Event.objects.get(record_id=sent.pk)

    assert set(event.data) == {"round", "publication", "answers"}
    assert len(event.data["answers"]) == 64
    assert not any(word in event.body for word in ("Ann", "ann@example.org", "Trams", "Preston", "people"))


def test_names_and_addresses_lie_apart_and_sealed(settings) -> None:
    sent = respond(open_round(), name="Ann Ode", email="ann@example.org")

    contact = Contact.objects.get(response=sent)
    assert "Ann" not in contact.sealed
    assert opened(contact) == {"name": "Ann Ode", "email": "ann@example.org"}
    # A new key comes first and the old one still opens what it has sealed.
    settings.CONTACTS_KEYS = ["another secret of fifty letters", *settings.CONTACTS_KEYS]
    assert opened(contact)["name"] == "Ann Ode"


def test_whoever_gives_no_name_and_no_address_leaves_no_contact_and_gets_no_mail() -> None:
    sent = respond(open_round())

    assert not Contact.objects.exists()
    assert not Receipt.objects.exists()
    assert not Job.objects.filter(name="send_receipt").exists()
    assert opened(getattr(sent, "contact", None)) == {"name": "", "email": ""}


def test_a_receipt_and_its_job_are_written_with_the_response() -> None:
    sent = respond(open_round(), email="ann@example.org")

    receipt = Receipt.objects.get(response=sent)
    assert receipt.state == "waiting"
    assert Job.objects.get(name="send_receipt").arguments == {"receipt": receipt.pk}


@pytest.mark.parametrize(
    ("received", "outcome"),
    [
        (OPENS - SECOND, "upcoming"),
        (OPENS, "taken"),
        (CLOSES - SECOND, "taken"),
        (CLOSES - dt.timedelta(microseconds=1), "taken"),
        (CLOSES, "closed"),
        (CLOSES + SECOND, "closed"),
    ],
)
def test_a_response_is_taken_from_the_opening_to_just_before_the_closing(received: dt.datetime, outcome: str) -> None:
    made = open_round(opens_at=OPENS, closes_at=CLOSES)

    with clock.at(received):
        assert told(made) == outcome


def told(made: Any, **more: Any) -> str:
    """“taken”, or the code of the reason why not."""
    try:
        respond(made, **more)
    except NotNow as refusal:
        return refusal.reasons[0].code
    return "taken"


@pytest.mark.parametrize(
    ("began", "received", "outcome"),
    [
        (CLOSES - SECOND, CLOSES, "taken"),
        (CLOSES - SECOND, CLOSES + 10 * MINUTE - SECOND, "taken"),
        (CLOSES - SECOND, CLOSES + 10 * MINUTE, "closed"),
        (CLOSES, CLOSES + SECOND, "closed"),
    ],
)
def test_the_minutes_of_grace_are_for_those_who_began_before_the_end(
    began: dt.datetime, received: dt.datetime, outcome: str
) -> None:
    made = open_round(opens_at=OPENS, closes_at=CLOSES, grace_minutes=10)

    with clock.at(received):
        assert told(made, began_at=began) == outcome


def test_midnight_is_midnight_in_london_on_the_day_on_which_summer_time_ends() -> None:
    """The day has 25 hours: what opens as it begins closes 25 hours later, and 01:30 comes twice."""
    opens = dt.datetime(2026, 10, 25, 0, tzinfo=clock.LONDON)
    closes = dt.datetime(2026, 10, 26, 0, tzinfo=clock.LONDON)
    made = open_round(opens_at=opens, closes_at=closes)

    def at(hour: int, minute: int) -> dt.datetime:
        return dt.datetime(2026, 10, 24 + (hour < 23), hour, minute, tzinfo=dt.UTC)

    moments = [
        at(23, 0) - SECOND,
        at(23, 0),
        at(0, 30),
        at(1, 30),
        dt.datetime(2026, 10, 25, 23, 59, 59, tzinfo=dt.UTC),
    ]
    outcomes = []
    for moment in [*moments, dt.datetime(2026, 10, 26, 0, tzinfo=dt.UTC)]:
        with clock.at(moment):
            outcomes.append(told(made))

    assert outcomes == ["upcoming", "taken", "taken", "taken", "taken", "closed"]


def test_a_paused_round_takes_nothing_until_it_goes_on() -> None:
    made = open_round(opens_at=OPENS, closes_at=CLOSES, grace_minutes=10)
    with clock.at(OPENS + MINUTE):
        by = officer()
        paused = take("pause", made, by, note="A page is wrong.")
        assert told(made) == "paused"
    with clock.at(CLOSES + MINUTE):
        assert told(made, began_at=CLOSES - MINUTE) == "paused"
        assert told(made) == "closed"
    with clock.at(OPENS + 2 * MINUTE):
        take("resume", paused, by)
        assert told(made) == "taken"


def test_a_withdrawn_round_takes_nothing() -> None:
    made = open_round()
    take("withdraw", made, officer(), note="Overtaken.")

    with pytest.raises(NotNow) as refused:
        respond(made)

    assert refused.value.sentence == "This consultation was withdrawn."


def test_one_key_makes_one_response_and_says_so() -> None:
    made = open_round()

    first, again = respond(made, key="k"), respond(made, key="k")

    assert (first.created_by_event.repeated, again.created_by_event.repeated) == (False, True)
    assert again.ref == first.ref
    assert Response.objects.get().ref == first.ref


def test_an_acknowledged_response_has_its_reference_after_the_end_as_well() -> None:
    made = open_round(opens_at=OPENS, closes_at=CLOSES)
    with clock.at(CLOSES - SECOND):
        first = respond(made, key="k")

    with clock.at(CLOSES + MINUTE):
        again = respond(made, key="k")

    assert again.ref == first.ref
    assert again.received_at == CLOSES - SECOND


@pytest.mark.parametrize(
    "other", [{"answers": {**ANSWERS, "more": "Trains."}}, {"publication": "not_published"}, {"name": "Ann"}]
)
def test_other_words_under_the_same_key_are_refused(other: dict[str, Any]) -> None:
    made = open_round()
    respond(made, key="k")

    with pytest.raises(KeyReused):
        respond(made, key="k", **other)

    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "about", "errors"),
    [
        ({}, {}, {"answers.agree": ["Answer the question “Do you agree with the themes?”"]}),
        (
            {"agree": "never"}, {},
            {"answers.agree": ["“never” is not one of the answers to “Do you agree with the themes?”."]},
        ),
        (
            {"agree": "agree", "ways": ["bus", "boat"]}, {},
            {"answers.ways": ["“boat” is not one of the answers to “How do you travel to work?”."]},
        ),
        (
            {"agree": "agree", "name": "x" * 501}, {},
            {"answers.name": [
                "Your answer to “Which town do you live in?” is 501 characters long. Shorten it to 500 or fewer."
            ]},
        ),
        (ANSWERS, {"publication": ""}, {"publication": ["Choose what may be published of your response."]}),
        (
            ANSWERS, {"capacity": "organisation"},
            {"organisation_name": ["Write the name of the organisation that you answer for."]},
        ),
        (
            ANSWERS, {"organisation_name": "Wyre Cycling"},
            {"capacity": ["You wrote about an organisation. Choose to answer for it, or clear its fields."]},
        ),
        (ANSWERS, {"email": "ann@"}, {"email": ["Write the e-mail address in full, like name@example.com."]}),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_field_by_field(answers: dict, about: dict, errors: dict) -> None:
    with pytest.raises(BadInput) as refused:
        respond(open_round(), answers, **about)

    assert refused.value.errors == errors
    assert not Response.objects.exists()


def test_a_response_without_any_answer_is_refused() -> None:
    made = open_round(questions=[("more", "long_text", "What have we missed?", (), False)])

    with pytest.raises(BadInput) as refused:
        respond(made, {"more": " \r\n "})

    assert refused.value.errors == {"": ["You have not answered any question yet. Answer at least one."]}


def test_what_the_database_could_not_keep_is_left_out_of_an_answer() -> None:
    sent = respond(open_round(), {"agree": "agree", "more": "One\r\nTwo\x00\ud800 three"})

    assert GivenAnswer.objects.get(response=sent, question__key="more").body == "One\nTwo three"


def test_somebody_who_is_nobody_sends_nothing() -> None:
    made = open_round()

    with pytest.raises(NotYou):
        respond(made, by=ANONYMOUS)


def test_references_are_easy_to_read_out_and_are_no_series() -> None:
    found = {new_reference() for _ in range(2000)}

    assert len(found) == 2000
    for ref in found:
        first, *groups = ref.split("-")
        assert first == "R"
        assert [len(group) for group in groups] == [4, 4]
        assert set("".join(groups)) <= set(LETTERS)
    assert not set("01OILBSZAEU") & set(LETTERS)


# The database itself -------------------------------------------------------------------------------------------------


def test_an_answer_is_neither_changed_nor_deleted() -> None:
    answer = respond(open_round()).answers.first()

    for statement in ("update consultations_givenanswer set body = 'x'", "delete from consultations_givenanswer"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{statement} where id = %s", [answer.pk])


def test_an_answer_can_lose_its_words_and_keeps_their_mark() -> None:
    answer = respond(open_round()).answers.get(question__key="more")
    salt = answer.salt

    with connection.cursor() as cursor:
        cursor.execute("select erase_words('consultations_givenanswer', %s)", [answer.pk])
        assert cursor.fetchone() == (True,)

    answer.refresh_from_db()
    assert (answer.body, answer.salt) == (None, None)
    assert answer.digest == salted_digest("Trams.", salt)


def test_the_owner_of_the_tables_cannot_change_an_answer_either() -> None:
    """The web role has no right to; whoever has is stopped by the trigger, but for erasing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgname, tgargs from pg_trigger where tgrelid = 'consultations_givenanswer'::regclass"
            " and not tgisinternal"
        )
        assert [(name, bytes(given)) for name, given in cursor.fetchall()] == [("given_answer_frozen", b"erasable\0")]


def test_two_answers_to_one_question_are_refused() -> None:
    answer = respond(open_round()).answers.first()

    twice = GivenAnswer(response_id=answer.response_id, question_id=answer.question_id)
    twice.seal("more")

    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()


# What it costs -------------------------------------------------------------------------------------------------------


def test_a_response_takes_few_statements_however_many_questions_there_are(django_assert_num_queries) -> None:
    made = open_round()
    arrived = sending(made)
    data, by = data_of(arrived, name="Ann", email="ann@example.org"), actor("lead", of=body())

    # Two of them are the beginning and the end of the transaction.
    with django_assert_num_queries(13) as asked:
        workflow.create("submit", by=by, data=data, key="k")

    assert [query["sql"].split()[0] for query in asked.captured_queries] == [
        "SAVEPOINT", "SELECT", "SELECT", "SELECT", *["INSERT"] * 3, "SELECT", *["INSERT"] * 4, "RELEASE",
    ]  # fmt: skip

    assert json.loads(GivenAnswer.objects.get(question__key="ways").body) == ["bus", "foot"]
