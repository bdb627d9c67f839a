"""What must hold before a proposition is found ready and goes to Government, and what goes with it."""

from __future__ import annotations

import pytest

from lis.engine.actor import Actor
from lis.engine.errors import BadInput, NotNow
from lis.engine.models import Turn
from propositions.asks.models import Ask
from propositions.drafting.lifecycle import workflow
from propositions.drafting.models import Proposition
from tests.factories.asks import MANDATE, ask, proposition, submit, take
from tests.factories.people import actor, body, department
from tests.propositions.grids import everything

pytestmark = pytest.mark.django_db


def codes(verb: str, noun: Proposition, by: Actor, **data: object) -> list[str]:
    """The codes of what keeps ``by`` from the step, the same when asked, when tried and when done."""
    noun = Proposition.objects.with_record().get(pk=noun.pk)
    verdict = next(found for found in workflow.judge(by, [noun])[noun.pk] if found.verb == verb)
    before = everything()
    for dry_run in (True, False):
        with pytest.raises(NotNow) as refusal:
            workflow.perform(verb, noun, by=by, expected=noun.revision, data=data, dry_run=dry_run)
        assert refusal.value.reasons == list(verdict.reasons)
    assert everything() == before
    return [reason.code for reason in verdict.reasons]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"what": ""}, "LAN-01 has no words for What yet. Write them first."),
        ({"what": " \n\t"}, "LAN-01 has no words for What yet. Write them first."),
        ({"title": "\x01", "what": ""}, "LAN-01 has no words for a title and What yet. Write them first."),
    ],
)
def test_a_proposition_without_words_is_not_ready(words: dict[str, str], sentence: str) -> None:
    parent, reader = proposition(**words), actor("drafter", of=body())

    assert codes("ready", parent, reader) == ["words-missing"]
    assert workflow.judge(reader, [parent])[parent.pk][0].reasons[0].sentence == sentence


def test_why_and_how_may_be_left_out() -> None:
    parent = proposition(why="", how="")

    assert take("ready", parent, actor("drafter", of=body())).status == "ready"


def test_nobody_finds_ready_what_they_wrote_last() -> None:
    author, helper = actor("drafter", of=body()), actor("lead", of=body())
    parent = proposition(by=author)
    assert codes("ready", parent, author) == ["own-words"]

    workflow.write(parent, {"why": "Hubs work well."}, by=helper)
    assert codes("ready", parent, helper) == ["own-words"]

    assert take("ready", parent, author).status == "ready"


def test_both_reasons_are_told_at_once() -> None:
    author = actor("drafter", of=body())

    assert codes("ready", proposition(by=author, what=""), author) == ["words-missing", "own-words"]


def test_somebody_who_saved_the_same_words_again_was_not_the_last_to_write() -> None:
    parent, reader = proposition(), actor("drafter", of=body())
    workflow.write(parent, {"what": "Cover the whole county."}, by=reader)

    assert take("ready", parent, reader).status == "ready"


def test_words_taken_back_to_drafting_have_the_same_last_author() -> None:
    author, other = actor("drafter", of=body()), actor("drafter", of=body())
    parent = take("redraft", take("ready", proposition(by=author), other), author)

    assert codes("ready", parent, author) == ["own-words"]
    assert take("ready", parent, other).status == "ready"


def test_one_ask_that_is_not_fit_keeps_everything_back() -> None:
    parent, reader, lead = proposition(), actor("drafter", of=body()), actor("lead", of=body())
    ask(parent)
    unfit = ask(parent, type="")
    assert codes("ready", parent, reader) == ["type-missing"]

    take("withdraw", unfit, lead, note="Another ask says it.")
    submitted = take("submit", take("ready", parent, reader), lead, **MANDATE)

    assert submitted.status == "submitted"
    assert list(Ask.objects.order_by("pk").values_list("record__status", flat=True)) == ["submitted", "withdrawn"]
    # What was withdrawn before it went has never been anywhere.
    assert not unfit.record.versions.exists()
    assert not unfit.sides.exists()


def test_whoever_wrote_an_ask_last_has_written_last() -> None:
    author, helper = actor("drafter", of=body()), actor("drafter", of=body())
    parent = proposition(by=author)
    ask(parent, by=helper)

    assert codes("ready", parent, helper) == ["own-words"]
    assert take("ready", parent, author).status == "ready"


def test_nothing_but_words_and_type_stops_an_ask() -> None:
    parent = proposition()
    ask(parent, ask="x" * 5_000, money="new", departments=())

    assert submit(parent).status == "submitted"


def test_a_proposition_without_asks_may_go() -> None:
    assert submit(proposition()).record.versions.get().content == {
        "title": "Careers Hub", "what": "Cover the whole county.", "why": "Hubs work.", "how": "With partners.",
        "strategy": "LAN-LIS", "workstream": "", "themes": [], "proposed_by": "LAN-LEP", "sponsors": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"meeting", "agreed_on"}),
        ({"meeting": "Board", "agreed_on": "2999-01-01"}, {"agreed_on"}),
        ({"meeting": "Board", "agreed_on": "soon"}, {"agreed_on"}),
        ({"meeting": " ", "agreed_on": "2019-12-12"}, {"meeting"}),
    ],
)
def test_the_mandate_names_a_meeting_and_a_day_that_has_been(data: dict[str, str], errors: set[str]) -> None:
    ready = take("ready", proposition(), actor("drafter", of=body()))

    with pytest.raises(BadInput) as refusal:
        workflow.perform("submit", ready, by=actor("lead", of=body()), expected=2, data=data)

    assert set(refusal.value.errors) == errors


def test_what_was_agreed_and_where_stays_in_the_history() -> None:
    parent = submit(proposition())

    event = parent.record.events.get(verb="submit")
    assert event.data == {"meeting": "Board, December meeting", "agreed_on": "2019-12-12"}


def test_who_wrote_is_kept_with_the_words() -> None:
    author, helper = actor("drafter", of=body()), actor("lead", of=body())
    parent = proposition(by=author)
    workflow.write(parent, {"why": "Hubs work well."}, by=helper)

    version = submit(parent).record.versions.get()

    assert set(version.authors.all()) == {author.user, helper.user}


def test_departments_read_a_proposition_from_its_submission_on_and_nothing_before() -> None:
    beis = department("BEIS")
    parent = proposition()
    ask(parent, departments=(beis,))
    reader = actor("reviewer", of=beis)
    assert not Proposition.objects.visible_to(reader).exists()

    submit(parent)

    seen = Proposition.objects.visible_to(reader).get()
    grant = seen.record.grants.get(organisation=beis)
    assert (grant.since_version, grant.since_event) == (1, 3)
    assert grant.given_by.verb == "open"
    assert not Turn.objects.filter(record=parent.record).exists()
