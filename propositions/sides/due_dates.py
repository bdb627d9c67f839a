"""How a department sets another day by which it will answer: the day is shared, the reason stays inside."""

from __future__ import annotations

from typing import Any

from lis.doors.forms import DateField
from lis.engine import clock
from lis.engine.checks import STOP, Check
from lis.engine.models import Turn
from lis.engine.registry import workflows
from lis.engine.steps import Act, ReasonForm
from lis.templatetags.office import date_words

from . import days


class DueForm(ReasonForm):
    """The new day and why; everybody on the ask sees the day, the department alone the reason."""

    due_on = DateField(
        what="The day", label="You will answer by", help_text="The area and every department on this ask will see it."
    )
    field_order = ("due_on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = "Only your department reads it."

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on < clock.today():
            self.add_error("due_on", "The day has passed. Choose today or a later day.")
        elif self.noun is not None and due_on > (latest := days.latest_day(self.noun)):
            self.add_error("due_on", f"The latest day is {date_words(latest)}. Choose that day or an earlier one.")
        return due_on

    def objections(self) -> list[Check]:
        turn = days.open_turn(self.noun)
        if turn is None or turn.due_on is None:
            sentence = f"{self.noun.ask.ref} is not yours to answer by a date now, so there is none to change."
            return [Check("no-date", sentence, STOP)]
        if turn.due_on == self.cleaned_data["due_on"]:
            return [Check("same-date", f"{date_words(turn.due_on)} is the day already.", STOP, where="due_on")]
        return []


def set_due_date(act: Act) -> None:
    side, due_on = act.noun, act.given["due_on"]
    workflows["ask"].follow(
        "due", side.ask, cause=act.event, by=act.actor,
        data={"organisation": side.organisation.code, "about": due_on.isoformat()},
    )  # fmt: skip
    Turn.objects.filter(pk=days.open_turn(side).pk).update(due_on=due_on)
    Turn.objects.filter(record=side.record, ended=None).update(due_on=due_on)
