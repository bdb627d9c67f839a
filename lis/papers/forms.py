"""What is asked of somebody who starts, shares, submits or takes back a paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from lis.doors.choices import OrganisationField, OrganisationsField
from lis.doors.forms import DateField
from lis.engine import clock
from lis.engine.canonical import clean_text
from lis.engine.checks import STOP, Check
from lis.engine.models import Grant
from lis.engine.steps import NoteForm, StepForm
from lis.people.models import Organisation
from lis.strategies.forms import WorkstreamField
from lis.strategies.models import Workstream

from .models import PolicyPositionPaper
from .parts import TITLE_LIMIT

LONGEST_SHARE = dt.timedelta(days=90)
GOVERNMENT = (Organisation.Kind.DEPARTMENT, Organisation.Kind.COORDINATING_UNIT)


class StartForm(StepForm):
    """Where a new paper belongs, of which kind it is and what it is called at first."""

    workstream = WorkstreamField(
        label="Workstream", queryset=Workstream.objects.none(),
        error_messages={
            "required": "Choose the workstream.",
            "invalid_choice": "Choose a workstream of a strategy that you can see.",
        },
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Kind", choices=PolicyPositionPaper.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind.", "invalid_choice": "Choose the kind from the list."},
    )  # fmt: skip
    title = forms.CharField(
        label="Title", max_length=TITLE_LIMIT, help_text="It can still be changed while the paper is being written.",
        error_messages={"required": "Give the paper a title."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workstream"].queryset = (
            Workstream.objects.visible_to(self.actor)
            .select_related("strategy__record__area", "strategy__organisation")
            .order_by("strategy__record__ref", "number")
        )

    def clean_title(self) -> str:
        title = clean_text(self.cleaned_data["title"]).strip()
        if not title:
            raise forms.ValidationError(self.fields["title"].error_messages["required"])
        return title


def government_today() -> Any:
    """The departments that exist today and the unit that coordinates them, by name."""
    return Organisation.objects.filter(kind__in=GOVERNMENT).open_on(clock.today()).order_by("name")


class ShareForm(StepForm):
    """Who may read the paper informally, and how long."""

    departments = OrganisationsField(
        Organisation.objects.none(), label="Departments",
        help_text="They read the paper as it stands now, and every later version while it is shared. Never a draft.",
        error_messages={"required": "Choose at least one department."},
    )  # fmt: skip
    until = DateField(
        what="The last day of sharing", label="Last day", not_past=True,
        help_text=f"At most {LONGEST_SHARE.days} days from today. You can stop it before.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departments"].queryset = government_today()
        self.fields["departments"].widget.small = True

    def clean_departments(self) -> Any:
        departments = self.cleaned_data["departments"]
        if self.noun is not None:
            having = set(
                Grant.objects.open_at(clock.now())
                .filter(record=self.noun.record, until=None, organisation__in=departments)
                .values_list("organisation__code", flat=True)
            )
            if having:
                told = " and ".join(sorted(having))
                raise forms.ValidationError(f"{told} has this paper already, by submission. Leave {told} out.")
        return departments

    def clean_until(self) -> dt.date:
        until = self.cleaned_data["until"]
        latest = clock.today() + LONGEST_SHARE
        if until > latest:
            raise forms.ValidationError(f"The last day of sharing must be within {LONGEST_SHARE.days} days from today.")
        return until


class StopSharingForm(NoteForm):
    """Which department is to stop reading the paper."""

    department = OrganisationField(
        Organisation.objects.none(), label="Department",
        help_text="It no longer finds the paper. What it has read or printed, it has read.",
        error_messages={
            "required": "Choose the department.",
            "invalid_choice": "Choose a department that reads the paper informally.",
        },
    )  # fmt: skip

    field_order = ["department", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.noun is not None:
            department = self.fields["department"]
            shared = Grant.objects.filter(record=self.noun.record, until__isnull=False)
            department.queryset = Organisation.objects.filter(pk__in=shared.values("organisation_id")).order_by("name")
            # Offered is who reads it; taken is who ever did, and whether they still do is an objection.
            reading = self._reading()
            offered = [body for body in department.queryset if body.pk in reading]
            department.choices = [
                ("", department.empty_label), *((body.code, department.label_from_instance(body)) for body in offered)
            ]  # fmt: skip

    def _reading(self) -> set[int]:
        """The keys of the bodies that read the paper informally now."""
        reading = Grant.objects.open_at(clock.now()).filter(record=self.noun.record, until__isnull=False)
        return set(reading.values_list("organisation_id", flat=True))

    def objections(self) -> list[Check]:
        department = self.cleaned_data["department"]
        if department.pk in self._reading():
            return []
        sentence = f"{department.code} does not read {self.noun.ref} informally any more. Nothing is left to stop."
        return [Check("not-a-reader", sentence, STOP, where="department")]


class SubmitForm(NoteForm):
    """To whom the paper goes, with a covering note."""

    departments = OrganisationsField(
        Organisation.objects.none(), label="Departments", required=False,
        help_text="The unit that coordinates for Government always receives it. Who had it before keeps it.",
    )  # fmt: skip

    field_order = ["departments", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departments"].queryset = government_today().filter(kind=Organisation.Kind.DEPARTMENT)
        self.fields["departments"].widget.small = True
        self.fields["note"].label = "Covering note"
        self.fields["note"].help_text = "Optional. Everybody who receives the paper reads it."
