"""Gives each request its one moment and its actor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from . import clock
from .actor import Actor


class ActorMiddleware:
    """Sets ``request.received_at`` and ``request.actor`` (read from the database only when somebody asks)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.received_at = clock.now()
        request.actor = SimpleLazyObject(lambda: Actor.of(request.user, request.received_at))
        return self.get_response(request)
