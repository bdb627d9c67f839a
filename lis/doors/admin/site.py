"""Who comes in at the office's door, and what stands behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from lis.engine.rights import OUR_APPS

NOT_FOR_YOU = (
    "The office is for the officers of an area and for administrators. Your own work is on the pages of the service."
)

StartPage = Callable[[HttpRequest], dict[str, Any]]


def may_enter(request: HttpRequest) -> bool:
    """Whether the person has a role whose work is done here; asked once a request."""
    if not hasattr(request, "may_enter_office"):
        request.may_enter_office = bool(request.user.is_active and request.user.is_staff)
    return request.may_enter_office


class OfficeAdminSite(admin.AdminSite):
    """Django's admin for our own tables only, entered by role. Rooms add to the start page with :meth:`start_with`."""

    enable_nav_sidebar = False
    empty_value_display = "None"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.site_header = self.site_title = settings.SERVICE_NAME
        self.index_title = "Start"
        self.start_pages: list[StartPage] = []
        # Deleting many at once is nobody's business here: what has a history stays.
        self.disable_action("delete_selected")

    # What rooms add -------------------------------------------------------------------------------------------------

    def start_with(self, start_page: StartPage) -> StartPage:
        """Add to what the template ``admin/index.html`` is given."""
        self.start_pages.append(start_page)
        return start_page

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register tables of ours; those that libraries register for themselves have no place in the office."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in models if issubclass(model, Model) and model._meta.app_label in OUR_APPS]
        if ours:
            super().register(ours, admin_class, **options)

    # Coming in ------------------------------------------------------------------------------------------------------

    def has_permission(self, request: HttpRequest) -> bool:
        return may_enter(request)

    def get_urls(self) -> list[Any]:
        # The shortcut from a type and a number to a page would say of any row whether it is there.
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", None) != "view_on_site"]

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one page to sign in, and it is not the admin's. Somebody of another house is told so."""
        target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index", current_app=self.name)
        if not request.user.is_authenticated:
            return redirect_to_login(target)
        if not self.has_permission(request):
            return TemplateResponse(request, "errors/403.html", {"sentence": NOT_FOR_YOU}, status=403)
        return redirect("admin:index")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return LogoutView.as_view(next_page="/")(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")

    # What is inside -------------------------------------------------------------------------------------------------

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = dict(extra_context or {})
        for start_page in self.start_pages:
            context.update(start_page(request))
        return super().index(request, context)


# The instance that Django serves, for rooms to put their demands and their part of the start page on.
office_site = admin.site
