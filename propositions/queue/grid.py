"""Which department holds, has answered, asked about or passed on each ask: one cell for each, as far as one may know.

Of other bodies a cell tells what everybody on the ask can see. Of the reader's own department it tells how far its
work is, and stays blank while nobody there has looked at the ask.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import ReadMark, Turn
from lis.engine.registry import workflows
from lis.frameworks.models import vocabulary_labels
from lis.people.models import DEPARTMENT_ROLES, Organisation
from lis.templatetags.office import date_words, due_words

from ..asks.models import Ask
from ..sides.models import Answer, Clarification, Side

HELD, ASKED, ANSWERED, PASSED_ON, INSIDE, BLANK = "held", "asked", "answered", "passed on", "inside", "blank"
# An ask and a department, by their keys.
Key = tuple[int, int]
DEPARTMENTS = (Organisation.Kind.DEPARTMENT, Organisation.Kind.COORDINATING_UNIT)


@dataclass(frozen=True)
class Cell:
    """How one ask stands with one department: the state in a word, in words, since when and by when."""

    state: str
    words: str
    since: dt.datetime | None = None
    due_on: dt.date | None = None

    @property
    def overdue(self) -> bool:
        return bool(self.due_on and self.due_on < clock.today())

    @property
    def tone(self) -> str:
        if self.overdue:
            return "red"
        return {HELD: "amber", INSIDE: "blue", ASKED: "grey", ANSWERED: "green"}.get(self.state, "grey")

    @property
    def told(self) -> str:
        """The cell in one line, for a file."""
        if self.state == BLANK:
            return ""
        since = f", since {date_words(self.since)}" if self.since else ""
        due = f", {due_words(self.due_on)}" if self.due_on else ""
        return f"{self.words}{since}{due}"


def columns_of(asks: QuerySet) -> list[Organisation]:
    """The departments that have or had a part in any of ``asks``, by code."""
    sides = Side.objects.filter(ask__in=asks.order_by().values("pk")).exclude(role=Side.Role.SPONSOR)
    return list(Organisation.objects.filter(pk__in=sides.values("organisation")).order_by("code", "pk"))


def cells_of(asks: Sequence[Ask], actor: Actor, at: dt.datetime) -> dict[Key, Cell]:
    """The cells of ``asks`` by (ask, department), in a number of queries that does not grow with them.

    Who holds it comes before who has asked, that before who has passed it on, and that before an answer: each is a
    fact that everybody on the ask can see.
    """
    keys = [ask.pk for ask in asks]
    stances = vocabulary_labels("stances")
    answered = {
        (answer.ask_id, answer.organisation_id): Cell(ANSWERED, stances.get(answer.stance, answer.stance))
        for answer in Answer.objects.filter(ask__in=keys).order_by("pk")
    }
    handed_on = Side.objects.filter(ask__in=keys, record__status="handed_on").exclude(role=Side.Role.SPONSOR)
    passed_on = {key: Cell(PASSED_ON, "Passed on") for key in handed_on.values_list("ask", "organisation")}
    questions = Clarification.objects.filter(ask__in=keys, record__events__number=1).in_status("open")
    asked = {
        (ask, body): Cell(ASKED, "Asked a question", since)
        for ask, body, since in questions.order_by("-pk").values_list("ask", "organisation", "record__events__at")
    }
    turns = Turn.objects.filter(record__in=keys, ended=None, organisation__kind__in=DEPARTMENTS)
    held = {
        (turn.record_id, turn.organisation_id): Cell(HELD, "Holds it", turn.since.at, turn.due_on)
        for turn in turns.select_related("since")
    }
    return answered | passed_on | asked | held | own_cells(keys, held, actor, at)


def own_cells(keys: list[int], held: dict[Key, Cell], actor: Actor, at: dt.datetime) -> dict[Key, Cell]:
    """What the reader's own department holds: how far its work is, or a blank while nobody there has looked."""
    bodies = [body.pk for body in actor.organisations_as(DEPARTMENT_ROLES)]
    looked = set(
        ReadMark.objects.filter(record__in=keys, person__memberships__organisation__in=bodies).values_list(
            "record", "person__memberships__organisation"
        )
    )
    own = Side.objects.filter(ask__in=keys, organisation__in=bodies).visible_to(actor, at).select_related("record")
    statuses, found = workflows["side"].statuses, {}
    for side in own.exclude(role=Side.Role.SPONSOR):
        key = (side.ask_id, side.organisation_id)
        if key not in held:
            continue
        # A side that nobody has moved since it was opened is one that at most somebody has read.
        words = statuses[side.record.status] if side.record.revision > 1 else "Looked at" if key in looked else ""
        found[key] = Cell(INSIDE if words else BLANK, words, held[key].since, held[key].due_on)
    return found
