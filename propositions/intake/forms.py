"""What is asked when a paper is received, imported row by row, or used block by block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from lis.doors.choices import RecordField
from lis.doors.forms import OfficeBoundField, UploadField
from lis.engine.canonical import clean_text
from lis.engine.steps import StepForm
from lis.strategies.models import Strategy

from .permissions import WRITERS
from .reading.paper import Paper

TYPES = {
    ".docx": "Word", ".xlsx": "Excel", ".pdf": "PDF", ".html": "saved web page", ".htm": "saved web page",
    ".csv": "CSV", ".txt": "plain text",
}  # fmt: skip
LONGEST_PASTE = 1_000_000
PROPOSITION, ASK, ACTION = "proposition", "ask", "action"
LONGEST_TITLE = 200
LONGEST_ACTION = 2_000


class QuietBoundField(OfficeBoundField):
    """A field of a working page, where "(optional)" at each of a hundred fields would be noise."""

    marked_optional = False


@dataclass(frozen=True)
class Reading:
    """A paper and the very bytes that it was read from."""

    paper: Paper
    content: bytes


def strategies_of(actor: Any) -> Any:
    """The strategies for which ``actor`` may receive papers."""
    bodies = actor.organisations_as(WRITERS)
    return Strategy.objects.with_place().visible_to(actor).filter(organisation__in=bodies).order_by("record__ref")


class UploadForm(forms.Form):
    """The first page of an import: the strategy, and a file or pasted words."""

    bound_field_class = QuietBoundField

    strategy = RecordField(queryset=Strategy.objects.none(), label="Strategy", empty_label=None)
    file = UploadField(types=TYPES, megabytes=10, label="The paper", required=False)
    text = forms.CharField(
        label="Or paste the table or the text",
        required=False,
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Instead of a file. Copy the table with its headings.",
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strategy"].queryset = strategies_of(actor)
        self.fields["strategy"].label_from_instance = lambda strategy: f"{strategy.ref}: {strategy.title}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen, pasted = cleaned.get("file"), cleaned.get("text", "").strip()
        if "file" in self.errors or "text" in self.errors:
            return cleaned
        if chosen and pasted:
            self.add_error("file", "There is a file and pasted text. Send one: empty the box, or choose no file.")
        elif not chosen and not pasted:
            self.add_error("file", "Choose a file, or paste the table into the box.")
        return cleaned


class ReadingField(forms.Field):
    """A paper that was read by us. No door can send one as text."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Reading:
        if not isinstance(value, Reading):
            raise forms.ValidationError("Choose a file on the import page.")
        return value


class ReceiveForm(StepForm):
    """The paper and the strategy that it is for."""

    strategy = RecordField(queryset=Strategy.objects.none(), label="Strategy")
    reading = ReadingField(label="The paper")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strategy"].queryset = strategies_of(self.actor)

    def given(self) -> dict[str, Any]:
        paper = self.cleaned_data["reading"].paper
        return {"strategy": self.cleaned_data["strategy"].ref, "name": paper.name, "sha256": paper.sha256}


class ImportForm(StepForm):
    """Which state of the preview the officer has seen; without it, the one that stands."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def clean_seen(self) -> int | None:
        seen = self.cleaned_data["seen"]
        if seen is not None and seen != self.noun.preview_revision:
            raise forms.ValidationError("Somebody else changed the preview after you opened it. Read it again.")
        return seen


class UseForm(StepForm):
    """What each ticked block becomes: a list of objects with ``block`` and ``becomes``, and the words for it."""

    items = forms.JSONField(label="Blocks")

    def clean_items(self) -> list[dict[str, Any]]:
        items = self.cleaned_data["items"]
        if not isinstance(items, list) or not items:
            raise forms.ValidationError("Tick what you want to use.")
        if not all(isinstance(item, dict) for item in items):
            raise forms.ValidationError("Each block is told with what it becomes.")
        return [self._item(item) for item in items]

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        block = item.get("block")
        if isinstance(block, bool) or not isinstance(block, int):
            raise forms.ValidationError("Each block is told by its number.")
        words = {name: clean_text(str(item.get(name) or "")).strip() for name in ("becomes", "title", "words", "under")}
        if wrong := wrong_with(block, words):
            raise forms.ValidationError(wrong)
        return {"block": block, **words}

    def given(self) -> dict[str, Any]:
        return {"items": [f"block {item['block']}: {item['becomes']}" for item in self.cleaned_data["items"]]}


def wrong_with(block: int, words: dict[str, str]) -> str:
    """What keeps a block from becoming what was chosen for it, or ``""``."""
    match words["becomes"]:
        case "proposition":
            if not words["title"]:
                return f"Block {block} is to be a proposition: give it a title."
            if len(words["title"]) > LONGEST_TITLE:
                return f"Block {block}: keep the title to {LONGEST_TITLE} characters; put the rest under What."
        case "ask":
            if not words["words"]:
                return f"Block {block} is to be an ask: write the ask."
            if not words["under"]:
                return f"Block {block} is to be an ask: name its proposition by its reference, such as LAN-07."
        case "action":
            if not words["words"]:
                return f"Block {block} is to be an action: say what will be done."
            if len(words["words"]) > LONGEST_ACTION:
                return f"Block {block}: keep the action to {LONGEST_ACTION:,} characters."
            if not words["under"]:
                return f"Block {block} is to be an action: choose its workstream."
        case _:
            return f"Say what block {block} becomes: a proposition, an ask or an action."
    return ""
