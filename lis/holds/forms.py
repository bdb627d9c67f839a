"""What is asked when a hold is raised, or an exception from one."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import OrganisationField, OrganisationsField, RecordField
from lis.doors.forms import DateField
from lis.engine import clock
from lis.engine.models import Hold
from lis.engine.steps import NOTE_LIMIT, StepForm
from lis.people.models import Area, Organisation

from .permissions import bodies_that_hold
from .stopped import stopped_steps


class AreasField(forms.ModelMultipleChoiceField):
    """Several areas, named by their codes, in tick boxes."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": "“%(value)s” is not an area that you can choose here."}

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="code", **kwargs)


class RaiseForm(StepForm):
    """A hold: what it is, whom it touches, from which day to which, and why."""

    organisation = OrganisationField(queryset=Organisation.objects.none(), label="Raised by", empty_label=None)
    kind = forms.ChoiceField(
        label="What it is", choices=Hold.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of hold it is."},
    )  # fmt: skip
    everywhere = forms.BooleanField(
        label="It touches all areas and departments", required=False,
        help_text="To hold only some, tick them below instead. An area holds its own publishing and ticks nothing.",
    )  # fmt: skip
    areas = AreasField(queryset=Area.objects.none(), label="Areas", required=False)
    departments = OrganisationsField(queryset=Organisation.objects.none(), label="Departments", required=False)
    from_on = DateField(label="First day", what="The first day")
    until_on = DateField(label="Last day", what="The last day", not_past=True, help_text="Until the end of this day.")
    note = forms.CharField(
        label="Reason", max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody who uses this service reads it.", error_messages={"required": "Give a reason."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [body.pk for body in bodies_that_hold(self.actor)]
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=own)
        open_now = Organisation.objects.open_on(clock.today())
        self.fields["departments"].queryset = open_now.filter(kind=Organisation.Kind.DEPARTMENT)
        with_body = open_now.filter(kind=Organisation.Kind.AREA_BODY).values("area")
        self.fields["areas"].queryset = Area.objects.filter(pk__in=with_body)
        for name in ("areas", "departments"):
            self.fields[name].widget.small = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        body = cleaned.get("organisation")
        scope = bool(cleaned.get("everywhere") or cleaned.get("areas") or cleaned.get("departments"))
        if body and body.is_area_body and scope:
            self.add_error("everywhere", "An area holds its own publishing only. Tick no area and no department.")
        if body and not body.is_area_body and not scope:
            self.add_error("everywhere", "Say whom it touches: everybody, or some areas or departments.")
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "The last day must not lie before the first day.")
        return cleaned


class ExceptionForm(StepForm):
    """One step that cannot wait, and why."""

    hold = RecordField(queryset=Hold.objects.none(), label="Hold", widget=forms.HiddenInput)
    step = forms.ChoiceField(
        label="Which step cannot wait?", widget=forms.RadioSelect,
        error_messages={"required": "Choose the step that cannot wait."},
    )  # fmt: skip
    note = forms.CharField(
        label="Why can it not wait?", max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Only your own organisation reads it.", error_messages={"required": "Say why it cannot wait."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hold"].queryset = Hold.objects.with_scope().visible_to(self.actor).in_force_at(clock.now())
        self.found = {}
        if self.is_bound or self.initial.get("hold"):
            self.found = {stopped.code: stopped for stopped in stopped_steps(self.actor, clock.now())}
        ref = self.data.get("hold") if self.is_bound else self.initial.get("hold")
        # One step of one record may wait for two holds at once: each needs its own exception.
        offered = [one for one in self.found.values() if any(hold.ref == str(ref) for hold in one.holds)]
        self.fields["step"].choices = [(one.code, one.label) for one in offered]
