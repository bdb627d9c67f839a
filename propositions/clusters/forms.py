"""What is asked when similar asks are grouped, when a group changes, and for its common position."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.engine.checks import STOP, Check
from lis.engine.steps import NOTE_LIMIT, StepForm

from ..asks.models import Ask
from ..sides.forms import PositionForm
from .models import ClusterMember

MOST = 200


class AsksField(forms.CharField):
    """Several asks by their references, with blanks, commas or lines between them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "References such as LAN-07.3, with blanks or commas between them.")
        super().__init__(max_length=60 * MOST, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        return list(dict.fromkeys(text.replace(",", " ").replace(";", " ").split()))


class MembersForm(StepForm):
    """The asks that come into a group; only those that the body sees and that are with Government."""

    asks = AsksField(label="Asks", error_messages={"required": "Name at least one ask."})

    def clean_asks(self) -> list[Ask]:
        refs = self.cleaned_data["asks"]
        if len(refs) > MOST:
            raise forms.ValidationError(f"A group holds at most {MOST} asks.")
        seen = Ask.objects.with_record().visible_to(self.actor).exclude(record__status="draft")
        found = {ask.ref: ask for ask in seen.filter(record__ref__in=refs)}
        unknown = [ref for ref in refs if ref not in found]
        if unknown:
            raise forms.ValidationError(f"There is no ask {', '.join(unknown[:5])} that you can see. Check it.")
        return [found[ref] for ref in refs]


class GroupForm(MembersForm):
    """A new group: what it is about, and its asks."""

    title = forms.CharField(
        label="What do these asks have in common?", max_length=160,
        error_messages={"required": "Say in a few words what they have in common."},
    )  # fmt: skip
    field_order = ("title", "asks")

    def clean_asks(self) -> list[Ask]:
        found = super().clean_asks()
        if len(found) < 2:
            raise forms.ValidationError("Name at least two asks.")
        return found


class AddForm(MembersForm):
    """Further asks for a group."""

    def objections(self) -> list[Check]:
        there = set(self.noun.members.filter(removed_by=None).values_list("ask_id", flat=True))
        double = [ask.ref for ask in self.cleaned_data["asks"] if ask.pk in there]
        if not double:
            return []
        return [Check("is-member", f"{', '.join(double[:5])} is in this group already.", STOP, where="asks")]


class MemberForm(StepForm):
    """One ask of the group, and why something is done with it."""

    ask = forms.ChoiceField(label="Which ask?", error_messages={"required": "Choose an ask of this group."})
    note = forms.CharField(
        label="Reason", max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is kept in the history of the group.", error_messages={"required": "Give a reason."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = ClusterMember.objects.filter(cluster=self.noun, removed_by=None)
        refs = list(there.order_by("ask__record__ref").values_list("ask__record__ref", flat=True)) if self.noun else []
        self.fields["ask"].choices = [("", "Choose"), *((ref, ref) for ref in refs)]

    def member(self) -> ClusterMember:
        return ClusterMember.objects.get(
            cluster=self.noun, removed_by=None, ask__record__ref=self.cleaned_data["ask"]
        )  # fmt: skip


class ExceptForm(MemberForm):
    """An ask that the common position is not meant for, and why."""

    def objections(self) -> list[Check]:
        if self.member().excepted_by_id is None:
            return []
        return [Check("is-exception", f"{self.cleaned_data['ask']} is an exception already.", STOP, where="ask")]


class RejoinForm(MemberForm):
    """An exception that the common position is meant for after all."""

    note = forms.CharField(
        label="Note", required=False, max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Optional. It is kept in the history of the group.",
    )  # fmt: skip

    def objections(self) -> list[Check]:
        if self.member().excepted_by_id is not None:
            return []
        return [Check("no-exception", f"{self.cleaned_data['ask']} is no exception.", STOP, where="ask")]


class CommonPositionForm(PositionForm):
    """One position, drafted once for all asks of a group but its exceptions."""
