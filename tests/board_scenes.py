"""The steps of boards and their papers, each at the moment before it is taken through a door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lis.boards.models import Recommendation
from lis.engine import clock
from lis.people.models import User

from .factories import asks, boards
from .factories.people import body, person
from .scenes import Scene

REASON = {"note": "The board asked for it."}


def secretary() -> User:
    return person("secretary", of=body())


def by_secretary(noun: Any, **data: Any) -> Scene:
    return Scene(noun, secretary(), data)


def day() -> str:
    return clock.today().isoformat()


def with_member() -> Any:
    return boards.seated(boards.board())


def email_of_member(board: Any) -> str:
    return board.members.get().person.email


def seat_ended() -> Scene:
    on = with_member()
    return by_secretary(on, member=email_of_member(on), until_on=day())


def post_left() -> Scene:
    on = boards.board()
    boards.holder(on)
    return by_secretary(on, post=boards.CHAIR, until_on=day())


def meeting_published() -> Any:
    return boards.published(boards.report(boards.meeting(with_member())).meeting)


def meeting_held() -> Scene:
    meeting = meeting_published()
    return by_secretary(meeting, present=[email_of_member(meeting.board)])


def minutes_confirmed() -> Scene:
    made = boards.put()
    asks.take("decide", made, boards.secretary())
    meeting = asks.take("write_minutes", made.meeting, boards.secretary(), minutes="They met.")
    return Scene(meeting, meeting.board.members.get().person)


def interest_declared() -> Scene:
    made = boards.put()
    return Scene(made.report, made.meeting.board.members.get().person, {"note": "A director."})


def interest_noted() -> Scene:
    made = boards.put()
    return by_secretary(made.report, member=email_of_member(made.meeting.board), note="A director.")


def delegated() -> Scene:
    made = boards.put(verbs=("delegate",))
    boards.holder(made.meeting.board)
    data = {"posts": [boards.CHAIR], "how": "either", "scope": "Negotiate.", "targets": asks.strategy().ref}
    return by_secretary(Recommendation.objects.with_record().get(pk=made.pk), **data)


SCENES: dict[tuple[str, str], Callable[[], Scene]] = {
    ("board", "seat"): lambda: by_secretary(
        boards.board(), person=person("board_member", of=body()).email, capacity="Chair", from_on=day()
    ),
    ("board", "unseat"): seat_ended,
    ("board", "fill_post"): lambda: by_secretary(
        boards.board(), post="Chair", person=person("lead", of=body()).email, from_on=day()
    ),
    ("board", "vacate_post"): post_left,
    ("board", "dissolve"): lambda: by_secretary(boards.board(), **REASON),
    ("meeting", "change"): lambda: by_secretary(boards.meeting(), title="January meeting", held_on="2031-01-14"),
    ("meeting", "publish_agenda"): lambda: by_secretary(boards.report().meeting, late_reason="An election."),
    ("meeting", "postpone"): lambda: by_secretary(meeting_published(), held_on="2031-01-14", **REASON),
    ("meeting", "hold"): meeting_held,
    ("meeting", "write_minutes"): lambda: by_secretary(boards.put().meeting, minutes="They met."),
    ("meeting", "confirm_minutes"): minutes_confirmed,
    ("report", "write"): lambda: by_secretary(boards.report(), **boards.WORDS),
    ("report", "withdraw"): lambda: by_secretary(boards.report(), **REASON),
    ("report", "declare_interest"): interest_declared,
    ("report", "note_interest"): interest_noted,
    ("recommendation", "write"): lambda: by_secretary(
        boards.recommendation(), label="(ii)", verbs=["agree"], words="Agree.", targets=""
    ),
    ("recommendation", "strike_out"): lambda: by_secretary(boards.recommendation()),
    ("recommendation", "decide"): lambda: by_secretary(boards.put()),
    ("recommendation", "amend"): lambda: by_secretary(boards.put(), words="Note it with thanks."),
    ("recommendation", "delegate"): delegated,
    ("recommendation", "defer"): lambda: by_secretary(boards.put(), **REASON),
    ("recommendation", "reject"): lambda: by_secretary(boards.put(), **REASON),
    ("recommendation", "refer"): lambda: by_secretary(boards.put(), to="Skills Committee", **REASON),
    ("delegation", "report_back"): lambda: by_secretary(boards.delegation(), **REASON),
    ("delegation", "end_early"): lambda: by_secretary(boards.delegation(), **REASON),
    ("part_two", "change"): lambda: by_secretary(boards.part_two(), paragraph="1", reason="A person.", words="Three."),
    ("part_two", "clear"): lambda: by_secretary(boards.part_two(), person=person("lead", of=body()).email),
    ("part_two", "end_clearance"): lambda: by_secretary(boards.part_two(), person=person("lead", of=body()).email),
}
