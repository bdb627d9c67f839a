"""The page on which a department's coordinator says how many working days it needs to review and to decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from lis.engine.errors import NotVisible
from lis.people.models import Organisation

from ..sides.days import days_of
from ..sides.models import Allowance


class AllowanceForm(forms.ModelForm):
    """Two numbers of working days, which together stay within the service's maximum."""

    class Meta:
        model = Allowance
        fields = ("review_days", "decide_days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, label, words in (
            ("review_days", "Working days to review an ask", "From the day on which it comes. Stays inside."),
            ("decide_days", "Working days to decide after that", "Until the answer is issued."),
        ):
            self.fields[field] = forms.IntegerField(
                label=label, help_text=words, min_value=1, max_value=settings.MOST_WORKING_DAYS,
                error_messages={
                    "required": "Give a number of working days.", "invalid": "Give a whole number of working days.",
                    "min_value": "Give at least 1 working day.",
                    "max_value": f"Give at most {settings.MOST_WORKING_DAYS} working days.",
                },
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        together = (cleaned.get("review_days") or 0) + (cleaned.get("decide_days") or 0)
        if together > settings.MOST_WORKING_DAYS:
            self.add_error(
                "decide_days",
                f"Together {together} working days. The most is {settings.MOST_WORKING_DAYS}: lower one of them.",
            )
        return cleaned


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def working_days(request: HttpRequest, code: str) -> HttpResponse:
    """How many days the department has, to be read by its people and set by its coordinator."""
    department = next((body for body in Organisation.objects.called(code) if of_mine(request, body)), None)
    if department is None:
        raise NotVisible
    may_set = request.actor.holds("coordinator", department.pk)
    if request.method == "POST" and not may_set:
        raise PermissionDenied
    review, decide = days_of(department)
    own = Allowance.objects.filter(organisation=department).first() or Allowance(organisation=department)
    form = AllowanceForm(
        request.POST if request.method == "POST" else None, instance=own,
        initial={"review_days": review, "decide_days": decide},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved. It holds for asks that come from now on.")
        return redirect("working_days", code=department.code)
    context = {
        "department": department, "form": form, "may_set": may_set, "review": review, "decide": decide,
        "most": settings.MOST_WORKING_DAYS,
    }  # fmt: skip
    return render(request, "queue/working_days.html", context, status=400 if form.errors else 200)


def of_mine(request: HttpRequest, body: Organisation) -> bool:
    return request.actor.holds(("reviewer", "clearer", "coordinator"), body.pk)


urlpatterns = [path("departments/<str:code>/working-days/", working_days, name="working_days")]
