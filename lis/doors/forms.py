"""How a form looks and what it understands: dates as three fields, Markdown, uploads, keys against doubles."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from lis.engine import clock
from lis.engine.canonical import clean_text

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DATE_PARTS = ("day", "month", "year")
# Above this a counter under the field is noise: nobody writes a note of that length against a limit.
COUNTED_LENGTH = 5_000
MEGABYTE = 1024 * 1024


class OfficeBoundField(BoundField):
    """A field with its data that also knows how our templates draw it. The stock admin templates ask none of this."""

    @property
    def drawn_as(self) -> str:
        """Which of our controls the widget is: ``radios``, ``checkbox``, ``date``, ``select``, ``input`` and so on."""
        for name, kinds in _DRAWN_AS:
            if isinstance(self.field.widget, kinds):
                return name
        return "other"

    @property
    def control(self) -> str:
        """The widget with the classes that our style sheet draws."""
        widget = self.field.widget
        attrs: dict[str, Any] = {"class": " ".join(self._classes())}
        if isinstance(widget, forms.Textarea):
            # A limit in the browser cuts what is pasted without a word; ours is told in a sentence instead.
            attrs["maxlength"] = False
        return self.as_widget(attrs=attrs)

    @property
    def first_id(self) -> str:
        """The id of the first thing that can take the focus: where a line of the error summary leads."""
        if self.drawn_as in {"radios", "checkboxes", "date"}:
            return f"{self.auto_id}_0"
        return str(self.id_for_label or self.auto_id)

    @property
    def counted_length(self) -> int | None:
        """How many characters the field takes, where a counter under it helps."""
        limit = getattr(self.field, "max_length", None)
        return limit if limit and limit <= COUNTED_LENGTH and self.drawn_as == "textarea" else None

    @property
    def marked_optional(self) -> bool:
        """Whether the label says "(optional)": not where the hint does, and not for a single tick box."""
        told = str(self.help_text).lower().startswith("optional")
        return not (self.field.required or told or self.drawn_as == "checkbox")

    @property
    def sentences(self) -> list[str]:
        """What is wrong and how to mend it; where a form says no more than "required", in words of our own."""
        stock = str(forms.Field.default_error_messages["required"])
        return [self._missing() if sentence == stock else sentence for sentence in map(str, self.errors)]

    @property
    def wrong_parts(self) -> list[str]:
        """Which of day, month and year an error is about; all three where it does not say."""
        if not self.errors:
            return []
        told = [error.params.get("parts", DATE_PARTS) for error in self.errors.as_data() if error.params]
        return sorted({part for parts in told for part in parts}) or list(DATE_PARTS)

    def _missing(self) -> str:
        match self.drawn_as:
            case "checkbox":
                return f"Tick “{self.label}” to go on."
            case "radios" | "checkboxes" | "select":
                return f"Choose an answer for “{self.label}”."
        return f"Fill in “{self.label}”."

    def _classes(self) -> list[str]:
        own = str(self.field.widget.attrs.get("class", ""))
        base = _CLASSES.get(self.drawn_as, "")
        classes = [part for part in (base, own) if part]
        if base and self.errors:
            classes.append(f"{base}--error")
        if self.drawn_as == "input" and "width" not in own:
            classes.append(self._width())
        return [part for part in classes if part]

    def _width(self) -> str:
        limit = getattr(self.field, "max_length", None) or 1_000
        if isinstance(self.field.widget, forms.NumberInput) or limit <= 10:
            return "govuk-input--width-10"
        return "govuk-input--width-20" if limit <= 40 else ""


class OfficeRenderer(TemplatesSetting):
    """Draws forms and fields with our templates. Widgets stay Django's own, as the admin expects."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = OfficeBoundField


class DateWidget(forms.MultiWidget):
    """Day, month and year as three inputs; a whole ISO date under the field's own name is understood as well."""

    template_name = "forms/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        numeric = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__({part: forms.TextInput(attrs=dict(numeric)) for part in DATE_PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            try:
                value = dt.date.fromisoformat(value)
            except ValueError:
                return [value, None, None]
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, subwidget in zip(DATE_PARTS, context["widget"]["subwidgets"], strict=True):
            subwidget["part"] = part
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        if any(f"{name}_{part}" in data for part in DATE_PARTS):
            return super().value_from_datadict(data, files, name)
        return data.get(name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and super().value_omitted_from_data(data, files, name)


class DateField(forms.DateField):
    """A date as day, month and year. ``what`` begins the sentences that refuse it: "The date of the meeting ..."."""

    widget = DateWidget

    def __init__(self, *, what: str = "The date", not_future: bool = False, not_past: bool = False, **kwargs: Any):
        self.what, self.not_future, self.not_past = what, not_future, not_past
        kwargs.setdefault("error_messages", {})
        kwargs["error_messages"].setdefault("required", f"{what} is missing. Enter a day, a month and a year.")
        kwargs["error_messages"].setdefault("invalid", f"{what} must be a real date, for example 14 12 2026.")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if not isinstance(value, list | tuple):
            return super().to_python(value)
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        missing = [name for name, part in zip(DATE_PARTS, parts, strict=True) if not part]
        if missing:
            told = " and ".join(f"a {name}" for name in missing)
            raise ValidationError(f"{self.what} must include {told}.", code="incomplete", params={"parts": missing})
        return self._real(*parts)

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value and self.not_future and value > clock.today():
            raise ValidationError(f"{self.what} must be today or in the past.", code="future")
        if value and self.not_past and value < clock.today():
            raise ValidationError(f"{self.what} must be today or in the future.", code="past")

    def _real(self, day: str, month: str, year: str) -> dt.date:
        if not (year.isdecimal() and len(year) == 4):
            raise ValidationError(
                f"{self.what} must have a year of four figures, for example 2026.",
                code="year",
                params={"parts": ["year"]},
            )
        try:
            return dt.date(int(year), _month_number(month), int(day))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class MarkdownWidget(forms.Textarea):
    """A text area under which the page explains headings, lists and links."""

    explains_markdown = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 14, "class": "app-markdown", **(attrs or {})})


class MarkdownField(forms.CharField):
    """Text in Markdown with LF line ends, free of what the database cannot store."""

    widget = MarkdownWidget

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class UploadField(forms.FileField):
    """A file of one of ``types`` ({".docx": "Word"}) up to ``megabytes``, both said before anything is chosen.

    Only the name and the size are looked at here; what the file really is, is for the room that reads it.
    """

    def __init__(self, *, types: Mapping[str, str], megabytes: int = 10, **kwargs: Any):
        self.types, self.megabytes = dict(types), megabytes
        endings = {name: [one for one in self.types if self.types[one] == name] for name in self.types.values()}
        listed = ", ".join(f"{name} ({', '.join(ends)})" for name, ends in endings.items())
        kwargs.setdefault("help_text", f"{listed}. Up to {megabytes} MB.")
        kwargs.setdefault("error_messages", {})
        kwargs["error_messages"].setdefault("required", "Choose a file.")
        kwargs["error_messages"].setdefault("empty", "The file is empty. Choose another one.")
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(self.types)

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        if not file.name.lower().endswith(tuple(self.types)):
            listed = ", ".join(self.types)
            raise ValidationError(f"“{file.name}” is not one of the types we can read ({listed}).", code="type")
        if file.size > self.megabytes * MEGABYTE:
            has = -(-file.size // MEGABYTE)
            raise ValidationError(f"“{file.name}” has {has} MB. The most we take is {self.megabytes} MB.", code="size")
        return file


def new_key() -> str:
    """A key that makes a repeated sending of one form count once."""
    return str(uuid.uuid4())


class WithKey(forms.Form):
    """Carries the key under which what this form does is done once, however often it arrives."""

    key = forms.CharField(max_length=100, required=False, initial=new_key, widget=forms.HiddenInput({"id": False}))


class WithExpected(forms.Form):
    """Carries the revision that the person was looking at."""

    expected = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput({"id": False}))


class StepEnvelope(WithKey, WithExpected):
    """What travels around the input of a step: its key and the revision that was read."""


def _month_number(month: str) -> int:
    if month.isdecimal():
        return int(month)
    word = month.lower().rstrip(".")
    found = [number for number, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.lower().startswith(word)]
    return found[0] if found else 0


_CLASSES = {
    "input": "govuk-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}
# Order matters: a radio is a Select's cousin and a date is a MultiWidget.
_DRAWN_AS: tuple[tuple[str, Any], ...] = (
    ("date", DateWidget),
    ("checkboxes", forms.CheckboxSelectMultiple),
    ("radios", forms.RadioSelect),
    ("checkbox", forms.CheckboxInput),
    ("select", forms.Select),
    ("textarea", forms.Textarea),
    ("file", forms.FileInput),
    ("input", forms.widgets.Input),
)
