"""The service's addresses and, beside them, the error pages that nobody comes to while all is well."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from lis.engine import clock
from lis.urls import urlpatterns as of_the_service

CONTEXTS = {
    409: {"reasons": ["LAN-12 is “Drafting”. This step needs “Ready”.", "Nobody but you has read it."]},
    412: {
        "clashes": [{"label": "Why", "yours": "Welders are short.", "now": "Welders and fitters are short."}],
        "now_by": "Imogen Tarleton",
        "now_at": clock.now(),
        "back_url": "/propositions/LAN-12/",
        "back_label": "Go back to LAN-12",
    },
}


# Those that Django draws by itself are the same pages under names of its own.
BY_DJANGO = (400, 403, 404, 429, 500)


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    name = f"{status}.html" if status in BY_DJANGO else f"errors/{status}.html"
    return render(request, name, CONTEXTS.get(status, {}), status=status)


urlpatterns = [
    path("error/<int:status>/", error_page),
    path("error/forgery/", lambda request: render(request, "403_csrf.html", status=403)),
    *of_the_service,
]
