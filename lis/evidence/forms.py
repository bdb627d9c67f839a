"""What is asked of somebody who starts a finding, or says under which theme it belongs."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import RecordField
from lis.engine.canonical import clean_text
from lis.engine.steps import StepForm
from lis.frameworks.models import Theme
from lis.strategies.models import Strategy

from .parts import STATEMENT_LIMIT
from .permissions import WRITERS


class StartForm(StepForm):
    """A new finding: of which strategy, and what it says."""

    strategy = RecordField(
        Strategy.objects.none(), label="Strategy", empty_label=None,
        error_messages={
            "required": "Choose the strategy.", "invalid_choice": "Choose a strategy that you can see."
        },
    )  # fmt: skip
    statement = forms.CharField(
        label="What it says", max_length=STATEMENT_LIMIT, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One sentence that can be true or false.", error_messages={"required": "Write what it says."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Strategy.objects.with_record().visible_to(self.actor).select_related("organisation")
        strategy = self.fields["strategy"]
        strategy.queryset = seen.order_by("record__ref")
        own = [one for one in strategy.queryset if self.actor.holds(WRITERS, one.organisation_id)]
        strategy.widget.choices = [(one.ref, f"{one.ref}: {one.title}") for one in own]

    def clean_statement(self) -> str:
        statement = clean_text(self.cleaned_data["statement"]).strip()
        if not statement:
            raise forms.ValidationError(self.fields["statement"].error_messages["required"])
        return statement


class PlaceForm(StepForm):
    """Under which heading of the framework a finding belongs."""

    theme = forms.ModelChoiceField(
        Theme.objects.none(), to_field_name="name", label="Theme", required=False, empty_label="None",
        error_messages={"invalid_choice": "Choose a theme of the framework."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = Theme.objects.filter(framework_id=self.noun.strategy.framework_id)
        self.fields["theme"].queryset = themes.exclude(kind=Theme.Kind.PART)
