"""What is asked when a department hands on, asks, drafts a position or answers, and when the area replies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from lis.doors.choices import OrganisationField, OrganisationsField, RecordField
from lis.doors.forms import DateField
from lis.engine import clock
from lis.engine.checks import STOP, Check
from lis.engine.steps import NOTE_LIMIT, StepForm
from lis.frameworks.models import Programme, VocabularyTerm
from lis.people.models import Organisation
from lis.templatetags.office import datetime_words

from ..asks.models import Ask
from .models import Side
from .remarks import remarks_on


def long_words(label: str, required: str = "", **kwargs: Any) -> forms.CharField:
    """A box for words; ``required`` is the sentence that a missing text gets."""
    messages = {"required": required} if required else {}
    return forms.CharField(
        label=label, required=bool(required), max_length=NOTE_LIMIT, error_messages=messages,
        widget=forms.Textarea(attrs={"rows": 5}), **kwargs,
    )  # fmt: skip


class OpenForm(StepForm):
    """A side that a submission or a handing on opens."""

    ask = RecordField(queryset=Ask.objects.with_record(), widget=forms.TextInput)
    organisation = OrganisationField(queryset=Organisation.objects.none())
    role = forms.ChoiceField(choices=Side.Role.choices)
    note = forms.CharField(required=False, max_length=NOTE_LIMIT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.open_on(clock.today())


class HandOnForm(StepForm):
    """To whom an ask is passed, and why. The reason is read by the departments that receive it, not by the area."""

    to = OrganisationsField(
        queryset=Organisation.objects.none(), label="Pass it to",
        error_messages={"required": "Choose at least one department."},
    )  # fmt: skip
    note = long_words(
        "Why?", "Say why it is theirs.", help_text="The department you pass it to reads this. The area does not.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        to.queryset = Organisation.objects.filter(kind__in=("department", "coordinating_unit")).open_on(clock.today())
        # Offered is who does not have it; taken is any department, and whether it has it is an objection.
        having = self._having()
        to.choices = [(body.code, to.label_from_instance(body)) for body in to.queryset if body.pk not in having]

    def _having(self) -> set[int]:
        """The keys of the bodies that have a part in this ask, apart from those that have passed it on."""
        if self.noun is None:
            return set()
        sides = Side.objects.filter(ask=self.noun.ask).exclude(record__status="handed_on")
        return set(sides.values_list("organisation_id", flat=True))

    def objections(self) -> list[Check]:
        having, ref = self._having(), self.noun.ask.ref
        return [
            Check("has-it", f"{body.code} has {ref} already. Choose another department.", STOP, where="to")
            for body in self.cleaned_data["to"]
            if body.pk in having
        ]


class QuestionForm(StepForm):
    """A question to the area; everyone who can see the ask reads it."""

    question = long_words(
        "Your question", "Write the question.",
        help_text="The area and every department on this ask will read it. Your clock stops until they answer.",
    )  # fmt: skip


class NewAskForm(StepForm):
    """Something that came up while an ask was negotiated, proposed to the area as an ask of its own."""

    proposed = long_words(
        "What could the area ask for?", "Write the ask that you propose.",
        help_text="The area finds it as a draft of its own. Everybody on this ask reads that you proposed it.",
    )  # fmt: skip


class ReplyForm(StepForm):
    """The area's answer to a question."""

    answer = long_words(
        "Your answer", "Write the answer.", help_text="Every department on this ask will read it.",
    )  # fmt: skip


class PositionForm(StepForm):
    """The department's position: its stance and the words that the area will read once they are cleared and issued."""

    stance = forms.ChoiceField(
        label="Position", widget=forms.RadioSelect, error_messages={"required": "Choose a position."}
    )
    words = long_words("What we say to the area", "Write what the area will read.")
    reason = long_words("Reason", help_text="Needed unless the position is positive. The area reads it.")
    condition = forms.CharField(
        label="Condition or date", required=False, max_length=500,
        help_text="Needed for “Not now”: when, or on what condition, it may be raised again.",
    )  # fmt: skip
    programme = forms.ModelChoiceField(
        queryset=Programme.objects.none(), to_field_name="name", label="Existing programme", required=False,
        empty_label="None", help_text="Needed if an existing programme covers it already.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stances = {term.code: term for term in VocabularyTerm.objects.of("stances").open_on(clock.today())}
        self.fields["stance"].choices = [(code, term.label) for code, term in self.stances.items()]
        self.fields["programme"].queryset = Programme.objects.all()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        stance = self.stances.get(cleaned.get("stance", ""))
        if stance is None:
            return cleaned
        if not stance.facts.get("positive") and not cleaned.get("reason", "").strip():
            self.add_error("reason", f"Give the reason that the area will read for “{stance.label}”.")
        if stance.facts.get("needs_condition") and not cleaned.get("condition", "").strip():
            self.add_error("condition", "Say when, or on what condition, it may be raised again.")
        if stance.facts.get("needs_programme") and not cleaned.get("programme"):
            self.add_error("programme", "Choose the programme that covers it already.")
        return cleaned

    def given(self) -> dict[str, Any]:
        programme = self.cleaned_data.get("programme")
        return {**super().given(), **({"programme": programme.name} if programme else {})}


# Hours at which words go out: when people are at their desks, and never in the hour that the clocks change.
HOURS = range(6, 22)
FURTHEST = dt.timedelta(days=366)


def moment_of(given: dict[str, Any]) -> dt.datetime:
    """The moment that a day and an hour of London name."""
    return dt.datetime.combine(given["day"], dt.time(int(given["hour"])), clock.LONDON)


class ScheduleForm(StepForm):
    """The day and the hour at which cleared words go out."""

    day = DateField(what="The day", label="Day", not_past=True)
    hour = forms.ChoiceField(
        label="Time", choices=[(str(hour), f"{hour}:00") for hour in HOURS], initial="9",
        help_text="London time. The area sees nothing of it before.",
        error_messages={"required": "Choose a time."},
    )  # fmt: skip
    note = forms.CharField(
        label="Note", required=False, max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Optional. Only your department reads it.",
    )  # fmt: skip

    def clean_day(self) -> dt.date:
        day = self.cleaned_data["day"]
        if day > clock.today() + FURTHEST:
            raise forms.ValidationError("The day must be within a year from now.", code="far")
        return day

    def objections(self) -> list[Check]:
        moment = moment_of(self.cleaned_data)
        if moment > clock.now():
            return []
        sentence = f"{datetime_words(moment)} is over. Choose a time that lies ahead, or issue it now."
        return [Check("too-late", sentence, STOP, where="hour")]


class TogetherForm(ScheduleForm):
    """When several cleared answers go out: now, or all on one day."""

    field_order = ["when", "day", "hour", "note"]

    when = forms.ChoiceField(
        label="When do they go out?", widget=forms.RadioSelect,
        choices=[("issue", "Now"), ("schedule", "On a day")], error_messages={"required": "Choose when they go out."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("day", "hour"):
            self.fields[name].required = False
        self.fields["day"].help_text = "Optional: only if they go out on a day."
        self.fields["hour"].help_text = "Optional: only if they go out on a day. London time."

    def clean_day(self) -> dt.date | None:
        return super().clean_day() if self.cleaned_data.get("day") else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("when") != "schedule" or self.errors:
            return cleaned
        if not cleaned.get("day"):
            self.add_error("day", "The day is missing. Enter a day, a month and a year.")
        elif not cleaned.get("hour"):
            self.add_error("hour", "Choose a time.")
        return cleaned

    @property
    def verb(self) -> str:
        """The step that each of them takes."""
        return self.cleaned_data["when"]

    @property
    def when_in_words(self) -> str:
        return "now" if self.verb == "issue" else f"on {datetime_words(moment_of(self.cleaned_data))}"

    def data_for_each(self) -> dict[str, str]:
        """What each of them is given with its step."""
        note = {"note": self.cleaned_data["note"]}
        if self.verb == "issue":
            return note
        return {**note, "day": self.cleaned_data["day"].isoformat(), "hour": self.cleaned_data["hour"]}

    def carried(self) -> list[tuple[str, str]]:
        """The answers of this form as hidden fields of the page that asks for the decision."""
        return [("when", self.verb), *self.data_for_each().items()]


class RemarkForm(StepForm):
    """A remark to colleagues."""

    words = long_words(
        "Your remark", "Write the remark.", help_text="Only your department reads it. It goes into no answer.",
    )  # fmt: skip
    quote = forms.CharField(
        label="The words it is about", required=False, max_length=500,
        help_text="Optional. Copy them from the ask or from the draft.",
    )  # fmt: skip


class AnswerRemarkForm(StepForm):
    """What is answered to a colleague's remark."""

    remark = forms.ChoiceField(
        label="Remark", error_messages={"required": "Choose the remark that you answer."},
    )  # fmt: skip
    words = long_words("Your answer", "Write the answer.", help_text="Only your department reads it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remarks = remarks_on([self.noun.pk])[self.noun.pk] if self.noun is not None else []
        # Offered is what is open; taken is any remark, and whether it was answered is an objection.
        shown = self.remarks if self.is_bound else [one for one in self.remarks if one.is_open]
        self.fields["remark"].choices = [(str(one.number), one.label) for one in shown]

    def objections(self) -> list[Check]:
        chosen = self.remarks[int(self.cleaned_data["remark"]) - 1]
        if chosen.is_open:
            return []
        sentence = f"Remark {chosen.number} has been answered by {chosen.remark.answered_by.name}."
        return [Check("answered", sentence, STOP, where="remark")]
