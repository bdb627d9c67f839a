"""Choosing a record or a body in a form: by its reference or code, never by a database key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model

UNKNOWN = "“%(value)s” is not one that you can choose here. Check the reference."


class RecordField(forms.ModelChoiceField):
    """One noun, named by its public reference. The queryset must already be narrowed to what the actor may see."""

    default_error_messages = {"invalid_choice": UNKNOWN}

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        # Django's own foreign keys say by which field they choose as well; here it is always the reference.
        super().__init__(queryset, **{**kwargs, "to_field_name": "record__ref"})

    def prepare_value(self, value: Any) -> Any:
        return value.ref if isinstance(value, Model) else value


class OrganisationField(forms.ModelChoiceField):
    """One body, named by its code."""

    default_error_messages = {"invalid_choice": UNKNOWN}

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="code", **kwargs)


class OrganisationsField(forms.ModelMultipleChoiceField):
    """Several bodies, named by their codes, in tick boxes."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": UNKNOWN}

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="code", **kwargs)
