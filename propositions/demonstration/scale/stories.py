"""How are the stories told that a country of asks is printed from? By steps, in a place that exists nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Model

from lis.calendar_days.days import add_working_days, working_days_between
from lis.engine import clock
from lis.engine.models import Turn
from lis.engine.press import Pattern, patterns_of
from lis.engine.press.pattern import Cell, Row
from lis.jobs.models import Job
from lis.notices.models import Outgoing, new_message_id
from lis.people.models import Area, Organisation

from ..lancashire import Sample, SampleAsk
from ..story import Storyteller
from .courses import NOTE, PLANS, POSITION, QUESTION, REASON, REPLY, Plan
from .people import staff
from .words import MEETINGS, Writer

# Words that stand in the stories and in no other text, letters only, since some become part of an address.
AREA, PLACE, BODY, BODY_NAME = "QZA", "QZplace", "QZB", "QZbody"
DEPARTMENTS, DEPARTMENT_NAMES = ("QZD1", "QZD2"), ("QZfirst", "QZsecond")
MEETING, TITLE, WHAT, WHY, HOW, MONEY_REASON = "QZmeeting", "QZtitle", "QZwhat", "QZwhy", "QZhow", "QZmoney"
ASKS = tuple(f"QZask{letter}" for letter in "abcd")
SAID = (MEETING, TITLE, WHAT, WHY, HOW, MONEY_REASON, *ASKS, QUESTION, REPLY, POSITION, REASON, NOTE)
STARTED, READY, AGREED, SUBMITTED = 42, 31, 28, 28
THEMES = ("Ideas", "People", "Infrastructure", "Business Environment", "Places")


def last_friday(today: dt.date) -> dt.date:
    """The day from which the stories count back, so that their acts fall on working days."""
    return today - dt.timedelta(days=(today.weekday() - 4) % 7)


class Stage:
    """The place that exists nowhere: an area with its body, two departments, and the people in all of them."""

    def __init__(self, today: dt.date, writer: Writer) -> None:
        self.teller = Storyteller(last_friday(today))
        self.writer = writer
        self.cast: dict[str, Model] = {}

    def agreed_on(self) -> str:
        """The day of the board's meeting, as it stands in the events."""
        return self.teller.moment(AGREED).date().isoformat()

    def set(self) -> tuple[Mapping[str, Model], list[Any]]:
        """Make the place and its people; answers the cast and a story for each plan."""
        area = Area.objects.create(code=AREA, name=PLACE, kind="LEP area")
        body = Organisation.objects.create(
            code=BODY, name=BODY_NAME, kind=Organisation.Kind.AREA_BODY, area=area
        )  # fmt: skip
        self.cast = {"area": area, "body": body}
        self._people("body", body)
        for number, (code, name) in enumerate(zip(DEPARTMENTS, DEPARTMENT_NAMES, strict=True), start=1):
            department = Organisation.objects.create(code=code, name=name, kind=Organisation.Kind.DEPARTMENT)
            self.cast[f"department {number}"] = department
            self._people(f"department {number}", department)
        self.cast["strategy"] = self.teller.strategy(BODY, 60)
        return self.cast, [partial(self.tell, plan, THEMES[n % len(THEMES)]) for n, plan in enumerate(PLANS)]

    def _people(self, name: str, body: Organisation) -> None:
        for number, user in enumerate(staff(body, self.writer)):
            user.name = f"QZ{name.replace(' ', '')}{number}"
            user.save(update_fields=["name"])
            self.cast[f"{name}, person {number}"] = user

    def tell(self, plan: Plan, theme: str) -> Sequence[str]:
        """Take the steps of one proposition and its asks; the first token is its reference."""
        made = tell_plan(self.teller, self.cast["strategy"], plan, DEPARTMENTS, theme)
        people = [row.name for name, row in self.cast.items() if "person" in name]
        return (made.ref, f"{AREA}-LIS", AREA, PLACE, BODY, BODY_NAME, *DEPARTMENTS, *DEPARTMENT_NAMES,
                self.agreed_on(), *SAID, *people)  # fmt: skip


def tell_plan(teller: Storyteller, strategy: Any, plan: Plan, departments: Sequence[str], theme: str) -> Any:
    """Take every step of ``plan`` in a strategy, with two departments by code; answers the proposition."""
    asks = tuple(
        SampleAsk(ASKS[n], ask.type, tuple(departments[: ask.departments]) if ask.names_departments else (), ask.money,
                  MONEY_REASON if ask.money == "new" else "")
        for n, ask in enumerate(plan.asks)
    )  # fmt: skip
    made = teller.proposition(strategy, Sample(TITLE, WHAT, WHY, HOW, asks, theme), STARTED)
    if plan.ends == "submitted":
        teller.submit(made, SUBMITTED, MEETING, AGREED)
        for number, ask in enumerate(plan.asks, start=1):
            ask.course(teller, f"{made.ref}.{number}", tuple(departments[: ask.departments]))
    elif plan.ends == "ready":
        teller.take(READY, "ready", made, teller.who(strategy.organisation.code, "lead"))
    return made


def due_day(row: Row) -> Cell:
    """As many working days after the department received it as in the story, bank holidays of those weeks included."""
    turn = row.source
    if turn.due_on is None:
        return lambda copy: None
    of_body = Turn.objects.filter(
        record__root=turn.record.root_id, organisation=turn.organisation_id, due_on=turn.due_on
    )
    began = of_body.order_by("since__at").values_list("since__at", flat=True).first()
    days = working_days_between(began.astimezone(clock.LONDON).date(), turn.due_on)
    return lambda copy: add_working_days((began + copy.setting.shift).astimezone(clock.LONDON).date(), days)


def cells_of_mail(model: str) -> dict[str, Any]:
    """A mail of that model has left, and the job that sent it was swept away since."""

    def sent_at(row: Row) -> Cell:
        return lambda copy: row.source.created_at + copy.setting.shift + dt.timedelta(seconds=5)

    return {
        f"{model}.state": lambda row: lambda copy: Outgoing.State.SENT.value,
        f"{model}.sent_at": sent_at,
        f"{model}.tries": lambda row: lambda copy: 1,
        f"{model}.message_id": lambda row: lambda copy: new_message_id(),
    }


CELLS = {"turn.due_on": due_day, **cells_of_mail("notice")}


def tell_stories(today: dt.date, writer: Writer) -> tuple[Stage, list[Pattern]]:
    """The pattern of each plan in ``PLANS``; nothing of the telling stays in the database."""
    stage = Stage(today, writer)
    return stage, patterns_of(stage.set, without=[Job], cells=CELLS)


__all__ = ["MEETINGS", "Stage", "tell_stories"]
