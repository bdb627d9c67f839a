"""What is asked when a board decides on a recommendation, and of those who hold its mandate afterwards."""

from __future__ import annotations

from typing import Any

from django import forms

from lis.doors.choices import RecordField
from lis.doors.forms import DateField

from .choices import RecordsField
from .forms import CleanText, line, text
from .models import Post, Recommendation

EITHER, JOINTLY = "either", "jointly"


class AmendForm(CleanText):
    """What the board decided instead of the printed words."""

    words = text("What the board decided", rows=5, limit=4_000, missing="Write what the board decided.")


class DecisionReasonForm(CleanText):
    """Why the board put it off or turned it down."""

    note = text("Reason", missing="Give the board’s reason.")


class ReferForm(CleanText):
    """To whom the board handed the question."""

    to = line("Referred to", "Say to whom it was referred.", help_text="For example: the Skills Committee.")
    note = text("Reason", missing="Give the board’s reason.")


class MandateForm(CleanText):
    """Who may do what in the board's name, about what and until when."""

    posts = forms.ModelMultipleChoiceField(
        Post.objects.none(), to_field_name="name", label="To whom", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one post.", "invalid_choice": "Choose posts from the list."},
        help_text="The posts of your body. A board’s page is where posts are filled.",
    )  # fmt: skip
    how = forms.ChoiceField(
        label="If there are several", widget=forms.RadioSelect, initial=EITHER, required=False,
        choices=[(EITHER, "Either of them may act"), (JOINTLY, "They act only jointly")],
    )  # fmt: skip
    scope = text("What they may do", rows=4, limit=4_000, missing="Write what they may do.")
    targets = RecordsField(
        label="About what", error_messages={"required": "List what it is about, at least one reference."},
        help_text="References of the strategy, propositions or asks, one to a line. What belongs to something listed, "
        "such as the asks of a proposition, is covered as well.",
    )  # fmt: skip
    consulting = line("In consultation with", "", 400, required=False, help_text="Optional.")
    report_back_on = DateField(
        label="Report back by", what="The day to report back", required=False, not_past=True,
        help_text="Leave empty if there is no duty to report back.",
    )  # fmt: skip
    until_on = DateField(
        label="Last day", what="The last day", required=False, not_past=True,
        help_text="Leave empty if it runs until it is ended.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["targets"].actor = self.actor
        if self.noun:
            self.fields["posts"].queryset = Post.objects.filter(organisation=self.noun.organisation)


class GiveForm(MandateForm):
    """The same, for the delegation that follows from a recommendation."""

    recommendation = RecordField(Recommendation.objects.none(), label="Recommendation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommendation"].queryset = Recommendation.objects.with_record().visible_to(self.actor)
        self.fields["posts"].queryset = Post.objects.filter(organisation__in=sorted(self.actor.organisation_ids))


class ReportBackForm(CleanText):
    """What the board is told of how its mandate was used."""

    note = text("What you report", rows=6, missing="Write what you report to the board.")


class EndEarlyForm(CleanText):
    """Why a mandate ends before its time."""

    note = text("Reason", missing="Give the board’s reason.")
