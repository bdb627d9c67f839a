"""Who may do what with a board and its papers, and what must be true first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.words import condition, person
from lis.people.models import Role


@dataclass
class MeetingFacts:
    """What the table needs to know of one meeting.

    ``seated`` says that the actor is a member today; ``reports`` counts those on the agenda, ``unfit`` holds why they
    cannot go out yet; ``undecided`` the references of what the board has not decided; ``minutes`` the text, of which
    ``minute_writers`` are those who wrote it.
    """

    seated: bool = False
    reports: int = 0
    unfit: list[Check] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    minutes: str = ""
    minute_writers: set[int] = field(default_factory=set)
    is_day: bool = False


@dataclass
class ReportFacts:
    """Of one report: the actor's seat on its board today, whether their interest is declared, and what is undecided."""

    seat: Any = None
    declared: bool = False
    undecided: int = 0


@dataclass
class RecommendationFacts:
    """Of one recommendation: whether the actor has an interest, which targets moved on, what its verbs ask for."""

    interested: bool = False
    moved_on: list[Check] = field(default_factory=list)
    delegates: bool = False


@dataclass
class DelegationFacts:
    """Of one delegation: whether the actor holds one of its posts today."""

    holds_post: bool = False


@person("a secretary of the board’s body")
def secretary(actor: Actor, noun: Any, facts: Any) -> bool:
    return actor.holds(Role.SECRETARY, noun.organisation.pk)


@person("a member of the board")
def member(actor: Actor, noun: Any, facts: Any) -> bool:
    return facts.seat is not None


@person("a secretary or a member of the board")
def secretary_or_member(actor: Actor, noun: Any, facts: Any) -> bool:
    return facts.seated or secretary(actor, noun, facts)


@person("whoever holds one of its posts, or a secretary of the board’s body")
def holder_or_secretary(actor: Actor, noun: Any, facts: Any) -> bool:
    return facts.holds_post or secretary(actor, noun, facts)


@condition("no-report", "There is no report on the agenda yet. Write one first.")
def has_reports(actor: Actor, noun: Any, facts: MeetingFacts) -> bool:
    return facts.reports > 0


@condition("unfit")
def reports_are_fit(actor: Actor, noun: Any, facts: MeetingFacts) -> list[Check]:
    return facts.unfit


@condition("not-yet", "The day of the meeting has not come yet.")
def day_has_come(actor: Actor, noun: Any, facts: MeetingFacts) -> bool:
    return facts.is_day


@condition("no-minutes", "The minutes are not written yet. Write them first.")
def has_minutes(actor: Actor, noun: Any, facts: MeetingFacts) -> bool:
    return bool(facts.minutes.strip())


@condition("undecided")
def all_is_decided(actor: Actor, noun: Any, facts: MeetingFacts) -> list[Check]:
    if not facts.undecided:
        return []
    listed = ", ".join(facts.undecided)
    return [Check("undecided", f"The board’s decision is missing for {listed}. Record it first.", STOP)]


@condition("own-words", "You wrote in these minutes yourself. Another person confirms them.")
def another_hand(actor: Actor, noun: Any, facts: MeetingFacts) -> bool:
    return actor.user is not None and actor.user.pk not in facts.minute_writers


@condition("preparing", "The papers of this meeting are out, so nothing is added to its agenda any more.")
def is_being_prepared(actor: Actor, noun: Any, facts: Any) -> bool:
    return noun.meeting.is_being_prepared


@condition("report-out", "The report is out or was taken off, so its recommendations stay as they are.")
def report_is_draft(actor: Actor, noun: Any, facts: Any) -> bool:
    return noun.report.is_draft


@condition("board-over", "The board was dissolved. It does not meet any more.")
def board_sits(actor: Actor, noun: Any, facts: Any) -> bool:
    return noun.board.sits


@condition("declared", "Your interest in this item is declared already.")
def not_declared_yet(actor: Actor, noun: Any, facts: ReportFacts) -> bool:
    return not facts.declared


@condition("decided", "Every recommendation of this item is decided, so an interest would come too late.")
def something_is_undecided(actor: Actor, noun: Any, facts: ReportFacts) -> bool:
    return facts.undecided > 0


@condition("not-met", "The board has not met yet. Record first that the meeting was held.")
def board_has_met(actor: Actor, noun: Any, facts: Any) -> bool:
    return noun.meeting.has_met


@condition("own-interest", "You declared an interest in this item, so somebody else records what was decided.")
def no_interest_of_own(actor: Actor, noun: Any, facts: RecommendationFacts) -> bool:
    return not facts.interested


@condition("moved-on")
def targets_stand(actor: Actor, noun: Any, facts: RecommendationFacts) -> list[Check]:
    return facts.moved_on


@condition("delegates", "This recommendation delegates. Choose “Delegate”, which says to whom, about what, until when.")
def does_not_delegate(actor: Actor, noun: Any, facts: RecommendationFacts) -> bool:
    return not facts.delegates
