"""Who may take which step on a round in which state: the whole table, written out."""

from __future__ import annotations

import datetime as dt

import pytest

from consultations.rounds.lifecycle import workflow
from consultations.rounds.models import Round
from lis.engine import clock
from lis.engine.actor import ANONYMOUS, Actor
from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou
from lis.engine.models import Event, Grant
from tests.factories import consultations
from tests.factories.asks import strategy, take
from tests.factories.people import actor, body, department, superuser

pytestmark = pytest.mark.django_db

YES, NOT_YOU, NOT_NOW, UNSEEN, UNKNOWN = "yes", "not you", "not now", "unseen", "unknown strategy"
NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
HOUR, MONTH = dt.timedelta(hours=1), dt.timedelta(days=30)

ROLES = {
    "consultation officer": ("consultation_officer", "LAN-LEP"),
    "lead": ("lead", "LAN-LEP"),
    "drafter": ("drafter", "LAN-LEP"),
    "secretary": ("secretary", "LAN-LEP"),
    "negotiator": ("negotiator", "LAN-LEP"),
    "board member": ("board_member", "LAN-LEP"),
    "consultation officer elsewhere": ("consultation_officer", "CHW-LEP"),
    "lead elsewhere": ("lead", "CHW-LEP"),
    "reviewer": ("reviewer", "BEIS"),
    "clearer": ("clearer", "BEIS"),
    "coordinator": ("coordinator", "CLGU"),
    "administrator": ("administrator", "CONCORDAT"),
    "superuser": None,
    "anonymous": None,
}
OFFICERS = ("consultation officer", "lead")
AREA_READERS = ("drafter", "secretary", "negotiator", "board member")
PUBLIC = tuple(role for role in ROLES if role not in OFFICERS + AREA_READERS)

# Every state that a round can be in, by its status and the clock, and whether the public sees it then.
STATES = {
    "draft": False,
    "in review": False,
    "upcoming": False,
    "open": True,
    "closed": True,
    "paused before it opens": False,
    "paused": True,
    "paused and past its end": True,
    "withdrawn before it opened": False,
    "withdrawn": True,
}
# Step, and the states in which an officer or a lead may take it. In all others it is "not now".
TABLE = {
    "send_for_review": {"draft"},
    "schedule": {"in review"},
    "send_back": {"in review", "upcoming"},
    "extend": {"upcoming", "open", "paused before it opens", "paused"},
    "pause": {"upcoming", "open"},
    "resume": {"paused before it opens", "paused", "paused and past its end"},
    "withdraw": {
        "draft", "in review", "upcoming", "open", "closed", "paused before it opens", "paused",
        "paused and past its end",
    },
}  # fmt: skip
AFTER = {
    "send_for_review": "in_review",
    "schedule": "scheduled",
    "send_back": "draft",
    "pause": "paused",
    "resume": "scheduled",
    "withdraw": "withdrawn",
}
CELLS = [(verb, state) for verb, states in TABLE.items() for state in sorted(states)]
CREATION = {
    **dict.fromkeys(OFFICERS, YES),
    **dict.fromkeys(AREA_READERS, NOT_YOU),
    **dict.fromkeys(PUBLIC, UNKNOWN),
}


def somebody(role: str) -> Actor:
    if role == "anonymous":
        return ANONYMOUS
    if role == "superuser":
        return Actor.of(superuser())
    name, code = ROLES[role]
    return actor(name, of=department(code) if code in ("BEIS", "CLGU") else body(code))


def in_state(state: str) -> Round:
    """A round in that state at NOW, prepared by a consultation officer."""
    pausing = {"note": "The hall was flooded."}
    with clock.at(NOW - 2 * MONTH):
        match state:
            case "draft":
                return consultations.filled_round(opens_at=NOW + HOUR)
            case "in review":
                return consultations.round_in_review(opens_at=NOW + HOUR)
            case "upcoming" | "paused before it opens" | "withdrawn before it opened":
                made = consultations.scheduled_round(opens_at=NOW + HOUR)
            case "closed" | "paused and past its end":
                made = consultations.scheduled_round(opens_at=NOW - MONTH, closes_at=NOW - HOUR)
            case _:
                made = consultations.scheduled_round(opens_at=NOW - HOUR)
    with clock.at(NOW - 2 * HOUR if "before" in state or "past" in state else NOW - HOUR / 2):
        if state.startswith("paused"):
            return take("pause", made, actor("lead", of=body()), **pausing)
        if state.startswith("withdrawn"):
            return take("withdraw", made, actor("lead", of=body()), note="It was overtaken by events.")
    return made


def what_is_given(verb: str) -> dict[str, str]:
    return {
        "send_for_review": {},
        "schedule": {},
        "send_back": {"note": "Say where the answers go."},
        "extend": {"closes_on": "2027-02-26", "closes_time": "23:59", "note": "The hall was flooded."},
        "pause": {"note": "The hall was flooded."},
        "resume": {},
        "withdraw": {"note": "It was overtaken by events."},
    }[verb]


def outcome(verb: str, round_: Round, by: Actor) -> str:
    try:
        workflow.perform(verb, round_, by=by, expected=round_.revision, data=what_is_given(verb))
    except NotYou:
        return NOT_YOU
    except NotNow:
        return NOT_NOW
    except NotVisible:
        return UNSEEN
    return YES


def expected(verb: str, state: str, role: str) -> str:
    if role in PUBLIC:
        return NOT_YOU if STATES[state] else UNSEEN
    if role in AREA_READERS:
        return NOT_YOU
    return YES if state in TABLE[verb] else NOT_NOW


@pytest.mark.parametrize("state", STATES)
def test_a_step_is_for_whom_the_table_says(state):
    round_ = in_state(state)
    people = {role: somebody(role) for role in ROLES}
    before = Event.objects.filter(record=round_.record).count()

    with clock.at(NOW):
        found = {
            (verb, role): outcome(verb, round_, by)
            for verb in TABLE
            for role, by in people.items()
            if expected(verb, state, role) != YES
        }

    assert found == {
        (verb, role): expected(verb, state, role)
        for verb in TABLE
        for role in ROLES
        if expected(verb, state, role) != YES
    }
    assert Event.objects.filter(record=round_.record).count() == before


@pytest.mark.parametrize("role", OFFICERS)
@pytest.mark.parametrize(
    ("verb", "state"), [(verb, state) for verb, states in TABLE.items() for state in sorted(states)]
)
def test_both_kinds_of_officer_take_the_steps_of_the_table(verb, state, role):
    round_ = in_state(state)
    by, status = somebody(role), round_.status

    with clock.at(NOW):
        assert outcome(verb, round_, by) == YES

    last = Event.objects.filter(record=round_.record).latest("number")
    wanted = AFTER.get(verb, status)
    assert (last.verb, last.from_status, last.to_status) == (verb, status, wanted)
    assert Round.objects.with_record().get(pk=round_.pk).status == wanted
    assert last.behalf == body()


def test_the_table_covers_every_step():
    assert set(TABLE) == {step.verb for step in workflow.steps if not step.creates}
    assert set(CREATION) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_round_is_started_by_officers_of_the_area(role):
    with clock.at(NOW):
        data = {"strategy": strategy().ref, "title": "Themes and evidence"}
        answer = YES
        try:
            made = workflow.create("start", by=somebody(role), data=data)
        except NotYou:
            answer = NOT_YOU
        except BadInput as refused:
            answer = UNKNOWN if list(refused.errors) == ["strategy"] else refused.errors

    assert answer == CREATION[role]
    if answer == YES:
        assert (made.ref, made.status, made.area.code) == ("LAN-R01", "draft", "LAN")
        assert (made.questionnaire.ref, made.questionnaire.status) == ("LAN-R01-Q", "with_its_round")
        assert [page.heading for page in made.questionnaire.pages.all()] == ["Your views"]
        assert list(made.questionnaire.record.grants.values_list("organisation__code", flat=True)) == ["LAN-LEP"]
    else:
        assert not Event.objects.filter(verb="start", record__kind="round").exists()


def codes(verb: str, round_: Round, by: Actor, at: dt.datetime = NOW) -> list[tuple[str, str]]:
    verdicts = workflow.judge(by, [round_], at)[round_.pk]
    return [(reason.code, reason.sentence) for reason in next(v for v in verdicts if v.verb == verb).reasons]


def test_everything_that_a_round_still_lacks_is_said_at_once():
    with clock.at(NOW):
        round_ = consultations.round_(title="Themes")
        consultations.ask(round_, [("one", "single", "Which?", ("only",), False)])
        empty = round_.questionnaire.pages.create(position=2, heading="Places")

        found = codes("send_for_review", round_, consultations.officer())

    assert found == [
        ("words-missing", "“What this consultation is about” is empty. Write it."),
        ("words-missing", "“What is already decided” is empty. Write it."),
        ("words-missing", "“Privacy notice” is empty. Write it."),
        ("words-missing", "“Other ways to answer, and whom to ask” is empty. Write it."),
        ("dates-missing", "It has no dates yet. Say when it opens and when it closes."),
        ("no-element", "It does not say yet what it is about. Choose at least one theme, finding, paper or ask."),
        ("questions-not-fit", "“Which?” offers fewer than two options. Add some, or let people answer in words."),
        ("questions-not-fit", f"The page “{empty.heading}” asks nothing. Add a question, or take the page out."),
    ]


def test_a_round_without_a_question_or_with_its_day_gone_by_is_not_sent():
    round_ = in_state("draft")
    round_.questionnaire.questions.all().delete()

    with clock.at(NOW + 2 * HOUR):
        found = codes("send_for_review", round_, consultations.officer(), NOW + 2 * HOUR)

    assert [code for code, _ in found] == ["dates-past", "no-question", "questions-not-fit"]


def test_nobody_schedules_what_they_wrote_chose_or_sent():
    lead, officer, editor = somebody("lead"), somebody("consultation officer"), somebody("consultation officer")
    with clock.at(NOW):
        made = consultations.filled_round(by=officer, opens_at=NOW + HOUR)
        made.editors.add(editor.user)
        made = take("send_for_review", made, lead)

        refused = {who: codes("schedule", made, by) for who, by in (("l", lead), ("o", officer), ("e", editor))}

    own = [("own-hand", "You wrote in it or sent it for review. Somebody else has to schedule it.")]
    assert refused == {"l": own, "o": own, "e": own}
    assert codes("schedule", made, somebody("lead")) == []


def test_what_was_not_scheduled_before_its_day_is_sent_back_for_another_day():
    round_, later = in_state("in review"), NOW + 2 * HOUR

    with clock.at(later):
        assert [code for code, _ in codes("schedule", round_, somebody("lead"), later)] == ["dates-past"]
        assert codes("send_back", round_, somebody("lead"), later) == []


def test_scheduling_fixes_everything_that_was_approved_and_opens_it_at_its_moment_and_not_before():
    officer, lead = somebody("consultation officer"), somebody("lead")
    with clock.at(NOW):
        made = consultations.filled_round(by=officer, opens_at=NOW + HOUR, title="Themes")
        made = take("schedule", take("send_for_review", made, officer), lead)
        version = made.record.versions.get()

    content = version.content
    assert version.schema == "round/1"
    assert list(version.authors.all()) == [officer.user]
    assert (content["title"], content["summary"]) == ("Themes", "Which findings should the strategy rest on?")
    assert (content["opens"], content["strategy"]) == ("2026-11-23T13:00:00+00:00", "LAN-LIS")
    assert [element["kind"] for element in content["elements"]] == ["theme"]
    assert [question["key"] for question in content["questions"]] == ["agree", "theme", "ways", "name", "more"]
    assert content["questions"][1] == {
        "key": "theme", "type": "single", "words": "Which theme matters most to you?", "hint": "", "required": False,
        "page": 1, "options": [{"code": "people", "words": "People"}, {"code": "places", "words": "Places"}],
    }  # fmt: skip
    given = Grant.objects.get(record=made.record, everyone=True)
    assert (given.from_at, given.since_version, given.since_event) == (NOW + HOUR, 1, 3)
    seen = Round.objects.visible_to
    assert not seen(ANONYMOUS, NOW + HOUR - dt.timedelta(microseconds=1)).exists()
    assert seen(ANONYMOUS, NOW + HOUR).get() == made


def test_what_is_sent_back_before_it_opens_is_never_seen_and_comes_again_in_new_words():
    round_ = in_state("upcoming")
    officer, lead = somebody("consultation officer"), somebody("lead")

    with clock.at(NOW):
        back = take("send_back", round_, lead, note="The title misleads.")
        workflow.write(back, {"title": "Themes, evidence and gaps"}, by=officer)
        again = take("schedule", take("send_for_review", back, officer), lead)

    grants = Grant.objects.filter(record=again.record, everyone=True).order_by("pk")
    assert [(grant.since_version, grant.ended_by is None) for grant in grants] == [(1, False), (2, True)]
    assert Round.objects.visible_to(ANONYMOUS, NOW + HOUR).get() == again


def test_what_is_withdrawn_before_it_opens_stays_inside_and_afterwards_is_still_found():
    before, after = in_state("withdrawn before it opened"), in_state("withdrawn")

    assert list(Round.objects.visible_to(ANONYMOUS, NOW + 2 * MONTH)) == [after]
    assert before != after


def test_closing_moves_to_a_later_moment_only():
    with clock.at(NOW - MONTH):
        round_ = consultations.scheduled_round(opens_at=NOW - HOUR, closes_at=NOW + MONTH)
    lead, reason = somebody("lead"), "The hall was flooded."

    with clock.at(NOW):
        for time in ("11:59", "12:00"):
            given = {"closes_on": "2026-12-23", "closes_time": time, "note": reason}
            with pytest.raises(NotNow, match="It can only close later") as refused:
                workflow.perform("extend", round_, by=lead, expected=round_.revision, data=given)
            assert [found.code for found in refused.value.reasons] == ["not-later"]
        given = {"closes_on": "2026-12-23", "closes_time": "12:01", "note": reason}
        event = workflow.perform("extend", round_, by=lead, expected=round_.revision, data=given)

    assert workflow.describe(event) == "moved its closing to 23 December 2026 at 12:01"
    assert Round.objects.get(pk=round_.pk).closes_at == dt.datetime(2026, 12, 23, 12, 1, tzinfo=dt.UTC)


def test_the_other_kind_of_officer_is_asked_to_check():
    officer, lead = somebody("consultation officer"), somebody("lead")
    with clock.at(NOW):
        sent = {role: take("send_for_review", in_state("draft"), by) for role, by in (("o", officer), ("l", lead))}

    turns = {who: made.record.turns.get(ended=None).role for who, made in sent.items()}
    assert turns == {"o": "lead", "l": "consultation_officer"}
