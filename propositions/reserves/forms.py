"""What is asked when an area sets its reserve on an ask, or changes it."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import RecordField
from lis.engine.checks import STOP, Check
from lis.engine.steps import NOTE_LIMIT, StepForm

from ..asks.models import Ask
from .models import Reserve
from .permissions import READERS


class WordsForm(StepForm):
    """The wording with which the area could live."""

    words = forms.CharField(
        label="Our reserve", max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="The wording you could live with. Only leads, negotiators and drafters of your area read it.",
        error_messages={"required": "Write the wording you could live with."},
    )  # fmt: skip


class SetForm(WordsForm):
    """The first wording, and the ask that it is about."""

    field_order = ["ask", "words"]

    ask = RecordField(
        queryset=Ask.objects.none(), label="Ask", widget=forms.HiddenInput,
        error_messages={"required": "Name the ask that it is about."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = self.actor.organisations_as(READERS)
        own = Ask.objects.with_record().visible_to(self.actor).filter(proposition__body__in=bodies)
        self.fields["ask"].queryset = own

    def objections(self) -> list[Check]:
        ask = self.cleaned_data["ask"]
        if not Reserve.objects.filter(ask=ask).exists():
            return []
        return [Check("has-one", f"There is a reserve on {ask.ref} already. Change that one.", STOP)]
