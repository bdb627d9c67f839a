"""What a respondent gives: an answer to each question, and what they say about themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from lis.engine.canonical import canonical, clean_text, digest
from lis.engine.steps import StepForm

from .asked import SEVERAL, Asked, AskedPage, AskedQuestion
from .models import Response
from .permissions import Arrival

LIMITS = {"text": 500, "long_text": 20_000}
TOO_LONG = "{what} is %(show_value)d characters long. Shorten it to %(limit_value)d or fewer."
NOTHING_ANSWERED = "You have not answered any question yet. Answer at least one."
PUBLICATION_HINTS = {
    Response.Publication.IN_FULL: "In full: your answers, with your name or your organisation’s if you give one",
    Response.Publication.WITHOUT_NAME: "Without my name: your answers, without your name, organisation or e-mail",
    Response.Publication.NOT_PUBLISHED: "Not at all: your answers are read and counted, and nobody outside sees them",
}


class Words(forms.CharField):
    """Text with LF line ends, free of what the database cannot store; too much of it is told in a sentence."""

    def __init__(self, *, what: str, max_length: int, rows: int = 0, autocomplete: str = "", **kwargs: Any) -> None:
        widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
        messages = {"max_length": TOO_LONG.format(what=what), "required": f"{what} is missing. Write it."}
        super().__init__(
            max_length=max_length,
            widget=widget,
            error_messages=messages | kwargs.pop("error_messages", {}),
            **kwargs,
        )
        # A limit in the browser cuts what is pasted without a word.
        self.widget.attrs["maxlength"] = False
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


def answer_field(question: AskedQuestion) -> forms.Field:
    """The field that takes an answer to ``question`` and says in plain words what is wrong with one."""
    told = {"label": question.words, "help_text": question.hint, "required": question.required}
    missing = {"required": f"Answer the question “{question.words}”"}
    if question.in_words:
        return Words(
            what=f"Your answer to “{question.words}”", max_length=LIMITS[question.kind], error_messages=missing,
            rows=6 if question.kind == "long_text" else 0, **told,
        )  # fmt: skip
    unknown = "“%(value)s” is not one of the answers to “" + question.words.replace("%", "%%") + "”."
    told |= {"choices": list(question.options), "error_messages": {**missing, "invalid_choice": unknown}}
    if question.kind == SEVERAL:
        return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **told)
    return forms.ChoiceField(widget=forms.RadioSelect, **told)


def answer_fields(questions: Iterable[AskedQuestion]) -> dict[str, forms.Field]:
    return {question.name: answer_field(question) for question in questions}


class PageForm(forms.Form):
    """The questions of one page."""

    def __init__(self, page: AskedPage, data: Any = None, *, answers: Mapping[str, Any] | None = None) -> None:
        self.page = page
        super().__init__(data, initial={f"answers.{key}": value for key, value in (answers or {}).items()})
        self.fields.update(answer_fields(page.questions))

    def typed(self) -> dict[str, Any]:
        """Every answer as it was typed, right or wrong, by its question's key."""
        found = {}
        for question in self.page.questions:
            raw = self[question.name].data
            if raw:
                found[question.key] = clean_text(raw) if isinstance(raw, str) else [clean_text(one) for one in raw]
        return found

    def answers(self) -> dict[str, Any]:
        """Every answer once the form has been found right; "" or [] for none."""
        return {question.key: self.cleaned_data[question.name] for question in self.page.questions}


class AboutForm(forms.Form):
    """Who answers and for whom, where a receipt goes, and what may be published."""

    capacity = forms.ChoiceField(
        label="Do you answer for yourself or for an organisation?",
        choices=Response.Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you answer as a person or for an organisation."},
    )
    organisation_name = Words(
        label="Name of the organisation", what="The organisation’s name", max_length=200, required=False,
        autocomplete="organization", help_text="Only if you answer for one.",
    )  # fmt: skip
    represents = Words(
        label="Whom it represents", what="The words on whom it represents", max_length=1000, required=False, rows=3,
        help_text="For example its members, the people it serves, or how many firms belong to it.",
    )  # fmt: skip
    name = Words(label="Your name", what="Your name", max_length=200, required=False, autocomplete="name")
    email = forms.EmailField(
        label="Your e-mail address", max_length=254, required=False,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        help_text="Only for your receipt, with a copy of what you sent. We send nothing else to it.",
        error_messages={
            "invalid": "Write the e-mail address in full, like name@example.com.",
            "max_length": "The e-mail address is too long. Use another.",
        },
    )  # fmt: skip
    publication = forms.ChoiceField(
        label="May we publish your answers?",
        choices=[(code, PUBLICATION_HINTS[code]) for code in Response.Publication],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what may be published of your response."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["maxlength"] = False

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for_organisation = given.get("capacity") == Response.Capacity.ORGANISATION
        named = given.get("organisation_name") or given.get("represents")
        if for_organisation and not given.get("organisation_name") and "organisation_name" not in self.errors:
            self.add_error("organisation_name", "Write the name of the organisation that you answer for.")
        if given.get("capacity") == Response.Capacity.PERSON and named:
            self.add_error("capacity", "You wrote about an organisation. Choose to answer for it, or clear its fields.")
        return given

    def typed(self) -> dict[str, str]:
        """Everything as it was typed, right or wrong."""
        return {name: clean_text(self[name].data) for name in AboutForm.base_fields if self[name].data}


@dataclass(frozen=True)
class Sending(Arrival):
    """A response at the door with what its respondent had read and the way it came."""

    asked: Asked
    channel: str
    # The working copy that it was typed in, and its words as they were read: nothing else is deleted with the sending.
    unfinished: int | None = None
    read: str = ""


class SubmitForm(AboutForm, StepForm):
    """A whole response. ``sending`` in the data says of what; an answer is called ``answers.<key>``."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.sending: Sending | None = (data or {}).get("sending")
        if self.sending:
            self.fields.update(answer_fields(self.sending.asked.questions))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        found = {question.key: given.get(question.name) for question in self.sending.asked.questions}
        given["answers"] = {key: value for key, value in found.items() if value}
        given["sending"] = self.sending
        if not given["answers"] and not any(name.startswith("answers.") for name in self.errors):
            self.add_error(None, NOTHING_ANSWERED)
        return given

    def given(self) -> dict[str, Any]:
        """What the ledger keeps: no word of the respondent's, only what recognises the same response again."""
        said = {name: self.cleaned_data[name] for name in AboutForm.base_fields}
        whole = {"about": said, "answers": self.cleaned_data["answers"]}
        return {
            "round": self.sending.round.ref,
            "publication": self.cleaned_data["publication"],
            "answers": digest(canonical(whole)),
        }
