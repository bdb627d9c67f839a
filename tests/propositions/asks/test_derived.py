"""What comes up while an ask is negotiated becomes an ask of its own, linked to the first."""

from __future__ import annotations

import pytest

from lis.engine.errors import BadInput, NotNow
from lis.engine.models import Turn
from propositions.asks.lifecycle import workflow
from propositions.asks.models import Ask
from tests.factories.asks import side, submitted_ask, take
from tests.factories.people import actor, body, department
from tests.factories.wordings import agreed_ask

pytestmark = pytest.mark.django_db

WORDS = "Will Government fund the buses to the hubs?"


def open_turns(ask: Ask) -> list[tuple[str, str]]:
    return list(Turn.objects.filter(record=ask.record, ended=None).values_list("organisation__code", "reason"))


def test_an_area_adds_an_ask_that_follows_from_another_of_its_own() -> None:
    parent = submitted_ask(department("BEIS"))
    data = {"proposition": parent.proposition.ref, "ask": WORDS, "type": "data_sharing", "parent": parent.ref}

    made = workflow.create("add", by=actor("drafter", of=body()), data=data)

    assert (made.ref, made.parent, made.status) == ("LAN-01.2", parent, "draft")
    with pytest.raises(BadInput) as refused:
        workflow.create("add", by=actor("lead", of=body("CHW-LEP")), data=data)
    assert sorted(refused.value.errors) == ["parent", "proposition"]


def test_a_department_proposes_one_that_the_area_finds_as_a_draft_and_decides_on() -> None:
    beis = department("BEIS")
    parent = submitted_ask(beis)
    reviewer = actor("reviewer", of=beis)
    part = take("take", side(parent, beis), reviewer)

    take("propose_ask", part, reviewer, proposed=WORDS)

    event = parent.record.events.latest("number")
    assert (event.verb, event.behalf, event.note) == ("propose_new", beis, WORDS)
    made = Ask.objects.with_record().get(parent=parent)
    assert (made.ref, made.status, made.body) == ("LAN-01.2", "draft", body())
    assert made.record.drafts.get().body == WORDS
    assert open_turns(made) == [("LAN-LEP", "Decide on the ask that BEIS proposes")]
    assert Ask.objects.visible_to(actor("drafter", of=body())).filter(pk=made.pk).exists()
    assert not Ask.objects.visible_to(reviewer).filter(pk=made.pk).exists()
    workflow.change_details(made, {"type": "data_sharing", "departments": ["BEIS"]}, by=actor("drafter", of=body()))
    submitted = take("submit", made, actor("lead", of=body()))
    assert open_turns(submitted) == [("BEIS", "Review the ask")]
    assert submitted.record.versions.get().content["ask"] == WORDS


def test_it_can_be_proposed_after_the_first_was_settled_and_not_once_it_is_withdrawn() -> None:
    beis = department("BEIS")
    ask = agreed_ask()
    take("propose_ask", side(ask, beis), actor("reviewer", of=beis), proposed=WORDS)
    assert Ask.objects.filter(parent=ask).count() == 1
    other = submitted_ask(beis)
    part = take("take", side(other, beis), actor("reviewer", of=beis))
    take("withdraw", other, actor("lead", of=body()), note="Overtaken by events.")

    with pytest.raises(NotNow):
        take("propose_ask", part, actor("reviewer", of=beis), proposed=WORDS)
