"""What is asked when Government's line is recorded, or that there is none yet."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import RecordField
from lis.engine.checks import STOP, Check
from lis.engine.steps import NOTE_LIMIT, StepForm

from ..asks.models import Ask
from .differing import differs
from .models import GovernmentLine

READERS = "The departments with a part in this ask and the coordinating unit read it. The area does not."


class LineForm(StepForm):
    """Government's line, in words that Government alone reads."""

    words = forms.CharField(
        label="Government’s line", max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 5}), help_text=READERS,
        error_messages={"required": "Write the line."},
    )  # fmt: skip


class NoLineForm(StepForm):
    """Why there is no line yet."""

    note = forms.CharField(
        label="Why there is none yet", max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=READERS, error_messages={"required": "Say why there is no line yet."},
    )  # fmt: skip


class BeginForm(StepForm):
    """The first word on an ask on which departments differ: the line, or why there is none yet."""

    field_order = ["ask", "words", "note"]

    ask = RecordField(
        queryset=Ask.objects.none(), label="Ask", widget=forms.HiddenInput,
        error_messages={"required": "Name the ask that it is about."},
    )  # fmt: skip
    words = forms.CharField(
        label="Government’s line", required=False, max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Optional: leave it empty while there is none. {READERS}",
    )  # fmt: skip
    note = forms.CharField(
        label="Or why there is none yet", required=False, max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Optional: only while there is no line.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ask"].queryset = Ask.objects.with_record().visible_to(self.actor)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        words, note = (cleaned.get(name, "").strip() for name in ("words", "note"))
        if words and note:
            self.add_error("note", "Either record the line or say why there is none yet, not both.")
        if not (words or note) and not self.errors:
            self.add_error("words", "Write the line, or say below why there is none yet.")
        return cleaned

    def objections(self) -> list[Check]:
        ask = self.cleaned_data["ask"]
        if GovernmentLine.objects.filter(ask=ask).exists():
            return [Check("has-one", f"Something is recorded on {ask.ref} already. Change that.", STOP)]
        if not differs(ask):
            return [Check("no-difference", f"Departments do not differ on {ask.ref}, so it needs no line.", STOP)]
        return []
