"""What a board's decision does to what it was about: pinned when the papers go out, moved as it decides."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lis.boards.models import Delegation, Recommendation, Report
from lis.boards.papers_due import papers_due_on
from lis.engine import clock
from lis.engine.errors import BadInput, NotNow
from lis.engine.models import Event, Record
from lis.engine.registry import workflows
from propositions.drafting.models import Proposition
from tests.factories import asks, boards
from tests.factories.asks import take
from tests.factories.people import actor, body

pytestmark = pytest.mark.django_db


def ready(**words: str) -> Proposition:
    return take("ready", asks.proposition(**words), actor("drafter", of=body()))


def again(noun: Any) -> Any:
    return type(noun).objects.with_record().get(pk=noun.pk)


def codes(refused: Any) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


@pytest.mark.parametrize(
    ("held_on", "due"),
    [
        (dt.date(2019, 12, 12), dt.date(2019, 12, 4)),  # a Thursday: the 5th, 6th, 9th, 10th and 11th are clear
        (dt.date(2020, 1, 3), dt.date(2019, 12, 23)),  # over Christmas: 24, 27, 30, 31 December and 2 January
        (dt.date(2026, 4, 8), dt.date(2026, 3, 27)),  # over Easter: 30, 31 March, 1, 2 and 7 April
    ],
)
def test_papers_are_due_five_clear_working_days_before(held_on, due):
    assert papers_due_on(held_on) == due


def test_late_papers_need_a_reason_and_papers_in_time_do_not():
    late = boards.report(boards.meeting(held_on=clock.today() + dt.timedelta(days=2)))
    in_time = boards.report(boards.meeting(late.meeting.board, held_on=clock.today() + dt.timedelta(days=30)))
    by = boards.secretary()

    with pytest.raises(NotNow) as refused:
        take("publish_agenda", late.meeting, by)
    assert codes(refused) == ["papers-late"]
    assert take("publish_agenda", in_time.meeting, by).status == "agenda_published"
    take("publish_agenda", late.meeting, by, late_reason="An election was called.")
    event = Event.objects.get(record=late.meeting.record, verb="publish_agenda")
    assert event.data["late_reason"] == "An election was called."


def test_an_agenda_without_reports_or_with_an_empty_one_does_not_go_out():
    by = boards.secretary()
    empty = boards.meeting()
    with pytest.raises(NotNow) as refused:
        take("publish_agenda", empty, by, late_reason="Late.")
    assert codes(refused) == ["no-report"]

    workflows["report"].create("start", by=by, data={"meeting": empty.ref, "title": "Nothing yet"})
    with pytest.raises(NotNow) as refused:
        take("publish_agenda", empty, by, late_reason="Late.")
    assert codes(refused) == ["no-paragraphs"]


def test_what_goes_out_is_words_for_good_with_the_versions_that_they_are_about():
    about, plan = ready(), asks.strategy()
    made = boards.recommendation(verbs=("agree", "note"), label="(ii)", words="Agree.", about=(about.ref, plan.ref))
    meeting = boards.published(made.meeting)

    report = again(made.report)
    words = report.record.versions.get().content
    assert (report.status, again(made).status) == ("published", "put")
    assert (words["title"], words["paragraphs"]) == ("The strategy", ["# Background", "One.", "Two."])
    assert (words["meeting"], words["board"], words["item"]) == (meeting.title, "Board of Directors", 1)
    version = about.record.versions.get()
    assert made.record.versions.get().content == {
        "label": "(ii)", "verbs": ["agree", "note"], "words": "Agree.",
        "about": [
            {"ref": "LAN-01", "version": 1, "hash": version.hash},
            {"ref": "LAN-LIS", "version": 0, "hash": ""},
        ],
    }  # fmt: skip
    assert {target.record.ref: target.version for target in made.targets.all()} == {"LAN-01": version, "LAN-LIS": None}


def test_what_has_no_version_cannot_be_put_to_a_board():
    drafting = asks.proposition()
    made = boards.recommendation(verbs=("agree",), about=(drafting.ref,))

    with pytest.raises(NotNow) as refused:
        boards.published(made.meeting)
    assert codes(refused) == ["no-version"]
    assert "LAN-01 has no version yet" in str(refused.value)
    assert again(made.meeting).status == again(made).status == "draft"


@pytest.mark.parametrize(
    ("verb", "given", "after", "told"),
    [
        ("decide", {}, "agreed_by_board", "agree_by_board"),
        ("amend", {"words": "Agree, but for the coast."}, "agreed_by_board", "agree_by_board"),
        ("defer", {"note": "More evidence."}, "parked", "park"),
        ("reject", {"note": "Too dear."}, "not_taken_forward", "not_take_forward"),
        ("refer", {"note": "Skills.", "to": "Skills Committee"}, "ready", "ready"),
    ],
)
def test_a_decision_moves_what_it_is_about(verb, given, after, told):
    about = ready()
    put = boards.put(verbs=("agree",), about=(about.ref,))

    decided = take(verb, put, boards.secretary(), **given)

    moved = again(about)
    last = moved.record.events.latest("number")
    assert (moved.status, last.verb) == (after, told)
    if verb != "refer":
        assert last.cause == decided.record.events.latest("number")
        assert last.data == {
            "meeting": "Board of Directors, December meeting", "agreed_on": clock.today().isoformat()
        }  # fmt: skip


def test_a_verb_that_asks_for_nothing_moves_nothing():
    about = ready()
    take("decide", boards.put(verbs=("note",), about=(about.ref,)), boards.secretary())

    assert again(about).status == "ready"


def test_a_decision_on_words_that_were_changed_since_is_refused():
    about = ready()
    put = boards.put(verbs=("agree",), about=(about.ref,))
    drafter = actor("drafter", of=body())
    take("redraft", about, drafter)
    workflows["proposition"].write(again(about), {"why": "Another reason."}, by=drafter)
    take("ready", about, actor("lead", of=body()))

    with pytest.raises(NotNow) as refused:
        take("decide", put, boards.secretary())
    assert codes(refused) == ["moved-on"]
    assert "the board read version 1, and it is now at version 2" in str(refused.value)
    assert (again(put).status, again(about).status) == ("put", "ready")


def test_a_decision_falls_whole_when_one_thing_cannot_move():
    first, second = ready(), ready()
    put = boards.put(verbs=("agree",), about=(first.ref, second.ref))
    take("redraft", second, actor("drafter", of=body()))

    with pytest.raises(NotNow, match="LAN-02 is “Drafting”"):
        take("decide", put, boards.secretary())
    assert [again(one).status for one in (first, second, put)] == ["ready", "drafting", "put"]


def test_submission_is_prefilled_with_what_the_board_agreed():
    about = ready()
    take("decide", boards.put(verbs=("agree",), about=(about.ref,)), boards.secretary())
    lead = actor("lead", of=body())
    workflow = workflows["proposition"]

    found = workflow.initial(workflow.step("submit"), again(about), lead)
    sent = take("submit", about, lead, **found)

    assert found == {"meeting": "Board of Directors, December meeting", "agreed_on": clock.today().isoformat()}
    assert (sent.status, sent.record.versions.count()) == ("submitted", 1)
    assert workflow.initial(workflow.step("submit"), ready(), lead) == {}


def test_a_decision_waits_for_the_meeting():
    made = boards.recommendation()
    boards.published(made.meeting)

    with pytest.raises(NotNow) as refused:
        take("decide", made, boards.secretary())
    assert codes(refused) == ["not-met"]


def test_a_meeting_is_not_held_before_its_day():
    later = boards.published(boards.report(boards.meeting(held_on=clock.today() + dt.timedelta(days=1))).meeting)

    with pytest.raises(NotNow) as refused:
        take("hold", later, boards.secretary(), present=[boards.seated(later.board).members.get().person.email])
    assert codes(refused) == ["not-yet"]


def test_a_recommendation_that_delegates_is_decided_by_delegating():
    put = boards.put(verbs=("reflect", "delegate"))

    for verb, given in (("decide", {}), ("amend", {"words": "Do."})):
        with pytest.raises(NotNow) as refused:
            take(verb, put, boards.secretary(), **given)
        assert codes(refused) == ["delegates"]


def test_delegating_gives_a_mandate_with_its_words():
    until, report = clock.today() + dt.timedelta(days=200), clock.today() + dt.timedelta(days=90)
    given = boards.delegation(
        boards.CHAIR, boards.CHIEF_EXECUTIVE, report_back_on=report.isoformat(), until_on=until.isoformat(),
        consulting="the Skills Committee",
    )  # fmt: skip

    event = given.record.events.get()
    assert (given.ref, given.status, given.jointly) == ("LAN-D01", "in_force", False)
    assert (event.verb, event.cause.verb, event.cause.record) == ("give", "delegate", given.recommendation.record)
    assert list(given.posts.values_list("name", flat=True)) == ["Chair", "Chief executive"]
    assert list(given.scope.values_list("ref", flat=True)) == ["LAN-LIS"]
    assert event.version.content == {
        "posts": ["Chair", "Chief executive"], "jointly": False, "scope": "Negotiate the asks.", "about": ["LAN-LIS"],
        "consulting": "the Skills Committee", "report_back_on": report.isoformat(), "until_on": until.isoformat(),
        "board": "Board of Directors", "recommendation": given.recommendation.ref,
    }  # fmt: skip
    assert again(given.recommendation).status == "delegated"


def test_a_mandate_names_posts_of_the_body_and_something_to_act_on():
    put = boards.put(verbs=("delegate",))
    boards.holder(boards.board(body("CHW-LEP")), "Their chair")

    with pytest.raises(BadInput) as refused:
        take("delegate", put, boards.secretary(), posts=["Their chair"], scope="Negotiate.", targets="")
    assert set(refused.value.errors) == {"posts", "targets"}
    boards.holder(put.meeting.board)
    with pytest.raises(BadInput) as refused:
        take("delegate", put, boards.secretary(), posts=["Chair"], scope="Negotiate.", targets="LAN-99")
    assert refused.value.errors == {
        "targets": ["There is nothing called “LAN-99” that you can see. Check the references."]
    }
    assert Delegation.objects.count() == 0


def test_the_holder_of_a_post_reports_back_and_a_stranger_to_the_mandate_does_not():
    on = boards.board()
    chair = boards.holder(on)
    given = boards.delegation(on=on)
    workflow = workflows["delegation"]

    mine = {verdict.verb for verdict in workflow.judge(actor_of(chair), [given])[given.pk] if verdict.mine}
    assert mine == {"report_back"}
    back = take("report_back", given, actor_of(chair), note="The new Government wants a shorter list.")
    assert (back.status, back.record.events.latest("number").note) == (
        "reported_back", "The new Government wants a shorter list.",
    )  # fmt: skip


def actor_of(user: Any) -> Any:
    return type(boards.secretary()).of(user)


def test_part_two_moves_nothing_that_others_see():
    made = boards.recommendation()
    meeting = boards.published(made.meeting)
    lead = actor("lead", of=body())

    def seen() -> list[Any]:
        records = Record.objects.exclude(kind="part_two").order_by("pk")
        return [
            list(records.values_list("ref", "status", "revision")),
            [str(noun) for kind in ("meeting", "report", "recommendation")
             for noun in workflows[kind].model.objects.visible_to(lead)],
        ]  # fmt: skip

    before = seen()
    part = boards.part_two(Report.objects.with_record().get(meeting=meeting))
    take("change", part, boards.secretary(), paragraph="1", reason="A person.", words="Three.")

    assert seen() == before
    model = workflows["part_two"].model
    assert not model.objects.visible_to(lead).exists()
    assert list(model.objects.visible_to(boards.secretary())) == [part]


def test_part_two_is_read_by_those_cleared_one_by_one_and_no_longer():
    part = boards.part_two()
    model = workflows["part_two"].model
    chair, other = actor("board_member", of=body()), actor("board_member", of=body())

    def readers() -> list[bool]:
        return [model.objects.visible_to(actor_of(one.user)).exists() for one in (chair, other)]

    assert readers() == [False, False]
    take("clear", part, boards.secretary(), person=chair.user.email)
    assert readers() == [True, False]
    take("end_clearance", part, boards.secretary(), person=chair.user.email)
    assert readers() == [False, False]


@pytest.mark.parametrize("missing", ["paragraph", "reason", "words"])
def test_part_two_needs_its_paragraph_its_reason_and_words(missing):
    report = boards.report()
    data = {"report": report.ref, "paragraph": "3", "reason": "A sale.", "words": "Two million."}

    with pytest.raises(BadInput) as refused:
        workflows["part_two"].create("add", by=boards.secretary(), data={**data, missing: ""})
    assert set(refused.value.errors) == {missing}


def test_a_report_has_one_part_two():
    part = boards.part_two()

    with pytest.raises(NotNow, match="Part II already"):
        boards.part_two(part.report)


def test_a_meeting_in_preparation_is_read_by_those_who_prepare_it_and_then_by_the_whole_body():
    made = boards.recommendation()
    roles = ("secretary", "lead", "drafter", "negotiator", "board_member", "consultation_officer")

    def readers(noun: Any) -> set[str]:
        return {role for role in roles if type(noun).objects.visible_to(actor(role, of=body())).filter(pk=noun.pk)}

    assert readers(made) == readers(made.report) == readers(made.meeting) == {"secretary", "lead", "drafter"}
    boards.published(made.meeting)
    assert readers(made) == readers(made.report) == readers(made.meeting) == set(roles)
    assert not Recommendation.objects.visible_to(actor("secretary", of=body("CHW-LEP"))).exists()
