"""Where does somebody begin? At their own work when signed in, else at a page that says what this is."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from lis.people.demonstration import ACCOUNTS
from lis.people.models import DEPARTMENT_ROLES, OFFICE_ROLES, Organisation


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    if actor.holds_any("administrator"):
        return HttpResponseRedirect(reverse("admin:index"))
    if actor.holds_any(DEPARTMENT_ROLES):
        return HttpResponseRedirect(reverse("my_turn"))
    if actor.holds_any(OFFICE_ROLES):
        return HttpResponseRedirect(reverse("admin:index"))
    if actor.memberships:
        return HttpResponseRedirect(reverse("my_turn"))
    return render(request, "front/home.html", {"accounts": accounts() if settings.DEMONSTRATION else []})


def accounts() -> list[dict[str, str]]:
    """Who can be played in the demonstration, with what they do and for whom."""
    names = dict(Organisation.objects.values_list("code", "name"))
    return [
        {
            "email": account.email,
            "name": account.name,
            "job": account.job_title,
            "body": names.get(account.organisation, account.organisation),
            "roles": ", ".join(role.label.lower() for role in account.roles),
        }
        for account in ACCOUNTS
    ]


urlpatterns = [path("", home, name="home")]
