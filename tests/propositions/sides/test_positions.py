"""A position on its way out: agreed in the team, sent back and why, cleared, gone out on the day that was set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import BadInput, NotNow, NotYou
from lis.engine.models import Event, Record, Turn
from lis.engine.writing import mint
from lis.jobs.models import Job
from lis.notices.models import Notice
from propositions.asks.models import Ask
from propositions.sides.lifecycle import workflow
from propositions.sides.models import Answer, Side, TeamRule
from propositions.sides.notes import notes_for_step
from propositions.sides.team import set_team_rule
from tests.factories.asks import (
    POSITION,
    ahead,
    cleared_side,
    drafted_side,
    issued_side,
    scheduled_side,
    side,
    submitted_ask,
    take,
    team_agreed_side,
)
from tests.factories.jobs import do_all_work
from tests.factories.people import actor, body, department, person
from tests.lis.doors.api.client import api

pytestmark = pytest.mark.django_db

MONDAY = dt.datetime(2026, 12, 7, 10, 0, tzinfo=clock.LONDON)
NEXT_MONDAY = dt.datetime(2026, 12, 14, 9, 0, tzinfo=clock.LONDON)


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def reasons(verb: str, noun: Side, by: Actor, **data: object) -> list[str]:
    with pytest.raises(NotNow) as refusal:
        workflow.perform(verb, noun, by=by, expected=noun.revision, data=data)
    return [reason.sentence for reason in refusal.value.reasons]


def notes(of_side: Side) -> object:
    return notes_for_step(of_side, of_side.ask.record.versions.count())


# Agreed in the team -------------------------------------------------------------------------------------------------


def test_another_reviewer_agrees_a_draft_in_the_team_and_the_clearer_reads_who() -> None:
    beis = department("BEIS")
    author, colleague = actor("reviewer", of=beis), actor("reviewer", of=beis, name="Ines Achterberg")
    drafted = drafted_side(submitted_ask(beis), beis, by=author)

    assert reasons("agree_in_team", drafted, author) == [
        "You wrote part of this position yourself. Another person of the department must do this."
    ]
    agreed = take("agree_in_team", drafted, colleague, note="We all read it.")

    assert agreed.status == "team_agreed"
    assert Turn.objects.get(record=agreed.record, ended=None).role == "clearer"
    assert notes(agreed).agreed.by_user.name == "Ines Achterberg"
    page = signed_in(person("clearer", of=beis)).get("/sides/LAN-01.1-BEIS/steps/clear/")
    assert "Agreed in the team</strong> by Ines Achterberg on 7 December 2026" in page.content.decode()


def test_a_word_that_is_changed_afterwards_is_no_longer_agreed_in_the_team() -> None:
    beis = department("BEIS")
    agreed = team_agreed_side(submitted_ask(beis), beis)

    drafted = take("draft_position", agreed, actor("reviewer", of=beis), **{**POSITION, "words": "We will not."})

    assert drafted.status == "drafted"
    assert notes(drafted).agreed is None


def test_where_a_department_always_agrees_in_its_team_nothing_is_cleared_without_it() -> None:
    beis = department("BEIS")
    set_team_rule(beis, always=True, by=actor("coordinator", of=beis))
    clearer = actor("clearer", of=beis)
    drafted = drafted_side(submitted_ask(beis), beis)

    assert Turn.objects.get(record=drafted.record, ended=None).reason == "Agree the draft in the team"
    assert reasons("clear", drafted, clearer) == [
        "BEIS agrees every position in its team first. Ask another reviewer than the writer to agree it in the team; "
        "then you can clear it."
    ]
    agreed = take("agree_in_team", drafted, actor("reviewer", of=beis))
    assert take("clear", agreed, clearer).status == "cleared"


def test_one_departments_rule_is_not_anothers_and_the_last_one_counts() -> None:
    beis, keeper = department("BEIS"), actor("coordinator", of=department("BEIS"))
    first = set_team_rule(beis, always=True, by=keeper)

    assert set_team_rule(beis, always=True, by=keeper) == first
    assert cleared_side(submitted_ask(department("DfE")), department("DfE")).status == "cleared"
    set_team_rule(beis, always=False, by=keeper)
    assert cleared_side(submitted_ask(beis), beis).status == "cleared"
    assert list(TeamRule.objects.values_list("always", flat=True)) == [True, False]


@pytest.mark.parametrize("role", ["reviewer", "clearer"])
def test_only_its_coordinator_sets_a_departments_rule(role: str) -> None:
    beis = department("BEIS")

    with pytest.raises(NotYou):
        set_team_rule(beis, always=True, by=actor(role, of=beis))
    with pytest.raises(NotYou):
        set_team_rule(beis, always=True, by=actor("coordinator", of=department("DfE")))

    assert not TeamRule.objects.exists()


def test_the_rule_is_set_on_its_page_and_over_the_api() -> None:
    beis, keeper = department("BEIS"), person("coordinator", of=department("BEIS"))
    client = signed_in(keeper)

    refused = client.post("/team-agreement/", {"organisation": "BEIS"})
    assert refused.status_code == 400
    assert "Choose one of the two." in refused.content.decode()
    done = client.post("/team-agreement/", {"organisation": "BEIS", "BEIS-practice": "always"}, follow=True)

    assert "BEIS: from now on positions are agreed in the team first." in done.content.decode()
    program = api(keeper)
    assert program.get("/api/v1/sides/team-agreement/").json() == [
        {"organisation": "BEIS", "always": True, "since": "2026-12-07T10:00:00Z", "by": keeper.name}
    ]
    told = program.put("/api/v1/sides/team-agreement/", {"organisation": "BEIS", "always": False})
    assert (told.status_code, told.json()[0]["always"]) == (200, False)
    wrong = program.put("/api/v1/sides/team-agreement/", {"organisation": "DfE", "always": True})
    assert wrong.status_code == 400
    stranger = api(person("reviewer", of=beis)).put(
        "/api/v1/sides/team-agreement/", {"organisation": "BEIS", "always": True}
    )
    assert stranger.status_code == 403


# Sent back, and what has changed since ------------------------------------------------------------------------------


def test_whoever_drafts_reads_there_why_it_was_sent_back() -> None:
    beis = department("BEIS")
    clearer = actor("clearer", of=beis, name="Odile Marchbanks")
    back = take("send_back", drafted_side(submitted_ask(beis), beis), clearer, note="Say from which year.")

    assert notes(back).sent_back.note == "Say from which year."
    client = signed_in(person("reviewer", of=beis))
    for address in ("/sides/LAN-01.1-BEIS/steps/draft-position/", "/asks/LAN-01.1/"):
        page = client.get(address).content.decode()
        assert "Sent back by Odile Marchbanks on 7 December 2026" in page
        assert "Say from which year." in page
    assert api(person("reviewer", of=beis)).get("/api/v1/sides/LAN-01.1-BEIS/").json()["sent_back_because"] == (
        "Say from which year."
    )

    drafted = take("draft_position", back, actor("reviewer", of=beis), **{**POSITION, "words": "From 2028."})
    assert notes(take("clear", drafted, clearer)).sent_back is None


def reworded(ask: Ask, words: str) -> None:
    """The next version of the ask, in other words."""
    content = ask.record.versions.latest("number").content
    mint(ask.record, schema="ask/1", body={**content, "ask": words}, authors=[])


def test_a_side_shows_what_became_of_the_ask_since_the_version_its_draft_was_written_on() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis, ask="Extend the programme to the county.")
    drafted = drafted_side(made, beis)
    assert notes(drafted).change is None

    reworded(made, "Extend the programme to the county by 2028.")

    told = notes(side(made, beis))
    assert (told.written_on, told.change.in_words) == (1, "Added: “by 2028”.")
    page = signed_in(person("reviewer", of=beis)).get("/asks/LAN-01.1/").content.decode()
    assert "It was written on version 1. Since then:" in page
    again = take("draft_position", side(made, beis), actor("reviewer", of=beis), **{**POSITION, "words": "By then."})
    assert notes(again).change is None


# Remarks among colleagues -------------------------------------------------------------------------------------------


def test_a_remark_is_read_and_answered_inside_the_department_and_nowhere_else() -> None:
    beis, dfe = department("BEIS"), department("DfE")
    made = submitted_ask(beis, dfe)
    asker, helper = actor("reviewer", of=beis, name="Ines Achterberg"), actor("clearer", of=beis, name="Odile Marsh")

    noted = take("remark", side(made, beis), asker, words="Is the agency behind it?", quote="the whole county")
    read = api(person("reviewer", of=beis)).get("/api/v1/sides/LAN-01.1-BEIS/").json()["remarks"]
    take("answer_remark", noted, helper, remark="1", words="It is, since May.")

    assert [(one["number"], one["by"], one["answer"]) for one in read] == [(1, "Ines Achterberg", "")]
    inside = signed_in(person("coordinator", of=beis)).get("/asks/LAN-01.1/").content.decode()
    assert "Is the agency behind it?" in inside
    assert "It is, since May." in inside
    for stranger in (
        person("reviewer", of=dfe),
        person("lead", of=body()),
        person("coordinator", of=department("CLGU")),
    ):
        page = signed_in(stranger).get("/asks/LAN-01.1/").content.decode()
        assert "Is the agency behind it?" not in page
        assert "It is, since May." not in page


def test_a_remark_is_answered_once() -> None:
    beis = department("BEIS")
    reviewer = actor("reviewer", of=beis)
    noted = take("remark", side(submitted_ask(beis), beis), reviewer, words="First.")
    noted = take("remark", noted, reviewer, words="Second.")
    answered_one = take("answer_remark", noted, reviewer, remark="1", words="Yes.")

    with pytest.raises(NotNow) as refusal:
        workflow.perform(
            "answer_remark", answered_one, by=reviewer, expected=answered_one.revision,
            data={"remark": "1", "words": "No."},
        )  # fmt: skip
    assert "Remark 1 has been answered by" in refusal.value.sentence
    done = take("answer_remark", answered_one, reviewer, remark="2", words="Also.")
    assert reasons("answer_remark", done, reviewer, remark="2", words="Also.") == ["Every remark has been answered."]


# On a day -----------------------------------------------------------------------------------------------------------


def answered(ask: Ask) -> list[str]:
    return [answer.record.versions.get().content["words"] for answer in Answer.objects.filter(ask=ask)]


def test_cleared_words_wait_for_their_day_and_go_out_under_the_name_of_whoever_set_it() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    decider = actor("coordinator", of=beis, name="Rosalind Okafor")
    scheduled = scheduled_side(made, beis, by=decider, day="2026-12-14", hour="9")

    assert (scheduled.status, scheduled.issue_on) == ("scheduled", NEXT_MONDAY)
    assert Turn.objects.get(record=scheduled.record, ended=None).reason == "Goes out on 14 December 2026 at 09:00 GMT"
    page = signed_in(person("reviewer", of=beis)).get("/asks/LAN-01.1/").content.decode()
    assert "Goes out on 14 December 2026 at 09:00 GMT</strong>, as Rosalind Okafor decided." in page
    with clock.at(NEXT_MONDAY - dt.timedelta(seconds=1)):
        do_all_work()
    assert answered(made) == []
    with clock.at(NEXT_MONDAY + dt.timedelta(minutes=2)):
        do_all_work()

    assert answered(made) == ["We will extend the programme."]
    issued = side(made, beis)
    assert (issued.status, issued.issue_on) == ("issued", None)
    told = Event.objects.get(record=made.record, verb="answer")
    assert (told.by_user.name, told.behalf.code) == ("Rosalind Okafor", "BEIS")
    assert told.at == NEXT_MONDAY + dt.timedelta(minutes=2)
    assert not Turn.objects.filter(record=issued.record, ended=None).exists()


def test_work_that_is_done_twice_issues_once() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    scheduled_side(made, beis)
    job = Job.objects.get(name="issue_on_its_day")

    with clock.at(MONDAY + dt.timedelta(days=8)):
        do_all_work()
        Job.objects.filter(pk=job.pk).update(state="waiting", done_at=None)
        do_all_work()

    assert len(answered(made)) == 1


def test_an_answer_that_was_called_back_does_not_go_out_and_may_be_given_another_day() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    clearer = actor("clearer", of=beis)
    back = take("call_back", scheduled_side(made, beis, **ahead(7)), clearer)
    assert (back.status, back.issue_on) == ("cleared", None)
    take("schedule", back, clearer, **ahead(14))

    with clock.at(MONDAY + dt.timedelta(days=8)):
        do_all_work()
    assert answered(made) == []
    with clock.at(MONDAY + dt.timedelta(days=15)):
        do_all_work()

    assert len(answered(made)) == 1


def kept_back(of: Actor) -> list[str]:
    return [notice.body for notice in Notice.objects.filter(kind="kept_back", person=of.user)]


def test_a_position_that_became_out_of_date_stays_inside_and_whoever_set_the_day_is_told() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    decider = actor("coordinator", of=beis)
    scheduled_side(made, beis, by=decider)
    reworded(made, "Extend the programme by 2028.")

    with clock.at(MONDAY + dt.timedelta(days=8)):
        do_all_work()

    kept = side(made, beis)
    assert (kept.status, kept.issue_on, answered(made)) == ("cleared", None, [])
    assert Turn.objects.get(record=kept.record, ended=None).reason == "It did not go out: decide again"
    (mail,) = kept_back(decider)
    assert "Why: The position is on an earlier version of LAN-01.1. Read the new version and draft again." in mail


def test_an_ask_that_is_withdrawn_meanwhile_gets_no_answer_and_whoever_set_the_day_is_told_at_once() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    decider = actor("clearer", of=beis)
    scheduled_side(made, beis, by=decider)

    take("withdraw", Ask.objects.with_record().get(pk=made.pk), actor("lead", of=body()), note="Overtaken by events.")

    assert (side(made, beis).status, side(made, beis).issue_on) == ("closed", None)
    (mail,) = kept_back(decider)
    assert "Why: LAN-01.1 has ended" in mail
    with clock.at(MONDAY + dt.timedelta(days=8)):
        do_all_work()
    assert answered(made) == []
    assert len(kept_back(decider)) == 1


def test_the_words_go_out_though_whoever_set_the_day_has_left_the_department() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    decider = actor("clearer", of=beis)
    scheduled_side(made, beis, by=decider)
    decider.user.memberships.update(until_on=MONDAY.date())
    decider.user.is_active = False
    decider.user.save(update_fields=["is_active"])

    with clock.at(MONDAY + dt.timedelta(days=8)):
        do_all_work()

    assert len(answered(made)) == 1
    assert Event.objects.get(record=made.record, verb="answer").by_user == decider.user


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {"day": ["The day is missing. Enter a day, a month and a year."], "hour": ["Choose a time."]}),
        ({"day": "2026-12-06", "hour": "9"}, {"day": ["The day must be today or in the future."]}),
        ({"day": "2028-01-01", "hour": "9"}, {"day": ["The day must be within a year from now."]}),
    ],
)
def test_a_day_must_lie_ahead_and_not_too_far(given: dict[str, str], errors: dict[str, list[str]]) -> None:
    beis = department("BEIS")
    cleared, clearer = cleared_side(submitted_ask(beis), beis), actor("clearer", of=beis)

    with pytest.raises(BadInput) as refusal:
        workflow.perform("schedule", cleared, by=clearer, expected=cleared.revision, data=given)

    assert refusal.value.errors == errors


def test_an_hour_of_today_that_is_over_is_refused_with_the_hour() -> None:
    beis = department("BEIS")
    cleared, clearer = cleared_side(submitted_ask(beis), beis), actor("clearer", of=beis)

    with pytest.raises(NotNow) as refusal:
        workflow.perform("schedule", cleared, by=clearer, expected=cleared.revision, data=ahead(0, 9))

    assert refusal.value.sentence == (
        "7 December 2026 at 09:00 GMT is over. Choose a time that lies ahead, or issue it now."
    )
    assert take("schedule", cleared, clearer, **ahead(0, 11)).status == "scheduled"


def test_nothing_of_a_scheduled_answer_is_there_for_the_area_before_its_day() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis)
    before = Record.objects.filter(kind="answer").count()
    scheduled_side(made, beis)
    client = signed_in(person("lead", of=body()))

    page = client.get("/asks/LAN-01.1/").content.decode()

    assert Record.objects.filter(kind="answer").count() == before
    assert "We will extend the programme." not in page
    assert client.get("/answers/LAN-01.1-A1/steps/read/").status_code == 404


def test_issuing_is_not_for_whoever_wrote_the_words_either() -> None:
    beis = department("BEIS")
    author = actor("reviewer", "coordinator", of=beis)
    cleared = take("clear", drafted_side(submitted_ask(beis), beis, by=author), actor("clearer", of=beis))

    for verb, data in (("issue", {}), ("schedule", ahead())):
        assert reasons(verb, cleared, author, **data) == [
            "You wrote part of this position yourself. Another person of the department must do this."
        ]


def test_an_issued_side_remembers_the_version_it_answered() -> None:
    beis = department("BEIS")
    made = submitted_ask(beis, ask="Extend it.")
    issued_side(made, beis)

    reworded(made, "Extend it by 2028.")

    assert notes(side(made, beis)).change.in_words == "Added: “by 2028”."


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client
