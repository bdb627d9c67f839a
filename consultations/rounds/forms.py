"""What is asked of somebody who starts a round, sets its dates, or closes it later."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lis.doors.choices import RecordField
from lis.doors.forms import DateField, OfficeBoundField
from lis.engine import clock
from lis.engine.canonical import clean_text
from lis.engine.checks import STOP, Check
from lis.engine.steps import ReasonForm, StepForm
from lis.strategies.models import Strategy

from .parts import TITLE_LIMIT
from .permissions import OFFICERS

LAST_MINUTE = "23:59"
MOST_GRACE = 24 * 60
PUBLIC_REASON = "Everybody reads it on the page of the consultation."
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.ASCII)


class ClockTimeField(forms.CharField):
    """A time of day as people write it: 9:00, 09.30, 9am, 11:59pm. Gives ``09:00``."""

    def __init__(self, *, what: str, **kwargs: Any) -> None:
        self.what = what
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5"}))
        super().__init__(max_length=10, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).lower()
        if not text:
            return ""
        found = _TIME.fullmatch(text)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if found and found[3]:
            hour = hour % 12 + 12 * (found[3] == "pm") if 1 <= hour <= 12 else 99
        if hour > 23 or minute > 59 or not (found[2] or found[3]):
            raise ValidationError(f"{self.what} must be a time such as 9:00 or 17:30.")
        return f"{hour:02d}:{minute:02d}"


def moment_of(day: dt.date, time: str, *, closing: bool = False) -> dt.datetime:
    """The moment of that London time in UTC; a round that closes at 23:59 stays open until midnight.

    Raises ``ValidationError`` for a time that does not exist on that day, or comes twice.
    """
    if closing and time == LAST_MINUTE:
        day, time = day + dt.timedelta(days=1), "00:00"
    local = dt.datetime.combine(day, dt.time.fromisoformat(time), tzinfo=clock.LONDON)
    moment = local.astimezone(dt.UTC)
    if moment.astimezone(clock.LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError("There is no such time on that day: the clocks go forward. Choose another.")
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise ValidationError("That time comes twice on that day: the clocks go back. Choose another.")
    return moment


def date_and_time_of(moment: dt.datetime | None, *, closing: bool = False) -> tuple[str, str]:
    """The day and the time in London, as the form holds them: the reverse of :func:`moment_of`."""
    if moment is None:
        return "", ""
    local = moment.astimezone(clock.LONDON)
    if closing and (local.hour, local.minute) == (0, 0):
        return (local.date() - dt.timedelta(days=1)).isoformat(), LAST_MINUTE
    return local.date().isoformat(), f"{local:%H:%M}"


class StartForm(StepForm):
    """A new round: of which strategy, and what it is called at first."""

    strategy = RecordField(
        Strategy.objects.none(), label="Strategy", empty_label=None,
        error_messages={
            "required": "Choose the strategy.", "invalid_choice": "Choose a strategy that you can see."
        },
    )  # fmt: skip
    title = forms.CharField(
        label="Title", max_length=TITLE_LIMIT, help_text="It can still be changed until it goes for review.",
        error_messages={"required": "Give the round a title."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Strategy.objects.with_record().visible_to(self.actor).select_related("organisation")
        strategy = self.fields["strategy"]
        strategy.queryset = seen.order_by("record__ref")
        own = [one for one in strategy.queryset if self.actor.holds(OFFICERS, one.organisation_id)]
        strategy.widget.choices = [(one.ref, f"{one.ref}: {one.title}") for one in own]

    def clean_title(self) -> str:
        title = clean_text(self.cleaned_data["title"]).strip()
        if not title:
            raise ValidationError(self.fields["title"].error_messages["required"])
        return title


class DateBoundField(OfficeBoundField):
    """A draft needs no dates, but a round does: nothing is called optional."""

    marked_optional = False


class DatesForm(StepForm):
    """When a round opens and closes, in London's time. Dates in the past are told when it goes for review."""

    bound_field_class = DateBoundField

    opens_on = DateField(what="The day it opens", label="Opens on", required=False)
    opens_time = ClockTimeField(what="The time it opens", label="Opens at", required=False)
    closes_on = DateField(what="The day it closes", label="Closes on", required=False)
    closes_time = ClockTimeField(
        what="The time it closes", label="Closes at", required=False,
        help_text="23:59 means until midnight, at the end of that day.",
    )  # fmt: skip
    grace_minutes = forms.IntegerField(
        label="Minutes of grace", min_value=0, max_value=MOST_GRACE, required=False,
        help_text="How long whoever began before it closed may still send. 0 for none.",
        error_messages={
            "invalid": "Write the minutes as a whole number.",
            "min_value": "Minutes of grace cannot be below 0.",
            "max_value": "At most 24 hours of grace: 1440 minutes.",
        },
    )  # fmt: skip

    def clean_grace_minutes(self) -> int:
        return self.cleaned_data["grace_minutes"] or 0

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.opens_at, self.closes_at = self._moment("opens"), self._moment("closes")
        if self.opens_at and self.closes_at and self.opens_at >= self.closes_at:
            self.add_error("closes_on", "It must close after it opens.")
        return given

    def _moment(self, which: str) -> dt.datetime | None:
        """The moment that two fields give together; both or neither are wanted."""
        day, time = (self.cleaned_data.get(f"{which}_{piece}") for piece in ("on", "time"))
        if self.errors.keys() & {f"{which}_on", f"{which}_time"} or not (day or time):
            return None
        if not time:
            self.add_error(f"{which}_time", f"Say at what time it {which}.")
        elif not day:
            self.add_error(f"{which}_on", f"Say on which day it {which}.")
        elif which == "closes" and time == "00:00":
            self.add_error("closes_time", "Midnight belongs to two days. Write 23:59 for the end of the day.")
        else:
            try:
                return moment_of(day, time, closing=which == "closes")
            except ValidationError as error:
                self.add_error(f"{which}_time", error)
        return None


class ExtendForm(ReasonForm):
    """A later day and time to close, with the reason that everybody reads."""

    closes_on = DateField(what="The new last day", label="Closes on")
    closes_time = ClockTimeField(
        what="The time it closes", label="Closes at", help_text="23:59 means until midnight, at the end of that day.",
        error_messages={"required": "Say at what time it closes."},
    )  # fmt: skip

    field_order = ["closes_on", "closes_time", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = PUBLIC_REASON

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        day, time = given.get("closes_on"), given.get("closes_time")
        if day and time == "00:00":
            self.add_error("closes_time", "Midnight belongs to two days. Write 23:59 for the end of the day.")
        elif day and time:
            try:
                given["closes_at"] = moment_of(day, time, closing=True)
            except ValidationError as error:
                self.add_error("closes_time", error)
        return given

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in super().given().items() if name != "closes_at"}

    def objections(self) -> list[Check]:
        if self.cleaned_data["closes_at"] > self.noun.closes_at:
            return []
        sentence = "It can only close later than it would now. Nobody who relied on the old day may lose time."
        return [Check("not-later", sentence, STOP, where="closes_on")]


class PublicReasonForm(ReasonForm):
    """A step whose reason everybody reads once the round has opened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = PUBLIC_REASON
