"""What an officer typed on the page of a noun, which of it they changed, and what somebody else wrote meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction

from lis.doors.forms import OfficeBoundField
from lis.engine.actor import Actor
from lis.engine.canonical import clean_text, digest
from lis.engine.errors import BadInput, NotNow, NotYou, Refusal
from lis.engine.models import Draft
from lis.engine.steps import Part
from lis.engine.workflow import Workflow
from lis.engine.writing import DraftClash

PART, SEEN, WAS = "part-", "seen-", "was-"


class PartBoundField(OfficeBoundField):
    """No part of a draft must be there to be saved, and none is called optional: steps say what they miss."""

    marked_optional = False


class WordsField(forms.CharField):
    """Text as it will be kept, so that its length and its fingerprint are counted on the same letters."""

    bound_field_class = PartBoundField

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class WordsForm(forms.Form):
    """A box for each part of the words, each with a hidden mark of the text that the writer had read in it.

    Without such marks two people who write in different parts would be told of a clash that is none.
    """

    def __init__(self, *args: Any, parts: list[Part], texts: Mapping[str, tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            revision, text = texts[part.key]
            single = part.rows == 1 and "\n" not in text
            widget = forms.TextInput() if single else forms.Textarea(attrs={"rows": max(part.rows, 2)})
            self.fields[f"{PART}{part.key}"] = WordsField(
                label=part.label, help_text=part.help, required=False, strip=False, max_length=part.limit,
                initial=text, widget=widget, error_messages={"max_length": f"Use {part.limit:,} characters or fewer."},
            )  # fmt: skip
            self.fields[f"{SEEN}{part.key}"] = forms.CharField(
                required=False, max_length=80, initial=mark(revision, text), widget=forms.HiddenInput
            )
        boxes = [field.widget for field in self.fields.values() if isinstance(field.widget, forms.Textarea)]
        if boxes:
            # How a text is formatted is said once, under the last of them.
            boxes[-1].explains_markdown = True

    def written(self) -> tuple[dict[str, str], dict[str, int]]:
        """The parts that the writer changed, and of each the revision that they had read (0: there was none)."""
        bodies, expected = {}, {}
        for part in self.parts:
            if f"{PART}{part.key}" not in self.data:
                continue
            body = self.cleaned_data[f"{PART}{part.key}"]
            revision, _, fingerprint = str(self.data.get(f"{SEEN}{part.key}", "")).partition(".")
            if fingerprint != mark(0, body).partition(".")[2]:
                bodies[part.key] = body
                expected[part.key] = int(revision) if revision.isascii() and revision.isdecimal() else 0
        return bodies, expected


def mark(revision: int, text: str) -> str:
    """Which text this was, short enough to travel with the form: the draft's revision and the text's fingerprint."""
    return f"{revision}.{digest(text)[:16]}"


class Sheet:
    """All that can be written on the page of one noun: its words, and what its draft says beside them.

    ``reasons`` is None where writing is not the actor's, a list of what keeps them from it otherwise. After
    :meth:`save` has answered False, ``clashes`` and ``problems`` say why, and the forms hold what was typed.
    """

    def __init__(self, workflow: Workflow, noun: Any, actor: Actor, posted: Any = None) -> None:
        self.workflow, self.noun, self.actor = workflow, noun, actor
        self.posted = posted if posted is not None and any(name.startswith((PART, WAS)) for name in posted) else None
        self.reasons = workflow.writing(noun, actor)
        self.saved: list[str] = []
        self.clashes: list[dict[str, str]] = []
        self.clashing_parts: set[str] = set()
        self.problems: list[str] = []
        self.status = 200
        self._read()
        self._draw()

    @property
    def is_open(self) -> bool:
        """Whether the actor may write here now."""
        return self.reasons == []

    @property
    def last_hand(self) -> Draft | None:
        """The draft that was saved last of those that clash: its writer and moment are worth telling."""
        clashing = [self.drafts[part] for part in self.clashing_parts if part in self.drafts]
        return max(clashing, key=lambda draft: draft.updated_at, default=None)

    @property
    def forms(self) -> list[forms.Form]:
        return [form for form in (self.words, self.details) if form is not None]

    def texts_to_read(self, without: str = "") -> list[tuple[str, str]]:
        """Label and text of each part that has one, but for ``without``, for whoever only reads."""
        told = [(part, self.texts[part.key][1]) for part in self.parts if part.key != without]
        return [(part.label, text) for part, text in told if text.strip()]

    def save(self) -> bool:
        """Save what was changed, all or nothing, under the lock of the noun's root."""
        if self.posted is None:
            return True
        if self.reasons is None:
            raise NotYou("Write", self.workflow.writer.phrase)
        try:
            with transaction.atomic():
                self._try(self._save_details)
                self._try(self._save_words)
                if self.status != 200:
                    raise _NotSaved
        except _NotSaved:
            self.saved = []
            self._read()
            self._draw()
            return False
        return True

    # Reading --------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self.parts = self.workflow.parts(self.noun)
        self.drafts: dict[str, Draft] = self.workflow.draft(self.noun, self.actor) or {}
        self.texts: dict[str, tuple[int, str]] = {}
        for part in self.parts:
            draft = self.drafts.get(part.key)
            text = draft.body if draft else self.noun.words[part.key]
            self.texts[part.key] = (draft.revision if draft else 0, text if isinstance(text, str) else "")

    def _draw(self) -> None:
        """The forms: as they stand in the database, or as they were typed with the marks of what stands there now."""
        self.words = self.details = None
        self.was: list[tuple[str, str]] = []
        if self.reasons is None or (self.reasons and self.posted is None):
            return
        present = self.workflow.details_of(self.noun) if self.workflow.details else {}
        self.was = [(f"{WAS}{name}", json.dumps(value)) for name, value in present.items()]
        if self.posted is None:
            self.words = WordsForm(parts=self.parts, texts=self.texts) if self.parts else None
            if self.workflow.details:
                self.details = self.workflow.details(initial=present, actor=self.actor, noun=self.noun)
            return
        typed = self.posted.copy()
        for part in self.parts:
            if self.status != 200 and f"{PART}{part.key}" in typed:
                typed[f"{SEEN}{part.key}"] = mark(*self.texts[part.key])
        self.words = WordsForm(typed, parts=self.parts, texts=self.texts) if self.parts else None
        if self.workflow.details:
            self.details = self.workflow.details(typed, actor=self.actor, noun=self.noun)

    # Saving ---------------------------------------------------------------------------------------------------------

    def _try(self, save: Any) -> None:
        try:
            save()
        except DraftClash as clash:
            self.status = 412
            self.clashes += [self._clash(name, now) for name, now in clash.parts.items()]
        except BadInput:
            # The forms say it themselves, at each field.
            self.status = 400
        except Refusal as refusal:
            if not isinstance(refusal, NotNow):
                raise
            self.status = refusal.status_code
            self.problems += [reason.sentence for reason in refusal.reasons if reason.sentence not in self.problems]

    def _save_details(self) -> None:
        if not self.workflow.details or not any(name.startswith(WAS) for name in self.posted):
            return
        before = {name[len(WAS) :]: _decoded(self.posted[name]) for name in self.posted if name.startswith(WAS)}
        changed = self.workflow.change_details(self.noun, self.posted, by=self.actor, before=before)
        self.saved += [str(self.details.fields[name].label or name) for name in changed]

    def _save_words(self) -> None:
        if self.words is None:
            return
        if not self.words.is_valid():
            raise BadInput({})
        bodies, expected = self.words.written()
        if not bodies:
            return
        labels = {part.key: part.label for part in self.parts}
        drafts = self.workflow.write(self.noun, bodies, by=self.actor, expected=expected)
        self.saved += [labels[draft.part] for draft in drafts]

    def _clash(self, name: str, now: str) -> dict[str, str]:
        label = next((part.label for part in self.parts if part.key == name), None)
        if label is not None:
            self.clashing_parts.add(name)
            return {"label": label, "yours": clean_text(self.posted.get(f"{PART}{name}", "")), "now": now}
        field = self.details[name]
        return {"label": str(field.label), "yours": ", ".join(self.posted.getlist(name)), "now": now}


class _NotSaved(Exception):
    """Takes back what was already written of a page that could not be saved as a whole."""


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
