"""What is asked of somebody who begins a strategy."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import RecordField
from lis.engine import clock
from lis.engine.canonical import clean_text
from lis.engine.steps import StepForm
from lis.frameworks.models import Framework
from lis.people.models import Area, Organisation, Role

from .models import Strategy, Workstream


class WorkstreamField(forms.ModelChoiceField):
    """A choice among workstreams, sent and remembered as ``CHW-LIS.2``."""

    def prepare_value(self, value: Any) -> Any:
        return value.ref if isinstance(value, Workstream) else value

    def to_python(self, value: Any) -> Workstream | None:
        if value in self.empty_values:
            return None
        strategy, _, number = str(value).rpartition(".")
        found = None
        # A number that the column cannot hold is no row's number.
        if number.isascii() and number.isdecimal() and len(number) <= 4:
            found = self.queryset.filter(strategy__record__ref=clean_text(strategy), number=int(number)).first()
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found

    def label_from_instance(self, workstream: Workstream) -> str:
        return f"{workstream.strategy.ref}: {workstream.number}. {workstream.name}"


class StartForm(StepForm):
    """The place, the framework and the name of a new strategy."""

    area = forms.ModelChoiceField(
        label="Area", queryset=Area.objects.none(), to_field_name="code",
        help_text="Its code begins every reference of the strategy.",
        error_messages={"required": "Choose the area.", "invalid_choice": "Choose an area from the list."},
    )  # fmt: skip
    framework = forms.ModelChoiceField(
        label="Framework", queryset=Framework.objects.order_by("name"), to_field_name="code",
        help_text="The national frame in which the strategy is written.",
        error_messages={"required": "Choose the framework.", "invalid_choice": "Choose a framework from the list."},
    )  # fmt: skip
    title = forms.CharField(
        label="Title", max_length=160, help_text="A public name, for example “Lancashire Local Industrial Strategy”.",
        error_messages={"required": "Give the strategy a title."},
    )  # fmt: skip
    also = forms.ModelMultipleChoiceField(
        label="Other areas that it covers", queryset=Area.objects.order_by("name"), to_field_name="code",
        required=False, help_text="Optional. Only where several areas write one strategy.",
        error_messages={"invalid_choice": "Choose areas from the list."},
    )  # fmt: skip
    parent = RecordField(
        Strategy.objects.none(), label="Part of", required=False,
        help_text="Optional. The strategy of a wider area that this one serves.",
        error_messages={"invalid_choice": "Choose one of the strategies that you can see."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Organisation.objects.filter(kind=Organisation.Kind.AREA_BODY).open_on(clock.today())
        area = self.fields["area"]
        area.queryset = Area.objects.filter(organisations__in=bodies).order_by("name")
        # Any area with a body of its own may be sent, so that a stranger is told "not you"; offered are their own.
        own = [body.area for body in self.actor.organisations_as(Role.LEAD) if body.area_id]
        area.widget.choices = [("", "Choose an area")] * (len(own) != 1) + [(a.code, a.name) for a in own]
        self.fields["parent"].queryset = Strategy.objects.visible_to(self.actor).with_record().order_by("record__ref")

    def clean_title(self) -> str:
        title = clean_text(self.cleaned_data["title"]).strip()
        if not title:
            raise forms.ValidationError(self.fields["title"].error_messages["required"])
        return title
