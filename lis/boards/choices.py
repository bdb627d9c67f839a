"""Choosing people, seats and several records in the forms of boards: by e-mail address, post or reference."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from lis.engine.actor import Actor
from lis.engine.canonical import clean_text
from lis.engine.models import Record
from lis.engine.registry import workflows
from lis.engine.visibility import visible_records

OWN_KINDS = ("board", "meeting", "report", "recommendation", "delegation", "part_two")


class PersonField(forms.ModelChoiceField):
    """One person, named by their e-mail address."""

    default_error_messages = {"required": "Choose the person.", "invalid_choice": "Choose a person from the list."}

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="email", **kwargs)

    def label_from_instance(self, person: Any) -> str:
        return f"{person.name}, {person.job_title}" if person.job_title else person.name


class SeatField(forms.ModelChoiceField):
    """One seat of a board, named by the e-mail address of whoever holds it."""

    default_error_messages = {"required": "Choose the member.", "invalid_choice": "Choose a member from the list."}

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="email", **kwargs)


class SeatsField(forms.ModelMultipleChoiceField):
    """Several seats of a board, in tick boxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="email", **kwargs)


class RecordsField(forms.CharField):
    """Several records, each by its reference, one to a line. ``actor`` is set by the form that shows it."""

    actor: Actor | None = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(max_length=4_000, **kwargs)

    def clean(self, value: Any) -> list[Record]:
        wanted = list(dict.fromkeys(re.split(r"[\s,;]+", clean_text(super().clean(value)).strip())))
        wanted = [ref for ref in wanted if ref]
        kinds = [kind for kind in workflows if kind not in OWN_KINDS]
        seen = visible_records(Record.objects.filter(ref__in=wanted, kind__in=kinds), self.actor).order_by("ref", "pk")
        found = {record.ref: record for record in seen}
        unknown = [ref for ref in wanted if ref not in found]
        if unknown:
            listed = ", ".join(f"“{ref}”" for ref in unknown)
            raise forms.ValidationError(f"There is nothing called {listed} that you can see. Check the references.")
        return [found[ref] for ref in wanted]
