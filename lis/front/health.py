"""Is the service up, and can it work? Two addresses for whoever watches over it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from lis.doors.counting import WATCHED

PLAIN = "text/plain; charset=utf-8"


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so that a slow database does not get it killed."""
    return HttpResponse("up\n", content_type=PLAIN)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The process can reach its database, finds the tables it knows there, and should be given visitors."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            waiting = newest_migrations() - set(cursor.fetchall())
    except Error:
        return HttpResponse("the database does not answer\n", content_type=PLAIN, status=503)
    if waiting:
        return HttpResponse("the database waits for migrate\n", content_type=PLAIN, status=503)
    return HttpResponse("ready\n", content_type=PLAIN)


@cache
def newest_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app that this code knows; a database that is ahead of it is no hindrance."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


class AnyHostMiddleware:
    """Lets whoever watches over the service ask a process by its bare address: names are for people and their links."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in WATCHED:
            request.get_host = lambda: "localhost"
        return self.get_response(request)


urlpatterns = [path("health", health, name="health"), path("ready", ready, name="ready")]
