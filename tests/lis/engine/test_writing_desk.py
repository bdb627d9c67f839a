"""Working copies: saved part by part, seen by their body alone, and never over somebody else's words."""

from __future__ import annotations

from typing import Any

import pytest

from lis.engine.actor import ANONYMOUS
from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou
from lis.engine.models import Draft
from lis.engine.reading import words_of_records
from lis.engine.writing import DraftClash, draft_authors
from propositions.asks.lifecycle import workflow as asks
from propositions.asks.models import Ask
from propositions.drafting.lifecycle import workflow as propositions
from propositions.sides.lifecycle import workflow as sides
from tests.factories.asks import ask, drafted_side, proposition, side, submit, submitted_ask, take
from tests.factories.people import actor, body, department
from tests.propositions.grids import everything

pytestmark = pytest.mark.django_db


def words(noun: Any) -> dict[str, str]:
    return dict(Draft.objects.filter(record=noun.record).values_list("part", "body"))


def test_saving_words_moves_nothing_that_anybody_else_could_see() -> None:
    parent, writer = proposition(), actor("lead", of=body())
    before = everything()

    saved = propositions.write(parent, {"what": "Cover\r\nit all.\x00", "why": "Hubs work."}, by=writer)

    assert [draft.part for draft in saved] == ["what"]
    assert words(parent) == {
        "title": "Careers Hub", "what": "Cover\nit all.", "why": "Hubs work.", "how": "With partners.",
    }  # fmt: skip
    after = everything()
    assert after.pop("drafts") != before.pop("drafts")
    assert after == before
    draft = Draft.objects.get(record=parent.record, part="what")
    assert (draft.revision, draft.updated_by, draft.organisation) == (2, writer.user, body())


def test_two_who_change_one_part_are_told_and_nothing_of_the_second_is_saved() -> None:
    parent = proposition()
    first, second = actor("drafter", of=body()), actor("drafter", of=body())
    propositions.write(parent, {"what": "First words."}, by=first, expected={"what": 1})

    with pytest.raises(DraftClash) as clash:
        propositions.write(
            parent, {"what": "Second words.", "how": "Alone."}, by=second, expected={"what": 1, "how": 1}
        )

    assert clash.value.parts == {"what": "First words."}
    assert str(clash.value) == "Somebody else saved what after you opened it."
    assert words(parent)["what"] == "First words."
    assert words(parent)["how"] == "With partners."


def test_two_who_change_different_parts_or_to_the_same_words_do_not_clash() -> None:
    parent = proposition()
    first, second = actor("drafter", of=body()), actor("drafter", of=body())
    propositions.write(parent, {"what": "First words."}, by=first, expected={"what": 1, "why": 1})

    propositions.write(parent, {"why": "Evidence."}, by=second, expected={"why": 1})
    saved = propositions.write(parent, {"what": "First words."}, by=second, expected={"what": 1})

    assert saved == []
    assert words(parent) | {"what": "First words.", "why": "Evidence."} == words(parent)


def test_a_part_that_was_empty_is_expected_under_the_number_nought() -> None:
    made = ask()
    first, second = actor("drafter", of=body()), actor("drafter", of=body())
    assert "money_reason" not in words(made)

    asks.write(made, {"money_reason": "The fund is closed."}, by=first, expected={"money_reason": 0})
    with pytest.raises(DraftClash):
        asks.write(made, {"money_reason": "No fund."}, by=second, expected={"money_reason": 0})

    assert words(made)["money_reason"] == "The fund is closed."


def test_who_wrote_is_everybody_who_changed_a_word_and_nobody_who_only_saved() -> None:
    parent = proposition()
    author = parent.record.events.get().by_user
    second, idle = actor("lead", of=body()), actor("drafter", of=body())

    propositions.write(parent, {"what": "New words."}, by=second)
    propositions.write(parent, {"what": "New words."}, by=idle)

    assert draft_authors(parent.record, body()) == [author, second.user]
    assert draft_authors(parent.record, body(), ["why"]) == [author]
    assert draft_authors(parent.record, department("BEIS")) == []


def test_words_are_refused_in_the_same_order_as_steps() -> None:
    parent = proposition()
    submitted = submit(proposition())
    lead = actor("lead", of=body())
    before = everything()

    for by, noun, bodies, refusal in (
        (ANONYMOUS, parent, {"nonsense": "x"}, NotVisible),
        (actor("lead", of=body("CHW-LEP")), parent, {"nonsense": "x"}, NotVisible),
        (actor("secretary", of=body()), parent, {"nonsense": "x"}, NotYou),
        (lead, submitted, {"nonsense": "x"}, BadInput),
        (lead, submitted, {"what": "More."}, NotNow),
    ):
        with pytest.raises(refusal) as refused:
            propositions.write(noun, bodies, by=by)
        assert type(refused.value) is refusal
    assert everything() == before


def test_a_part_that_there_is_not_and_a_text_that_is_too_long_are_told_together() -> None:
    parent = proposition()

    with pytest.raises(BadInput) as refused:
        propositions.write(
            parent, {"title": "x" * 201, "mood": "Good.", "what": "Fine."}, by=actor("drafter", of=body())
        )

    assert refused.value.errors == {
        "title": ["Use 200 characters or fewer."], "mood": ["There is no such part."],
    }  # fmt: skip
    assert words(parent)["what"] == "Cover the whole county."


def test_what_keeps_somebody_from_writing_is_said_in_words() -> None:
    parent = proposition()
    ready = take("ready", parent, actor("drafter", of=body()))

    reasons = propositions.writing(ready, actor("drafter", of=body()))

    assert [reason.sentence for reason in reasons] == [
        "LAN-01 is ready, so its words cannot be changed now. Take it back to drafting first."
    ]
    assert propositions.writing(ready, actor("secretary", of=body())) is None
    assert propositions.writing(take("redraft", ready, actor("drafter", of=body())), actor("lead", of=body())) == []


def test_a_working_copy_is_read_inside_its_body_alone() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    drafted_side(made, beis)
    of_area, of_beis, of_other = (
        actor("secretary", of=body()),
        actor("reviewer", of=beis),
        actor("lead", of=body("CHW-LEP")),
    )

    assert asks.draft(made, of_area)["ask"].body == "Can the programme cover the whole county?"
    assert asks.draft(made, of_beis) is None
    assert sides.draft(side(made, beis), of_beis)["words"].body == "We will extend the programme."
    assert sides.draft(side(made, beis), of_area) is None
    assert words_of_records([made.record], of_other)[made.pk].drafted == {}
    assert words_of_records([side(made, beis).record], of_area)[side(made, beis).pk].content == {}


def test_what_is_submitted_is_read_by_departments_and_later_drafts_are_not() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    # Put there as an officer would who goes on writing after submission, which later stages allow.
    Draft.objects.filter(record=made.record, part="ask").update(body="Can it cover the north as well?")

    reader, writer = actor("reviewer", of=beis), actor("drafter", of=body())

    assert words_of_records([made.record], reader)[made.pk].latest["ask"] == "Can the programme cover the whole county?"
    assert words_of_records([made.record], writer)[made.pk].latest["ask"] == "Can it cover the north as well?"
    assert words_of_records([made.record], writer)[made.pk].content["ask"] == (
        "Can the programme cover the whole county?"
    )


DETAILS = {"type": "programme_extension", "departments": ["BEIS"], "lead_department": "", "money": "none", "tags": ""}


def details(noun: Ask) -> dict[str, Any]:
    return asks.details_of(Ask.objects.with_record().get(pk=noun.pk))


def test_details_are_changed_where_they_differ_and_what_changed_is_named() -> None:
    department("BEIS")
    made, writer = ask(), actor("drafter", of=body())
    before = everything()

    changed = asks.change_details(made, {**DETAILS, "tags": "Skills, careers", "money": "new"}, by=writer)
    again = asks.change_details(made, {**DETAILS, "tags": "careers,skills", "money": "new"}, by=writer)

    assert sorted(changed) == ["departments", "money", "tags"]
    assert again == []
    assert details(made) == {
        "type": "programme_extension", "departments": ["BEIS"], "lead_department": "", "money": "new",
        "tags": ["careers", "skills"],
    }  # fmt: skip
    assert everything() == before


def test_two_who_change_one_detail_differently_are_told_what_stands_now() -> None:
    department("BEIS")
    made = ask()
    read = details(made)
    asks.change_details(made, {**DETAILS, "money": "new"}, by=actor("drafter", of=body()), before=read)

    with pytest.raises(DraftClash) as clash:
        asks.change_details(
            made, {**DETAILS, "money": "existing", "tags": "late"}, by=actor("lead", of=body()), before=read
        )

    assert clash.value.parts == {"money": "new"}
    assert (details(made)["money"], details(made)["tags"]) == ("new", [])


def test_what_a_writer_left_as_they_had_read_it_is_not_set_back() -> None:
    department("BEIS")
    made = ask()
    read = details(made)
    asks.change_details(made, {**DETAILS, "money": "new"}, by=actor("drafter", of=body()), before=read)

    changed = asks.change_details(
        made, {**DETAILS, "money": "none", "tags": "late"}, by=actor("lead", of=body()), before=read
    )

    # BEIS is there since the first of the two.
    assert changed == ["tags"]
    assert (details(made)["money"], details(made)["tags"], details(made)["departments"]) == ("new", ["late"], ["BEIS"])


def test_details_are_refused_in_the_same_order_as_steps() -> None:
    beis = department("BEIS")
    draft, gone = ask(), submitted_ask(beis)
    lead = actor("lead", of=body())
    wrong = {**DETAILS, "money": "gold"}

    for by, noun, data, refusal in (
        (ANONYMOUS, draft, wrong, NotVisible),
        (actor("reviewer", of=beis), gone, wrong, NotYou),
        (actor("secretary", of=body()), draft, wrong, NotYou),
        (lead, gone, wrong, BadInput),
        (lead, gone, {**DETAILS, "money": "new"}, NotNow),
    ):
        with pytest.raises(refusal) as refused:
            asks.change_details(noun, data, by=by)
        assert type(refused.value) is refusal
    assert details(gone)["money"] == "none"


def test_a_noun_without_details_has_none_to_change() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)

    with pytest.raises(NotVisible):
        sides.change_details(side(made, beis), {}, by=actor("reviewer", of=beis))
