"""What is typed about a rule of routing, and about a remit that moves."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import OrganisationField, OrganisationsField
from lis.doors.forms import DateField
from lis.engine import clock
from lis.engine.steps import NOTE_LIMIT
from lis.frameworks.models import Theme, vocabulary_choices
from lis.people.models import Organisation

from .models import RoutingRule

KINDS = (Organisation.Kind.DEPARTMENT, Organisation.Kind.COORDINATING_UNIT)


def departments() -> Any:
    return Organisation.objects.filter(kind__in=KINDS).open_on(clock.today()).order_by("code")


class RoutingRuleForm(forms.ModelForm):
    """One rule; what is left empty is not asked of an ask."""

    ask_type = forms.ChoiceField(label="Type of ask", required=False)
    theme = forms.ModelChoiceField(Theme.objects.none(), label="Theme", required=False, empty_label="Any theme")
    departments = OrganisationsField(
        queryset=Organisation.objects.none(), label="Goes to",
        error_messages={"required": "Choose at least one department."},
    )  # fmt: skip
    from_on = DateField(what="The first day", label="From", initial=clock.today)
    until_on = DateField(what="The end", label="Until", required=False, help_text="The first day without it, if any.")

    class Meta:
        model = RoutingRule
        fields = ("name", "code", "priority", "ask_type", "theme", "tag", "words", "departments", "from_on", "until_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ask_type"].choices = [("", "Any type"), *vocabulary_choices("ask_types")]
        self.fields["theme"].queryset = Theme.objects.select_related("framework").order_by("framework__name", "name")
        self.fields["departments"].queryset = departments()
        if self.instance.pk:
            del self.fields["code"]


class RemitForm(forms.Form):
    """Whose remit moves to whom, which of its asks, and when."""

    leaving = OrganisationField(queryset=Organisation.objects.none(), label="The remit of", empty_label="Choose")
    receiving = OrganisationField(queryset=Organisation.objects.none(), label="Moves to", empty_label="Choose")
    types = forms.MultipleChoiceField(
        label="Only asks of these types", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Leave all empty for every type.",
    )  # fmt: skip
    themes = forms.MultipleChoiceField(
        label="Only asks under these themes", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Leave all empty for every theme.",
    )  # fmt: skip
    on_date = DateField(what="The day", label="On", initial=clock.today)
    note = forms.CharField(
        label="Note for whoever takes over", max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The areas and every department on these asks read it.",
        error_messages={"required": "Say what moves and why."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A department that has closed may still hold asks.
        self.fields["leaving"].queryset = Organisation.objects.filter(
            kind=Organisation.Kind.DEPARTMENT, sides__isnull=False
        ).distinct().order_by("code")  # fmt: skip
        self.fields["receiving"].queryset = departments()
        self.fields["types"].choices = vocabulary_choices("ask_types")
        names = Theme.objects.order_by("name").values_list("name", flat=True).distinct()
        self.fields["themes"].choices = [(name, name) for name in names]

    def clean_on_date(self) -> Any:
        day = self.cleaned_data["on_date"]
        if day < clock.today():
            self.add_error("on_date", "The day has passed. Choose today or a later day.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("leaving") and cleaned.get("leaving") == cleaned.get("receiving"):
            self.add_error("receiving", "Choose another department than the one whose remit moves.")
        return cleaned
