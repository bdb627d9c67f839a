"""A step of a lifecycle: one row of a table that can be read aloud."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model, QuerySet

from .actor import Actor
from .canonical import clean_text
from .checks import Check
from .words import Condition, Person

if TYPE_CHECKING:
    from .models import Event, Version
    from .workflow import Workflow

# The status of what does not exist yet: a step from NEW creates.
NEW = ""
NOTE_LIMIT = 20_000


class StepForm(forms.Form):
    """What a person gives with a step: one form for page, admin and API.

    Knows the ``actor`` and the ``noun`` (None while creating), so that it can offer only what they may choose.
    """

    def __init__(self, *args: Any, actor: Actor, noun: Any = None, **kwargs: Any) -> None:
        self.actor = actor
        self.noun = noun
        super().__init__(*args, **kwargs)

    def given(self) -> dict[str, Any]:
        """The cleaned input in a form that can be hashed and remembered: strings, whole numbers, booleans, lists."""
        return {name: plain(value) for name, value in self.cleaned_data.items() if value not in (None, "", [], ())}

    def objections(self) -> list[Check]:
        """What speaks against a well-formed input as things stand now; asked once no repetition was recognised.

        A choice that the step itself uses up belongs here and not among the form's errors: otherwise whoever sends
        the same step twice would be told that their choice is unknown, not that it was done.
        """
        return []


class NoteForm(StepForm):
    """A step that takes an optional note."""

    note = forms.CharField(
        label="Note", required=False, max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Optional. It is kept in the history.",
    )  # fmt: skip


class ReasonForm(StepForm):
    """A step that must say why."""

    note = forms.CharField(
        label="Reason", max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It is kept in the history.", error_messages={"required": "Give a reason."},
    )  # fmt: skip


class NoInput(StepForm):
    """A step that needs nothing but the decision."""


@dataclass
class Act:
    """A step while it is being taken: what ``mint``, ``act`` and ``turns`` are given to work with.

    ``version`` is set once the words are minted, ``event`` once the step is in the ledger; ``given`` is the form's
    cleaned data, ``facts`` what the lifecycle fetched to judge it.
    """

    workflow: Workflow
    step: Step
    noun: Any
    actor: Actor
    given: dict[str, Any]
    at: dt.datetime
    facts: Any = None
    cause: Event | None = None
    version: Version | None = None
    event: Event | None = None
    notes: dict[str, Any] = field(default_factory=dict)


def nothing(act: Act) -> None:
    """No words and no effect beside the event itself."""


def keep(act: Act) -> None:
    """It stays the turn of whoever's turn it was."""


def no_others(noun: Any) -> Iterable[int]:
    """No record beside the noun's own root needs locking."""
    return ()


@dataclass(frozen=True)
class Step:
    """One verb of a lifecycle.

    From any of ``sources`` to ``target`` (None keeps the status), open to ``who`` when every word of ``requires``
    holds. ``label`` is the button, ``past`` completes "Sam Hill, BEIS ..." in the history. ``mint`` writes the
    version that the event names, ``act`` the further effects, ``turns`` says who is next; ``locks`` names further
    root records to lock. ``steadies`` names, from the input of a creating step, the records that must not move
    meanwhile and on which many may rely at once. A ``consequence`` is offered at no door. ``main`` marks the next act
    that a page offers as its one green button, always or in the statuses that it names; ``warns`` marks what is hard
    to take back.
    """

    verb: str
    label: str
    sources: frozenset[str] | set[str]
    target: str | None
    who: Person
    past: str
    requires: tuple[Condition, ...] = ()
    form: type[StepForm] = NoteForm
    mint: Callable[[Act], Version | None] = nothing
    act: Callable[[Act], None] = nothing
    turns: Callable[[Act], None] = keep
    locks: Callable[[Any], Iterable[int]] = no_others
    steadies: Callable[[dict[str, Any]], Iterable[int]] = no_others
    consequence: bool = False
    main: bool | frozenset[str] | set[str] = False
    warns: bool = False
    hint: str = ""

    @property
    def creates(self) -> bool:
        return NEW in self.sources

    @property
    def slug(self) -> str:
        """The verb as it stands in addresses: ``hand-on`` for ``hand_on``."""
        return self.verb.replace("_", "-")


@dataclass(frozen=True)
class Verdict:
    """What the table says of one step for one actor: theirs or not, available or why not."""

    step: Step
    mine: bool
    reasons: tuple[Check, ...] = ()
    main: bool = False

    @property
    def available(self) -> bool:
        return self.mine and not self.reasons

    @property
    def verb(self) -> str:
        return self.step.verb

    @property
    def label(self) -> str:
        return self.step.label


@dataclass(frozen=True)
class Part:
    """One part of a noun's words as its writers see it: a section of a paper, the Why of a proposition.

    ``key`` names it in drafts and versions; ``rows`` is how many lines its box shows, 1 for a single line.
    """

    key: str
    label: str
    help: str = ""
    rows: int = 6
    limit: int = NOTE_LIMIT


def plain(value: Any) -> Any:
    """A cleaned form value as a string, whole number, boolean or list; models become their references or names."""
    match value:
        case bool() | int():
            return value
        case str():
            return clean_text(value)
        case dt.date():
            return value.isoformat()
        case Model():
            return str(getattr(value, "ref", None) or getattr(value, "code", None) or value)
        case QuerySet():
            # In an order of our own, since the database sorts by the rules of its language.
            return sorted(plain(item) for item in value)
        case list() | tuple() | set():
            return [plain(item) for item in value]
    return str(value)
