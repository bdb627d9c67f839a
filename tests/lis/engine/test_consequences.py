"""What follows from a step: at the same moment, for the same body, all of it or nothing."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import NotNow
from lis.engine.models import Event
from lis.people.models import Membership
from propositions.asks.lifecycle import workflow as asks
from propositions.drafting.lifecycle import workflow as propositions
from propositions.sides import effects
from propositions.sides.lifecycle import workflow as sides
from propositions.sides.models import Answer
from tests.factories.asks import MANDATE, ask, cleared_side, proposition, side, submitted_ask, take
from tests.factories.people import actor, body, department, person
from tests.propositions.grids import everything

pytestmark = pytest.mark.django_db


def test_what_follows_from_a_submission_has_its_cause_its_moment_its_batch_and_its_body() -> None:
    parent = proposition()
    ask(parent, departments=(department("BEIS"),))
    ask(parent, departments=(department("BEIS"), department("DfE")))
    parent = take("ready", parent, actor("drafter", of=body()))
    lead, batch = actor("lead", of=body()), uuid.UUID(int=11)

    event = propositions.perform("submit", parent, by=lead, expected=2, data=MANDATE, batch=batch)

    following = Event.objects.filter(pk__gt=event.pk).select_related("record", "behalf", "cause__record")
    assert [(e.record.ref, e.verb, e.cause.record.ref, e.cause.verb) for e in following.order_by("pk")] == [
        ("LAN-01.1", "submit", "LAN-01", "submit"),
        ("LAN-01.1-LAN-LEP", "open", "LAN-01.1", "submit"),
        ("LAN-01.1-BEIS", "open", "LAN-01.1", "submit"),
        ("LAN-01.2", "submit", "LAN-01", "submit"),
        ("LAN-01.2-LAN-LEP", "open", "LAN-01.2", "submit"),
        ("LAN-01.2-BEIS", "open", "LAN-01.2", "submit"),
        ("LAN-01.2-DfE", "open", "LAN-01.2", "submit"),
    ]
    assert {e.at for e in following} == {event.at}
    assert {e.by_user for e in following} == {lead.user}
    assert {e.behalf.code for e in following} == {"LAN-LEP"}
    assert {e.batch for e in following} == {batch}


def test_somebody_of_two_departments_acts_for_the_one_whose_side_it_is_in_every_event() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    made = submitted_ask(beis, dfe)
    cleared = cleared_side(made, dfe)
    # BEIS comes first among the roles that they hold.
    somebody = person("clearer", of=dfe)
    Membership.objects.create(user=somebody, organisation=beis, role="clearer", from_on=dt.date(2019, 1, 1))

    event = sides.perform("issue", cleared, by=Actor.of(somebody), expected=cleared.revision)

    caused = Event.objects.filter(cause=event).select_related("record", "behalf").order_by("record__kind")
    assert [(e.record.ref, e.verb, e.behalf.code) for e in caused] == [
        ("LAN-01.1-A1", "give", "DfE"),
        ("LAN-01.1", "answer", "DfE"),
    ]
    assert Answer.objects.get().organisation == dfe


def test_a_step_whose_consequence_fails_has_not_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    beis = department("BEIS")
    department("Defra")
    made = submitted_ask(beis)
    before = everything()

    def fail(*args: object) -> None:
        raise RuntimeError("The last of many effects fails.")

    monkeypatch.setattr(effects, "tell_turn", fail)
    with pytest.raises(RuntimeError):
        sides.perform(
            "hand_on", side(made, beis), by=actor("reviewer", of=beis), expected=1,
            data={"to": ["Defra"], "note": "Theirs."},
        )  # fmt: skip

    assert everything() == before


def test_a_consequence_obeys_the_table_too() -> None:
    made = ask()
    before = everything()

    with pytest.raises(NotNow) as refused:
        asks.follow("move", made, cause=made.record.events.get(), by=actor("reviewer", of=department("BEIS")))

    assert [reason.code for reason in refused.value.reasons] == ["status"]
    assert everything() == before


def test_a_consequence_asks_nobody_whether_it_is_theirs_and_takes_the_moment_of_its_cause() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    cause = side(made, beis).record.events.get()

    with clock.at(dt.datetime(2030, 1, 1, tzinfo=dt.UTC)):
        event = asks.follow("question", made, cause=cause, by=Actor.of_service("tick"), data={"organisation": "BEIS"})

    assert (event.at, event.cause, event.behalf) == (cause.at, cause, cause.behalf)
    assert event.data == {"organisation": "BEIS"}
