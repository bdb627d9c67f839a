"""Which checks stand open and which were waived: by whom, why, and only for the words that they looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from .actor import Actor
from .canonical import canonical, digest
from .checks import STOP, Check
from .models import Waiver
from .registry import workflow_of
from .steps import NOTE_LIMIT, Act, StepForm
from .words import condition


@dataclass(frozen=True)
class Standing:
    """One check of a record as it stands: open, or waived by somebody for a reason."""

    check: Check
    by: str = ""
    reason: str = ""

    @property
    def is_open(self) -> bool:
        return not self.by

    @property
    def in_words(self) -> str:
        """What a reader is told: the sentence and, once it is waived, by whom and why."""
        return f"{self.check.sentence} Waived by {self.by} because: {self.reason}" if self.by else self.check.sentence


def about(check: Check, *words: Any) -> Check:
    """``check`` as one that can be waived on these words: text, or lists of texts."""
    return replace(check, waivable=True, pin=digest(canonical({"code": check.code, "words": list(words)})))


def standing(checks: Mapping[int, list[Check]]) -> dict[int, list[Standing]]:
    """How the checks of each record (by its key) stand; one query, none where nothing was found."""
    waived: dict[tuple[int, str, str], Waiver] = {}
    with_checks = [key for key, found in checks.items() if found]
    if with_checks:
        for waiver in Waiver.objects.filter(record__in=with_checks).select_related("given_by__by_user").order_by("pk"):
            waived[waiver.record_id, waiver.code, waiver.pinned] = waiver
    return {
        key: [_standing(check, waived.get((key, check.code, check.pin))) for check in found]
        for key, found in checks.items()
    }


def _standing(check: Check, waiver: Waiver | None) -> Standing:
    if waiver is None:
        return Standing(check)
    event = waiver.given_by
    who = event.by_user.name if event.by_user else event.by_service or "somebody with a link"
    return Standing(check, who, event.note or "the reason was erased")


def open_checks(found: Iterable[Standing]) -> list[Check]:
    """The checks that nobody has waived."""
    return [one.check for one in found if one.is_open]


@condition("nothing-to-waive")
def something_to_waive(actor: Actor, noun: Any, facts: Any) -> list[Check]:
    if any(check.waivable for check in open_checks(facts.checks)):
        return []
    return [Check("nothing-to-waive", f"Nothing about {noun.ref} is open that could be waived.", STOP)]


class OpenCheckField(forms.ChoiceField):
    """One of the checks that are open; whether it still is, is an objection of the moment and no error."""

    def validate(self, value: str) -> None:
        forms.Field.validate(self, value)


class WaiveForm(StepForm):
    """Which check is let stand, and why."""

    check = OpenCheckField(
        label="What do you let stand?", widget=forms.RadioSelect,
        error_messages={"required": "Choose what you let stand."},
    )  # fmt: skip
    note = forms.CharField(
        label="Why?", max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Your name and reason stand beside it. It comes back when the words that it is about change.",
        error_messages={"required": "Give a reason."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: dict[str, Check] = {}
        if self.noun is not None:
            checks = workflow_of(self.noun.record).checks_of([self.noun], self.actor)[self.noun.pk]
            self.found = {check.code: check for check in open_checks(checks) if check.waivable}
        self.fields["check"].choices = [(code, check.sentence) for code, check in self.found.items()]

    def objections(self) -> list[Check]:
        code = self.cleaned_data["check"]
        if code in self.found:
            return []
        return [
            Check("not-open", f"“{code}” is not open about {self.noun.ref}. Choose one that is.", STOP, where="check")
        ]


def keep_waiver(act: Act) -> None:
    """The check that was chosen is let stand on the words as they are now."""
    form = act.step.form({"check": act.given["check"]}, actor=act.actor, noun=act.noun)
    check = form.found[act.given["check"]]
    Waiver.objects.create(record=act.noun.record, code=check.code, pinned=check.pin, given_by=act.event)
