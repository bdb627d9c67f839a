"""The pages of one person: their account, and the invitation by which they come in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lis.doors.context import NavigationItem, offers_navigation

from .forms import AcceptInvitationForm
from .invitations import accept, invited_by
from .second_factor import has_second_factor


@offers_navigation(90)
def navigation(request: HttpRequest) -> list[NavigationItem]:
    """Everybody who is signed in has an account to look after."""
    return [NavigationItem("Your account", reverse("account"))]


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who I am to the service: name, address, roles with their dates, and how I sign in."""
    memberships = request.user.memberships.select_related("organisation").order_by("organisation__name", "role")
    return render(
        request,
        "people/account.html",
        {
            "current": memberships.current(request.received_at),
            "has_second_factor": has_second_factor(request.user),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Where an invitation leads: choose a password, once. A link that is used, old or unknown answers 410."""
    user = invited_by(secret)
    if user is None:
        return render(request, "people/invitation_over.html", status=410)
    form = AcceptInvitationForm(data=request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        if accept(secret, form.cleaned_data["password1"]) is None:
            return render(request, "people/invitation_over.html", status=410)
        messages.success(request, "Your password is set. Now sign in with it.")
        return redirect("account_login")
    return render(request, "people/invitation.html", {"form": form, "invited": user})
