"""What is asked when a department hands on, asks, drafts a position or answers, and when the area replies."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import OrganisationField, OrganisationsField, RecordField
from lis.engine import clock
from lis.engine.checks import STOP, Check
from lis.engine.steps import NOTE_LIMIT, StepForm
from lis.frameworks.models import Programme, VocabularyTerm
from lis.people.models import Organisation

from ..asks.models import Ask
from .models import Side


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
