"""What is asked when an ask is added, described, accepted, deferred or replied to, and what its consequences keep."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import OrganisationField, OrganisationsField, RecordField
from lis.doors.forms import DateField
from lis.engine import clock
from lis.engine.checks import STOP, Check
from lis.engine.reading import words_of_records
from lis.engine.registry import workflows
from lis.engine.steps import NOTE_LIMIT, NoteForm, ReasonForm, StepForm
from lis.frameworks.models import vocabulary_choices
from lis.people.models import Organisation

from ..drafting.models import Proposition
from .models import Ask
from .parts import WEIGHTS
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

    field_order = [
        "proposition", "ask", "wanted_by", "type", "departments", "lead_department", "money", "money_reason", "tags",
        "parent",
    ]  # fmt: skip

    proposition = RecordField(
        queryset=Proposition.objects.none(), label="Proposition", empty_label="Choose one",
        error_messages={"required": "Choose the proposition that the ask belongs to."},
    )  # fmt: skip
    ask = forms.CharField(
        label="Ask", max_length=NOTE_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One ask, in words that a department can answer with yes or no.",
    )  # fmt: skip
    wanted_by = forms.CharField(
        label="Wanted by", max_length=200, required=False,
        help_text="When you need it, for example “before the budget of spring”.",
    )  # fmt: skip
    parent = RecordField(
        queryset=Ask.objects.none(), label="Follows from", required=False, empty_label="No other ask",
        help_text="Only if it came up while another ask of yours was negotiated.",
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
        asked = Ask.objects.with_record().visible_to(self.actor).filter(proposition__body__in=bodies)
        self.fields["parent"].queryset = asked.order_by("record__ref")

    def titled(self, proposition: Proposition) -> str:
        """The reference and the title, all titles read at once when the first is asked for."""
        if not hasattr(self, "titles"):
            records = [one.record for one in self.fields["proposition"].queryset]
            words = words_of_records(records, self.actor, clock.now())
            self.titles = {pk: found.latest.get("title", "") for pk, found in words.items()}
        return f"{proposition.ref} {self.titles.get(proposition.pk, '')}".strip()


class RemitStepForm(StepForm):
    """From which department an ask moves to which, with the note that whoever takes over reads."""

    leaving = OrganisationField(queryset=Organisation.objects.none(), label="From", empty_label="Choose")
    receiving = OrganisationField(queryset=Organisation.objects.none(), label="To", empty_label="Choose")
    note = forms.CharField(
        label="Note for whoever takes over", max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The area and every department on the ask read it.",
        error_messages={"required": "Say what moves and why."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (Organisation.Kind.DEPARTMENT, Organisation.Kind.COORDINATING_UNIT)
        self.fields["receiving"].queryset = Organisation.objects.filter(kind__in=kinds).open_on(clock.today())
        if self.noun is not None:
            # Also one that has closed: its part in the ask is still there.
            having = Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT, sides__ask=self.noun)
            self.fields["leaving"].queryset = having.distinct()

    def given(self) -> dict[str, Any]:
        bodies = {name: self.cleaned_data[name].code for name in ("leaving", "receiving")}
        return {**super().given(), **bodies}

    def objections(self) -> list[Check]:
        leaving, receiving = self.cleaned_data["leaving"], self.cleaned_data["receiving"]
        if leaving == receiving:
            return [Check("same-body", f"{self.noun.ref} is with {leaving.code}. Choose another.", STOP, "receiving")]
        return workflows["side"].remit_objections(self.noun, leaving)


class RewordForm(StepForm):
    """What the history says of a new version: whose words, which number, what changes and how much."""

    organisation = forms.CharField()
    number = forms.IntegerField()
    weight = forms.ChoiceField(choices=WEIGHTS)
    note = forms.CharField(max_length=500)


class WhatHappenedForm(StepForm):
    """What a consequence remembers: the body it is about, and where it went."""

    organisation = forms.CharField(required=False)
    to = forms.JSONField(required=False)
    about = forms.CharField(required=False, max_length=NOTE_LIMIT)


class AcceptForm(NoteForm):
    """A body's agreement to one version, named by the hash of its words."""

    field_order = ["hash", "note"]

    hash = forms.CharField(
        label="The hash of the words that you accept", required=False, max_length=64, widget=forms.HiddenInput,
        help_text="Without one it is the version that stands at the revision you have read.",
    )  # fmt: skip

    def objections(self) -> list[Check]:
        last = self.noun.record.versions.order_by("-number").first()
        if not self.cleaned_data["hash"] or (last and last.hash == self.cleaned_data["hash"]):
            return []
        return [Check("other-words", "These are not the words of the last version. Read it again.", STOP)]


class DeferForm(ReasonForm):
    """Until when an ask rests, and why."""

    field_order = ["back_on", "note"]

    back_on = DateField(label="When does it come back?", what="The date on which it comes back", not_past=True)

    def clean_back_on(self) -> Any:
        value = self.cleaned_data["back_on"]
        if value <= clock.today():
            raise forms.ValidationError("The date on which it comes back must lie in the future.")
        return value


class ReplyForm(ReasonForm):
    """What the area says to a decision against it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.label, note.help_text = "Your reply", "Everybody on this ask reads it."
        note.error_messages["required"] = "Write the reply."


class DerivedForm(StepForm):
    """A new ask that a department proposes to the area while it works on another."""

    parent = RecordField(queryset=Ask.objects.with_record(), widget=forms.TextInput)
    ask = forms.CharField(max_length=NOTE_LIMIT)
    organisation = forms.CharField()


class ProposedForm(StepForm):
    """What the history of an ask says of a new one that somebody proposes: who, and in which words."""

    organisation = forms.CharField()
    note = forms.CharField(max_length=NOTE_LIMIT)
