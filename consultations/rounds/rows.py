"""A list of rows on one page of the desk, each with one text: what was typed, what somebody else wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from lis.doors.forms import OfficeBoundField
from lis.engine.canonical import clean_text, digest

TEXT, WAS = "text-", "was-"


class RowBoundField(OfficeBoundField):
    """What is optional in every row, and how much fits in, is not said in every row."""

    marked_optional = False
    counted_length = None


class RowField(forms.CharField):
    """The one text of a row, cleaned of what cannot be stored."""

    bound_field_class = RowBoundField

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


def fingerprint(text: str) -> str:
    """A mark of ``text``, short enough to travel with a form."""
    return digest(text)[:16]


@dataclass
class Rows:
    """The rows of ``attribute`` as a form: a text and a hidden mark each, so that only what was changed is saved."""

    rows: Sequence[Any]
    attribute: str
    label: str
    posted: Mapping[str, Any] | None = None
    required: bool = False
    lines: int = 2
    help: str = ""
    naming: Callable[[Any], str] = str
    clashes: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        limit = self.rows[0]._meta.get_field(self.attribute).max_length if self.rows else None
        self.form = forms.Form(self.posted)
        for row in self.rows:
            text = getattr(row, self.attribute)
            widget = forms.TextInput() if self.lines == 1 else forms.Textarea(attrs={"rows": self.lines})
            self.form.fields[f"{TEXT}{row.pk}"] = RowField(
                label=self.label, max_length=limit, required=self.required, initial=text, widget=widget,
                help_text=self.help, error_messages={"required": f"Fill in “{self.label}”."},
            )  # fmt: skip
            self.form.fields[f"{WAS}{row.pk}"] = forms.CharField(
                required=False, initial=fingerprint(text), widget=forms.HiddenInput({"id": False})
            )

    @property
    def fields(self) -> list[tuple[Any, Any, Any]]:
        """Each row with its text and its mark."""
        return [(row, self.form[f"{TEXT}{row.pk}"], self.form[f"{WAS}{row.pk}"]) for row in self.rows]

    def save(self) -> bool:
        """Save the texts that were changed; the caller holds the lock. False where one is wrong or clashes."""
        if not self.form.is_valid():
            return False
        changed = []
        for row in self.rows:
            name, now = f"{TEXT}{row.pk}", getattr(row, self.attribute)
            typed, read = self.form.cleaned_data[name], self.form.cleaned_data[f"{WAS}{row.pk}"]
            if f"{TEXT}{row.pk}" not in self.posted or typed == now or fingerprint(typed) == read:
                continue
            if fingerprint(now) != read:
                self.clashes.append({"label": self.naming(row), "yours": typed, "now": now})
                self._mark_as_read(row, now)
                continue
            setattr(row, self.attribute, typed)
            changed.append(row)
        if self.clashes:
            return False
        for row in changed:
            row.save(update_fields=[self.attribute])
        return True

    def _mark_as_read(self, row: Any, now: str) -> None:
        """Both texts are on the page now: sent once more, what was typed stands."""
        self.form.data = {**{name: self.form.data[name] for name in self.form.data}, f"{WAS}{row.pk}": fingerprint(now)}
