"""Is the service up, and can it work? Two addresses for whoever watches over it."""

from __future__ import annotations

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

PLAIN = "text/plain; charset=utf-8"


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so that a slow database does not get it killed."""
    return HttpResponse("up\n", content_type=PLAIN)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The process can reach its database and should be given visitors."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("the database does not answer\n", content_type=PLAIN, status=503)
    return HttpResponse("ready\n", content_type=PLAIN)


urlpatterns = [path("health", health, name="health"), path("ready", ready, name="ready")]
