"""The page on which a coordinator says whether positions are agreed in the team, and the addresses of sides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from lis.engine.errors import NotVisible, NotYou

from .permissions import DEPARTMENT_ROLES
from .team import KEEPER, practices_of, set_team_rule
from .together_page import issue_together_page

ALWAYS, AS_THEY_CHOOSE = "always", "choose"
CHOICES = [
    (ALWAYS, "Every position is agreed in the team before it is cleared"),
    (AS_THEY_CHOOSE, "Reviewers choose whether to agree a position in the team"),
]


class TeamAgreementForm(forms.Form):
    """Which of the two holds from now on."""

    practice = forms.ChoiceField(
        label="How positions are agreed", choices=CHOICES, widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_agreement(request: HttpRequest) -> HttpResponse:
    """How each of the reader's departments goes about it, and a form for whoever coordinates it."""
    if not request.actor.holds_any(DEPARTMENT_ROLES):
        raise NotVisible
    practices, status, sent = practices_of(request.actor), 200, None
    if request.method == "POST":
        chosen = next((one for one in practices if one.organisation.code == request.POST.get("organisation")), None)
        if chosen is None or not chosen.may_set:
            raise NotYou("Agree in the team first", KEEPER)
        sent, form = chosen, TeamAgreementForm(request.POST, prefix=chosen.organisation.code)
        if form.is_valid():
            always = form.cleaned_data["practice"] == ALWAYS
            set_team_rule(chosen.organisation, always=always, by=request.actor)
            words = "agreed in the team first" if always else "agreed in the team where reviewers choose to"
            messages.success(request, f"{chosen.organisation.code}: from now on positions are {words}.")
            return HttpResponseRedirect(reverse("team_agreement"))
        status = 400
    rows = [(one, _form(one, form if one is sent else None)) for one in practices]
    return render(request, "sides/team_agreement.html", {"rows": rows}, status=status)


def _form(practice: Any, refused: TeamAgreementForm | None) -> TeamAgreementForm | None:
    if not practice.may_set:
        return None
    code = practice.organisation.code
    now = ALWAYS if practice.always else AS_THEY_CHOOSE
    return refused or TeamAgreementForm(prefix=code, initial={"practice": now})


urlpatterns = [
    path("team-agreement/", team_agreement, name="team_agreement"),
    path("issue-together/", issue_together_page, name="issue_together"),
]
