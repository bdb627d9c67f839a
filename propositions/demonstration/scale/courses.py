"""What happens to an ask from its submission to today? One of a few courses, told by the steps that people take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...asks.models import Ask
from ..story import Storyteller

QUESTION, REPLY, POSITION, REASON, NOTE = "QZquestion", "QZreply", "QZposition", "QZreason", "QZnote"
SUPPORT = {"stance": "support", "words": POSITION}
CONDITIONS = {"stance": "support_with_conditions", "words": POSITION, "reason": REASON, "condition": NOTE}
NOT_NOW = {"stance": "not_now", "words": POSITION, "reason": REASON, "condition": NOTE}

Course = Callable[[Storyteller, str, tuple[str, ...]], None]


def waiting(teller: Storyteller, ref: str, departments: tuple[str, ...]) -> None:
    """Nobody has looked at it yet."""


def taken(teller: Storyteller, ref: str, departments: tuple[str, ...]) -> None:
    lead = departments[0]
    teller.take(24, "take", teller.side(ref, lead), teller.who(lead, "reviewer"), note=NOTE)


def asked(teller: Storyteller, ref: str, departments: tuple[str, ...]) -> None:
    """A question is with the area, and the department's clock stands still."""
    taken(teller, ref, departments)
    teller.question(ref, departments[0], 21, QUESTION)


def explained(teller: Storyteller, ref: str, departments: tuple[str, ...]) -> None:
    """The area has answered the question, and the clock runs again."""
    asked(teller, ref, departments)
    ask = Ask.objects.select_related("proposition__body").get(record__ref=ref)
    question = ask.clarifications.with_record().get()
    teller.take(17, "answer", question, teller.who(ask.body.code, "drafter"), answer=REPLY)


def drafted(teller: Storyteller, ref: str, departments: tuple[str, ...]) -> None:
    explained(teller, ref, departments)
    teller.draft(ref, departments[0], 14, **CONDITIONS)


def cleared(teller: Storyteller, ref: str, departments: tuple[str, ...]) -> None:
    side = teller.draft(ref, departments[0], 14, **NOT_NOW)
    teller.take(11, "clear", side, teller.who(departments[0], "clearer"))


def answered(teller: Storyteller, ref: str, departments: tuple[str, ...]) -> None:
    """The answer is with the area, who has not read it yet."""
    teller.answer(ref, departments[0], 7, **SUPPORT)


def read(teller: Storyteller, ref: str, departments: tuple[str, ...]) -> None:
    """Every department has answered after a question, and the area has read it all."""
    explained(teller, ref, departments)
    for department in departments:
        teller.answer(ref, department, 7, **CONDITIONS)
    ask = Ask.objects.select_related("proposition__body").get(record__ref=ref)
    for answer in ask.answers.with_record().order_by("pk"):
        teller.take(4, "read", answer, teller.who(ask.body.code, "lead"))


def passed_on(teller: Storyteller, ref: str, departments: tuple[str, ...]) -> None:
    """It named nobody; the coordinating unit has found the department that answers."""
    coordinator = teller.who("CLGU", "coordinator")
    teller.take(24, "hand_on", teller.side(ref, "CLGU"), coordinator, to=list(departments), note=NOTE)


def withdrawn(teller: Storyteller, ref: str, departments: tuple[str, ...]) -> None:
    taken(teller, ref, departments)
    ask = Ask.objects.select_related("proposition__body").get(record__ref=ref)
    teller.take(18, "withdraw", ask, teller.who(ask.body.code, "lead"), note=NOTE)


@dataclass(frozen=True)
class AskPlan:
    """One ask of a proposition: its course, how many departments are concerned, its type and its money."""

    course: Course
    departments: int
    type: str
    money: str = "none"

    @property
    def names_departments(self) -> bool:
        return self.departments > 0 and self.course is not passed_on


@dataclass(frozen=True)
class Plan:
    """One proposition with its asks: how often it occurs beside the others, and for how many weeks back.

    ``ends`` says how far the proposition itself has come; in drafting its asks have no course yet.
    """

    asks: tuple[AskPlan, ...]
    often: int
    weeks: int
    ends: str = "submitted"


def plan(often: int, weeks: int, *asks: tuple[Course, int, str], ends: str = "submitted") -> Plan:
    """A plan from its asks, each given by course, number of departments and type."""
    return Plan(
        tuple(AskPlan(*ask, money="new" if ask[2] == "new_funding" else "none") for ask in asks), often, weeks, ends
    )


# What still waits is young; what is answered goes back over most of a year.
PLANS = (
    plan(10, 5, (waiting, 1, "programme_extension")),
    plan(10, 6, (waiting, 1, "data_sharing"), (waiting, 2, "pilot_or_test_bed")),
    plan(8, 6, (taken, 1, "joint_evaluation"), (waiting, 1, "land_or_public_estate")),
    plan(8, 8, (asked, 1, "freedom_or_flexibility"), (drafted, 1, "data_sharing"), (waiting, 1, "new_funding")),
    plan(6, 8, (waiting, 1, "recognition_or_endorsement"), (waiting, 1, "advice_or_brokerage"),
         (drafted, 2, "use_of_existing_budget"), (taken, 1, "trade_and_investment_support")),
    plan(6, 10, (explained, 2, "pilot_or_test_bed"), (cleared, 1, "official_on_a_panel")),
    plan(8, 40, (read, 1, "programme_extension"), (read, 2, "joint_evaluation")),
    plan(6, 30, (answered, 1, "advice_or_brokerage"), (read, 1, "data_sharing"), (waiting, 1, "new_funding")),
    plan(5, 6, (waiting, 0, "recognition_or_endorsement")),
    plan(6, 8, (passed_on, 1, "freedom_or_flexibility"), (waiting, 1, "land_or_public_estate")),
    plan(3, 30, (withdrawn, 1, "new_funding"), (read, 1, "official_on_a_panel")),
    plan(4, 4, (waiting, 1, "programme_extension"), (waiting, 0, "new_funding"), ends="drafting"),
    plan(2, 4, (waiting, 2, "data_sharing"), ends="ready"),
)  # fmt: skip
