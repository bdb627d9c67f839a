"""What is asked when other words are drafted for an ask."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import OrganisationField, RecordField
from lis.doors.forms import DateField
from lis.engine.checks import STOP, Check
from lis.engine.steps import NOTE_LIMIT, StepForm, plain
from lis.people.models import Organisation

from ..asks.models import Ask
from ..asks.parts import (
    CONCLUSIONS,
    EDITORIAL,
    FULL,
    IN_PRINCIPLE,
    OWNERS,
    SUBSTANCE,
    WEIGHTS,
    WORDING_PARTS,
    both_texts,
    negotiated,
)


class WordingForm(StepForm):
    """Other words for an ask, with who delivers it, how it is measured and by when, once both sides agree to them."""

    base = forms.IntegerField(
        label="The version that your words start from", min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput,
        error_messages={"required": "Say from which version your words start: open the page again."},
    )  # fmt: skip
    ask = forms.CharField(
        label="The ask", max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="It stands here as it is now. Change what should be different.",
        error_messages={"required": "Write the ask."},
    )  # fmt: skip
    money_reason = forms.CharField(
        label="Why new money is needed", max_length=NOTE_LIMIT, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text="Only if it asks for new money.",
    )  # fmt: skip
    concludes_as = forms.ChoiceField(
        label="What do these words settle?", choices=CONCLUSIONS, widget=forms.RadioSelect, initial=FULL,
        error_messages={"required": "Choose what these words settle."},
    )  # fmt: skip
    owner = forms.ChoiceField(label="Who delivers it?", choices=OWNERS, widget=forms.RadioSelect, required=False)
    measure = forms.CharField(
        label="How is it measured?", max_length=500, required=False,
        help_text="What will be there that is not there now, and how many.",
    )  # fmt: skip
    deliver_on = DateField(
        label="By when?", required=False, what="The date",
        help_text="For an agreement in principle, the day on which both look at it again.",
    )  # fmt: skip
    condition = forms.CharField(
        label="On what condition?", max_length=500, required=False, help_text="Only for an agreement in principle.",
    )  # fmt: skip
    weight = forms.ChoiceField(
        label="What kind of change is it?", choices=WEIGHTS, widget=forms.RadioSelect,
        error_messages={"required": "Say whether the change is editorial or substantive."},
    )  # fmt: skip
    change = forms.CharField(
        label="What changes, in one sentence", max_length=500,
        help_text="Everybody on this ask reads it in the history once you issue the words.",
        error_messages={"required": "Say in one sentence what changes."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("concludes_as") == IN_PRINCIPLE:
            if not cleaned.get("condition", "").strip():
                self.add_error("condition", "Say on what condition it is agreed in principle.")
            if not cleaned.get("deliver_on") and "deliver_on" not in self.errors:
                self.add_error("deliver_on", "Give the day on which both look at it again.")
        elif cleaned.get("condition", "").strip():
            self.add_error("condition", "Only an agreement in principle has a condition. Put it into the ask instead.")
        if cleaned.get("weight") == EDITORIAL and not self.errors and self._touches_substance(cleaned):
            self.add_error("weight", "You change who, how it is measured, when or on what terms. That is substantive.")
        return cleaned

    def _touches_substance(self, cleaned: dict[str, Any]) -> bool:
        base = self.version(cleaned["base"])
        if base is None:
            return False
        before, after = negotiated(base.content), self.parts()
        return any(before[part] != after[part] for part in SUBSTANCE)

    def parts(self) -> dict[str, str]:
        """The words by part, as drafts and versions keep them."""
        given = {name: plain(self.cleaned_data.get(name) or "") for name in WORDING_PARTS}
        return {name: str(value) for name, value in given.items()}

    def version(self, number: int) -> Any:
        """The version of the ask with that number, or None."""
        ask = self.asked()
        return ask.record.versions.filter(number=number).first() if ask else None

    def asked(self) -> Any:
        """The ask that it is about."""
        return self.noun.ask if self.noun is not None else self.cleaned_data.get("asked")

    def objections(self) -> list[Check]:
        ask = self.asked()
        last = ask.record.versions.order_by("-number").first()
        if last is None or last.number == self.cleaned_data["base"]:
            return []
        sentence = (
            f"{ask.ref} is at version {last.number}, and your words start from version {self.cleaned_data['base']}. "
            "Compare the two, put what you want to keep into the newer words, and send it again."
        )
        return [Check("base-has-moved", sentence, STOP, texts=both_texts(self.parts(), last.content))]


class DraftWordingForm(WordingForm):
    """A wording that a body begins on its side."""

    field_order = ["asked", "organisation"]

    asked = RecordField(queryset=Ask.objects.with_record(), widget=forms.TextInput)
    organisation = OrganisationField(queryset=Organisation.objects.all())
