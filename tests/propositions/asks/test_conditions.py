"""What must hold before an ask goes by itself, and what stands in the version that departments read."""

from __future__ import annotations

import pytest

from lis.engine.errors import NotNow
from propositions.asks.lifecycle import workflow
from propositions.asks.models import Ask
from tests.factories.asks import ask, proposition, submit, submitted_ask, take
from tests.factories.people import actor, body, department

pytestmark = pytest.mark.django_db


def reasons(made: Ask) -> list[str]:
    """Why the lead cannot submit it, the same when asked and when done."""
    lead = actor("lead", of=body())
    verdict = next(found for found in workflow.judge(lead, [made])[made.pk] if found.verb == "submit")
    with pytest.raises(NotNow) as refusal:
        workflow.perform("submit", made, by=lead, expected=made.revision)
    assert refusal.value.reasons == list(verdict.reasons)
    return [reason.sentence for reason in verdict.reasons]


def test_an_ask_goes_with_its_proposition_and_not_before_it() -> None:
    assert reasons(ask()) == ["LAN-01 is not submitted yet. Submit the proposition: its asks go with it."]


def test_an_ask_without_words_and_type_is_told_everything_at_once() -> None:
    assert reasons(ask(ask=" ", type="")) == [
        "LAN-01 is not submitted yet. Submit the proposition: its asks go with it.",
        "LAN-01.1 has no words yet. Write the ask.",
        "LAN-01.1 has no type yet. Choose the type of ask.",
    ]


def test_an_ask_that_was_added_later_goes_by_itself() -> None:
    beis = department("BEIS")
    parent = submit(proposition())
    late = ask(parent, departments=(beis,))

    take("submit", late, actor("lead", of=body()))

    assert Ask.objects.visible_to(actor("reviewer", of=beis)).get() == late
    assert parent.record.events.count() == 3


def test_an_ask_under_a_withdrawn_proposition_goes_nowhere() -> None:
    parent = submit(proposition())
    late = ask(parent)
    take("withdraw", parent, actor("lead", of=body()), note="Overtaken by events.")

    late = Ask.objects.with_record().get(pk=late.pk)
    assert late.status == "withdrawn"
    assert reasons(late) == ["LAN-01.1 is “Withdrawn”. This step needs “Draft”."]


def test_a_version_holds_the_words_and_everything_that_they_are_judged_by() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    made = submitted_ask(dfe, beis, lead_department="DfE", money="new", money_reason="The fund closes.", tags="Skills")

    version = made.record.versions.get()
    assert version.content == {
        "ask": "Can the programme cover the whole county?",
        "money_reason": "The fund closes.",
        "type": "programme_extension",
        "type_label": version.content["type_label"],
        "money": "new",
        "tags": ["skills"],
        "departments": ["BEIS", "DfE"],
        "lead_department": "DfE",
        "proposition": "LAN-01",
        "asked_by": "LAN-LEP",
        "sponsors": [],
        "title": "Careers Hub",
    }
    assert version.schema == "ask/1"
    assert version.number == 1
    assert version.base is None
    assert version.authors.get() == made.record.events.get(verb="add").by_user
    assert [(one.organisation.code, one.role) for one in made.sides.order_by("pk")] == [
        ("LAN-LEP", "sponsor"), ("DfE", "lead"), ("BEIS", "consulted"),
    ]  # fmt: skip


def test_the_words_of_a_submitted_ask_stand_still() -> None:
    made, drafter = submitted_ask(department("BEIS")), actor("drafter", of=body())

    with pytest.raises(NotNow, match=r"LAN-01\.1 is submitted, so its words cannot be changed now\."):
        workflow.write(made, {"ask": "Something else."}, by=drafter)

    assert made.record.versions.count() == 1
    assert made.record.drafts.get(part="ask").body == "Can the programme cover the whole county?"


def test_nothing_changes_under_a_proposition_that_was_found_ready() -> None:
    made, drafter = ask(), actor("drafter", of=body())
    ready = take("ready", made.proposition, drafter)
    made = Ask.objects.with_record().get(pk=made.pk)
    sentence = "LAN-01 was found ready as it stands. Take it back to drafting first."

    with pytest.raises(NotNow) as writing:
        workflow.write(made, {"ask": "Something else."}, by=drafter)
    with pytest.raises(NotNow) as describing:
        workflow.change_details(made, {"type": "programme_extension", "money": "new"}, by=drafter)

    assert (writing.value.sentence, describing.value.sentence) == (sentence, sentence)
    take("redraft", ready, drafter)
    made = Ask.objects.with_record().get(pk=made.pk)
    assert [draft.body for draft in workflow.write(made, {"ask": "Something else."}, by=drafter)] == ["Something else."]
