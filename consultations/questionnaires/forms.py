"""What is asked of an officer who writes a questionnaire: a question with its options, a page, a pasted list."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lis.doors.choices import RecordField
from lis.engine.canonical import clean_text
from lis.engine.steps import StepForm

from ..rounds.models import Element, Round
from ..rounds.subjects import subject_of
from .models import CODE, Option, Question, QuestionPage

MOST_OPTIONS = 60
_BULLET = re.compile(r"^\s*(?:[-*•○◦▪☐□❑–]|\(?[a-zA-Z0-9]{1,2}[.)])\s+")


class BeginForm(StepForm):
    """For which round the questionnaire is kept."""

    round = RecordField(Round.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = Round.objects.with_strategy().visible_to(self.actor)


class LinesField(forms.CharField):
    """A text of which each line is one thing; the bullets of a pasted list are taken off. Gives a list of lines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), **kwargs)

    def to_python(self, value: Any) -> list[str]:
        lines = (_BULLET.sub("", line).strip() for line in clean_text(super().to_python(value) or "").splitlines())
        return [line for line in lines if line]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        longest = Option._meta.get_field("words").max_length
        for line in value:
            if len(line) > longest:
                raise ValidationError(f"“{line[:60]}…” is too long. Use {longest} characters or fewer for an option.")
            if value.count(line) > 1:
                raise ValidationError(f"“{line}” stands there twice. Take one out.")
        if len(value) > MOST_OPTIONS:
            raise ValidationError(f"There are {len(value)} options. Use {MOST_OPTIONS} or fewer.")

    def run_validators(self, value: Any) -> None:
        return

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class QuestionForm(forms.Form):
    """One question: its words first, then how it is answered."""

    words = forms.CharField(
        label="Question", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the question."},
    )  # fmt: skip
    hint = forms.CharField(
        label="Hint", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Optional. What helps somebody to answer; it stands under the question.",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="How is it answered?", choices=Question.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is answered."},
    )  # fmt: skip
    options = LinesField(
        label="Options", required=False,
        help_text="One on each line, for “one of several” and “any of several”. You can paste a list.",
    )  # fmt: skip
    required = forms.BooleanField(label="It must be answered", required=False)
    element = forms.ChoiceField(label="What it is about", required=False)
    page = forms.ChoiceField(label="Page")
    key = forms.CharField(
        label="Short name", max_length=40, required=False, validators=[CODE],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        help_text="Optional. Its name in tables and for programs. Left empty, it is made from the question.",
    )  # fmt: skip

    def __init__(self, *args: Any, round_: Round, question: Question | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round, self.question = round_, question
        self.pages = list(round_.questionnaire.pages.all())
        self.elements = list(round_.elements.select_related("version__record", "theme"))
        self.fields["kind"].widget.small = True
        self.fields["page"].choices = [(str(number), page.heading) for number, page in enumerate(self.pages, 1)]
        self.fields["element"].choices = [
            ("", "The consultation as a whole"),
            *((str(number), subject_of(element).name) for number, element in enumerate(self.elements, 1)),
        ]

    def clean_words(self) -> str:
        return clean_text(self.cleaned_data["words"]).strip()

    def clean_hint(self) -> str:
        return clean_text(self.cleaned_data["hint"]).strip()

    def clean_page(self) -> QuestionPage:
        return self.pages[int(self.cleaned_data["page"]) - 1]

    def clean_element(self) -> Element | None:
        chosen = self.cleaned_data["element"]
        return self.elements[int(chosen) - 1] if chosen else None

    def clean_key(self) -> str:
        key = self.cleaned_data["key"]
        others = self.round.questionnaire.questions.filter(key=key)
        if key and others.exclude(pk=self.question.pk if self.question else None).exists():
            raise ValidationError("Another question has this short name. Choose a different one.")
        return key

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        options = given.get("options")
        if given.get("kind") in (Question.Kind.SINGLE, Question.Kind.MULTIPLE) and options is not None:
            if len(options) < 2:
                self.add_error("options", "Write at least two options, one on each line.")
        elif given.get("kind") and options:
            label = Question.Kind(given["kind"]).label.lower()
            self.add_error("options", f"“{label}” has no options of its own. Empty the box, or choose another answer.")
        return given


class PageForm(forms.Form):
    """A page of questions: its heading, and what stands above the questions."""

    heading = forms.CharField(
        label="Heading", max_length=160, error_messages={"required": "Give the page a heading."},
    )  # fmt: skip
    introduction = forms.CharField(
        label="Introduction", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Optional. It stands above the questions of the page.",
    )  # fmt: skip

    def clean_heading(self) -> str:
        return clean_text(self.cleaned_data["heading"]).strip()

    def clean_introduction(self) -> str:
        return clean_text(self.cleaned_data["introduction"]).strip()


class PasteForm(forms.Form):
    """Many questions at once, as they stand in a document."""

    text = forms.CharField(
        label="Questions", max_length=60_000, strip=False, widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"required": "Paste or write at least one question."},
    )  # fmt: skip

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])


def initial_of(question: Question) -> dict[str, Any]:
    """What the form of a question shows at first."""
    pages = list(question.questionnaire.pages.values_list("pk", flat=True))
    elements = list(question.questionnaire.round.elements.values_list("pk", flat=True))
    return {
        "words": question.words,
        "hint": question.hint,
        "kind": question.kind,
        "options": [option.words for option in question.options.all()],
        "required": question.required,
        "element": str(elements.index(question.element_id) + 1) if question.element_id else "",
        "page": str(pages.index(question.page_id) + 1),
        "key": question.key,
    }
