"""What is asked of somebody who writes a report, its recommendations or its Part II, or has an interest in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from lis.doors.choices import RecordField
from lis.engine.checks import STOP, Check
from lis.engine.steps import StepForm
from lis.frameworks.models import vocabulary_choices
from lis.people.models import Role

from .choices import PersonField, RecordsField, SeatField
from .forms import CleanText, line, people_of, text
from .models import BoardMember, Meeting, PartTwo, Report
from .verbs import EXEMPT_PARAGRAPHS, VOCABULARY


class ReportForm(CleanText):
    """The words of a report."""

    title = line("Title", "Give the report a title.")
    summary = text("Summary", rows=3, limit=2_000, help_text="What the report is for, in a sentence or two.")
    paragraphs = text(
        "Paragraphs", rows=18,
        help_text="Leave an empty line between paragraphs: they are numbered by themselves. A line that begins with # "
        "is a heading.",
    )  # fmt: skip


class StartReportForm(CleanText):
    """A new item of a meeting's agenda."""

    meeting = RecordField(
        Meeting.objects.none(), label="Meeting", empty_label=None,
        error_messages={"required": "Choose the meeting.", "invalid_choice": "Choose a meeting that you can see."},
    )  # fmt: skip
    title = line("Title", "Give the report a title.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Meeting.objects.with_record().visible_to(self.actor).order_by("held_on", "record__ref")
        self.fields["meeting"].queryset = seen
        own = [one for one in seen.in_status("draft") if self.actor.holds(Role.SECRETARY, one.organisation.pk)]
        self.fields["meeting"].widget.choices = [(one.ref, f"{one.ref}: {one.title}") for one in own]


class InterestForm(CleanText):
    """What a member's interest in an item is."""

    note = text("What is your interest?", rows=3, missing="Say what the interest is.", limit=2_000,
                help_text="For example: I am a director of a firm that the report names.")  # fmt: skip


class NoteInterestForm(CleanText):
    """An interest that a member told of, put down for them."""

    member = SeatField(BoardMember.objects.none(), label="Member", empty_label="Choose a member")
    note = text("What is the interest?", rows=3, missing="Say what the interest is.", limit=2_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.noun:
            meeting = self.noun.meeting
            self.fields["member"].queryset = meeting.board.members.current(meeting.held_on).with_email()

    def objections(self) -> list[Check]:
        member = self.cleaned_data["member"]
        if self.noun.interests.filter(member=member).exists():
            return [Check("declared", f"The interest of {member.person.name} is declared already.", STOP)]
        return []


class RecommendationForm(CleanText):
    """What the board is asked, under which label, and about what."""

    label = line("Label", "Give the label as it is printed.", 12, help_text="As it is printed, for example (iii).")
    verbs = forms.MultipleChoiceField(
        label="The board is asked to", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose one or two.", "invalid_choice": "Choose from the list."},
    )  # fmt: skip
    words = text("The recommendation", rows=4, limit=4_000, missing="Write what the board is asked.")
    targets = RecordsField(
        label="About", required=False,
        help_text="Optional. References of propositions, asks, papers or the strategy, one to a line, for example "
        "LAN-07. The board decides on the version that stands when the papers go out.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verbs"].choices = [(code, label.capitalize()) for code, label in vocabulary_choices(VOCABULARY)]
        self.fields["targets"].actor = self.actor

    def clean_verbs(self) -> list[str]:
        verbs = self.cleaned_data["verbs"]
        if len(verbs) > 2:
            raise forms.ValidationError("Choose one or two. Make a second recommendation of the rest.")
        return verbs


class AddRecommendationForm(RecommendationForm):
    """A new recommendation of a report."""

    report = RecordField(
        Report.objects.none(), label="Report", empty_label=None,
        error_messages={"required": "Choose the report.", "invalid_choice": "Choose a report that you can see."},
    )  # fmt: skip
    field_order = ("report", "label", "verbs", "words", "targets")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Report.objects.with_record().visible_to(self.actor).order_by("record__ref")
        self.fields["report"].queryset = seen
        own = [one for one in seen.in_status("draft") if self.actor.holds(Role.SECRETARY, one.organisation.pk)]
        self.fields["report"].widget.choices = [(one.ref, one.ref) for one in own]


class ExemptForm(CleanText):
    """Words that are not for the public, with what exempts them."""

    paragraph = forms.ChoiceField(
        label="Paragraph of Schedule 12A", widget=forms.RadioSelect,
        help_text="Local Government Act 1972.",
        error_messages={"required": "Choose the paragraph that exempts it.", "invalid_choice": "Choose from the list."},
    )  # fmt: skip
    reason = text(
        "Why the public interest is better served by keeping it back", rows=3, limit=4_000,
        missing="Give the public-interest reason. Without one it cannot be kept from the public.",
    )  # fmt: skip
    words = text("Part II", rows=12, missing="Write what Part II says.",
                 help_text="Leave an empty line between paragraphs: they are numbered by themselves.")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paragraph"].choices = vocabulary_choices(EXEMPT_PARAGRAPHS)


class AddExemptForm(ExemptForm):
    """A Part II of a report."""

    report = RecordField(
        Report.objects.none(), label="Report", empty_label=None,
        error_messages={"required": "Choose the report.", "invalid_choice": "Choose a report that you can see."},
    )  # fmt: skip
    field_order = ("report", "paragraph", "reason", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Report.objects.with_record().visible_to(self.actor).order_by("record__ref")
        self.fields["report"].queryset = seen
        own = [one for one in seen if self.actor.holds(Role.SECRETARY, one.organisation.pk)]
        self.fields["report"].widget.choices = [(one.ref, one.ref) for one in own]

    def objections(self) -> list[Check]:
        if PartTwo.objects.filter(report=self.cleaned_data["report"]).exists():
            return [Check("has-part-two", "This report has its Part II already. Change that one.", STOP)]
        return []


class ClearanceForm(StepForm):
    """Who may read a Part II, or may no longer."""

    person = PersonField(get_user_model().objects.none(), label="Person", empty_label="Choose a person")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.noun:
            self.fields["person"].queryset = people_of(self.noun.organisation).order_by("name")
