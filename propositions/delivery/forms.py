"""What is asked when an area commits itself to an action, and when somebody reports on a commitment."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import RecordField
from lis.doors.forms import DateField
from lis.engine.steps import ReasonForm, StepForm
from lis.frameworks.models import vocabulary_choices
from lis.strategies.models import Action

from ..asks.models import Ask


class MakeForm(StepForm):
    """The ask on whose words both sides have agreed."""

    ask = RecordField(queryset=Ask.objects.with_record(), widget=forms.TextInput)


def reference_of(action: Action) -> str:
    """How an action is named where people and programs choose one: ``LAN-LIS.2.1``."""
    return f"{action.workstream.ref}.{action.number}"


class DeclareForm(StepForm):
    """An action of a strategy to which the area commits itself, with how it is measured and by when."""

    action = forms.ChoiceField(
        label="Which action?", error_messages={"required": "Choose the action."},
        help_text="An action of your own strategy. Nobody else has to agree to it.",
    )  # fmt: skip
    measure = forms.CharField(
        label="How is it measured?", max_length=500, help_text="What will be there that is not there now.",
        error_messages={"required": "Say how it is measured."},
    )  # fmt: skip
    deliver_on = DateField(label="By when?", what="The date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = self.actor.organisations_as(("drafter", "lead"))
        own = Action.objects.visible_to(self.actor).filter(workstream__strategy__organisation__in=bodies)
        own = own.select_related("workstream__strategy__record", "workstream__strategy__organisation")
        self.actions = {reference_of(one): one for one in own.order_by("workstream", "number")}
        choices = [(ref, f"{ref} We will {one.words}") for ref, one in self.actions.items()]
        self.fields["action"].choices = [("", "Choose one"), *choices]


class ReportForm(ReasonForm):
    """How a commitment stands, in one word and in some more."""

    field_order = ["rag", "note"]

    rag = forms.ChoiceField(
        label="How does it stand?", widget=forms.RadioSelect, error_messages={"required": "Choose how it stands."},
        help_text="Green is on course, red is not, and between them is what somebody should look at.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rag"].choices = vocabulary_choices("rag")
        note = self.fields["note"]
        note.label, note.help_text = "What has been done, and what comes next", "Whoever sees the commitment reads it."
        note.error_messages["required"] = "Write what has been done."


class DeliverForm(ReasonForm):
    """That a commitment is delivered, and how that was measured."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.label, note.help_text = "How was it measured?", "Say what is there now. Whoever sees it reads this."
        note.error_messages["required"] = "Say how it was measured."
