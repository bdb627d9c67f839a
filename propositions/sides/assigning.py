"""Which person of a department an ask is assigned to, and whom that leaves to act. Nobody outside it learns of this."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import CharField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery

from lis.engine import clock
from lis.engine.steps import NOTE_LIMIT, Act, StepForm
from lis.people.models import DEPARTMENT_ROLES, Membership

from .models import Side

THE_TEAM = "The team"


class PersonField(forms.ModelChoiceField):
    """A person by name, known to programs by their e-mail address."""

    def label_from_instance(self, person: Any) -> str:
        return f"{person.name}, {person.job_title}" if person.job_title else str(person.name)


class AssignForm(StepForm):
    """Who of the department goes on with the ask; nobody gives it back to the team."""

    person = PersonField(
        queryset=get_user_model().objects.none(), to_field_name="email", required=False, empty_label=THE_TEAM,
        label="Who goes on with it?", help_text="Only your department sees this.",
    )  # fmt: skip
    note = forms.CharField(
        label="Note", required=False, max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Optional. Only your department reads it.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.noun is not None:
            self.fields["person"].queryset = people_of(self.noun.organisation)


def people_of(organisation: Any) -> QuerySet:
    """Everybody who works on asks in that department today."""
    held = Membership.objects.current(clock.now()).filter(organisation=organisation, role__in=DEPARTMENT_ROLES)
    return get_user_model().objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "pk")


def assign(act: Act) -> None:
    Side.objects.filter(pk=act.noun.pk).update(assignee=act.given["person"])


def with_assignee(turns: QuerySet) -> QuerySet:
    """Annotate turns inside sides with ``assignee``: whom the side is assigned to, if they can take this very turn.

    An ask that is assigned to a reviewer is, once it waits to be cleared, for whoever clears.
    """
    held = Q(assignee__memberships__role=F("turn_role")) | Q(
        assignee__memberships__role="coordinator", turn_role="reviewer"
    )
    today = clock.today()
    current = Q(assignee__memberships__from_on__lte=today) & (
        Q(assignee__memberships__until_on=None) | Q(assignee__memberships__until_on__gt=today)
    )
    sides = Side.objects.annotate(turn_role=ExpressionWrapper(OuterRef("role"), CharField())).filter(
        held & current, pk=OuterRef("record"), assignee__is_active=True,
        assignee__memberships__organisation=F("organisation"),
    )  # fmt: skip
    return turns.annotate(assignee=Subquery(sides.values("assignee")[:1]))
