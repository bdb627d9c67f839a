"""How is a country of asks written? Each proposition is a story told before, printed for one area's own bodies."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any

from django.db import transaction

from lis.engine import clock
from lis.engine.models import Counter
from lis.engine.press import Pattern, Press, Setting
from lis.people.models import Organisation, User

from ..story import Storyteller
from . import stories
from .courses import NOTE, PLANS, POSITION, QUESTION, REASON, REPLY, Plan
from .people import staff
from .words import MEETINGS, NOTES, POSITIONS, QUESTIONS, REASONS, REPLIES, WHYS, Writer

PROPOSITIONS_AT_ONCE = 50
MINUTES_OF_A_DAY = 420
# The strategies began before the oldest story.
BEGAN = 420


class NotEnough(Exception):
    """There are fewer bodies than asked for; the message is a sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Place:
    """An area body with its strategy and its people."""

    body: Organisation
    strategy: Any
    people: list[User]


class Country:
    """The areas and departments that take part, and what they write; the same ``seed`` gives the same words."""

    def __init__(self, areas: int, seed: int) -> None:
        self.random = Random(seed)
        self.writer = Writer(self.random)
        self.press = Press()
        today = clock.today()
        teller = Storyteller(today)
        bodies = list(Organisation.objects.filter(kind="area_body").open_on(today).select_related("area")[:areas])
        if len(bodies) < areas:
            raise NotEnough(f"There are {len(bodies)} area bodies in this service. Ask for no more areas than that.")
        with transaction.atomic():
            for unit in Organisation.objects.filter(kind="coordinating_unit").open_on(today):
                staff(unit, self.writer)
            departments = list(Organisation.objects.filter(kind="department").open_on(today))
            self.random.shuffle(departments)
            self.departments = {body: staff(body, self.writer) for body in departments}
            people = {body: staff(body, self.writer) for body in bodies}
            self.places = [Place(body, teller.strategy(body.code, BEGAN), people[body]) for body in bodies]

    def write_asks(self, asks: int) -> Tally[str]:
        """Write ``asks`` asks under their propositions and answer how many rows there are, propositions and all."""
        stage, patterns = stories.tell_stories(clock.today(), self.writer)
        course_of_events = self.drawn(list(zip(PLANS, patterns, strict=True)), asks)
        written: Tally[str] = Tally()
        while several := list(islice(course_of_events, PROPOSITIONS_AT_ONCE)):
            with transaction.atomic():
                for plan, pattern in several:
                    self.press.print(pattern, self.setting(stage, plan, pattern))
                    written += Tally(propositions=1, asks=len(plan.asks))
                written["rows"] += self.press.flush()
        return written

    def drawn(self, told: list[tuple[Plan, Pattern]], asks: int) -> Iterator[tuple[Plan, Pattern]]:
        """Plans until there are as many asks: each once, so that a small country lacks nothing, then by chance."""
        once = iter(told)
        while fits := [one for one in told if len(one[0].asks) <= asks]:
            chosen = next(once, None)
            if chosen not in fits:
                chosen = self.random.choices(fits, [plan.often for plan, _ in fits])[0]
            asks -= len(chosen[0].asks)
            yield chosen

    def setting(self, stage: stories.Stage, plan: Plan, pattern: Pattern) -> Setting:
        """Where and when one proposition is written, by whom and in which words."""
        place, (first, second) = self.falling(self.places), self.two_departments()
        weeks, minutes = self.random.randint(0, plan.weeks), self.random.randrange(MINUTES_OF_A_DAY)
        teams = {
            "body": place.people,
            "department 1": self.departments[first],
            "department 2": self.departments[second],
        }
        people = {f"{name}, person {n}": user for name, team in teams.items() for n, user in enumerate(team)}
        cast = {
            "area": place.body.area, "strategy": place.strategy, "body": place.body, "department 1": first,
            "department 2": second, **people,
        }  # fmt: skip
        agreed_on = dt.date.fromisoformat(stage.agreed_on()) - dt.timedelta(weeks=weeks)
        named = {
            pattern.tokens[0]: self.next_reference(place, len(plan.asks)),
            f"{stories.AREA}-LIS": place.strategy.ref,
            stories.AREA: place.body.area.code,
            stories.PLACE: place.body.area.name,
            stories.BODY: place.body.code,
            stories.BODY_NAME: place.body.name,
            **dict(zip(stories.DEPARTMENTS, (first.code, second.code), strict=True)),
            **dict(zip(stories.DEPARTMENT_NAMES, (first.name, second.name), strict=True)),
            stage.agreed_on(): agreed_on.isoformat(),
            **{stage.cast[name].name: user.name for name, user in people.items()},
        }
        return Setting(named | self.words(plan), cast, dt.timedelta(weeks=-weeks, minutes=minutes))

    def falling(self, choices: Sequence[Any]) -> Any:
        """One of ``choices``: the first more often than the second and so on, as bodies differ in size."""
        return self.random.choices(choices, [1 / place for place in range(1, len(choices) + 1)])[0]

    def two_departments(self) -> tuple[Organisation, Organisation]:
        """Two different departments in order of their codes, as a version lists them."""
        bodies = list(self.departments)
        first = self.falling(bodies)
        second = self.falling([body for body in bodies if body != first])
        # Each is as often the one that leads, since many asks name only the first.
        return (first, second) if first.code < second.code else (second, first)

    def next_reference(self, place: Place, asks: int) -> str:
        """The next reference of a proposition of that area, the numbers of its asks taken with it."""
        code = place.body.area.code
        ref = f"{code}-{Counter.next(code):02d}"
        Counter.objects.create(prefix=ref, last=asks)
        return ref

    def words(self, plan: Plan) -> dict[str, str]:
        """Everything that people say in one story, by token."""
        writer = self.writer
        asks = zip(stories.ASKS, [ask.type for ask in plan.asks], strict=False)
        return {
            stories.MEETING: self.random.choice(MEETINGS),
            stories.TITLE: writer.title(),
            stories.WHAT: writer.what(),
            stories.WHY: writer.why(),
            stories.HOW: writer.how(),
            stories.MONEY_REASON: writer.paragraph(WHYS, 1, 1),
            **{token: writer.ask(of_type) for token, of_type in asks},
            QUESTION: writer.one_of(QUESTIONS),
            REPLY: writer.one_of(REPLIES),
            POSITION: writer.one_of(POSITIONS),
            REASON: writer.one_of(REASONS),
            NOTE: self.random.choice(NOTES),
        }
