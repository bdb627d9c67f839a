"""What is asked when an ask is added or described."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import OrganisationField, OrganisationsField, RecordField
from lis.engine import clock
from lis.engine.reading import words_of_records
from lis.engine.steps import NOTE_LIMIT, StepForm
from lis.frameworks.models import vocabulary_choices
from lis.people.models import Organisation

from ..drafting.models import Proposition
from .models import Ask
from .permissions import WRITERS


class TagsField(forms.CharField):
    """Tags with commas between them; a list is taken as well."""

    json_shape = "strings"

    def to_python(self, value: Any) -> list[str]:
        words = value if isinstance(value, list | tuple) else (value or "").split(",")
        return sorted({str(word).strip().lower() for word in words if str(word).strip()})

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def validate(self, value: list[str]) -> None:
        if any(len(word) > 40 for word in value):
            raise forms.ValidationError("Keep each tag to 40 characters.")

    def run_validators(self, value: Any) -> None:
        return


class AskDetailsForm(StepForm):
    """What an ask is, beside its words."""

    type = forms.ChoiceField(label="Type of ask", required=False)
    departments = OrganisationsField(
        queryset=Organisation.objects.none(), label="Departments", required=False,
        help_text="Leave empty when you do not know. The unit that coordinates for Government then routes it.",
    )  # fmt: skip
    lead_department = OrganisationField(
        queryset=Organisation.objects.none(), label="Lead department", required=False,
        help_text="Who should answer first, if you name several.", empty_label="The first one named",
    )  # fmt: skip
    money = forms.ChoiceField(
        label="Money", choices=Ask.Money.choices, required=False, widget=forms.RadioSelect,
        help_text="Asks are not bids: an ask for new money is flagged and needs a reason.",
    )  # fmt: skip
    tags = TagsField(label="Tags", required=False, help_text="Words to find it by, with commas between them.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", "Not chosen yet"), *vocabulary_choices("ask_types")]
        departments = Organisation.objects.filter(kind__in=("department", "coordinating_unit")).open_on(clock.today())
        for name in ("departments", "lead_department"):
            self.fields[name].queryset = departments
        self.fields["departments"].widget.small = True

    def clean_money(self) -> str:
        return self.cleaned_data["money"] or Ask.Money.NONE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        named, lead = cleaned.get("departments") or [], cleaned.get("lead_department")
        if lead and lead not in named:
            self.add_error("lead_department", f"{lead.code} leads but is not among the departments. Tick it as well.")
        return cleaned


class AddForm(AskDetailsForm):
    """A new ask under a proposition."""

    field_order = ["proposition", "ask", "type", "departments", "lead_department", "money", "money_reason", "tags"]

    proposition = RecordField(
        queryset=Proposition.objects.none(), label="Proposition", empty_label="Choose one",
        error_messages={"required": "Choose the proposition that the ask belongs to."},
    )  # fmt: skip
    ask = forms.CharField(
        label="Ask", max_length=NOTE_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One ask, in words that a department can answer with yes or no.",
    )  # fmt: skip
    money_reason = forms.CharField(
        label="Why is new money needed?", max_length=NOTE_LIMIT, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = self.actor.organisations_as(WRITERS)
        own = Proposition.objects.with_record().visible_to(self.actor).filter(body__in=bodies).select_related("body")
        self.fields["proposition"].queryset = own.order_by("record__ref")
        self.fields["proposition"].label_from_instance = self.titled

    def titled(self, proposition: Proposition) -> str:
        """The reference and the title, all titles read at once when the first is asked for."""
        if not hasattr(self, "titles"):
            records = [one.record for one in self.fields["proposition"].queryset]
            words = words_of_records(records, self.actor, clock.now())
            self.titles = {pk: found.latest.get("title", "") for pk, found in words.items()}
        return f"{proposition.ref} {self.titles.get(proposition.pk, '')}".strip()
