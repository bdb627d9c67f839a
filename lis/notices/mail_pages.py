"""The page on which somebody says how they want their mail, sees whether it left, and what they watch."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from ..doors.pages import visible_noun
from ..engine.errors import NotVisible
from ..engine.models import Record
from ..engine.reading import words_of_records
from ..engine.registry import workflows
from ..engine.visibility import visible_records
from .models import Notice
from .preferences import MailPreference, Watch

SHOWN = 10
# What can be watched: whatever has a page and a history that its readers share.
WATCHED = ("ask", "proposition", "commitment")
HOURS = [(hour, f"{hour:02d}:00") for hour in range(6, 21)]


class MailForm(forms.ModelForm):
    """How the mail comes, and at which hour the daily one."""

    how = forms.ChoiceField(label="How do you want your mail?", choices=MailPreference.How.choices,
                            widget=forms.RadioSelect)  # fmt: skip
    hour = forms.TypedChoiceField(
        label="The daily mail comes at", choices=HOURS, coerce=int,
        help_text="By London’s clock. What you watch comes with it, unless you want mail only when you must act.",
    )  # fmt: skip

    class Meta:
        model = MailPreference
        fields = ("how", "hour")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """My mail: how it comes, what became of the last of it, what I watch."""
    own = MailPreference.of(request.user)
    form = MailForm(request.POST if request.method == "POST" else None, instance=own)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved. It holds for mail that is written from now on.")
        return redirect("mail")
    context = {
        "form": form,
        "sent": Notice.objects.filter(person=request.user).order_by("-pk")[:SHOWN],
        "watched": watched(request),
    }
    return render(request, "notices/mail.html", context, status=400 if form.errors else 200)


def watched(request: HttpRequest) -> list[tuple[Record, str]]:
    """What this person watches and may still see, with its words in a line."""
    watches = Watch.objects.filter(person=request.user).values("record")
    records = list(visible_records(Record.objects.filter(pk__in=watches), request.actor, request.received_at))
    words = words_of_records(records, request.actor, request.received_at)
    return [
        (record, " ".join((words[record.pk].latest.get("ask") or words[record.pk].latest.get("title") or "").split()))
        for record in sorted(records, key=lambda record: record.ref)
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Begin or stop watching one thing that I may see."""
    if kind not in WATCHED or kind not in workflows:
        raise NotVisible
    noun = visible_noun(workflows[kind], ref, request)
    mine = Watch.objects.filter(person=request.user, record=noun.record)
    if request.method == "POST":
        if request.POST.get("watch") == "stop":
            mine.delete()
            messages.success(request, f"You no longer watch {noun.ref}.")
        else:
            Watch.objects.get_or_create(person=request.user, record=noun.record)
            messages.success(request, f"You watch {noun.ref}: once a day you are told what happened to it.")
        return redirect("mail")
    context: dict[str, Any] = {"noun": noun, "watching": mine.exists()}
    return render(request, "notices/watch.html", context)


urlpatterns = [
    path("account/mail/", mail, name="mail"),
    path("watch/<slug:kind>/<str:ref>/", watch, name="watch"),
]
