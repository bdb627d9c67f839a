"""What must hold before other words move, and what follows from them for every part in the ask."""

from __future__ import annotations

from typing import Any

import pytest

from lis.engine.actor import Actor
from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou
from lis.engine.models import Turn
from propositions.asks.models import Ask
from propositions.sides.models import Answer
from propositions.wording.models import Wording
from tests.factories.asks import drafted_side, issued_side, open_question, side, submitted_ask, take
from tests.factories.people import actor, body, department, superuser
from tests.factories.wordings import EDITORIAL, WHOLE, cleared_wording, drafted_wording, issued_wording, words_now

pytestmark = pytest.mark.django_db

SUBSTANCE = "You change who, how it is measured, when or on what terms. That is substantive."


def again(noun: Any) -> Any:
    return type(noun).objects.with_record().get(pk=noun.pk)


def open_turns(record: Any) -> list[tuple[str, str, str]]:
    found = Turn.objects.filter(record=record, ended=None).order_by("organisation__code")
    return list(found.values_list("organisation__code", "role", "reason"))


def reasons(refused: Any) -> list[tuple[str, str]]:
    return [(reason.code, reason.sentence) for reason in refused.value.reasons]


def test_issued_words_are_the_next_version_with_its_base_and_weight_and_both_sides_read_what_changed() -> None:
    beis = department("BEIS")
    ask = submitted_ask(beis)
    first = ask.record.versions.get()

    wording = issued_wording(ask, beis, **WHOLE)

    second = ask.record.versions.get(number=2)
    assert (second.base, second.weight, second.schema) == (first, "substantive", "ask/2")
    assert second.content == {
        **first.content,
        "ask": "The programme covers all fourteen districts.",
        "owner": "department",
        "measure": "Fourteen districts with a hub.",
        "deliver_on": "2027-03-31",
        "concludes_as": "full",
        "condition": "",
    }
    assert list(second.authors.all()) == list(wording.record.versions.get().authors.all())
    event = ask.record.events.latest("number")
    assert (event.verb, event.from_status, event.to_status, event.version) == (
        "reword", "submitted", "submitted", second,
    )  # fmt: skip
    assert event.cause == wording.record.events.latest("number")
    assert (event.behalf, event.delegation) == (beis, None)
    assert event.data == {
        "organisation": "BEIS", "number": 2, "weight": "substantive",
        "note": "It says who covers which districts by when.",
    }  # fmt: skip
    assert open_turns(ask.record) == [
        ("BEIS", "", "Review the ask"), ("LAN-LEP", "", "Consider version 2, proposed by BEIS"),
    ]  # fmt: skip
    assert open_turns(wording.record) == []


@pytest.mark.parametrize("status", ["drafted", "cleared", "issued"])
def test_a_substantive_version_makes_positions_stale_and_returns_the_turn(status: str) -> None:
    beis, dfe = department("BEIS"), department("DfE")
    ask = submitted_ask(beis, dfe, lead_department="BEIS")
    part = drafted_side(ask, dfe)
    if status != "drafted":
        part = take("clear", part, actor("clearer", of=dfe))
    if status == "issued":
        part = take("issue", part, actor("clearer", of=dfe))
    assert part.status == status

    issued_wording(ask, beis, **WHOLE)

    part = again(part)
    assert part.status == "ours"
    assert part.record.events.latest("number").verb == "return_for_version"
    assert ("DfE", "", "Take a position on version 2") in open_turns(ask.record)
    assert open_turns(part.record) == [("DfE", "reviewer", "Take a position on version 2")]
    # What was drafted is still there to start from.
    assert part.record.drafts.get(part="words").body == "We will extend the programme."
    drafted = take("draft_position", part, actor("reviewer", of=dfe), stance="support", words="We will.")
    cleared = take("clear", drafted, actor("clearer", of=dfe))
    assert cleared.positions.latest("pk").ask_version.number == 2


def test_an_editorial_version_keeps_positions_and_a_cleared_one_can_still_be_issued() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    ask = submitted_ask(beis, dfe, lead_department="BEIS")
    lead = issued_side(ask, beis)
    cleared = take("clear", drafted_side(ask, dfe), actor("clearer", of=dfe))

    issued_wording(ask, body(), ask="Cover the whole county, please.", **EDITORIAL)

    assert ask.record.versions.get(number=2).weight == "editorial"
    assert (again(lead).status, again(cleared).status) == ("issued", "cleared")
    assert open_turns(ask.record) == [("BEIS", "", "Consider version 2"), ("DfE", "", "Review the ask")]
    assert open_turns(lead.record) == [("BEIS", "clearer", "Consider version 2")]
    take("issue", again(cleared), actor("clearer", of=dfe))
    assert Answer.objects.get(organisation=dfe).on_version.number == 1


def test_after_a_substantive_version_a_position_on_the_old_words_is_not_issued() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    ask = submitted_ask(beis, dfe, lead_department="BEIS")
    issued_side(ask, dfe)
    issued_wording(ask, beis, ask="Cover the whole county.", **EDITORIAL)

    take("call_substantive", again(ask), actor("lead", of=body()), note="A question became a promise.")

    assert again(side(ask, dfe)).status == "ours"
    event = ask.record.events.latest("number")
    assert (event.verb, event.version.number, event.note) == ("call_substantive", 2, "A question became a promise.")
    with pytest.raises(NotNow) as refused:
        take("call_substantive", again(ask), actor("reviewer", of=dfe), note="So it did.")
    assert reasons(refused) == [("not-editorial", "Version 2 is substantive already.")]


@pytest.mark.parametrize("status", ["handed on", "elsewhere"])
def test_a_department_without_a_part_calls_no_change_substantive(status: str) -> None:
    beis, dfe = department("BEIS"), department("DfE")
    ask = submitted_ask(beis, dfe, lead_department="BEIS")
    issued_wording(ask, beis, ask="Cover the whole county.", **EDITORIAL)
    somebody = actor("reviewer", of=dfe)
    if status == "handed on":
        take("hand_on", side(ask, dfe), somebody, to=["Defra"], note="Farms are theirs.")
    else:
        somebody = actor("coordinator", of=department("Defra"))

    with pytest.raises((NotYou, NotVisible)) as refused:
        take("call_substantive", again(ask), somebody, note="It says more.")

    assert refused.type is (NotYou if status == "handed on" else NotVisible)


def test_words_drafted_on_an_older_version_stay_and_are_joined_before_they_can_go_on() -> None:
    beis = department("BEIS")
    ask = submitted_ask(beis)
    ours = cleared_wording(ask, beis, ask="BEIS covers the county.", weight="substantive", change="Who covers it.")

    issued_wording(ask, body(), ask="Cover the whole county.", weight="editorial", change="No question.")

    assert again(ours).status == "cleared"
    with pytest.raises(NotNow) as refused:
        take("issue", again(ours), actor("clearer", of=beis))
    assert reasons(refused) == [
        (
            "base-has-moved",
            "Version 2 has come since these words were drafted on version 1. Compare the two, then change your words "
            "to start from it. Nothing of yours is lost.",
        )
    ]
    assert refused.value.reasons[0].texts == (("Ask", "BEIS covers the county.", "Cover the whole county."),)
    reviewer = actor("reviewer", of=beis)
    with pytest.raises(NotNow) as refused:
        take("redraft", again(ours), reviewer, **words_now(ask, base=1, ask="Ours.", weight="editorial", change="It."))
    assert reasons(refused) == [
        (
            "base-has-moved",
            "LAN-01.1 is at version 2, and your words start from version 1. Compare the two, put what you want to keep "
            "into the newer words, and send it again.",
        )
    ]
    assert refused.value.reasons[0].texts == (("Ask", "Ours.", "Cover the whole county."),)

    joined = words_now(ask, ask="BEIS covers the whole county.", weight="substantive", change="Who covers it.")
    drafted = take("redraft", again(ours), reviewer, **joined)
    take("issue", take("clear", drafted, actor("clearer", of=beis)), actor("clearer", of=beis))

    assert ask.record.versions.get(number=3).content["ask"] == "BEIS covers the whole county."


def test_whoever_drafted_on_a_page_that_was_out_of_date_is_given_both_texts() -> None:
    beis = department("BEIS")
    ask = submitted_ask(beis)
    issued_wording(ask, body(), ask="Cover the whole county.", **EDITORIAL)
    part = take("take", side(ask, beis), actor("reviewer", of=beis))

    with pytest.raises(NotNow) as refused:
        take("draft_wording", part, actor("reviewer", of=beis), base=1, **WHOLE)

    assert refused.value.reasons[0].code == "base-has-moved"
    assert refused.value.reasons[0].texts[0] == (
        "Ask", "The programme covers all fourteen districts.", "Cover the whole county.",
    )  # fmt: skip
    assert not Wording.objects.filter(organisation=beis).exists()


@pytest.mark.parametrize("code", ["BEIS", "LAN-LEP"])
def test_nobody_clears_words_of_their_own_not_even_with_every_role(code: str) -> None:
    ask = submitted_ask(department("BEIS"))
    of = body() if code == "LAN-LEP" else department(code)
    roles = ("drafter", "lead", "negotiator") if of == body() else ("reviewer", "clearer", "coordinator")
    writer, other = actor(*roles, of=of), actor(*roles, of=of)
    wording = drafted_wording(ask, of, by=writer)

    with pytest.raises(NotNow) as refused:
        take("clear", wording, writer)
    assert reasons(refused) == [("own-words", "You wrote part of these words yourself. Another person must do this.")]
    # Whoever changed a word has written them too.
    changed = take("redraft", wording, other, **words_now(ask, **{**WHOLE, "measure": "Fourteen hubs."}))
    with pytest.raises(NotNow):
        take("clear", changed, other)
    with pytest.raises(NotVisible):
        take("clear", changed, Actor.of(superuser()))
    assert take("clear", changed, actor(*roles, of=of)).status == "cleared"


def test_a_body_works_on_one_wording_at_a_time_and_others_number_their_own() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    ask = submitted_ask(beis, dfe, lead_department="BEIS")
    ours = drafted_wording(ask, beis)

    with pytest.raises(NotNow) as refused:
        drafted_wording(ask, beis)
    assert reasons(refused) == [
        ("has-wording", "BEIS is working on other words already: LAN-01.1-BEIS-W1. Change those, or drop them.")
    ]
    assert drafted_wording(ask, dfe).ref == "LAN-01.1-DfE-W1"
    assert drafted_wording(ask, body()).ref == "LAN-01.1-LAN-LEP-W1"
    take("drop", ours, actor("reviewer", of=beis))
    assert drafted_wording(ask, beis).ref == "LAN-01.1-BEIS-W2"


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        (
            {"owner": "area"},
            {"weight": SUBSTANCE},
        ),
        (
            {"deliver_on": "2027-03-31"},
            {"weight": SUBSTANCE},
        ),
        ({"ask": ""}, {"ask": "Write the ask."}),
        ({"change": " "}, {"change": "Say in one sentence what changes."}),
        ({"weight": ""}, {"weight": "Say whether the change is editorial or substantive."}),
        (
            {"concludes_as": "principle", "weight": "substantive"},
            {
                "condition": "Say on what condition it is agreed in principle.",
                "deliver_on": "Give the day on which both look at it again.",
            },
        ),
        (
            {"condition": "If there is money."},
            {"condition": "Only an agreement in principle has a condition. Put it into the ask instead."},
        ),
    ],
)
def test_words_that_do_not_hold_together_are_refused_with_how_to_mend_them(
    changed: dict[str, str], errors: dict[str, str]
) -> None:
    ask = submitted_ask(department("BEIS"))

    with pytest.raises(BadInput) as refused:
        drafted_wording(ask, department("BEIS"), **{"ask": "Cover the county.", **EDITORIAL, **changed})

    assert refused.value.errors == {name: [sentence] for name, sentence in errors.items()}


def test_words_that_say_nothing_new_are_not_cleared() -> None:
    ask = submitted_ask(department("BEIS"))
    wording = drafted_wording(ask, department("BEIS"), **EDITORIAL)

    with pytest.raises(NotNow) as refused:
        take("clear", wording, actor("clearer", of=department("BEIS")))

    assert reasons(refused) == [
        ("nothing-new", "Not a word differs from version 1. Change the words first, or drop them.")
    ]


def test_on_a_withdrawn_ask_other_words_can_only_be_dropped() -> None:
    beis = department("BEIS")
    wording = cleared_wording(submitted_ask(beis), beis)
    take("withdraw", wording.ask, actor("lead", of=body()), note="Overtaken by events.")

    with pytest.raises(NotNow) as refused:
        take("issue", again(wording), actor("clearer", of=beis))

    assert reasons(refused) == [("ask-ended", "LAN-01.1 has been withdrawn, so nothing more can be done on it.")]
    assert take("drop", again(wording), actor("clearer", of=beis)).status == "dropped"


def test_a_department_that_waits_for_an_answer_looks_at_the_new_words_inside_while_its_clock_stands() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    ask = submitted_ask(beis, dfe, lead_department="BEIS")
    drafted_side(ask, dfe)
    question = open_question(ask, dfe)

    issued_wording(ask, beis, **WHOLE)

    assert "DfE" not in [code for code, _, _ in open_turns(ask.record)]
    assert open_turns(side(ask, dfe).record) == [("DfE", "reviewer", "Take a position on version 2")]
    take("answer", question, actor("drafter", of=body()), answer="All fourteen.")
    assert ("DfE", "", "Review the ask") in open_turns(ask.record)
    assert Ask.objects.with_record().get(pk=ask.pk).status == "submitted"
