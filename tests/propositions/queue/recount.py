"""Whose turn it is on every ask, counted again from nothing but what happened: the long way round, for tests.

It reads Events in the order in which they were written, never a Turn. From each event follows who has to act: the
department's side that was opened, the area that was asked or answered. What the pages say must be what comes out.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from lis.calendar_days.days import working_days_between
from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Event, ReadMark
from lis.engine.registry import workflows
from lis.frameworks.models import vocabulary_labels
from lis.people.models import Organisation, User
from propositions.asks.models import Ask
from propositions.queue.ageing import held_by
from propositions.queue.grid import cells_of
from propositions.queue.tabs import tabs_for
from propositions.sides.models import Answer, Clarification, Side

WORKING = ("routed", "ours", "drafted", "team_agreed", "cleared", "scheduled")
# Who goes on inside a department after each step of its side; None: nobody. In a department that always agrees in its
# team, a draft goes to the team first: the stories that are recounted have none.
NEXT_INSIDE = {
    "take": "reviewer", "draft_position": "clearer", "agree_in_team": "clearer", "send_back": "reviewer",
    "clear": "clearer", "schedule": None, "call_back": "clearer", "keep_back": "clearer", "go_out": None,
    "hand_on": None, "issue": None, "close_with_ask": None,
}  # fmt: skip
AREA_ROLES = ("drafter", "lead", "secretary", "negotiator", "board_member", "consultation_officer")
DEPARTMENT_ROLES = ("reviewer", "clearer", "coordinator")


@dataclass
class Part:
    """One department's part: how its side stands, since when it holds the ask openly, who goes on inside."""

    body: Organisation
    status: str = ""
    moved: int = 0
    since: dt.datetime | None = None
    stopped: bool = False
    inside: str | None = None
    last_inside: str | None = None
    assignee: str = ""


@dataclass
class Count:
    """One ask as its events leave it: parts by department, what waits for the area, the latest answers."""

    ask: Ask
    parts: dict[int, Part] = field(default_factory=dict)
    questions: dict[int, tuple[int, dt.datetime]] = field(default_factory=dict)
    answers: dict[int, dict[int, dt.datetime | None]] = field(default_factory=dict)
    stances: dict[int, str] = field(default_factory=dict)

    def open_questions(self, body: int) -> list[dt.datetime]:
        return [since for asker, since in self.questions.values() if asker == body]

    def area_since(self) -> list[dt.datetime]:
        unread = [since for answers in self.answers.values() for since in answers.values() if since is not None]
        return [since for _, since in self.questions.values()] + unread


def recount(ask: Ask) -> Count:
    """Go through everything that has happened to ``ask`` and its parts, the earliest first."""
    count = Count(Ask.objects.with_record().get(pk=ask.pk))
    sides = {side.pk: side for side in Side.objects.with_record().filter(ask=ask)}
    questions = {question.pk: question for question in Clarification.objects.filter(ask=ask)}
    answers = {answer.pk: answer for answer in Answer.objects.filter(ask=ask)}
    for event in Event.objects.filter(record__root=ask.record).order_by("pk"):
        if event.record_id in sides:
            on_side(count, sides[event.record_id], event)
        elif event.record_id in questions:
            on_question(count, questions[event.record_id], event)
        elif event.record_id in answers:
            on_answer(count, answers[event.record_id], event)
    return count


def on_side(count: Count, side: Side, event: Event) -> None:
    if side.role == Side.Role.SPONSOR:
        return
    part = count.parts.setdefault(side.organisation_id, Part(side.organisation))
    part.moved += 1
    routes = side.organisation.kind == Organisation.Kind.COORDINATING_UNIT
    if event.verb in ("open", "route_again"):
        part.since, part.stopped = event.at, False
        part.inside = "coordinator" if routes else "reviewer"
    elif event.verb == "ask":
        part.stopped = part.stopped or part.since is not None
        part.since = part.inside = None
    elif event.verb in NEXT_INSIDE:
        part.inside = NEXT_INSIDE[event.verb]
    elif event.verb == "assign":
        part.assignee = event.data.get("person", "")
    elif event.to_status != event.from_status:
        raise AssertionError(f"The recount does not know “{event.verb}” of a side. Say in NEXT_INSIDE who goes on.")
    part.last_inside = part.inside or part.last_inside
    part.status = event.to_status
    if part.status not in WORKING:
        part.since, part.stopped = None, False


def on_question(count: Count, question: Clarification, event: Event) -> None:
    body = question.organisation_id
    if event.to_status == "open":
        count.questions[question.pk] = (body, event.at)
        return
    if count.questions.pop(question.pk, None) is None or event.verb != "answer" or count.open_questions(body):
        return
    part = count.parts[body]
    if part.status in WORKING:
        part.since = event.at if part.stopped else part.since
        part.stopped, part.inside = False, part.inside or part.last_inside


def on_answer(count: Count, answer: Answer, event: Event) -> None:
    of_body = count.answers.setdefault(answer.organisation_id, {})
    if event.number == 1:
        count.stances[answer.organisation_id] = answer.stance
        of_body.update(dict.fromkeys(of_body, None))
        of_body[answer.pk] = event.at
    else:
        of_body[answer.pk] = None


def counted(actor: Actor) -> list[Count]:
    """Every ask that ``actor`` may see and that has gone to Government, counted again."""
    seen = Ask.objects.with_record().visible_to(actor).exclude(record__status="draft").order_by("pk")
    return [recount(ask) for ask in seen]


def my_turn(actor: Actor) -> list[str]:
    """The references under the first tab of somebody's list."""
    bodies = {body.pk for body in actor.organisations_as(AREA_ROLES)}
    in_department = actor.holds_any(DEPARTMENT_ROLES)
    return sorted(
        count.ask.ref
        for count in counted(actor)
        if (in_department and any(acts(actor, part) for part in count.parts.values()))
        or (not in_department and alive(count) and count.ask.body_id in bodies and count.area_since())
    )


def acts(actor: Actor, part: Part) -> bool:
    """Whether ``actor`` goes on with it: in the role that acts, unless a colleague in that role was named for it."""
    roles = {part.inside, "coordinator"} if part.inside == "reviewer" else {part.inside}
    if part.inside is None or not actor.holds(roles, part.body.pk):
        return False
    named = User.objects.filter(name=part.assignee, is_active=True)
    in_role = [user for user in named if Actor.of(user).holds(roles, part.body.pk)]
    return not in_role or actor.user in in_role


def alive(count: Count) -> bool:
    return count.ask.status != "withdrawn"


def ageing(actor: Actor) -> Counter[tuple[str, int]]:
    """How many asks each body has held for how many working days: (code, days) to number."""
    found: Counter[tuple[str, int]] = Counter()
    for count in filter(alive, counted(actor)):
        found.update((part.body.code, age(part.since)) for part in count.parts.values() if part.since)
        if count.area_since():
            found[count.ask.body.code, age(min(count.area_since()))] += 1
    return found


def age(since: dt.datetime) -> int:
    return working_days_between(since.astimezone(clock.LONDON).date(), clock.today())


def grid(actor: Actor) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What the grid says in each cell that is not empty: (ask, department) to (state, detail)."""
    own = {body.pk for body in actor.organisations_as(DEPARTMENT_ROLES)}
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    for count in counted(actor):
        for body, part in count.parts.items():
            cell = cell_of(count, body, part, own)
            if cell is not None:
                found[count.ask.ref, part.body.code] = cell
    return found


def cell_of(count: Count, body: int, part: Part, own: set[int]) -> tuple[Any, ...] | None:
    if part.since and body in own:
        read = ReadMark.objects.filter(record=count.ask.record, person__memberships__organisation=body).exists()
        return ("inside", part.status) if part.moved > 1 else ("inside", "read") if read else ("blank",)
    if part.since:
        return ("held", part.since)
    if asked := count.open_questions(body):
        return ("asked", min(asked))
    if part.status == "handed_on":
        return ("passed on",)
    return ("answered", vocabulary_labels("stances")[count.stances[body]]) if body in count.stances else None


# What the pages say, in the same words -----------------------------------------------------------------------------


def said_of_my_turn(actor: Actor) -> list[str]:
    return sorted(ask.ref for ask in Ask.objects.with_record().visible_to(actor).filter(tabs_for(actor)[0].where))


def said_of_ageing(actor: Actor) -> Counter[tuple[str, int]]:
    codes = dict(Organisation.objects.values_list("pk", "code"))
    seen = Ask.objects.visible_to(actor).exclude(record__status="draft")
    return Counter((codes[holding.organisation], holding.days) for holding in held_by(seen))


def said_of_the_grid(actor: Actor) -> dict[tuple[str, str], tuple[Any, ...]]:
    codes = dict(Organisation.objects.values_list("pk", "code"))
    asks = list(Ask.objects.with_record().visible_to(actor).exclude(record__status="draft"))
    refs = {ask.pk: ask.ref for ask in asks}
    inside = {"Looked at": "read"} | {words: status for status, words in workflows["side"].statuses.items()}
    found = {}
    for (ask, body), cell in cells_of(asks, actor, clock.now()).items():
        said: dict[str, tuple[Any, ...]] = {
            "inside": ("inside", inside.get(cell.words)), "held": ("held", cell.since), "asked": ("asked", cell.since),
            "answered": ("answered", cell.words),
        }  # fmt: skip
        found[refs[ask], codes[body]] = said.get(cell.state, (cell.state,))
    return found


def assert_that_the_pages_agree(actor: Actor) -> None:
    """My turn, ageing and the grid, as ``actor`` sees them, are what the events say."""
    assert said_of_my_turn(actor) == my_turn(actor)
    assert said_of_ageing(actor) == ageing(actor)
    assert said_of_the_grid(actor) == grid(actor)
