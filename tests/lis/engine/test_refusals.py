"""How a step is refused, in which order, and that a refusal, like a trial, writes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from lis.engine.actor import ANONYMOUS
from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou, Refusal, Stale, VersionMissing
from propositions.asks.lifecycle import workflow as asks
from propositions.drafting.lifecycle import workflow as propositions
from propositions.drafting.models import Proposition
from propositions.sides.lifecycle import workflow as sides
from tests.factories.asks import ask, proposition, side, strategy, submit, submitted_ask, take
from tests.factories.people import actor, body, department
from tests.propositions.grids import everything

pytestmark = pytest.mark.django_db


def refusal(*args: Any, **kwargs: Any) -> Refusal:
    """How the step is refused; it must be, and must leave everything as it was."""
    workflow, *rest = args
    before = everything()
    with pytest.raises(Refusal) as refused:
        workflow.perform(*rest, **kwargs)
    assert everything() == before
    return refused.value


def test_refusals_come_in_one_order_each_hiding_those_after_it() -> None:
    parent = proposition()
    writer = actor("drafter", of=body())
    parent = submit(take("redraft", take("ready", parent, writer), writer))
    lead = actor("lead", of=body())
    take("withdraw", parent, lead, note="Overtaken by events.")
    parent = Proposition.objects.with_record().get(pk=parent.pk)
    # Everything is wrong at once; each line mends one thing.
    nothing: dict[str, Any] = {}
    reason = {"note": "No."}

    found = [
        refusal(propositions, "withdraw", parent, by=actor("lead", of=body("CHW-LEP")), expected=None, data=nothing),
        refusal(propositions, "withdraw", parent, by=writer, expected=None, data=nothing),
        refusal(propositions, "withdraw", parent, by=lead, expected=None, data=nothing),
        refusal(propositions, "withdraw", parent, by=lead, expected=None, data=reason),
        refusal(propositions, "withdraw", parent, by=lead, expected=2, data=reason),
        refusal(propositions, "withdraw", parent, by=lead, expected=parent.revision, data=reason),
    ]

    assert [(type(one), one.status_code) for one in found] == [
        (NotVisible, 404),
        (NotYou, 403),
        (BadInput, 400),
        (VersionMissing, 428),
        (Stale, 412),
        (NotNow, 409),
    ]
    assert [one.sentence for one in found] == [
        "There is nothing here that you can see. Check the reference, or ask whoever sent it to you.",
        "You cannot do “Withdraw”. It is for a lead of the area.",
        "There is a problem with what was sent. Correct it and send it again.",
        "Say which revision you have read: send its ETag in If-Match, or open the page again.",
        "LAN-01 has changed since you opened it. Read what is new, then decide again.",
        "LAN-01 is “Withdrawn”. This step needs “Drafting” or “Ready” or “Submitted”.",
    ]
    assert found[2].errors == {"note": ["Give a reason."]}
    assert found[4].current == parent.revision


def test_what_is_unseen_is_refused_like_what_does_not_exist() -> None:
    made = ask()
    gone = type(made)(record=type(made.record)(pk=10**9, root_id=10**9, kind="ask", ref="LAN-99.1"), pk=10**9)

    unseen = refusal(asks, "withdraw", made, by=ANONYMOUS, expected=1, data={})
    missing = refusal(asks, "withdraw", gone, by=actor("lead", of=body()), expected=1, data={})

    assert (type(unseen), unseen.sentence) == (type(missing), missing.sentence) == (NotVisible, NotVisible.sentence)


def test_not_now_names_every_reason_at_once() -> None:
    author = actor("drafter", of=body())
    parent = proposition(by=author, what="")
    ask(parent, ask="", type="", by=author)
    ask(parent, ask="Extend it.", type="", by=author)

    refused = refusal(propositions, "ready", parent, by=author, expected=1, data={})

    assert [(reason.code, reason.where) for reason in refused.reasons] == [
        ("words-missing", ""),
        ("words-missing", "LAN-01.1"),
        ("type-missing", "LAN-01.1"),
        ("type-missing", "LAN-01.2"),
        ("own-words", ""),
    ]
    assert refused.sentence == (
        "LAN-01 has no words for What yet. Write them first."
        " LAN-01.1 has no words yet. Write the ask. LAN-01.1 has no type yet. Choose the type of ask."
        " LAN-01.2 has no type yet. Choose the type of ask."
        " You wrote the last change to LAN-01 yourself. Somebody else must find it ready."
    )


def test_an_unknown_verb_is_no_refusal_but_a_mistake() -> None:
    with pytest.raises(KeyError, match="applaud"):
        asks.perform("applaud", ask(), by=actor("lead", of=body()), expected=1)


def test_a_trial_answers_what_would_be_written_and_writes_nothing() -> None:
    made = submitted_ask(department("BEIS"))
    before = everything()

    event = asks.perform(
        "withdraw", made, by=actor("lead", of=body()), expected=2, data={"note": "Overtaken."}, dry_run=True
    )

    assert (event.pk, event.number, event.verb, event.record) == (None, 3, "withdraw", made.record)
    assert everything() == before


@pytest.mark.parametrize(
    ("data", "expected", "refused_as"),
    [({}, 2, BadInput), ({"note": "No."}, None, VersionMissing), ({"note": "No."}, 1, Stale)],
)
def test_a_trial_is_refused_like_the_step_itself(data: dict, expected: int | None, refused_as: type[Refusal]) -> None:
    made = submitted_ask(department("BEIS"))

    refused = refusal(asks, "withdraw", made, by=actor("lead", of=body()), expected=expected, data=data, dry_run=True)

    assert type(refused) is refused_as


def test_a_choice_that_does_not_fit_the_state_is_refused_now_and_not_as_unknown() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    made = submitted_ask(beis, dfe)
    data = {"to": ["DfE", "Defra"], "note": "Theirs."}

    refused = refusal(sides, "hand_on", side(made, beis), by=actor("reviewer", of=beis), expected=1, data=data)

    assert type(refused) is NotNow
    assert [(reason.code, reason.where) for reason in refused.reasons] == [("has-it", "to")]
    assert refused.sentence == "DfE has LAN-01.1 already. Choose another department."


def test_a_choice_that_there_is_not_is_refused_as_input() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    data = {"to": ["NOWHERE"], "note": "Theirs."}

    refused = refusal(sides, "hand_on", side(made, beis), by=actor("reviewer", of=beis), expected=1, data=data)

    assert refused.errors == {"to": ["“NOWHERE” is not one that you can choose here. Check the reference."]}


def test_creating_with_bad_input_leaves_nothing_and_uses_up_no_number() -> None:
    ref = strategy().ref
    before = everything()

    with pytest.raises(BadInput) as refused:
        propositions.create("start", by=actor("lead", of=body()), data={"strategy": ref, "title": " "})

    assert set(refused.value.errors) == {"title"}
    assert everything() == before
    assert proposition().ref == "LAN-01"
