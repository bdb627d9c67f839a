"""Who may take which step on a board and its papers in which status: the whole tables, written out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lis.boards.models import Recommendation
from lis.engine import clock
from lis.engine.actor import ANONYMOUS, Actor
from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou
from lis.engine.models import Event
from lis.engine.registry import workflows
from tests.factories import boards
from tests.factories.asks import take
from tests.factories.people import actor, body, department, person, superuser

pytestmark = pytest.mark.django_db

YES, NOT_YOU, NOT_NOW, UNSEEN = "yes", "not you", "not now", "unseen"
ROLES = {
    "secretary": ("secretary", "LAN-LEP"),
    "lead": ("lead", "LAN-LEP"),
    "drafter": ("drafter", "LAN-LEP"),
    "negotiator": ("negotiator", "LAN-LEP"),
    "board member": ("board_member", "LAN-LEP"),
    "consultation officer": ("consultation_officer", "LAN-LEP"),
    "secretary elsewhere": ("secretary", "CHW-LEP"),
    "board member elsewhere": ("board_member", "CHW-LEP"),
    "reviewer": ("reviewer", "BEIS"),
    "coordinator": ("coordinator", "CLGU"),
    "administrator": ("administrator", "CONCORDAT"),
    "superuser": None,
    "anonymous": None,
}
IN_BODY = ("lead", "drafter", "negotiator", "board member", "consultation officer")
PREPARERS = ("lead", "drafter")
OUTSIDE = [role for role in ROLES if role not in ("secretary", *IN_BODY)]
REASON = {"note": "The board asked for it."}


def somebody(role: str) -> Actor:
    if ROLES[role] is None:
        return ANONYMOUS if role == "anonymous" else Actor.of(superuser())
    name, code = ROLES[role]
    return actor(name, of=department(code) if code in ("BEIS", "CLGU") else body(code))


def day(after: int = 0) -> str:
    return (clock.today() + dt.timedelta(days=after)).isoformat()


def with_post() -> Any:
    on = boards.board()
    boards.holder(on)
    return on


def mandate() -> dict[str, Any]:
    boards.holder(Recommendation.objects.get().meeting.board)
    return {"posts": ["Chair"], "scope": "Negotiate.", "targets": boards.strategy().ref}


# Kind, step, how the noun comes to be, what is given, and the status afterwards. All of these are the secretary's.
STEPS: list[tuple[str, str, Callable[[], Any], Callable[[Any], dict[str, Any]], str]] = [
    ("board", "seat", boards.board, lambda on: {"person": person("board_member", of=body()).email, "capacity": "Chair",
                                                "from_on": day()}, "sitting"),
    ("board", "unseat", lambda: boards.seated(boards.board()),
     lambda on: {"member": on.members.get().person.email, "until_on": day()}, "sitting"),
    ("board", "fill_post", boards.board, lambda on: {"post": "Chair", "person": person("lead", of=body()).email,
                                                     "from_on": day()}, "sitting"),
    ("board", "vacate_post", with_post, lambda on: {"post": "Chair", "until_on": day()}, "sitting"),
    ("board", "dissolve", boards.board, lambda on: REASON, "dissolved"),
    ("meeting", "change", boards.meeting, lambda on: {"title": "January meeting", "held_on": day(40)}, "draft"),
    ("meeting", "publish_agenda", lambda: boards.report().meeting, lambda on: {"late_reason": "An election."},
     "agenda_published"),
    ("meeting", "postpone", lambda: boards.published(boards.report().meeting),
     lambda on: {"held_on": day(9), **REASON}, "agenda_published"),
    ("meeting", "hold", lambda: boards.published(boards.report(boards.meeting(boards.seated(boards.board()))).meeting),
     lambda on: {"present": [on.board.members.get().person.email]}, "held"),
    ("meeting", "write_minutes", lambda: boards.put().meeting, lambda on: {"minutes": "They met."}, "held"),
    ("report", "write", boards.report, lambda on: boards.WORDS, "draft"),
    ("report", "withdraw", boards.report, lambda on: REASON, "withdrawn"),
    ("report", "note_interest", lambda: boards.put().report,
     lambda on: {"member": on.meeting.board.members.get().person.email, "note": "A director."}, "published"),
    ("recommendation", "write", boards.recommendation,
     lambda on: {"label": "(ii)", "verbs": ["agree"], "words": "Agree."}, "draft"),
    ("recommendation", "strike_out", boards.recommendation, lambda on: {}, "struck_out"),
    ("recommendation", "decide", boards.put, lambda on: {}, "as_recommended"),
    ("recommendation", "amend", boards.put, lambda on: {"words": "Note it with thanks."}, "amended"),
    ("recommendation", "delegate", boards.put, lambda on: mandate(), "delegated"),
    ("recommendation", "defer", boards.put, lambda on: REASON, "deferred"),
    ("recommendation", "reject", boards.put, lambda on: REASON, "rejected"),
    ("recommendation", "refer", boards.put, lambda on: {"to": "Skills Committee", **REASON}, "referred"),
    ("delegation", "report_back", boards.delegation, lambda on: REASON, "reported_back"),
    ("delegation", "end_early", boards.delegation, lambda on: REASON, "ended_early"),
    ("part_two", "change", boards.part_two,
     lambda on: {"paragraph": "1", "reason": "A person.", "words": "Three."}, "exempt"),
    ("part_two", "clear", boards.part_two, lambda on: {"person": person("lead", of=body()).email}, "exempt"),
    ("part_two", "end_clearance", boards.part_two, lambda on: {"person": person("lead", of=body()).email}, "exempt"),
]  # fmt: skip
ALSO_FOR_MEMBERS = {("meeting", "confirm_minutes"), ("report", "declare_interest")}
CONSEQUENCES = {("report", "publish"), ("recommendation", "put"), ("delegation", "give")}
# Who of the body reads what is still being prepared, beside the secretary.
IN_PREPARATION = {("meeting", "change"), ("meeting", "publish_agenda"), ("report", "write"), ("report", "withdraw"),
                  ("recommendation", "write"), ("recommendation", "strike_out")}  # fmt: skip


def outcome(verb: str, noun: Any, by: Actor, given: dict[str, Any]) -> str:
    try:
        workflows[noun.record.kind].perform(verb, noun, by=by, expected=noun.revision, data=given)
    except NotYou:
        return NOT_YOU
    except NotNow:
        return NOT_NOW
    except NotVisible:
        return UNSEEN
    return YES


def expected(kind: str, verb: str, role: str) -> str:
    if kind == "part_two" or role in OUTSIDE:
        return UNSEEN
    if (kind, verb) in IN_PREPARATION:
        return NOT_YOU if role in PREPARERS else UNSEEN
    return NOT_YOU


@pytest.mark.parametrize(("kind", "verb", "make", "give", "after"), STEPS, ids=[f"{row[0]}-{row[1]}" for row in STEPS])
def test_a_step_is_for_the_secretary_of_the_body_and_for_nobody_else(kind, verb, make, give, after):
    noun = workflows[kind].model.objects.with_record().get(pk=make().pk)
    given = give(noun)

    refused = {role: outcome(verb, noun, somebody(role), given) for role in ROLES if role != "secretary"}
    assert refused == {role: expected(kind, verb, role) for role in refused}

    assert outcome(verb, noun, somebody("secretary"), given) == YES
    last = Event.objects.filter(record=noun.record).latest("number")
    assert (last.verb, last.to_status, last.behalf) == (verb, after, body())


def test_the_tables_cover_every_step():
    walked = {(kind, verb) for kind, verb, *_ in STEPS} | ALSO_FOR_MEMBERS | CONSEQUENCES
    assert walked == {
        (kind, step.verb)
        for kind in ("board", "meeting", "report", "recommendation", "delegation", "part_two")
        for step in workflows[kind].steps
        if not step.creates or step.consequence
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_board_is_set_up_by_a_secretary_of_its_body(role):
    data = {"organisation": "LAN-LEP", "name": "Board of Directors"}
    try:
        made = workflows["board"].create("set_up", by=somebody(role), data=data)
    except NotYou:
        assert role != "secretary"
    else:
        assert (role, made.ref, made.status) == ("secretary", "LAN-B01", "sitting")


def test_only_a_secretary_begins_what_hangs_on_a_board():
    made = boards.report()
    for role, refusal in {"lead": NotYou, "drafter": NotYou, "board member": BadInput, "reviewer": BadInput}.items():
        by = somebody(role)
        tries = {
            ("report", "start"): {"meeting": made.meeting.ref, "title": "Mine"},
            ("recommendation", "add"): {"report": made.ref, "label": "(i)", "verbs": ["note"], "words": "Note."},
            ("part_two", "add"): {"report": made.ref, "paragraph": "1", "reason": "A person.", "words": "Three."},
        }
        for (kind, verb), data in tries.items():
            with pytest.raises(refusal):
                workflows[kind].create(verb, by=by, data=data)


def test_nothing_is_added_once_the_papers_are_out():
    made = boards.report()
    boards.published(made.meeting)
    by = boards.secretary()

    with pytest.raises(NotNow) as refused:
        workflows["report"].create("start", by=by, data={"meeting": made.meeting.ref, "title": "Late"})
    assert [reason.code for reason in refused.value.reasons] == ["preparing"]
    data = {"report": made.ref, "label": "(v)", "verbs": ["note"], "words": "Note."}
    with pytest.raises(NotNow) as refused:
        workflows["recommendation"].create("add", by=by, data=data)
    assert [reason.code for reason in refused.value.reasons] == ["report-out"]


def test_nobody_gives_a_post_to_themselves():
    on = boards.board()
    me = boards.secretary()

    with pytest.raises(NotNow, match="Ask another secretary"):
        take("fill_post", on, me, post="Chair", person=me.user.email, from_on=day())


def test_a_post_has_one_holder_at_a_time_and_keeps_its_days():
    on = boards.board()
    before = boards.holder(on, from_on=dt.date(2019, 1, 1))
    after = boards.holder(on, from_on=dt.date(2020, 6, 1))

    post = on.organisation.posts.get(name="Chair")
    rows = [(row.person, row.from_on, row.until_on) for row in post.holdings.order_by("from_on")]
    assert rows == [(before, dt.date(2019, 1, 1), dt.date(2020, 6, 1)), (after, dt.date(2020, 6, 1), None)]


def test_a_dissolved_board_does_not_meet():
    on = take("dissolve", boards.board(), boards.secretary(), **REASON)

    with pytest.raises(NotNow, match="dissolved"):
        boards.meeting(on)


def test_minutes_are_confirmed_by_another_person_once_all_is_decided():
    member = person("board_member", of=body())
    made = boards.recommendation(boards.report(boards.meeting(boards.seated(boards.board(), member))))
    meeting = boards.held(made.meeting)
    writer = boards.secretary()

    assert outcome("confirm_minutes", meeting, somebody("board member"), {}) == NOT_YOU
    with pytest.raises(NotNow) as refused:
        take("confirm_minutes", meeting, writer)
    assert [reason.code for reason in refused.value.reasons] == ["no-minutes", "undecided"]
    take("decide", made, writer)
    take("write_minutes", meeting, writer, minutes="They met.\n\nThey noted it.")
    with pytest.raises(NotNow, match="Another person confirms them"):
        take("confirm_minutes", meeting, writer)

    confirmed = take("confirm_minutes", meeting, Actor.of(member))
    version = confirmed.record.versions.get()
    assert (confirmed.status, version.schema) == ("minutes_confirmed", "minutes/1")
    assert version.content["minutes"] == ["They met.", "They noted it."]
    assert [author.pk for author in version.authors.all()] == [writer.user.pk]


def test_a_member_declares_an_interest_for_themselves_and_once():
    member = person("board_member", of=body())
    other = person("board_member", of=body())
    on = boards.seated(boards.board(), member, other)
    made = boards.recommendation(boards.report(boards.meeting(on)))
    boards.held(made.meeting)

    report = take("declare_interest", made.report, Actor.of(member), note="I own a share of the site.")

    assert [interest.member.person for interest in report.interests.all()] == [member]
    with pytest.raises(NotNow, match="declared already"):
        take("declare_interest", report, Actor.of(member), note="Another one.")
    assert outcome("declare_interest", report, boards.secretary(), {"note": "Mine."}) == NOT_YOU
    take("note_interest", report, boards.secretary(), member=other.email, note="A cousin works there.")
    take("decide", made, boards.secretary())
    late = Actor.of(boards.seated(on).members.latest("pk").person)
    with pytest.raises(NotNow, match="too late"):
        take("declare_interest", report, late, note="Late.")


def test_whoever_has_an_interest_records_no_decision_on_the_item():
    both = person("board_member", "secretary", of=body())
    made = boards.recommendation(boards.report(boards.meeting(boards.seated(boards.board(), both))))
    boards.held(made.meeting)
    take("declare_interest", made.report, Actor.of(both), note="I own a share of the site.")

    for verb, given in (("decide", {}), ("reject", REASON), ("refer", {"to": "X", **REASON})):
        with pytest.raises(NotNow, match="somebody else records"):
            take(verb, made, Actor.of(both), **given)
    assert take("decide", made, boards.secretary()).status == "as_recommended"
