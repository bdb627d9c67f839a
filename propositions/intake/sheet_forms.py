"""The fields of a preview: the words of a row, what is said of an ask, and what many asks are given at once."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from lis.engine.canonical import clean_text

from .cues import Cues
from .forms import QuietBoundField
from .preview import EXISTING, NEW, NONE

MONEY = [(NONE, "No money"), (EXISTING, "Existing money"), (NEW, "New money")]
_BETWEEN = re.compile(r"\s*[,;\n]\s*")


class DepartmentsField(forms.CharField):
    """Departments as officers write them: codes or names with commas between them; gives the codes."""

    def __init__(self, *, cues: Cues, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=400, **kwargs)
        self.cues = cues

    def clean(self, value: Any) -> tuple[str, ...]:
        said = [name for name in _BETWEEN.split(super().clean(clean_text(value or ""))) if name]
        found = {name: self.cues.department_named(name) for name in said}
        wrong = [_unknown(name, self.cues) for name, code in found.items() if not code]
        if wrong:
            raise forms.ValidationError(wrong)
        return tuple(dict.fromkeys(found.values()))


def _unknown(name: str, cues: Cues) -> str:
    former = {old.casefold(): heirs for old, heirs in cues.former.items()}
    if heirs := former.get(name.casefold()):
        return f"“{name}” no longer exists; its work went to {', '.join(heirs)}. Choose the department meant."
    return f"“{name}” is no department that we know. Use its code, for example DfE or MHCLG."


def _text(label: str, rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, required=False, strip=False, widget=forms.Textarea(attrs={"rows": rows}))


class RowForm(forms.Form):
    """The words of one row."""

    bound_field_class = QuietBoundField

    title = forms.CharField(label="Title", required=False)
    what, why, how = _text("What"), _text("Why"), _text("How")
    leave_out = forms.BooleanField(label="Leave this row out", required=False)


class AskForm(forms.Form):
    """One ask of a row."""

    bound_field_class = QuietBoundField

    text = _text("Ask")
    type = forms.ChoiceField(label="Type", required=False)
    money = forms.ChoiceField(label="Money", required=False, choices=MONEY)
    tick = forms.BooleanField(label="Fill with the others", required=False)
    leave_out = forms.BooleanField(label="Leave this ask out", required=False)

    def __init__(self, *args: Any, cues: Cues, types: list[tuple[str, str]], name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = name
        self.fields["type"].choices = [("", "Not chosen yet"), *types]
        self.fields["departments"] = DepartmentsField(label="Departments", cues=cues)


class FillForm(forms.Form):
    """What the ticked asks are given; what is left alone stays as it is."""

    bound_field_class = QuietBoundField

    type = forms.ChoiceField(label="Type", required=False)
    money = forms.ChoiceField(label="Money", required=False, choices=[("", "Leave as it is"), *MONEY])

    def __init__(self, *args: Any, cues: Cues, types: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, prefix="fill", **kwargs)
        self.fields["type"].choices = [("", "Leave as it is"), *types]
        self.fields["departments"] = DepartmentsField(
            label="Departments", cues=cues, help_text="Codes with commas between them. Empty: leave as they are."
        )
