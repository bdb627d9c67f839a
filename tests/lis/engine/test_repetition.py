"""The same step sent twice is done once: by its content, or by the key that came with it."""

from __future__ import annotations

from typing import Any

import pytest

from lis.engine.errors import KeyReused, NotNow, Stale
from lis.engine.models import Event, Record
from propositions.asks.lifecycle import workflow as asks
from propositions.asks.models import Ask
from propositions.drafting.lifecycle import workflow as propositions
from propositions.drafting.models import Proposition
from propositions.sides.lifecycle import workflow as sides
from propositions.sides.models import Side
from tests.factories.asks import POSITION, ask, proposition, side, strategy, submitted_ask, take
from tests.factories.people import actor, body, department
from tests.propositions.grids import everything

pytestmark = pytest.mark.django_db


def test_the_same_step_by_the_same_person_is_answered_with_what_it_did_the_first_time() -> None:
    made, lead = ask(), actor("lead", of=body())

    first = asks.perform("withdraw", made, by=lead, expected=1, data={"note": "Overtaken."})
    before = everything()
    # The page was sent once more, with the line ends of another browser.
    again = asks.perform("withdraw", made, by=lead, expected=1, data={"note": "Overtaken.\r\n"})

    assert (first.repeated, again.repeated) == (False, True)
    assert (again.pk, again.at) == (first.pk, first.at)
    assert everything() == before


@pytest.mark.parametrize(
    ("somebody_else", "data"), [(True, {"note": "Overtaken."}), (False, {"note": "Something else."})]
)
def test_another_person_or_other_words_are_no_repetition(somebody_else: bool, data: dict[str, str]) -> None:
    made, lead = ask(), actor("lead", of=body())
    asks.perform("withdraw", made, by=lead, expected=1, data={"note": "Overtaken."})

    with pytest.raises(Stale) as refused:
        asks.perform("withdraw", made, by=actor("lead", of=body()) if somebody_else else lead, expected=1, data=data)

    assert refused.value.current == 2


def test_somebody_who_has_read_the_newest_does_not_repeat_but_acts_again() -> None:
    beis = department("BEIS")
    reviewer = actor("reviewer", of=beis)
    ours = take("take", side(submitted_ask(beis), beis), reviewer)

    first = sides.perform("draft_position", ours, by=reviewer, expected=2, data=POSITION)
    second = sides.perform("draft_position", ours, by=reviewer, expected=3, data=POSITION)
    late = sides.perform("draft_position", ours, by=reviewer, expected=2, data=POSITION)

    assert (first.number, second.number, second.repeated) == (3, 4, False)
    assert (late.pk, late.repeated) == (first.pk, True)


def test_passing_on_twice_is_done_once_although_the_choice_is_used_up() -> None:
    beis = department("BEIS")
    department("Defra")
    made, reviewer = submitted_ask(beis), actor("reviewer", of=beis)
    data = {"to": ["Defra"], "note": "Rural skills are theirs."}

    first = sides.perform("hand_on", side(made, beis), by=reviewer, expected=1, data=data)
    again = sides.perform("hand_on", side(made, beis), by=reviewer, expected=1, data=data)

    assert (again.pk, again.repeated) == (first.pk, True)
    assert Side.objects.filter(ask=made, organisation__code="Defra").count() == 1


def test_a_key_makes_a_step_one_whatever_the_record_became_since() -> None:
    beis = department("BEIS")
    reviewer = actor("reviewer", of=beis)
    ours = take("take", side(submitted_ask(beis), beis), reviewer)

    first = sides.perform("draft_position", ours, by=reviewer, expected=2, data=POSITION, key="k-1")
    take("draft_position", ours, reviewer, stance="support", words="Newer words.")
    again = sides.perform("draft_position", ours, by=reviewer, expected=4, data=POSITION, key="k-1")
    without_version = sides.perform("draft_position", ours, by=reviewer, expected=None, data=POSITION, key="k-1")

    assert (first.key, again.pk, again.repeated) == ("k-1", first.pk, True)
    assert (without_version.pk, without_version.repeated) == (first.pk, True)
    assert Record.objects.get(pk=ours.pk).revision == 4


def test_a_key_that_comes_again_with_other_content_is_refused() -> None:
    beis = department("BEIS")
    reviewer = actor("reviewer", of=beis)
    ours = take("take", side(submitted_ask(beis), beis), reviewer)
    first = sides.perform("draft_position", ours, by=reviewer, expected=2, data=POSITION, key="k-1")
    before = everything()

    with pytest.raises(KeyReused) as refused:
        sides.perform("draft_position", ours, by=reviewer, expected=3, data={**POSITION, "words": "No."}, key="k-1")

    assert refused.value.event == first
    assert refused.value.status_code == 409
    assert everything() == before


def test_a_key_counts_for_its_actor_record_and_verb_alone() -> None:
    beis = department("BEIS")
    one, another = actor("reviewer", of=beis), actor("reviewer", of=beis)
    first_ask, second_ask = submitted_ask(beis), submitted_ask(beis)

    events = [
        sides.perform("take", side(first_ask, beis), by=one, expected=1, key="k"),
        sides.perform("take", side(second_ask, beis), by=one, expected=1, key="k"),
        sides.perform("draft_position", side(first_ask, beis), by=one, expected=2, data=POSITION, key="k"),
        sides.perform("draft_position", side(first_ask, beis), by=another, expected=3, data=POSITION, key="k"),
    ]

    assert [event.repeated for event in events] == [False] * 4
    assert len({event.pk for event in events}) == 4
    assert [event.key for event in events] == ["k"] * 4


def test_a_key_used_on_one_record_does_nothing_for_a_step_that_another_refuses() -> None:
    lead = actor("lead", of=body())
    first, second = ask(), ask()
    asks.perform("withdraw", first, by=lead, expected=1, data={"note": "Overtaken."}, key="k")
    take("withdraw", second, actor("lead", of=body()), note="By another.")

    with pytest.raises(NotNow):
        asks.perform("withdraw", second, by=lead, expected=2, data={"note": "Overtaken."}, key="k")


def start(by: Any, title: str = "Careers Hub", key: str = "k") -> Proposition:
    return propositions.create("start", by=by, data={"strategy": strategy().ref, "title": title}, key=key)


def test_creating_twice_with_one_key_makes_one_noun_and_answers_it_twice() -> None:
    drafter = actor("drafter", of=body())

    first, again = start(drafter), start(drafter)

    assert (first.pk, first.ref) == (again.pk, again.ref)
    assert (first.created_by_event.repeated, again.created_by_event.repeated) == (False, True)
    assert first.created_by_event == again.created_by_event
    assert Proposition.objects.count() == 1
    assert start(drafter, key="another").ref == "LAN-02"


def test_creating_without_a_key_makes_as_many_as_were_asked_for() -> None:
    drafter = actor("drafter", of=body())

    assert [start(drafter, key="").ref, start(drafter, key="").ref] == ["LAN-01", "LAN-02"]


def test_a_key_of_one_person_is_no_key_of_another() -> None:
    refs = [start(actor("drafter", of=body())).ref, start(actor("drafter", of=body())).ref]

    assert refs == ["LAN-01", "LAN-02"]


def test_creating_something_else_under_a_used_key_is_refused() -> None:
    drafter = actor("drafter", of=body())
    first = start(drafter)

    with pytest.raises(KeyReused) as refused:
        start(drafter, title="Another title")

    assert refused.value.event == first.created_by_event
    assert Proposition.objects.count() == 1


def test_a_key_of_a_creation_is_no_key_of_a_later_step() -> None:
    lead = actor("lead", of=body())
    parent = proposition()
    data = {"proposition": parent.ref, "ask": "Extend it.", "type": "programme_extension"}
    made = asks.create("add", by=lead, data=data, key="k")

    withdrawn = asks.perform("withdraw", made, by=lead, expected=1, data={"note": "No."}, key="k")

    assert (withdrawn.number, withdrawn.repeated) == (2, False)
    assert list(Event.objects.filter(key="k").order_by("number").values_list("verb", flat=True)) == ["add", "withdraw"]
    assert Ask.objects.count() == 1
