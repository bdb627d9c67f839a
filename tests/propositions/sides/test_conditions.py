"""What must hold before a department's side moves, and what moves with it."""

from __future__ import annotations

import pytest

from lis.engine.actor import ANONYMOUS, Actor
from lis.engine.errors import BadInput, NotNow
from lis.engine.models import Event, Turn
from lis.engine.writing import mint
from lis.people.models import Organisation
from propositions.asks.models import Ask
from propositions.drafting.models import Proposition
from propositions.sides.lifecycle import workflow
from propositions.sides.models import Answer, Position, Side
from propositions.sides.permissions import ask_is_open
from tests.factories.asks import (
    POSITION,
    ask,
    cleared_side,
    drafted_side,
    issued_side,
    open_question,
    proposition,
    side,
    submit,
    submitted_ask,
    take,
)
from tests.factories.people import actor, body, department

pytestmark = pytest.mark.django_db


def refused(verb: str, noun: Side, by: Actor, **data: object) -> list[str]:
    """The codes of the reasons for which the step is refused; the page greys its button for the same ones."""
    with pytest.raises(NotNow) as refusal:
        workflow.perform(verb, noun, by=by, expected=noun.revision, data=data)
    verdict = next(found for found in workflow.judge(by, [noun])[noun.pk] if found.verb == verb)
    codes = [reason.code for reason in refusal.value.reasons]
    if codes != ["has-it"]:
        assert verdict.mine
        assert list(verdict.reasons) == refusal.value.reasons
    return codes


# Nobody clears words of their own -----------------------------------------------------------------------------------


def test_nobody_clears_a_position_that_they_drafted_and_another_clearer_does() -> None:
    beis = department("BEIS")
    author = actor("clearer", of=beis)
    drafted = drafted_side(submitted_ask(beis), beis, by=author)

    assert refused("clear", drafted, author) == ["own-words"]
    assert not Position.objects.exists()
    assert take("clear", drafted, actor("clearer", of=beis)).status == "cleared"


def test_nobody_clears_a_position_of_which_they_changed_a_single_word() -> None:
    beis = department("BEIS")
    drafted = drafted_side(submitted_ask(beis), beis)
    helper = actor("clearer", of=beis)
    changed = take("draft_position", drafted, helper, **{**POSITION, "reason": "It works."})
    # The reviewer has the last word, and the helper wrote all the same.
    changed = take("draft_position", changed, actor("reviewer", of=beis), **{**POSITION, "reason": "It does work."})

    assert refused("clear", changed, helper) == ["own-words"]


def test_somebody_who_saved_the_same_words_again_has_written_nothing() -> None:
    beis = department("BEIS")
    drafted = drafted_side(submitted_ask(beis), beis)
    reader = actor("clearer", of=beis)

    again = take("draft_position", drafted, reader, **POSITION)

    assert take("clear", again, reader).status == "cleared"


def test_who_sent_a_position_back_may_clear_it_and_who_cleared_it_may_issue_it() -> None:
    beis = department("BEIS")
    clearer = actor("clearer", of=beis)
    drafted = drafted_side(submitted_ask(beis), beis)
    back = take("send_back", drafted, clearer, note="From when?")
    drafted = take("draft_position", back, actor("reviewer", of=beis), **{**POSITION, "words": "From April."})

    issued = take("issue", take("clear", drafted, clearer), clearer)

    assert issued.status == "issued"
    assert Answer.objects.get().record.versions.get().content["words"] == "From April."


# What a position needs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {"stance": ["Choose a position."], "words": ["Write what the area will read."]}),
        (
            {"stance": "object", "words": "No."},
            {"reason": ["Give the reason that the area will read for “Object”."]},
        ),
        (
            {"stance": "not_now", "words": "Later.", "reason": "Money."},
            {"condition": ["Say when, or on what condition, it may be raised again."]},
        ),
        (
            {"stance": "existing_programme", "words": "It is covered.", "reason": "See there."},
            {"programme": ["Choose the programme that covers it already."]},
        ),
    ],
)
def test_a_position_says_what_its_stance_needs(given: dict[str, str], errors: dict[str, list[str]]) -> None:
    beis = department("BEIS")
    reviewer = actor("reviewer", of=beis)
    ours = take("take", side(submitted_ask(beis), beis), reviewer)

    with pytest.raises(BadInput) as refusal:
        workflow.perform("draft_position", ours, by=reviewer, expected=ours.revision, data=given)

    assert refusal.value.errors == errors
    assert workflow.draft(ours, reviewer) == {}


def test_a_position_whose_words_cannot_be_stored_is_not_cleared() -> None:
    beis = department("BEIS")
    drafted = drafted_side(submitted_ask(beis), beis, words="\x01")

    assert refused("clear", drafted, actor("clearer", of=beis)) == ["position-incomplete"]


def test_a_position_on_an_earlier_version_is_not_issued_and_a_new_one_on_the_newest_is() -> None:
    beis = department("BEIS")
    cleared = cleared_side(submitted_ask(beis), beis)
    made = cleared.ask
    mint(made.record, schema="ask/1", body={"ask": "Can it cover the north too?"}, authors=())
    clearer = actor("clearer", of=beis)

    assert refused("issue", cleared, clearer) == ["position-out-of-date"]
    assert not Answer.objects.exists()

    drafted = take("draft_position", take("send_back", cleared, clearer, note="New words."), clearer, **POSITION)
    cleared = take("clear", drafted, actor("clearer", of=beis))
    take("issue", cleared, clearer)
    answer = Answer.objects.get()
    assert answer.on_version.number == 2
    assert answer.record.versions.get().content["ask"] == made.record.versions.get(number=2).hash


def test_an_answer_is_the_cleared_position_letter_for_letter_and_a_later_one_leaves_it_standing() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    issued = issued_side(made, beis)
    drafted = take("draft_position", issued, actor("reviewer", of=beis), stance="object", words="No.", reason="Cost.")
    take("issue", take("clear", drafted, actor("clearer", of=beis)), actor("coordinator", of=beis))

    first, second = Answer.objects.order_by("pk")
    assert [(answer.ref, answer.stance, answer.status) for answer in (first, second)] == [
        ("LAN-01.1-A1", "support", "issued"), ("LAN-01.1-A2", "object", "issued"),
    ]  # fmt: skip
    positions = Position.objects.order_by("pk")
    assert [answer.record.versions.get().body for answer in (first, second)] == [
        position.words.body for position in positions
    ]
    assert first.record.versions.get().content["words"] == "We will extend the programme."
    assert [position.cleared_by.verb for position in positions] == ["clear", "clear"]
    assert [event.verb for event in made.record.events.order_by("number")] == ["add", "submit", "answer", "answer"]


def test_answering_the_ask_closes_what_the_department_has_asked_and_nothing_of_others() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    made = submitted_ask(beis, dfe)
    overtaken, theirs = open_question(made, beis), open_question(made, dfe)
    answered = take("answer", open_question(made, beis), actor("drafter", of=body()), answer="All.")

    drafted = take(
        "draft_position",
        take("take", side(made, beis), actor("reviewer", of=beis)),
        actor("reviewer", of=beis),
        **POSITION,
    )
    take("issue", take("clear", drafted, actor("clearer", of=beis)), actor("clearer", of=beis))

    assert [(one.ref, one.status) for one in made.clarifications.with_record().order_by("pk")] == [
        (overtaken.ref, "closed"), (theirs.ref, "open"), (answered.ref, "answered"),
    ]  # fmt: skip
    assert overtaken.record.events.get(number=2).verb == "overtake"
    assert overtaken.record.events.get(number=2).cause.verb == "issue"
    turns = Turn.objects.filter(record__root=made.record, organisation=body(), ended=None).order_by("pk")
    assert list(turns.values_list("reason", flat=True)) == [
        "Answer the question from DfE", "Read the answer from BEIS",
    ]  # fmt: skip


def test_of_two_answers_the_area_need_only_read_the_later() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    issued = issued_side(made, beis)
    drafted = take("draft_position", issued, actor("reviewer", of=beis), **{**POSITION, "words": "More."})
    take("issue", take("clear", drafted, actor("clearer", of=beis)), actor("clearer", of=beis))

    open_turns = Turn.objects.filter(record__kind="answer", ended=None)
    assert [turn.record.ref for turn in open_turns] == ["LAN-01.1-A2"]


# Passing on ---------------------------------------------------------------------------------------------------------


def sides_of(made: Ask) -> list[tuple[str, str, str]]:
    found = made.sides.with_record().order_by("pk")
    return [(one.organisation.code, one.role, one.status) for one in found]


def holders(made: Ask) -> list[tuple[str, str]]:
    turns = Turn.objects.filter(record=made.record, ended=None).order_by("pk")
    return list(turns.values_list("organisation__code", "reason"))


def test_an_ask_that_names_nobody_goes_to_the_unit_that_coordinates_and_from_there_to_several() -> None:
    for code in ("BEIS", "DfE"):
        department(code)
    made, clgu = submitted_ask(), department("CLGU")
    assert sides_of(made) == [("LAN-LEP", "sponsor", "open"), ("CLGU", "lead", "routed")]
    assert holders(made) == [("CLGU", "Route the ask")]

    coordinator = actor("coordinator", of=clgu)
    take("hand_on", side(made, clgu), coordinator, to=["DfE", "BEIS"], note="Both have a hand in it.")

    assert sides_of(made) == [
        ("LAN-LEP", "sponsor", "open"), ("CLGU", "consulted", "handed_on"), ("BEIS", "lead", "routed"),
        ("DfE", "consulted", "routed"),
    ]  # fmt: skip
    assert holders(made) == [("BEIS", "Review the ask"), ("DfE", "Review the ask")]
    moved = made.record.events.get(verb="move")
    assert moved.data == {"organisation": "CLGU", "to": ["BEIS", "DfE"]}
    assert moved.behalf == clgu


def test_why_it_was_passed_on_is_read_by_those_who_receive_it_and_not_by_the_area() -> None:
    beis = department("BEIS")
    department("Defra")
    made = submitted_ask(beis)

    take("hand_on", side(made, beis), actor("reviewer", of=beis), to=["Defra"], note="We have no money for it.")

    opened = Event.objects.get(record__ref="LAN-01.1-Defra", verb="open")
    assert opened.note == "We have no money for it."
    area = actor("lead", of=body())
    told = [event.body for event in Event.objects.filter(record=made.record)]
    assert not any("no money" in words for words in told)
    assert not Side.objects.visible_to(area).filter(organisation__code__in=["BEIS", "Defra"]).exists()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("BEIS", "BEIS has LAN-01.1 already. Choose another department."),
        ("DfE", "DfE has LAN-01.1 already. Choose another department."),
    ],
)
def test_an_ask_is_not_passed_to_a_department_that_has_it(code: str, sentence: str) -> None:
    beis, dfe = department("BEIS"), department("DfE")
    routed = side(submitted_ask(beis, dfe), beis)
    reviewer = actor("reviewer", of=beis)

    with pytest.raises(NotNow) as refusal:
        workflow.perform("hand_on", routed, by=reviewer, expected=1, data={"to": [code], "note": "Theirs."})

    assert refusal.value.sentence == sentence
    form = workflow.step("hand_on").form(actor=reviewer, noun=routed)
    offered = {value for value, _ in form.fields["to"].choices}
    assert "CLGU" in offered
    assert "Defra" in offered
    assert code not in offered


def test_an_ask_is_not_passed_to_a_department_that_has_answered_it() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    made = submitted_ask(beis, dfe)
    issued_side(made, dfe)

    assert refused("hand_on", side(made, beis), actor("reviewer", of=beis), to=["DfE"], note="Theirs.") == ["has-it"]


@pytest.mark.parametrize("code", ["LAN-LEP", "CONCORDAT", "DLUHC", "nobody"])
def test_an_ask_is_passed_to_no_area_no_closed_department_and_nobody_unknown(code: str) -> None:
    beis = department("BEIS")
    routed = side(submitted_ask(beis), beis)

    with pytest.raises(BadInput) as refusal:
        workflow.perform(
            "hand_on", routed, by=actor("reviewer", of=beis), expected=1, data={"to": [code], "note": "Theirs."}
        )

    assert set(refusal.value.errors) == {"to"}


def test_an_ask_can_be_handed_back_and_one_body_leads_at_a_time() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    made = submitted_ask(beis, dfe, lead_department="BEIS")
    take("hand_on", side(made, dfe), actor("reviewer", of=dfe), to=["CLGU"], note="Not ours.")
    take("hand_on", side(made, beis), actor("reviewer", of=beis), to=["DfE"], note="Yours after all.")

    back = side(made, dfe)
    assert (back.status, back.role, back.revision) == ("routed", "lead", 3)
    assert [event.verb for event in back.record.events.order_by("number")] == ["open", "hand_on", "route_again"]
    assert back.record.events.get(verb="route_again").note == "Yours after all."
    assert holders(made) == [("CLGU", "Route the ask"), ("DfE", "Review the ask")]
    assert [one for one in sides_of(made) if one[1] == "lead"] == [("DfE", "lead", "routed")]
    assert take("take", back, actor("reviewer", of=dfe)).status == "ours"


# Which bodies have a side -------------------------------------------------------------------------------------------


def close(code: str) -> Organisation:
    """That department, closed since a day in the past; nobody succeeds it."""
    found = Organisation.objects.called(code).first()
    found.closes_on = found.opens_on.replace(year=2024)
    found.save(update_fields=["closes_on"])
    found.successors.clear()
    return found


def named_then_closed(*codes: str) -> Ask:
    """An ask of departments that closed between its drafting and its submission."""
    parent = proposition()
    made = ask(parent, departments=tuple(department(code) for code in codes))
    for code in codes:
        close(code)
    return made


def test_a_closed_department_is_followed_to_its_successors() -> None:
    made = named_then_closed("BEIS")
    closed = Organisation.objects.called("BEIS").first()
    closed.successors.set(Organisation.objects.filter(code__in=["DESNZ", "DSIT"]))

    submit(made.proposition)

    assert sides_of(made) == [
        ("LAN-LEP", "sponsor", "open"), ("DESNZ", "lead", "routed"), ("DSIT", "consulted", "routed"),
    ]  # fmt: skip


def test_a_department_that_is_named_and_succeeds_another_has_one_side() -> None:
    parent = proposition()
    made = ask(parent, departments=(department("BEIS"), department("DSIT")), lead_department="BEIS")
    close("BEIS").successors.set(Organisation.objects.filter(code__in=["DBT", "DSIT"]))

    submit(parent)

    assert sides_of(made)[1:] == [("DBT", "lead", "routed"), ("DSIT", "consulted", "routed")]


def test_a_closed_department_without_a_successor_leaves_the_ask_to_the_unit_that_coordinates() -> None:
    made = named_then_closed("BEIS", "DfE")

    submit(made.proposition)

    assert sides_of(made) == [("LAN-LEP", "sponsor", "open"), ("CLGU", "lead", "routed")]
    assert holders(made) == [("CLGU", "Route the ask")]


def test_the_unit_that_coordinates_sees_every_ask_and_has_a_side_only_where_it_must_act() -> None:
    made = submitted_ask(department("BEIS"))
    coordinator = actor("coordinator", of=department("CLGU"))

    assert Ask.objects.visible_to(coordinator).get() == made
    assert sides_of(made) == [("LAN-LEP", "sponsor", "open"), ("BEIS", "lead", "routed")]
    assert not Side.objects.visible_to(coordinator).exists()


def test_a_sponsor_has_a_side_of_its_own_reads_the_ask_from_then_on_and_need_not_act() -> None:
    parent, sponsor = proposition(), body("CHW-LEP")
    made = ask(parent, departments=(department("BEIS"),))
    parent.sponsors.add(sponsor)
    theirs = actor("lead", of=sponsor)
    assert not Ask.objects.visible_to(theirs).exists()

    submit(parent)

    assert sides_of(made) == [
        ("CHW-LEP", "sponsor", "open"), ("LAN-LEP", "sponsor", "open"), ("BEIS", "lead", "routed"),
    ]  # fmt: skip
    assert Ask.objects.visible_to(theirs).get() == made
    assert [one.organisation for one in Side.objects.visible_to(theirs)] == [sponsor]
    assert not Turn.objects.filter(organisation=sponsor).exists()


# The end ------------------------------------------------------------------------------------------------------------


def everything_on(made: Ask) -> set[tuple[str, str]]:
    parts = made.record.parts.exclude(pk=made.pk)
    return set(parts.values_list("ref", "status"))


def test_withdrawing_an_ask_ends_every_side_and_question_and_everybodys_turn() -> None:
    beis, dfe, defra = department("BEIS"), department("DfE"), department("Defra")
    made = submitted_ask(beis, dfe, defra)
    answered = take("answer", open_question(made, dfe), actor("drafter", of=body()), answer="All.")
    closed = take("answer", open_question(made, dfe), actor("drafter", of=body()), answer="All.")
    take("close", closed, actor("reviewer", of=dfe))
    issued_side(made, beis)
    drafted_side(made, defra)
    open_question(made, defra)
    take("hand_on", side(made, dfe), actor("reviewer", of=dfe), to=["CLGU"], note="Not ours.")
    reader = actor("reviewer", of=dfe)

    take("withdraw", Ask.objects.with_record().get(pk=made.pk), actor("lead", of=body()), note="Overtaken by events.")

    assert everything_on(made) == {
        ("LAN-01.1-LAN-LEP", "closed"),
        ("LAN-01.1-BEIS", "closed"),
        ("LAN-01.1-DfE", "closed"),
        ("LAN-01.1-Defra", "closed"),
        ("LAN-01.1-CLGU", "closed"),
        ("LAN-01.1-Q1", "closed"),
        ("LAN-01.1-Q2", "closed"),
        ("LAN-01.1-Q3", "closed"),
        ("LAN-01.1-A1", "issued"),
    }
    assert [event.verb for event in closed.record.events.order_by("number")] == ["ask", "answer", "close"]
    assert [event.verb for event in answered.record.events.order_by("number")] == ["ask", "answer", "close_with_ask"]
    assert not Turn.objects.filter(record__root=made.record, ended=None).exists()
    # A tombstone: whoever saw it sees that it was withdrawn.
    assert Ask.objects.visible_to(reader).get().status == "withdrawn"


def test_withdrawing_a_proposition_withdraws_its_asks_with_the_same_reason() -> None:
    beis = department("BEIS")
    parent = proposition()
    made = [ask(parent, departments=(beis,)) for _ in range(2)]
    take("withdraw", made[1], actor("lead", of=body()), note="Another ask says it.")
    submit(parent)
    late = ask(Proposition.objects.with_record().get(pk=parent.pk))

    take("withdraw", parent, actor("lead", of=body()), note="Overtaken by events.")

    told = [
        (one.ref, one.status, one.record.events.get(verb="withdraw").note)
        for one in Ask.objects.with_record().order_by("pk")
    ]
    assert told == [
        ("LAN-01.1", "withdrawn", "Overtaken by events."),
        ("LAN-01.2", "withdrawn", "Another ask says it."),
        (late.ref, "withdrawn", "Overtaken by events."),
    ]
    assert {one.status for one in Side.objects.with_record()} == {"closed"}


def test_nothing_more_can_be_done_on_a_withdrawn_ask() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    assert ask_is_open(ANONYMOUS, side(made, beis), None) == []

    take("withdraw", made, actor("lead", of=body()), note="Overtaken by events.")

    assert [check.sentence for check in ask_is_open(ANONYMOUS, side(made, beis), None)] == [
        "LAN-01.1 has been withdrawn, so nothing more can be done on it."
    ]
    assert refused("take", side(made, beis), actor("reviewer", of=beis)) == ["status"]
