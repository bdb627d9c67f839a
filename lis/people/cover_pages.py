"""The page on which somebody says when they are away, and who acts for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lis.doors.forms import DateField
from lis.engine import clock
from lis.engine.errors import NotVisible

from .cover import Cover
from .models import Membership, User


class CoverForm(forms.Form):
    """From when to when, and which colleague with a role of one's own."""

    covered_by = forms.ModelChoiceField(
        queryset=User.objects.none(), to_field_name="email", label="Who acts for you?",
        empty_label="Choose a colleague",
        help_text="A colleague who holds one of your roles. It gives them no other role.",
        error_messages={"required": "Choose who acts for you."},
    )  # fmt: skip
    from_on = DateField(what="The first day", label="From", not_past=True)
    until_on = DateField(what="The last day", label="Up to and including", not_past=True)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["covered_by"].queryset = colleagues(person)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "The last day lies before the first. Choose a later day.")
        return cleaned


def colleagues(person: User) -> Any:
    """Whoever holds today one of the roles of ``person`` in the same body."""
    same = Q(pk__in=[])
    for membership in person.memberships.current(clock.now()):
        same |= Q(organisation=membership.organisation_id, role=membership.role)
    holding = Membership.objects.current(clock.now()).filter(same).exclude(user=person)
    return User.objects.filter(pk__in=holding.values("user"), is_active=True).order_by("name", "pk")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: HttpRequest) -> HttpResponse:
    """When I am away and who acts for me; and for whom I act."""
    form = CoverForm(request.POST if request.method == "POST" and "end" not in request.POST else None,
                     person=request.user)  # fmt: skip
    if "end" in request.POST:
        ended = Cover.objects.filter(person=request.user, ended_at=None, pk=only_figures(request.POST["end"]))
        if not ended.update(ended_at=clock.now()):
            raise NotVisible
        messages.success(request, "Ended. Nobody acts for you any more.")
        return redirect("cover")
    if form.is_bound and form.is_valid():
        made = Cover.objects.create(person=request.user, **form.cleaned_data)
        messages.success(request, f"Saved. {made.covered_by} acts for you in that time.")
        return redirect("cover")
    current = Cover.objects.filter(ended_at=None, until_on__gte=clock.today()).select_related("person", "covered_by")
    context = {
        "form": form,
        "mine": current.filter(person=request.user),
        "others": current.filter(covered_by=request.user),
    }
    return render(request, "people/cover.html", context, status=400 if form.errors else 200)


def only_figures(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
