"""What is asked when a proposition is started or submitted."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import OrganisationsField, RecordField
from lis.doors.forms import DateField
from lis.engine import clock
from lis.engine.steps import NOTE_LIMIT, StepForm
from lis.frameworks.models import Theme
from lis.people.models import Organisation
from lis.strategies.models import Strategy, Workstream

from .permissions import WRITERS


def words(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 4}))


class StartForm(StepForm):
    """A new proposition: where it belongs and its first words."""

    strategy = RecordField(queryset=Strategy.objects.none(), label="Strategy")
    title = forms.CharField(label="Title", max_length=200)
    what = words("What")
    why = words("Why")
    how = words("How")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = self.actor.organisations_as(WRITERS)
        self.fields["strategy"].queryset = (
            Strategy.objects.with_record().visible_to(self.actor).filter(organisation__in=bodies)
        )


class PropositionDetailsForm(StepForm):
    """Where a proposition belongs, and who stands behind it beside the body that drafts it."""

    workstream = forms.ModelChoiceField(
        queryset=Workstream.objects.none(), to_field_name="name", label="Workstream", required=False, empty_label="None"
    )
    themes = forms.ModelMultipleChoiceField(
        queryset=Theme.objects.none(), to_field_name="name", label="Themes", required=False,
        widget=forms.CheckboxSelectMultiple, help_text="The framework’s own headings.",
    )  # fmt: skip
    sponsors = OrganisationsField(
        queryset=Organisation.objects.none(), label="Sponsors", required=False,
        help_text="Other bodies that stand behind it. They will see it once it is submitted.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strategy = self.noun.strategy
        self.fields["workstream"].queryset = Workstream.objects.visible_to(self.actor).filter(strategy=strategy)
        self.fields["themes"].queryset = Theme.objects.filter(framework_id=strategy.framework_id).exclude(kind="part")
        bodies = Organisation.objects.filter(kind=Organisation.Kind.AREA_BODY).open_on(clock.today())
        self.fields["sponsors"].queryset = bodies.exclude(pk=self.noun.body_id)
        for name in ("themes", "sponsors"):
            self.fields[name].widget.small = True


class SubmitForm(StepForm):
    """The board's agreement, which is the mandate under which the area submits."""

    meeting = forms.CharField(
        label="Which meeting agreed it?",
        max_length=200,
        help_text="For example: Board of Directors, December meeting.",
        error_messages={"required": "Name the meeting that agreed it."},
    )
    agreed_on = DateField(label="When was it agreed?", what="The date of the meeting", not_future=True)
    note = forms.CharField(
        label="A line to Government",
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Optional. Departments see it in the history.",
    )
