"""Both sides turn their keys on the same words: who may, on what, and what comes of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import NotNow, NotVisible, NotYou
from lis.engine.models import Turn
from propositions.agreement.models import Key
from propositions.asks.lifecycle import workflow
from propositions.asks.models import Ask
from propositions.delivery.models import Commitment
from tests.factories.asks import ask as draft_ask
from tests.factories.asks import issued_side, open_question, proposition, side, submit, submitted_ask, take
from tests.factories.people import actor, body, department, superuser
from tests.factories.wordings import (
    EDITORIAL,
    IN_PRINCIPLE,
    WHOLE,
    agreed_ask,
    declined_ask,
    deferred_ask,
    drafted_wording,
    issued_wording,
    mandate,
    negotiated_ask,
    negotiator,
)

pytestmark = pytest.mark.django_db

PROPOSE = "Propose a wording that says who delivers, how it is measured and by when."


def again(noun: Any) -> Any:
    return type(noun).objects.with_record().get(pk=noun.pk)


def clearer() -> Actor:
    return actor("clearer", of=department("BEIS"))


def refusals(ask: Any, verb: str, by: Actor, **data: Any) -> list[tuple[str, str]]:
    """Why that step is refused now, as code and sentence."""
    with pytest.raises(NotNow) as refused:
        take(verb, ask, by, **data)
    return [(reason.code, reason.sentence) for reason in refused.value.reasons]


def open_turns(ask: Ask) -> list[tuple[str, str]]:
    found = Turn.objects.filter(record__root=ask.record, ended=None).exclude(record__kind="answer")
    return sorted(found.values_list("organisation__code", "reason"))


def verbs(ask: Ask, last: int) -> list[str]:
    return list(ask.record.events.order_by("number").values_list("verb", flat=True))[-last:]


def test_two_keys_on_one_hash_make_one_commitment_with_words_owner_measure_and_date() -> None:
    ask = negotiated_ask()
    version = ask.record.versions.get(number=2)
    ours, theirs = negotiator(), clearer()

    take("accept", ask, theirs, hash=version.hash)

    assert again(ask).status == "submitted"
    assert open_turns(ask) == [("LAN-LEP", "Accept version 2, or propose other words")]
    assert not Commitment.objects.exists()
    take("accept", ask, ours)

    ask = again(ask)
    assert ask.status == "agreed"
    assert verbs(ask, 3) == ["accept", "accept", "agree"]
    first, second, agreed = ask.record.events.order_by("-number")[:3][::-1]
    assert {event.version for event in (first, second, agreed)} == {version}
    assert (first.by_user, first.behalf.code, first.delegation) == (theirs.user, "BEIS", None)
    assert (second.by_user, second.behalf.code, second.delegation.kind) == (ours.user, "LAN-LEP", "delegation")
    assert (agreed.cause, agreed.delegation) == (second, second.delegation)
    assert [key.event for key in Key.objects.all()] == [first, second]
    assert open_turns(ask) == []
    commitment = Commitment.objects.with_record().get()
    assert (commitment.ref, commitment.status, commitment.area.code) == ("LAN-01.1-C1", "to_deliver", "LAN")
    assert (commitment.organisation.code, commitment.due_on) == ("BEIS", dt.date(2027, 3, 31))
    assert commitment.record.versions.get().content == {
        "words": "The programme covers all fourteen districts.",
        "measure": "Fourteen districts with a hub.",
        "deliver_on": "2027-03-31",
        "owner": "BEIS",
        "strategy": "LAN-LIS",
        "ask": "LAN-01.1",
        "agreed": "full",
        "version": 2,
        "hash": version.hash,
    }
    everybody = [actor("board_member", of=body()), actor("reviewer", of=department("BEIS")), actor("lead", of=body())]
    assert all(Commitment.objects.visible_to(one).exists() for one in everybody)
    assert not Commitment.objects.visible_to(actor("lead", of=body("CHW-LEP"))).exists()


@pytest.mark.parametrize(
    ("words", "status", "commitments"),
    [
        ({**WHOLE, "concludes_as": "part"}, "agreed_in_part", [("LAN-01.1-C1", "LAN-LEP")]),
        ({**WHOLE, "concludes_as": "part", "owner": "department"}, "agreed_in_part", [("LAN-01.1-C1", "BEIS")]),
        (IN_PRINCIPLE, "agreed_in_principle", []),
    ],
)
def test_a_part_makes_a_commitment_and_a_principle_keeps_its_condition_and_date(
    words: dict[str, str], status: str, commitments: list[tuple[str, str]]
) -> None:
    if commitments and commitments[0][1] == "LAN-LEP":
        words = {**words, "owner": "area"}

    ask = agreed_ask(**words)

    assert ask.status == status
    assert verbs(ask, 1) == [{"agreed_in_part": "agree_in_part"}.get(status, "agree_in_principle")]
    assert list(Commitment.objects.values_list("record__ref", "organisation__code")) == commitments
    if not commitments:
        content = ask.record.events.latest("number").version.content
        assert (content["condition"], content["deliver_on"]) == ("The spending review allows it.", "2027-06-30")


def test_words_that_do_not_say_who_how_and_when_are_accepted_by_nobody() -> None:
    beis = department("BEIS")
    ask = submitted_ask(beis)
    issued_side(ask, beis)

    assert refusals(ask, "accept", clearer()) == [
        ("terms-missing", f"Version 1 does not say who delivers, how it is measured and by when. {PROPOSE}")
    ]
    issued_wording(ask, beis, **{**WHOLE, "measure": ""})
    assert refusals(ask, "accept", negotiator()) == [
        ("terms-missing", f"Version 2 does not say how it is measured. {PROPOSE}")
    ]


def test_every_sponsor_turns_a_key_of_its_own() -> None:
    beis, cheshire = department("BEIS"), body("CHW-LEP")
    parent = proposition()
    parent.sponsors.add(cheshire)
    made = draft_ask(parent, departments=(beis,))
    submit(parent)
    issued_wording(made, beis, **WHOLE)
    issued_side(made, beis)
    take("accept", made, clearer())
    take("accept", made, negotiator())

    assert again(made).status == "submitted"
    assert open_turns(made) == [("CHW-LEP", "Accept version 2, or propose other words")]
    with pytest.raises(NotYou):
        take("accept", made, actor("negotiator", of=cheshire))
    take("accept", made, actor("lead", of=cheshire))
    assert again(made).status == "agreed"


def test_a_department_that_does_not_lead_has_a_position_and_no_key() -> None:
    dfe = department("DfE")
    ask = negotiated_ask(dfe)
    issued_side(ask, dfe, stance="object", reason="Not our schools.")

    with pytest.raises(NotYou):
        take("accept", ask, actor("clearer", "coordinator", of=dfe))
    take("accept", ask, clearer())
    take("accept", ask, negotiator())
    assert again(ask).status == "agreed"


def test_nobody_accepts_words_of_their_own_not_even_with_every_role() -> None:
    beis, writer = department("BEIS"), actor("reviewer", "clearer", "coordinator", of=department("BEIS"))
    ask = submitted_ask(beis)
    drafted = drafted_wording(ask, beis, by=writer, **WHOLE)
    take("issue", take("clear", drafted, clearer()), clearer())
    issued_side(ask, beis)

    assert refusals(ask, "accept", writer) == [
        ("own-words", "You wrote part of version 2 yourself. Another person must do this.")
    ]
    with pytest.raises(NotVisible):
        take("accept", ask, Actor.of(superuser()))
    drafter = actor("drafter", "lead", of=body())
    ours = drafted_wording(ask, body(), by=drafter, ask="All fourteen districts.", **EDITORIAL)
    somebody = negotiator()
    take("issue", take("clear", ours, somebody), somebody)
    mandate(drafter.user)
    assert refusals(ask, "accept", drafter)[0][0] == "own-words"
    # Whoever cleared and issued them did not write them.
    take("accept", ask, somebody)


@pytest.mark.parametrize("stance", ["object", "not_now"])
def test_a_department_accepts_on_its_own_positive_issued_position_alone(stance: str) -> None:
    assert refusals(negotiated_ask(stance=stance), "accept", clearer()) == [
        (
            "position-not-positive",
            "The position of BEIS is not positive. Draft, clear and issue another one first.",
        )
    ]


def test_a_position_on_words_that_have_moved_on_or_that_is_being_changed_is_none() -> None:
    beis = department("BEIS")
    ask = negotiated_ask()
    missing = "BEIS has no issued position on version {}, or works on another one. Issue it first."
    take("draft_position", side(ask, beis), actor("reviewer", of=beis), stance="object", words="No.", reason="Cost.")

    assert refusals(ask, "accept", clearer()) == [("position-missing", missing.format(2))]
    # The area may go on: what the department is changing inside is not its business yet.
    take("accept", ask, negotiator())
    issued_wording(ask, body(), **{**WHOLE, "measure": "Fourteen hubs."})
    assert refusals(ask, "accept", clearer()) == [("position-missing", missing.format(3))]


def test_nobody_accepts_while_their_own_body_has_something_open() -> None:
    ask = negotiated_ask()
    ours = drafted_wording(ask, body(), **{**WHOLE, "measure": "Fourteen hubs."})
    drafted_wording(ask, department("BEIS"), **{**WHOLE, "measure": "Thirteen hubs."})

    assert refusals(ask, "accept", clearer()) == [
        (
            "wording-open",
            "BEIS is working on other words: LAN-01.1-BEIS-W2. Issue or drop them first.",
        )
    ]
    assert refusals(ask, "accept", negotiator()) == [
        ("wording-open", f"LAN-LEP is working on other words: {ours.ref}. Issue or drop them first.")
    ]


def test_an_open_question_of_the_department_that_leads_keeps_its_key_and_no_other() -> None:
    beis = department("BEIS")
    ask = submitted_ask(beis)
    issued_wording(ask, beis, **WHOLE)
    open_question(ask, beis)
    issued_side(ask, beis)

    # Issuing the answer has closed the question; a key waits for nothing.
    take("accept", ask, clearer())
    take("accept", ask, negotiator())
    assert again(ask).status == "agreed"


def test_the_area_accepts_and_issues_within_a_mandate_and_else_goes_back_to_the_board() -> None:
    ask, stranger = negotiated_ask(), actor("negotiator", "lead", of=body())
    back = [("back-to-board", "No delegation in force covers LAN-01.1 for you. It has to go back to the Board.")]

    assert refusals(ask, "accept", stranger) == back
    cleared = take("clear", drafted_wording(ask, body(), **{**WHOLE, "measure": "Hubs."}), actor("lead", of=body()))
    assert refusals(cleared, "issue", stranger) == back
    given = mandate(stranger.user, until_on=clock.today().isoformat())
    issued = take("issue", cleared, stranger)
    assert issued.record.events.latest("number").delegation == given.record
    assert ask.record.events.latest("number").delegation == given.record
    with clock.at(clock.now() + dt.timedelta(days=1)):
        assert refusals(ask, "accept", Actor.of(stranger.user)) == back


def test_under_a_joint_mandate_the_others_endorse_the_same_words_first() -> None:
    ask = negotiated_ask()
    first, second = actor("negotiator", of=body()), actor("lead", of=body())
    given = mandate(first.user, second.user, how="jointly")
    posts = [f"Post {one.user.pk}" for one in (first, second)]

    waits = [("not-endorsed", f"The delegation is joint. {posts[1]} must endorse the same words first.")]
    assert refusals(ask, "accept", first) == waits
    take("endorse", ask, second)
    event = ask.record.events.latest("number")
    assert (event.verb, event.version.number, event.delegation) == ("endorse", 2, given.record)
    assert refusals(ask, "endorse", second) == [("endorsed-already", "Your post has endorsed these words already.")]
    issued_wording(ask, department("BEIS"), ask="All fourteen districts are covered.", **EDITORIAL)
    # Endorsed were other words.
    assert refusals(ask, "accept", first) == waits
    take("endorse", ask, second)
    take("accept", ask, first)
    assert ask.record.events.latest("number").delegation == given.record


def test_nobody_endorses_words_of_their_own() -> None:
    ask, writer, other = negotiated_ask(), actor("lead", of=body()), actor("negotiator", of=body())
    mandate(writer.user, other.user, how="jointly")
    drafted = drafted_wording(ask, body(), by=writer, **{**WHOLE, "measure": "Fourteen hubs."})
    cleared = take("clear", drafted, actor("lead", of=body()))

    assert refusals(cleared, "endorse", writer) == [
        ("own-words", "You wrote part of these words yourself. Another person must do this.")
    ]
    take("endorse", cleared, other)
    take("issue", cleared, writer)
    assert refusals(ask, "endorse", writer) == [
        ("own-words", "You wrote part of version 3 yourself. Another person must do this.")
    ]


def test_a_key_on_words_that_have_moved_on_is_turned_again() -> None:
    ask = negotiated_ask()
    take("accept", ask, clearer())

    issued_wording(ask, body(), ask="All fourteen districts are covered.", **EDITORIAL)
    take("accept", ask, negotiator())

    assert again(ask).status == "submitted"
    take("accept", ask, clearer())
    assert again(ask).status == "agreed"
    assert Key.objects.count() == 3


def test_calling_the_words_substantive_takes_back_what_was_accepted_of_them() -> None:
    ask = negotiated_ask()
    issued_wording(ask, body(), ask="All fourteen districts are covered.", **EDITORIAL)
    take("accept", ask, negotiator())

    take("call_substantive", ask, actor("reviewer", of=department("BEIS")), note="Covered is more than extended.")
    assert refusals(ask, "accept", clearer())[0][0] == "position-missing"
    part = take("draft_position", side(ask, department("BEIS")), actor("reviewer", of=department("BEIS")),
                stance="support", words="We will.")  # fmt: skip
    take("issue", take("clear", part, clearer()), clearer())
    take("accept", ask, clearer())

    assert again(ask).status == "submitted"
    take("accept", ask, negotiator())
    assert again(ask).status == "agreed"


def test_a_key_names_the_words_by_their_hash() -> None:
    ask = negotiated_ask()

    assert refusals(ask, "accept", clearer(), hash=ask.record.versions.get(number=1).hash) == [
        ("other-words", "These are not the words of the last version. Read it again.")
    ]


def test_whoever_has_accepted_is_told_so() -> None:
    ask = negotiated_ask()
    take("accept", ask, clearer())

    assert refusals(ask, "accept", clearer()) == [("accepted-already", "BEIS has accepted version 2 already.")]


def test_an_ask_is_declined_on_the_departments_negative_position_and_the_area_may_reply() -> None:
    ask = negotiated_ask(stance="support")
    assert refusals(ask, "decline", clearer()) == [
        ("position-not-negative", "The position of BEIS is positive. It can only decline on one that is not.")
    ]
    with pytest.raises(NotYou):
        take("decline", ask, actor("clearer", of=body()))

    declined = declined_ask()

    event = declined.record.events.latest("number")
    assert (declined.status, event.verb, event.behalf.code) == ("declined", "decline", "BEIS")
    assert open_turns(declined) == []
    take("respond", declined, actor("lead", of=body()), note="We shall come back with partners.")
    assert declined.record.events.latest("number").note == "We shall come back with partners."


def test_a_deferred_ask_comes_back_on_its_date_once_whoever_looks_first() -> None:
    ask = negotiated_ask(stance="not_now")
    assert refusals(negotiated_ask(stance="object"), "defer", clearer(), back_on="2031-05-03", note="Later.") == [
        ("position-not-later", "The position of BEIS is not “Not now”. It can only defer on that one.")
    ]
    ask = take("defer", ask, clearer(), back_on="2031-05-03", note="After the review.")
    assert (ask.status, ask.back_on) == ("deferred", dt.date(2031, 5, 3))
    assert open_turns(ask) == []
    assert refusals(ask, "take_up", clearer()) == [
        (
            "not-yet",
            "LAN-01.1 comes back by itself on its date. Until then both sides can reopen it.",
        )
    ]

    with clock.at(dt.datetime(2031, 5, 2, 23, 30, tzinfo=dt.UTC)):
        # By London's calendar it is the third already.
        taken = take("take_up", ask, actor("lead", of=body()))
        assert taken.status == "submitted"
        assert side(taken, department("BEIS")).status == "ours"
        assert open_turns(taken) == [
            ("BEIS", "Take a position on version 2"), ("BEIS", "Take a position on version 2"),
        ]  # fmt: skip


@pytest.mark.parametrize("settled", ["agreed", "declined", "deferred"])
def test_it_takes_both_sides_to_reopen_and_what_was_agreed_stays_until_something_else_is(settled: str) -> None:
    ask = {"agreed": agreed_ask, "declined": declined_ask, "deferred": deferred_ask}[settled]()
    before = list(Commitment.objects.values_list("record__ref", "record__status"))
    lead, theirs = actor("lead", of=body()), clearer()

    assert refusals(ask, "reopen", lead, note="Money.")[0][0] == "reopening-not-proposed"
    take("propose_reopening", ask, lead, note="There is money now.")
    assert refusals(ask, "reopen", actor("lead", of=body()), note="Yes.") == [
        ("reopening-not-proposed", "Your own side proposed it. The other side decides.")
    ]
    assert refusals(ask, "propose_reopening", theirs, note="We too.") == [
        ("reopening-proposed", "LAN-LEP has proposed to reopen LAN-01.1 already.")
    ]
    assert [code for code, _ in open_turns(ask)] == ["BEIS", "BEIS"]
    take("reopen", ask, theirs, note="There is.")

    ask = again(ask)
    assert (ask.status, ask.record.versions.count()) == ("submitted", 2)
    assert side(ask, department("BEIS")).status == "ours"
    assert list(Commitment.objects.values_list("record__ref", "record__status")) == before
    # It is agreed anew by new keys, and only then does the new commitment take the place of the old.
    issued_side_again(ask)
    issued_wording(ask, department("BEIS"), ask="The programme covers them all.", **EDITORIAL)
    take("accept", ask, negotiator())
    take("accept", ask, clearer())
    assert again(ask).status == "agreed"
    refs = [("LAN-01.1-C1", "superseded"), ("LAN-01.1-C2", "to_deliver")]
    assert list(Commitment.objects.order_by("pk").values_list("record__ref", "record__status")) == (
        refs if before else [("LAN-01.1-C1", "to_deliver")]
    )


def issued_side_again(ask: Ask) -> None:
    beis = department("BEIS")
    part = take("draft_position", side(ask, beis), actor("reviewer", of=beis), stance="support", words="We will.")
    take("issue", take("clear", part, clearer()), clearer())


def test_what_follows_by_itself_is_offered_to_nobody() -> None:
    verbs = {step.verb for step in workflow.steps if step.consequence}

    assert {"reword", "agree", "agree_in_part", "agree_in_principle", "come_back"} <= verbs
