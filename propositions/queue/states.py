"""What a list or a page says about each ask, fetched for all of them at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import ReadMark, Turn
from lis.engine.reading import Words, words_of_records
from lis.engine.registry import workflows
from lis.frameworks.models import vocabulary_labels

from ..asks.models import SHARED_KINDS, Ask
from ..sides.models import Answer, Side


@dataclass
class AskState:
    """One ask as its reader sees it: words, who holds it since when, the answers so far, what is new to them."""

    ask: Ask
    words: Words
    title: str = ""
    type_label: str = ""
    turns: list[Turn] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    own_side: Side | None = None
    is_new: bool = False

    @property
    def text(self) -> str:
        """The ask in full."""
        return self.words.latest.get("ask", "")

    @property
    def line(self) -> str:
        """The ask in a line."""
        return " ".join(self.text.split()) or "No words yet"

    @property
    def money_reason(self) -> str:
        return self.words.latest.get("money_reason", "")

    @property
    def holders(self) -> list[str]:
        """The codes of the bodies whose turn it is, each once."""
        return list(dict.fromkeys(turn.organisation.code for turn in self.turns))

    @property
    def since(self) -> dt.datetime | None:
        """Since when the longest waiting of them holds it."""
        return min((turn.since.at for turn in self.turns), default=None)

    @property
    def due_on(self) -> dt.date | None:
        return min((turn.due_on for turn in self.turns if turn.due_on), default=None)

    @property
    def departments(self) -> list[str]:
        """The departments named in the version that is read, or in the draft."""
        if self.words.version:
            return list(self.words["departments"])
        return sorted(department.code for department in self.ask.departments.all())

    @property
    def type(self) -> str:
        return self.words["type"] if self.words.version else self.ask.type

    @property
    def tags(self) -> list[str]:
        return list(self.words["tags"] if self.words.version else self.ask.tags)

    @property
    def money(self) -> str:
        return Ask.Money(self.words["money"] if self.words.version else self.ask.money).label

    @property
    def status_label(self) -> str:
        return workflows["ask"].statuses[self.ask.status]

    @property
    def stances(self) -> list[tuple[str, str]]:
        """The latest answer of each department: (code, stance in words)."""
        latest = {answer.organisation.code: answer for answer in self.answers}
        return [(code, answer.stance_label) for code, answer in sorted(latest.items())]


def states_of(asks: Sequence[Ask], actor: Actor, at: dt.datetime | None = None) -> dict[int, AskState]:
    """The state of each ask, by its key, in a number of queries that does not grow with ``asks``.

    The caller has narrowed ``asks`` to what the actor may see and fetched them ``with_record``.
    """
    at = at or clock.now()
    keys = [ask.pk for ask in asks]
    titles = words_of_records([ask.proposition.record for ask in asks], actor, at)
    words = words_of_records([ask.record for ask in asks], actor, at)
    prefetch_related_objects([ask for ask in asks if not words[ask.pk].version], "departments")
    types, stances = vocabulary_labels("ask_types"), vocabulary_labels("stances")
    found = {}
    for ask in asks:
        state = AskState(ask, words[ask.pk])
        shown = titles[ask.proposition_id]
        state.title = shown.drafted.get("title") or shown["title"]
        state.type_label = types.get(state.type, state.type)
        found[ask.pk] = state
    turns = Turn.objects.filter(record__root_id__in=keys, record__kind__in=SHARED_KINDS, ended=None)
    for turn in turns.select_related("organisation", "since", "record").order_by("pk"):
        found[turn.record.root_id].turns.append(turn)
    answers = Answer.objects.filter(ask_id__in=keys).select_related("organisation", "record")
    for answer in answers.order_by("pk"):
        answer.stance_label = stances.get(answer.stance, answer.stance)
        found[answer.ask_id].answers.append(answer)
    sides = Side.objects.with_record().visible_to(actor, at).filter(ask_id__in=keys)
    for side in sides.exclude(role="sponsor"):
        found[side.ask_id].own_side = side
    if actor.user is not None:
        marks = dict(ReadMark.objects.filter(person=actor.user, record_id__in=keys).values_list("record_id", "event"))
        for ask in asks:
            found[ask.pk].is_new = marks.get(ask.pk, 0) < ask.revision and ask.status != "draft"
    return found
