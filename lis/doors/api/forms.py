"""What a step asks of a program: its Django form, told as JSON fields and filled from a JSON body."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

from django import forms
from django.utils.encoding import force_str
from rest_framework import serializers

from lis.engine.errors import BadInput
from lis.engine.models import Noun
from lis.engine.steps import StepForm

from .parsing import only

# A longer list of choices is looked up under its own address, not repeated with every step.
MOST_CHOICES = 200

# Which shape each kind of form field has in JSON; the first that fits counts.
_SHAPES: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.ModelMultipleChoiceField, "choices"),
    (forms.MultipleChoiceField, "choices"),
    (forms.ModelChoiceField, "choice"),
    (forms.ChoiceField, "choice"),
    (forms.BooleanField, "boolean"),
    (forms.DecimalField, "number"),
    (forms.FloatField, "number"),
    (forms.IntegerField, "integer"),
    (forms.DateField, "date"),
    (forms.JSONField, "object"),
    (forms.FileField, "file"),
)


def shape_of(field: forms.Field) -> str:
    """The JSON shape of what ``field`` takes; a field of ours may name its own in ``json_shape``."""
    own = getattr(field, "json_shape", "")
    return own or next((shape for kind, shape in _SHAPES if isinstance(field, kind)), "string")


def given(body: Any, form: StepForm) -> dict[str, Any]:
    """``body`` as data for ``form``: known names only, each value of its field's kind, without those that are null.

    Whether the values are good is for the form to say. Raises :class:`BadInput` for a value of another kind.
    """
    found = {name: value for name, value in only(body, form.fields).items() if value is not None}
    wrong = {}
    for name, value in found.items():
        kinds, sentence = _KINDS.get(shape_of(form.fields[name]), _TEXT)
        if not _is_of(kinds, value):
            wrong[name] = [sentence]
    if wrong:
        raise BadInput(wrong)
    return found


def _is_of(kinds: tuple[type, ...], value: Any) -> bool:
    """Whether ``value`` is of ``kinds``: true is a whole number to Python alone, and a list holds texts."""
    if isinstance(value, bool):
        return bool in kinds
    if list in kinds and isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, kinds)


_TEXT: tuple[tuple[type, ...], str] = ((str,), "Send a text.")
_KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "choices": ((list,), "Send a list of texts."),
    "strings": ((list,), "Send a list of texts."),
    "choice": ((str,), "Send one of the values as a text."),
    "date": ((str,), "Send a date as a text, such as 2026-12-14."),
    "boolean": ((bool,), "Send true or false."),
    "integer": ((int,), "Send a whole number."),
    "number": ((int, Decimal), "Send a number."),
    "object": ((object, bool), ""),
    "file": ((), "Files are not taken here."),
}


def fields_of(form: StepForm) -> list[dict[str, Any]]:
    """The fields of a form as a program needs them, with the choices that this actor has here."""
    return [_described(name, field) for name, field in form.fields.items() if shape_of(field) != "file"]


def _described(name: str, field: forms.Field) -> dict[str, Any]:
    shape = shape_of(field)
    found = {
        "name": name,
        "label": force_str(field.label or name.replace("_", " ").capitalize()),
        "help": force_str(field.help_text),
        "type": shape,
        "required": field.required,
    }
    if shape in ("choice", "choices") and not _names_a_noun(field):
        choices = list(islice(_flat(field.choices), MOST_CHOICES + 1))
        if len(choices) <= MOST_CHOICES:
            offered = [(str(value), force_str(label)) for value, label in choices]
            found["choices"] = [{"value": value, "label": label} for value, label in offered if value]
    return found


def _names_a_noun(field: forms.Field) -> bool:
    """Records are found in their own list: to write them all out with every step would take seconds."""
    return isinstance(field, forms.ModelChoiceField) and issubclass(field.queryset.model, Noun)


def _flat(choices: Iterable[Any]) -> Iterable[Any]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


@cache
def serializer_of(form_class: type[StepForm]) -> type[serializers.Serializer]:
    """The serializer class that describes the input of ``form_class``, one for each form.

    It describes and no more: whether an input is good is the form's to say, at every door alike.
    """
    fields = {name: _input(field) for name, field in form_class.base_fields.items() if shape_of(field) != "file"}
    return type(input_name(form_class), (serializers.Serializer,), {**fields, "__doc__": form_class.__doc__})


def input_name(form_class: type[StepForm]) -> str:
    """The name of a form's input in the schema; the room tells two forms of one name apart."""
    *_, room, _module = form_class.__module__.split(".")
    room = "" if room == "engine" else room.title().replace("_", "")
    return f"{room}{form_class.__name__.removesuffix('Form')}Input"


def _sentence(text: Any) -> str:
    text = force_str(text)
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _input(field: forms.Field) -> serializers.Field:
    told = {
        "required": field.required,
        "help_text": " ".join(_sentence(text) for text in (field.label, field.help_text) if text),
    }
    match shape_of(field):
        case "choices" | "strings":
            return serializers.ListField(child=serializers.CharField(), **told)
        case "choice":
            choices = getattr(field, "_choices", None)
            if isinstance(choices, list) and choices and not isinstance(field, forms.ModelChoiceField):
                return serializers.ChoiceField(list(_flat(choices)), allow_blank=not field.required, **told)
            return serializers.CharField(allow_blank=not field.required, **told)
        case "boolean":
            return serializers.BooleanField(**told)
        case "integer":
            return serializers.IntegerField(min_value=field.min_value, max_value=field.max_value, **told)
        case "number":
            return serializers.FloatField(**told)
        case "date":
            return serializers.DateField(**told)
        case "object":
            return serializers.JSONField(**told)
    longest = getattr(field, "max_length", None)
    return serializers.CharField(allow_blank=not field.required, max_length=longest, **told)
