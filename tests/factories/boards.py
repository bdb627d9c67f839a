"""Boards, meetings, reports and mandates for tests, each state reached by its steps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.boards.models import Board, Delegation, Meeting, PartTwo, Recommendation, Report
from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.people.models import Organisation, User

from .asks import strategy, take
from .people import LONG_AGO, actor, body, person

CHAIR, CHIEF_EXECUTIVE = "Chair", "Chief executive"
WORDS = {"title": "The strategy", "summary": "Where we are.", "paragraphs": "# Background\n\nOne.\n\nTwo."}


def secretary(of: Organisation | None = None) -> Actor:
    return actor("secretary", of=of or body())


def board(of: Organisation | None = None, by: Actor | None = None) -> Board:
    """A board that sits, without members."""
    of = of or body()
    return workflows["board"].create(
        "set_up", by=by or secretary(of), data={"organisation": of.code, "name": "Board of Directors"}
    )


def seated(on: Board, *people: User, capacity: str = "Member") -> Board:
    """The board with each of ``people`` seated long ago; without any, one made for it."""
    by = secretary(on.organisation)
    for one in people or (person("board_member", of=on.organisation),):
        on = take("seat", on, by, person=one.email, capacity=capacity, from_on=LONG_AGO.isoformat())
    return on


def holder(on: Board, post: str = CHAIR, user: User | None = None, from_on: dt.date = LONG_AGO) -> User:
    """Somebody who holds ``post`` from that day on: ``user``, or a negotiator of the body made for it."""
    user = user or person("negotiator", of=on.organisation)
    take("fill_post", on, secretary(on.organisation), post=post, person=user.email, from_on=from_on.isoformat())
    return user


def meeting(on: Board | None = None, held_on: dt.date | None = None) -> Meeting:
    """A meeting in preparation, today unless told otherwise."""
    on = on or board()
    data = {"board": on.ref, "title": "December meeting", "held_on": (held_on or clock.today()).isoformat()}
    return workflows["meeting"].create("arrange", by=secretary(on.organisation), data={**data, "place": "Town hall"})


def report(of: Meeting | None = None, **words: str) -> Report:
    """A report in draft that lacks nothing."""
    of = of or meeting()
    by = secretary(of.organisation)
    made = workflows["report"].create("start", by=by, data={"meeting": of.ref, "title": WORDS["title"]})
    return take("write", made, by, **{**WORDS, **words})


def recommendation(
    of: Report | None = None, *, verbs: tuple[str, ...] = ("note",), label: str = "(i)",
    words: str = "Note how far the strategy has come.", about: tuple[str, ...] = (),
) -> Recommendation:  # fmt: skip
    """A recommendation in draft, about the records with those references."""
    of = of or report()
    data = {"report": of.ref, "label": label, "verbs": list(verbs), "words": words, "targets": "\n".join(about)}
    return workflows["recommendation"].create("add", by=secretary(of.organisation), data=data)


def published(made: Meeting) -> Meeting:
    """The meeting with its papers out, late if they are."""
    return take("publish_agenda", made, secretary(made.organisation), late_reason="The figures came late.")


def held(made: Meeting) -> Meeting:
    """The meeting as its board has met."""
    members = [seat.person.email for seat in made.board.members.current(made.held_on)]
    return take("hold", published(made), secretary(made.organisation), present=members)


def put(**more: Any) -> Recommendation:
    """A recommendation before a board that has met, with one member."""
    made = recommendation(report(meeting(seated(board()))), **more)
    held(made.meeting)
    return Recommendation.objects.with_record().get(pk=made.pk)


def delegation(
    *posts: str, on: Board | None = None, about: tuple[str, ...] = (), how: str = "either", report_back_on: str = "",
    until_on: str = "", consulting: str = "",
) -> Delegation:  # fmt: skip
    """A mandate in force, of the chair unless told otherwise, over the strategy unless told otherwise.

    The posts are filled by people made for it where nobody holds them.
    """
    on = on or board()
    posts = posts or (CHAIR,)
    for post in posts:
        if not on.organisation.posts.filter(name=post, holdings__until_on=None).exists():
            holder(on, post)
    if not on.members.exists():
        on = seated(on)
    made = recommendation(report(meeting(on)), verbs=("delegate",), words="Give them the mandate.", label="(iii)")
    held(made.meeting)
    given = {
        "posts": list(posts), "how": how, "scope": "Negotiate the asks.",
        "targets": "\n".join(about or (strategy(on.organisation).ref,)), "consulting": consulting,
        "report_back_on": report_back_on, "until_on": until_on,
    }  # fmt: skip
    take("delegate", made, secretary(on.organisation), **given)
    return Delegation.objects.with_record().get(recommendation=made)


def part_two(of: Report | None = None, **words: str) -> PartTwo:
    """The exempt part of a report, which only secretaries read."""
    of = of or report()
    data = {
        "report": of.ref,
        "paragraph": "3",
        "reason": "A sale is being negotiated.",
        "words": "Two million.",
        **words,
    }
    return workflows["part_two"].create("add", by=secretary(of.organisation), data=data)
