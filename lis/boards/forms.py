"""What is asked of somebody who keeps a board or arranges its meetings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from lis.doors.choices import OrganisationField, RecordField
from lis.doors.forms import DateField
from lis.engine import clock
from lis.engine.canonical import clean_text
from lis.engine.checks import STOP, Check
from lis.engine.steps import NOTE_LIMIT, StepForm
from lis.people.models import Membership, Organisation, Role

from .choices import PersonField, SeatField, SeatsField
from .models import Board, BoardMember, Post, PostHolding
from .papers_due import CLEAR_DAYS, papers_due_on

TITLE_LIMIT = 160


def line(label: str, missing: str, limit: int = TITLE_LIMIT, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, error_messages={"required": missing}, **kwargs)


def text(label: str, *, rows: int = 4, missing: str = "", limit: int = NOTE_LIMIT, **kwargs: Any) -> forms.CharField:
    """A box for words; one that may not be empty says in ``missing`` what to do."""
    errors = {"required": missing} if missing else {}
    return forms.CharField(
        label=label, max_length=limit, required=bool(missing), error_messages=errors,
        widget=forms.Textarea(attrs={"rows": rows}), **kwargs,
    )  # fmt: skip


def people_of(organisation: Any, *roles: str, on: dt.date | None = None) -> Any:
    """The active people of ``organisation`` today, only those who hold one of ``roles`` if any are named."""
    held = Membership.objects.current(on or clock.today()).filter(organisation=organisation)
    held = held.holding(*roles) if roles else held
    return get_user_model().objects.filter(is_active=True, pk__in=held.values("user_id"))


class CleanText(StepForm):
    """Takes what cannot be stored out of every text."""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        clean = {name: clean_text(value).strip() if isinstance(value, str) else value for name, value in found.items()}
        for name, value in clean.items():
            if value == "" and self.fields[name].required:
                self.add_error(name, self.fields[name].error_messages["required"])
        return {name: value for name, value in clean.items() if name not in self.errors}


class SetUpForm(CleanText):
    """A new board: for which body, and what it is called."""

    organisation = OrganisationField(Organisation.objects.none(), label="Body", empty_label=None)
    name = line("Name", "Give the board a name.", help_text="For example: Board of Directors.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(kind=Organisation.Kind.AREA_BODY).open_on(clock.today())
        # Any body may be sent, so that a stranger is told "not you"; offered are their own.
        field.widget.choices = [(body.code, body.name) for body in self.actor.organisations_as(Role.SECRETARY)]


class SeatForm(CleanText):
    """Who takes a seat, as what and from when."""

    person = PersonField(get_user_model().objects.none(), label="Person", empty_label="Choose a person")
    capacity = line("Seat", "Say what the seat is.", 80, help_text="For example: Chair, Member, Observer.")
    from_on = DateField(label="From", what="The first day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.noun:
            self.fields["person"].queryset = people_of(self.noun.organisation, Role.BOARD_MEMBER).order_by("name")

    def objections(self) -> list[Check]:
        person = self.cleaned_data["person"]
        if self.noun.members.filter(person=person, until_on=None).exists():
            return [Check("seated", f"{person.name} sits on {self.noun.ref} already.", STOP)]
        return []


class UnseatForm(StepForm):
    """Who leaves the board, and from when on the seat is empty."""

    member = SeatField(BoardMember.objects.none(), label="Member", empty_label="Choose a member")
    until_on = DateField(label="First day without the seat", what="The first day without the seat")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.noun:
            self.fields["member"].queryset = self.noun.members.filter(until_on=None).with_email()

    def objections(self) -> list[Check]:
        if self.cleaned_data["until_on"] < self.cleaned_data["member"].from_on:
            return [Check("before-it-began", "A seat cannot end before it began. Give a later day.", STOP)]
        return []


class PostForm(CleanText):
    """Who holds a post from a day on; whoever held it before leaves it on that day."""

    post = line("Post", "Name the post.", 120, help_text="For example: Chief executive. Use the same name each time.")
    person = PersonField(get_user_model().objects.none(), label="Held by", empty_label="Choose a person")
    from_on = DateField(label="From", what="The first day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.noun:
            self.fields["person"].queryset = people_of(self.noun.organisation).order_by("name")

    def objections(self) -> list[Check]:
        given, found = self.cleaned_data, []
        if self.actor.user is not None and given["person"].pk == self.actor.user.pk:
            found.append(Check("own-post", "Nobody gives a post to themselves. Ask another secretary.", STOP))
        held = PostHolding.objects.filter(
            post__organisation=self.noun.organisation, post__name=given["post"], until_on=None
        ).first()  # fmt: skip
        if held and held.person_id == given["person"].pk:
            found.append(Check("held", f"{held.person} holds this post already.", STOP))
        if held and given["from_on"] < held.from_on:
            found.append(Check("before-it-began", "The post is held from a later day on already.", STOP))
        return found


class VacateForm(StepForm):
    """Which post nobody holds from a day on."""

    post = forms.ModelChoiceField(
        Post.objects.none(), to_field_name="name", label="Post", empty_label="Choose a post",
        error_messages={"required": "Choose the post.", "invalid_choice": "Choose a post that somebody holds."},
    )  # fmt: skip
    until_on = DateField(label="First day on which nobody holds it", what="The first day on which nobody holds it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.noun:
            posts = Post.objects.filter(organisation=self.noun.organisation, holdings__until_on=None)
            self.fields["post"].queryset = posts.filter(holdings__isnull=False).distinct()

    def objections(self) -> list[Check]:
        held = self.cleaned_data["post"].holdings.get(until_on=None)
        if self.cleaned_data["until_on"] < held.from_on:
            return [Check("before-it-began", "A post cannot be left before it was taken up. Give a later day.", STOP)]
        return []


class MeetingForm(CleanText):
    """When and where a board meets."""

    title = line("Title", "Give the meeting a title.", help_text="For example: December meeting.")
    held_on = DateField(label="Date of the meeting", what="The date of the meeting")
    place = line("Place", "", required=False, help_text="Optional.")


class ArrangeForm(MeetingForm):
    """A new meeting of a board."""

    board = RecordField(
        Board.objects.none(), label="Board", empty_label=None,
        error_messages={"required": "Choose the board.", "invalid_choice": "Choose a board that you can see."},
    )  # fmt: skip
    field_order = ("board", "title", "held_on", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Board.objects.visible_to(self.actor).with_body().order_by("record__ref")
        self.fields["board"].queryset = seen
        own = [one for one in seen if self.actor.holds(Role.SECRETARY, one.organisation_id)]
        self.fields["board"].widget.choices = [(one.ref, f"{one.ref}: {one.name}") for one in own]


class AgendaForm(CleanText):
    """The agenda goes out: in time, or with the reason why it is late."""

    late_reason = text(
        "Why the papers are late", rows=3,
        help_text=f"Only if fewer than {CLEAR_DAYS} clear working days are left before the meeting: the special "
        "circumstances in which the chair takes the items as urgent.",
    )  # fmt: skip

    def objections(self) -> list[Check]:
        due = papers_due_on(self.noun.held_on)
        if clock.today() <= due or self.cleaned_data["late_reason"]:
            return []
        sentence_ = (
            f"Papers were due on {due.day} {due:%B %Y}, {CLEAR_DAYS} clear working days before the meeting. Move the "
            "meeting, or say why they are late."
        )  # fmt: skip
        return [Check("papers-late", sentence_, STOP)]


class PostponeForm(CleanText):
    """To when a meeting is put off, and why."""

    held_on = DateField(label="New date of the meeting", what="The new date", not_past=True)
    note = text("Reason", missing="Give a reason.")

    def objections(self) -> list[Check]:
        if self.cleaned_data["held_on"] <= self.noun.held_on:
            return [Check("not-later", "A meeting with its papers out can only be put off to a later day.", STOP)]
        return []


class HeldForm(StepForm):
    """Who was there."""

    present = SeatsField(
        BoardMember.objects.none(), label="Members present",
        error_messages={"required": "Tick who was there.", "invalid_choice": "Choose members from the list."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.noun:
            self.fields["present"].queryset = self.noun.board.members.current(self.noun.held_on).with_email()


class MinutesForm(CleanText):
    """What was said, beside what was decided."""

    minutes = text("Minutes", rows=14, missing="Write the minutes.",
                   help_text="Decisions are added by themselves. Leave an empty line between paragraphs.")  # fmt: skip
